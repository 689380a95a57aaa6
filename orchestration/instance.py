"""The Dagster instance of a home: its settings, and the runs that a killed process left behind."""

from pathlib import Path

from dagster import DagsterInstance, DagsterRunStatus, RunsFilter

from orchestration.home import Home

_SETTINGS = """\
# Written by yujuesuan at every start; runs, events and logs of steps lie beside it in SQLite and files.
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
  pools:
    default_limit: 1
run_monitoring:
  enabled: true
"""


def write_settings(home: Home) -> None:
    """Put dagster.yaml into the home's DAGSTER_HOME."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    path = home.dagster / "dagster.yaml"
    if not path.exists() or path.read_text(encoding="utf-8") != _SETTINGS:
        path.write_text(_SETTINGS, encoding="utf-8")


def open_instance(home: Home) -> DagsterInstance:
    """The home's persistent instance, with its history's connections kept; the caller disposes of it."""
    write_settings(home)
    history = home.dagster / "history"
    overrides = {
        "run_storage": _storage("RunHistory", history),
        "event_log_storage": _storage("EventHistory", history / "runs"),
    }
    return DagsterInstance.local_temp(str(home.dagster), overrides)


def _storage(name: str, folder: Path) -> dict[str, object]:
    return {"module": "orchestration.history", "class": name, "config": {"base_dir": str(folder)}}


def fail_abandoned_runs(instance: DagsterInstance, current_run_id: str) -> list[str]:
    """Mark as failed the runs that seem to be going on but cannot be, and free their pool slots.

    The caller holds the home's run lock, so whatever else is marked as started was killed.

    Returns:
        Ids of the runs marked.
    """
    started = RunsFilter(statuses=[DagsterRunStatus.STARTED, DagsterRunStatus.CANCELING])
    abandoned = [run for run in instance.get_runs(filters=started) if run.run_id != current_run_id]
    for run in abandoned:
        instance.report_run_failed(run, "The process that ran it is gone: it was killed.")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
    return [run.run_id for run in abandoned]
