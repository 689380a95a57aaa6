"""Dagster's history of a home: written through kept connections, read as Dagster alone would read it."""

from pathlib import Path

from dagster import DagsterInstance, DagsterRun, asset, materialize

from orchestration.history import EventHistory, RunHistory
from orchestration.home import Home
from orchestration.instance import open_instance

DATABASES = {"runs.db", "runs/index.db"}


def logs(home: Home) -> set[str]:
    """The logs of SQLite in the home's history: there is one as long as a connection is open."""
    folder = home.dagster / "history"
    return {str(path.relative_to(folder)) for path in folder.rglob("*.db-wal")}


@asset
def thing() -> int:
    return 1


def succeeded(instance: DagsterInstance) -> list[str]:
    return [run.run_id for run in instance.get_runs() if run.is_success]


def test_events_are_stored_through_open_connections_and_read_by_dagster_meanwhile(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    with open_instance(home) as instance:
        assert isinstance(instance.run_storage, RunHistory)
        assert isinstance(instance.event_log_storage, EventHistory)
        runs = [materialize([thing], instance=instance).run_id for _ in range(2)]
        # Of the runs' own files the last one is open, so that their number does not grow with the runs.
        assert logs(home) == {f"{name}-wal" for name in (*DATABASES, f"runs/{runs[1]}.db")}
        with DagsterInstance.from_config(str(home.dagster)) as reader:
            assert succeeded(reader) == runs[::-1]
            assert reader.get_latest_materialization_event(thing.key) is not None
            events = [len(reader.all_logs(run)) for run in runs]
        assert events == [len(instance.all_logs(run)) for run in runs]
        assert min(events) > 5
    assert logs(home) == set()
    with DagsterInstance.from_config(str(home.dagster)) as reader:
        assert succeeded(reader) == runs[::-1]


def test_what_dagster_wrote_before_is_read_and_goes_on(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    with open_instance(home) as instance:
        first = instance.add_run(DagsterRun(job_name="a")).run_id
    with DagsterInstance.from_config(str(home.dagster)) as instance:
        second = instance.add_run(DagsterRun(job_name="b")).run_id
    with open_instance(home) as instance:
        assert {run.run_id for run in instance.get_runs()} == {first, second}
        instance.delete_run(first)
        assert [run.run_id for run in instance.get_runs()] == [second]
