"""The command line `yujuesuan`: what can be asked for, each command in a module of its own.

Commands import their module when they are called: `--help` must not wait for Dagster.
"""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli.fault import told_in_one_line
from orchestration.home import DEFAULT_HOME, HOME_VARIABLE

app = typer.Typer(
    name="yujuesuan",
    help="Department budgets and final accounts (部门预决算): from published PDFs to an audited warehouse.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class TextFormat(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


class Language(StrEnum):
    """Languages that findings are told in."""

    zh = "zh"
    en = "en"


class FileFormat(StrEnum):
    """How tables are exported."""

    csv = "csv"
    parquet = "parquet"


HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home", metavar="DIR", envvar=HOME_VARIABLE, help=f"Home directory; ./{DEFAULT_HOME} if not given."
    ),
]
FormatOption = Annotated[TextFormat, typer.Option("--format", help="How to print rows.")]
SourcesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SOURCE]...",
        help="PDF files, folders, URLs, catalogues (.csv, .yaml); the bundled samples if none.",
        show_default=False,
    ),
]
DocumentArgument = Annotated[str, typer.Argument(help="Document key (or how it begins) or file name.")]


def _speaks_chinese() -> bool:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.startswith("zh")
    return False


@app.command()
def run(
    sources: SourcesArgument = None,
    home: HomeOption = None,
    workers: Annotated[
        int, typer.Option(min=0, help="Documents read at a time; 0: one per core.", show_default=False)
    ] = 0,
    seconds: Annotated[
        float | None, typer.Option(min=1, help="Seconds that one document may take; 50 if not given.")
    ] = None,
    memory: Annotated[
        int | None,
        typer.Option(min=64, metavar="MIB", help="Memory that one document may take; 1536 MiB if not given."),
    ] = None,
) -> None:
    """Take disclosures through the whole line and publish the warehouse.

    Exit status: 0 all is well; 1 something was quarantined, left out or failed; 2 misuse.
    """
    from orchestration.cli.run import run

    with told_in_one_line():
        raise typer.Exit(run(sources or [], home, workers, seconds, memory))


@app.command()
def status(home: HomeOption = None) -> None:
    """Show how the last run ended and what the warehouse holds of each document."""
    from orchestration.cli.status import status

    with told_in_one_line():
        status(home)


@app.command()
def findings(
    home: HomeOption = None,
    document: Annotated[
        str | None, typer.Option(help="Of this document only: its key (or how it begins) or file name.")
    ] = None,
    output: FormatOption = TextFormat.table,
    language: Annotated[
        Language | None,
        typer.Option("--lang", help="Language of the report; that of the terminal if not given."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Tell also what rounding explains and what is legitimate.")
    ] = False,
) -> None:
    """Report what a person should look at: contradictions, broken identities, what was not read."""
    from orchestration.cli.findings import findings

    chinese = language == Language.zh or (language is None and _speaks_chinese())
    with told_in_one_line():
        findings(home, document, output, chinese=chinese, everything=everything)


@app.command()
def trace(
    document: DocumentArgument,
    statement: Annotated[str, typer.Argument(help="Statement code, such as three_public.")],
    code: Annotated[str | None, typer.Argument(help="Function or economic code.")] = None,
    home: HomeOption = None,
    output: FormatOption = TextFormat.table,
) -> None:
    """Show the amounts of a statement, each with the page, table, row and column it is printed in."""
    from orchestration.cli.trace import trace

    with told_in_one_line():
        trace(home, document, statement, code, output)


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF.", show_default=False)],
    home: Annotated[
        Path | None,
        typer.Option(
            "--home",
            metavar="DIR",
            help="A home that holds the document already; if not given, it is read in a home of its own.",
        ),
    ] = None,
    image: Annotated[bool, typer.Option("--image", help="Draw the pages with tables as PNG files.")] = False,
    folder: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="Folder of the pictures; ./inspect-NAME if not given."),
    ] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Show what was recognised of one document, what was not, and which seed row would help.

    Exit status: 0 everything was recognised; 1 something was not, or the document failed; 2 misuse.
    """
    from orchestration.cli.inspect import inspect

    pictures = (folder or Path(f"inspect-{file.stem}")) if image or folder else None
    with told_in_one_line():
        raise typer.Exit(inspect(file, home, pictures, is_json=is_json))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that takes the files.")],
    home: HomeOption = None,
    output: Annotated[FileFormat, typer.Option("--format", help="Kind of file.")] = FileFormat.csv,
) -> None:
    """Write the tables of marts to files."""
    from orchestration.cli.export import export

    with told_in_one_line():
        export(home, folder, output)


@app.command()
def explore(home: HomeOption = None) -> None:
    """Ask the warehouse in SQL, read-only."""
    from orchestration.cli.explore import explore

    with told_in_one_line():
        explore(home)


@app.command()
def serve(
    sources: SourcesArgument = None,
    home: HomeOption = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on 127.0.0.1.")] = 3000,
) -> None:
    """Show runs, assets and checks in Dagster's web interface, and run the daily schedule."""
    from orchestration.cli.serve import serve

    with told_in_one_line():
        serve(sources or [], home, port)
