"""The published warehouse opened for reading, and rows on their way out."""

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.cli.fault import CliError
from orchestration.cli.text import json_safe, neutral, spreadsheet_cell
from orchestration.home import Home

_PIPE_WIDTH = 200


@dataclass(frozen=True, slots=True)
class Rows:
    """Named columns and rows of values."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


@contextmanager
def open_warehouse(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse last published in `home`, read-only.

    Raises:
        CliError: There is none yet, or it cannot be opened.
    """
    if not home.warehouse.exists():
        raise CliError(f"There is no warehouse at {home.warehouse} yet: run `yujuesuan run` first.")
    try:
        connection = duckdb.connect(home.warehouse, read_only=True)
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise CliError(
            f"{home.warehouse} cannot be opened: {reason} Close what writes to it, or run `yujuesuan run`."
        ) from error
    with closing(connection):
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


def fetch(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    parameters: Sequence[object] | Mapping[str, object] = (),
) -> Rows:
    """Run a query to the end.

    Raises:
        CliError: The warehouse was made by another version and lacks a table or column.
    """
    try:
        result = connection.execute(query, parameters)
    except duckdb.CatalogException as error:
        raise _outdated(error) from error
    except duckdb.BinderException as error:
        raise _outdated(error) from error
    return Rows([column[0] for column in result.description], result.fetchall())


def _outdated(error: Exception) -> CliError:
    return CliError(
        f"The warehouse was published by another version ({str(error).splitlines()[0]}): "
        "run `yujuesuan run` again."
    )


def document_key(connection: duckdb.DuckDBPyConnection, wanted: str) -> str:
    """The key of the document that `wanted` names by key, by the beginning of its key, or by file name.

    Raises:
        CliError: No document, or more than one, goes by that name.
    """
    found = fetch(
        connection,
        """
        SELECT document_key, file_name
        FROM marts.dim_document
        WHERE document_key = $1 OR file_name = $1 OR (length($1) >= 6 AND starts_with(document_key, $1))
        ORDER BY document_key = $1 DESC, is_current DESC, document_key
        """,
        [wanted],
    ).rows
    if not found:
        raise CliError(f"No document is called {wanted}: `yujuesuan status` lists keys and file names.")
    if len(found) > 1 and found[0][0] != wanted:
        keys = ", ".join(row[0] for row in found[:5])
        raise CliError(f"{len(found)} documents are called {wanted}: name one by its key: {keys}")
    return str(found[0][0])


def shown(value: object) -> str:
    """A value as a person reads it: money with thousands separators, controls written out."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,}"
    return neutral(str(value))


def make_console() -> Console:
    """A console on stdout; where that is no terminal, wide enough for tables to stay in shape."""
    return Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH)


def print_table(rows: Rows, title: str, console: Console) -> None:
    """Print rows as a table; numbers to the right, long texts folded."""
    table = Table(title=title, title_justify="left", header_style="bold", expand=False)
    for index, column in enumerate(rows.columns):
        is_number = any(isinstance(row[index], int | float | Decimal) for row in rows.rows)
        table.add_column(column, justify="right" if is_number else "left", overflow="fold")
    for row in rows.rows:
        table.add_row(*(Text(shown(value)) for value in row))
    console.print(table)


def write_csv(rows: Rows, file: IO[str]) -> None:
    """Write rows as CSV that a spreadsheet opens without running anything."""
    # As RFC 4180 has it; with a bare line feed, a carriage return in a cell would not be quoted.
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(rows.columns)
    for row in rows.rows:
        cells = [spreadsheet_cell(value) for value in row]
        writer.writerow([neutral(cell) for cell in cells] if file.isatty() else cells)


def write_json(rows: Rows, file: IO[str]) -> None:
    """Write rows as a JSON array of objects; decimals as strings, so that no cent is lost."""
    objects = [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]
    text = json.dumps(objects, ensure_ascii=False, indent=1, default=str)
    file.write(json_safe(text) + "\n")


def print_rows(rows: Rows, kind: str, title: str) -> None:
    """Print rows to stdout as `table`, `csv` or `json`."""
    if kind == "csv":
        write_csv(rows, sys.stdout)
    elif kind == "json":
        write_json(rows, sys.stdout)
    else:
        print_table(rows, title, make_console())
