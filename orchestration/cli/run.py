"""`yujuesuan run`: launch the job, show how it goes, say what came of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from fetch import CatalogueError, SourceError, resolve_sources
from orchestration.cli.fault import FAILURE, CliError
from orchestration.cli.hush import hushed
from orchestration.cli.progress_view import watched
from orchestration.cli.summary import print_summary
from orchestration.corrections import CorrectionFileError, read_corrections
from orchestration.home import Home, HomeError
from orchestration.lock import HomeBusyError, run_lock
from orchestration.run_record import RunRecord, read_record
from orchestration.sources import default_sources
from orchestration.validator import Validator

if TYPE_CHECKING:
    from dagster import ExecuteInProcessResult


def run(
    arguments: Sequence[str],
    directory: Path | None,
    workers: int,
    seconds: float | None = None,
    mebibytes: int | None = None,
) -> int:
    """Run the line over `arguments`, else over the default sources, and print a summary.

    Args:
        arguments: files, folders, addresses, catalogues.
        directory: the home.
        workers: documents read at a time; 0 for one per core.
        seconds: that one document may take; None for the usual limit.
        mebibytes: of memory that one document may take; None for the usual limit.

    Returns:
        Exit status: 0 if all is well, 1 if anything failed or was left out.

    Raises:
        CliError: Bad sources, or a home that cannot be used.
    """
    extraction: dict[str, object] = {"workers": workers}
    if seconds is not None:
        extraction["seconds"] = seconds
    if mebibytes is not None:
        extraction["memory_bytes"] = mebibytes * 1024**2
    sources = [_absolute(argument) for argument in arguments] or default_sources()
    home = Home.at(directory)
    try:
        resolve_sources(sources)
        read_corrections(home.corrections)
        home.prepare()
        with run_lock(home.lock), hushed(home.dagster / "run.log") as stdout:
            console = Console(file=stdout)
            validator = Validator().start()
            try:
                with watched(console) as timekeeper:
                    record = launch(
                        home, sources, extraction, {"progress": timekeeper, "validator": validator}
                    )
            finally:
                validator.close()
            print_summary(home, record, timekeeper, console)
    except (SourceError, CatalogueError, CorrectionFileError, HomeError, HomeBusyError) as error:
        raise CliError(str(error)) from error
    return 0 if record.is_clean else FAILURE


def launch(
    home: Home, sources: list[str], extraction: Mapping[str, object], overrides: Mapping[str, object]
) -> RunRecord:
    """Execute the job in this process with the home's Dagster instance; `extraction` is that asset's config.

    Raises:
        CliError: The dbt project cannot be parsed.
    """
    from orchestration.dbt import ProjectError
    from orchestration.definitions import build_defs
    from orchestration.instance import open_instance

    try:
        job = build_defs(home, overrides=overrides).resolve_job_def("disclosures")
    except ProjectError as error:
        raise CliError(str(error), FAILURE) from error
    config = {
        "ops": {
            "landing": {"config": {"sources": sources}},
            "extracted_batches": {"config": extraction},
        }
    }
    with open_instance(home) as instance:
        result = job.execute_in_process(run_config=config, instance=instance, raise_on_error=False)
    record = read_record(home.last_run)
    if record is not None and record.run_id == result.run_id:
        return record
    return _unrecorded(result)


def _unrecorded(result: "ExecuteInProcessResult") -> RunRecord:
    """The record of a run that failed before its resources were ready."""
    failures = [event.message or event.event_type_value for event in result.all_events if event.is_failure]
    return RunRecord(
        result.run_id, "", "", is_published=False, failures=failures or ["the run did not start"]
    )


def _absolute(argument: str) -> str:
    return argument if "://" in argument else str(Path(argument).absolute())
