"""Resources: the home directory with its run lock, dbt, the contracts' process, the progress sink.

Here belongs what a run needs and shares. Not here: what is done with it (assets), or how a run is
watched (`progress.py`).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from dagster import ConfigurableResource, InitResourceContext

from orchestration import verdict
from orchestration.corrections import read_corrections
from orchestration.dbt import DbtProcess, Project, dbt_executable
from orchestration.home import WORKBENCH_VARIABLE, Home
from orchestration.instance import fail_abandoned_runs
from orchestration.lock import run_lock
from orchestration.progress import NoProgress
from orchestration.run_record import RunRecord
from orchestration.validator import Validator
from orchestration.workbench import begin_run, create_tables, end_run, open_workbench, replace_corrections


def default_resources(project: Project) -> dict[str, object]:
    """The resources of a run in the project's home, by name."""
    home = project.home
    flags = ["--no-use-colors", "--log-level-file", "info", "--log-path", str(home.dbt_logs)]
    return {
        "home": HomeResource(directory=str(home.root)),
        "dbt": DbtProcess(
            project_dir=str(project.directory),
            dbt_executable=str(dbt_executable()),
            global_config_flags=flags,
        ),
        "validator": Validator(),
        "progress": NoProgress(),
    }


class HomeResource(ConfigurableResource):  # type: ignore[type-arg]
    """A home directory, locked for the run that uses it.

    Before the first step it clears away what a killed run left, makes the raw tables, takes in the home's
    corrections and enters the run in the book; after the last it writes the run's record. A run that is
    killed leaves no record, and the next run forgets its rows.

    Raises on entry:
        HomeError: The directory cannot be written.
        HomeBusyError: Another run holds it.
        CorrectionFileError: The home's file of corrections cannot be read.
    """

    directory: str

    @property
    def paths(self) -> Home:
        """The home's paths."""
        return Home.at(self.directory)

    @contextmanager
    def yield_for_execution(self, context: InitResourceContext) -> Iterator["HomeResource"]:
        """Hold the home from the first step to the last."""
        home = self.paths
        home.prepare()
        with run_lock(home.lock):
            os.environ[WORKBENCH_VARIABLE] = str(home.workbench)
            _clear_leftovers(home)
            if context.run is None or context.instance is None:
                yield self
                return
            fail_abandoned_runs(context.instance, context.run.run_id)
            with open_workbench(home.workbench) as connection:
                create_tables(connection)
                replace_corrections(connection, read_corrections(home.corrections))
                begin_run(connection, context.run.run_id)
            published_before = _published_at(home)
            try:
                yield self
            finally:
                _close(home, context, published_before)


def _clear_leftovers(home: Home) -> None:
    for leftover in home.build.glob("publish-*"):
        leftover.unlink()


def _published_at(home: Home) -> int | None:
    return home.warehouse.stat().st_mtime_ns if home.warehouse.exists() else None


def _close(home: Home, context: InitResourceContext, published_before: int | None) -> None:
    if context.run is None or context.instance is None:
        return
    run_id = context.run.run_id
    failures = verdict.step_failures(context.instance, run_id)
    with open_workbench(home.workbench) as connection:
        failures = verdict.broken_contracts(connection, run_id) + failures
        setbacks = verdict.lost_sources(connection, run_id) + verdict.quarantined_documents(connection)
        started_at = end_run(connection, run_id, "failed" if failures else "completed")
    RunRecord(
        run_id=run_id,
        started_at=started_at.isoformat(timespec="seconds"),
        ended_at=datetime.now(UTC).isoformat(timespec="seconds"),
        is_published=_published_at(home) != published_before,
        failures=failures,
        setbacks=setbacks,
    ).write(home.last_run)
