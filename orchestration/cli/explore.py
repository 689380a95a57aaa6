"""`yujuesuan explore`: a small SQL prompt on the published warehouse, read-only."""

import readline  # noqa: F401  line editing and history for input()
from pathlib import Path

import duckdb
from rich.console import Console

from orchestration.cli.reading import Rows, make_console, open_warehouse, print_table
from orchestration.cli.text import neutral
from orchestration.home import Home

_ROWS_SHOWN = 100


def explore(directory: Path | None) -> None:
    """Read SQL up to each semicolon and print its first rows, until the end of input or `.quit`.

    Raises:
        CliError: No warehouse yet.
    """
    home = Home.at(directory)
    console = make_console()
    with open_warehouse(home) as connection:
        print(f"{home.warehouse}, read-only. SQL ends with a semicolon; .quit leaves. Try: SHOW ALL TABLES;")
        while (statement := _read_statement()) is not None:
            try:
                _answer(connection, statement, console)
            except duckdb.Error as error:
                print("\n".join(neutral(line) for line in str(error).splitlines()))


def _read_statement() -> str | None:
    lines: list[str] = []
    while not lines or not lines[-1].rstrip().endswith(";"):
        try:
            line = input("       -> " if lines else "yujuesuan> ")
        except EOFError:
            print()
            return None
        if line.strip() in {".quit", ".exit"}:
            return None
        if line.strip():
            lines.append(line)
    return "\n".join(lines)


def _answer(connection: duckdb.DuckDBPyConnection, statement: str, console: Console) -> None:
    result = connection.execute(statement)
    if result.description is None:
        return
    rows = Rows([column[0] for column in result.description], result.fetchmany(_ROWS_SHOWN))
    print_table(rows, "", console)
    if len(rows.rows) == _ROWS_SHOWN:
        print(f"(the first {_ROWS_SHOWN} rows)")
