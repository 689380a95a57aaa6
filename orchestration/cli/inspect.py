"""`yujuesuan inspect`: what was recognised of one document, and which seed row would help with the rest."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from fetch.signature import HEAD_BYTES, described, is_pdf
from orchestration.cli.fault import FAILURE, CliError
from orchestration.cli.reading import make_console
from orchestration.home import Home, HomeError
from orchestration.inspection.facts import Inspection
from orchestration.inspection.fetching import NotBuiltError
from orchestration.inspection.reading import has_document, inspect_document
from orchestration.inspection.report import as_json, print_report
from orchestration.run_record import RunRecord, read_record
from orchestration.workbench import WorkbenchError, open_workbench

_PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
_PATIENCE_SECONDS = 5.0


def inspect(path: Path, directory: Path | None, pictures: Path | None, *, is_json: bool) -> int:
    """Inspect the PDF at `path` and print a report.

    Args:
        path: A PDF.
        directory: A home that holds the document already; None runs the line in a home of its own.
        pictures: Folder that takes a picture of every page with tables; None for none.
        is_json: Print one JSON document instead of text.

    Returns:
        Exit status: 0 if everything was recognised, 1 if something was not or the document failed.

    Raises:
        CliError: No PDF, no such home, or nowhere to write to.
    """
    sha256 = _checked(path)
    with _read_home(directory, path) as (home, problems):
        inspection = _inspection(home, sha256, path.name, problems)
    if is_json:
        print(as_json(inspection))
    else:
        print_report(inspection, _shown_folder(_PROJECT), make_console())
    if pictures is not None and inspection.pages:
        _draw(inspection, path, pictures)
    return 0 if inspection.is_clean else FAILURE


def _checked(path: Path) -> str:
    """The SHA-256 of a file that looks like a PDF."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            if not is_pdf(head):
                what = described(head) if head else "empty"
                raise CliError(f"{path} is not a PDF but {what}: name a PDF.")
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CliError(f"{path} cannot be read: {error.strerror or error}.") from error


@contextmanager
def _read_home(directory: Path | None, path: Path) -> Iterator[tuple[Home, list[str]]]:
    """A home in which the document was read, and what was wrong with the run that did."""
    if directory is not None:
        home = Home.at(directory)
        if not home.workbench.exists():
            raise CliError(
                f"Nothing was ever run in {home.root}: run `yujuesuan run {path} --home {home.root}`."
            )
        if _changed_at(_PROJECT) > home.workbench.stat().st_mtime:
            print(
                f"yujuesuan: seeds or models have changed since {home.root} was built: "
                f"`yujuesuan run {path} --home {home.root}` builds it again.",
                file=sys.stderr,
            )
        record = read_record(home.last_run)
        yield home, list(record.failures) if record else []
        return
    with tempfile.TemporaryDirectory(prefix="yujuesuan-inspect-") as root:
        home = Home.at(root)
        record = _run(home, path)
        yield home, record.failures


def _run(home: Home, path: Path) -> RunRecord:
    """Run the job over one file, with progress on stderr if that is a terminal."""
    from orchestration.cli.hush import hushed
    from orchestration.cli.progress_view import watched
    from orchestration.cli.run import launch
    from orchestration.dbt import PROJECT_DIRECTORY, Project, ProjectError
    from orchestration.validator import Validator

    stream = os.fdopen(os.dup(2), "w", encoding=sys.stderr.encoding, errors="backslashreplace")
    try:
        home.prepare()
        with stream, hushed(home.dagster / "run.log"):
            project = Project(PROJECT_DIRECTORY, home)
            project.manifest()
            # Unit tests judge the models, and here it is a document that is looked at.
            project.proof_path.touch()
            validator = Validator().start()
            try:
                with watched(Console(file=stream, stderr=True)) as timekeeper:
                    return launch(
                        home,
                        [str(path.absolute())],
                        {"workers": 1},
                        {"progress": timekeeper, "validator": validator},
                    )
            finally:
                validator.close()
    except HomeError as error:
        raise CliError(str(error)) from error
    except ProjectError as error:
        raise CliError(str(error), FAILURE) from error


def _inspection(home: Home, sha256: str, name: str, problems: list[str]) -> Inspection:
    try:
        with open_workbench(home.workbench, read_only=True, patience=_PATIENCE_SECONDS) as connection:
            if not has_document(connection, sha256):
                if problems:
                    raise CliError(f"{name} was not read: {'; '.join(problems)}", FAILURE)
                raise CliError(
                    f"{home.root} does not hold {name}: leave --home out, or `yujuesuan run` it there."
                )
            return inspect_document(connection, sha256, name, problems)
    except WorkbenchError as error:
        raise CliError(str(error)) from error
    except NotBuiltError as error:
        reasons = "; ".join(problems) or "it was made by another version"
        raise CliError(
            f"The workbench of {home.root} is not complete ({error}): {reasons}.", FAILURE
        ) from error


def _draw(inspection: Inspection, path: Path, folder: Path) -> None:
    from orchestration.inspection.picture import PictureError, draw_pages

    try:
        for picture in draw_pages(inspection, path, folder):
            print(picture, file=sys.stderr)
    except PictureError as error:
        raise CliError(str(error), FAILURE) from error
    except OSError as error:
        raise CliError(f"{folder} cannot be written: {error.strerror or error}: name another.") from error


def _changed_at(project: Path) -> float:
    """When a seed, model or macro was last written, as a file's time."""
    folders = ("seeds", "models", "macros")
    files = (path for folder in folders for path in (project / folder).rglob("*.*"))
    return max((path.stat().st_mtime for path in files), default=0.0)


def _shown_folder(folder: Path) -> str:
    here = Path.cwd()
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)
