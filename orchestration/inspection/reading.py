"""Gathering the facts of one document from a workbench.

Not here: the queries (see `queries.py`). What personal data a document holds is left behind here: nothing
further on ever sees it.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import duckdb

from orchestration.inspection import queries
from orchestration.inspection.facts import (
    Box,
    Cell,
    Column,
    Identity,
    Inspection,
    Meaning,
    Page,
    RowCounts,
    Table,
)
from orchestration.inspection.fetching import WITHHELD, fetch
from orchestration.inspection.findings import read_findings


def has_document(connection: duckdb.DuckDBPyConnection, sha256: str) -> bool:
    """Whether a reading of the document is in the workbench."""
    return bool(fetch(connection, queries.OUTCOME, {"sha256": sha256}))


def inspect_document(
    connection: duckdb.DuckDBPyConnection, sha256: str, file_name: str, problems: list[str]
) -> Inspection:
    """Everything the workbench holds of a document; `problems` are those of the run that read it.

    Raises:
        NotBuiltError: The workbench lacks a table.
    """
    connection.execute("SET TimeZone = 'UTC'")
    outcome = fetch(connection, queries.OUTCOME, {"sha256": sha256})
    problems = list(problems)
    if outcome and outcome[0]["status"] != "extracted":
        problems.append(f"not read: {outcome[0]['reason']}")
    for row in fetch(connection, queries.KEPT_OUT, {"sha256": sha256}):
        problems.append(f"kept out of the marts: {row['reason']} To release it: {row['release']}")
    keys = _keys(connection, sha256)
    if not outcome or outcome[0]["status"] != "extracted" or keys is None:
        return Inspection(
            file_name, sha256, None, None, None, None, problems or ["nothing was read"], [], [], {}, [], []
        )
    document = {"document": keys["document"]}
    profile = (fetch(connection, queries.DOCUMENT, document) or [{}])[0]
    tables = _tables(connection, keys)
    identities = fetch(connection, queries.IDENTITIES, document)
    statuses = [row["status"] for row in identities]
    return Inspection(
        file_name=file_name,
        sha256=sha256,
        title=profile.get("title"),
        department=profile.get("department_name"),
        fiscal_year=profile.get("fiscal_year"),
        report_type=profile.get("report_type"),
        problems=problems,
        pages=_pages(connection, keys, tables),
        tables=tables,
        identities={status: statuses.count(status) for status in ("holds", "rounding", "broken")},
        broken=[
            Identity(**{name: value for name, value in row.items() if name != "status"})
            for row in identities
            if row["status"] == "broken"
        ],
        findings=read_findings(
            connection, keys, profile, {table.table_no for table in tables if table.is_withheld}
        ),
    )


def _keys(connection: duckdb.DuckDBPyConnection, sha256: str) -> dict[str, Any] | None:
    found = fetch(
        connection,
        "SELECT document_key, extractor_version FROM staging.stg_extraction WHERE sha256 = $sha256",
        {"sha256": sha256},
    )
    if not found:
        return None
    return {"sha256": sha256, "document": found[0]["document_key"], "version": found[0]["extractor_version"]}


def _tables(connection: duckdb.DuckDBPyConnection, keys: Mapping[str, Any]) -> list[Table]:
    private: defaultdict[int, set[int]] = defaultdict(set)
    for row in fetch(connection, queries.PRIVATE_ROWS, keys):
        private[row["table_no"]].add(row["row_no"])
    private_titles = {row["table_no"] for row in fetch(connection, queries.PRIVATE_LINES, keys)}
    columns = _by_table(connection, queries.COLUMNS, keys)
    cells = _by_table(connection, queries.CELLS, keys)
    counts = {row.pop("table_no"): row for row in fetch(connection, queries.ROWS, keys)}
    printed = dict(map(tuple, (row.values() for row in fetch(connection, queries.PRINTED, keys))))
    rows = fetch(connection, queries.TABLES, keys)
    # A table goes on over pages: what one part holds, no part of it shows.
    exposed = {
        row["root_table_no"]
        for row in rows
        if row["statement_kind"] != "statement"
        and (row["table_no"] in private or row["table_no"] in private_titles)
    }
    tables = []
    for row in rows:
        number = row["table_no"]
        is_withheld = row["statement_kind"] != "statement" and row["root_table_no"] in exposed
        hidden = private[number]
        if is_withheld or number in private_titles:
            row["title"] = WITHHELD
        tables.append(
            Table(
                box=_box(row),
                is_withheld=is_withheld,
                columns=[] if is_withheld else [Column(**_shown(column)) for column in columns[number]],
                rows=RowCounts(**counts.get(number, {}), withheld=len(hidden)),
                printed_amounts=printed.get(number, 0),
                loaded_amounts=sum(column["loaded"] for column in columns[number]),
                cells=[_cell(cell, is_withheld or cell["row_no"] in hidden) for cell in cells[number]],
                **{name: value for name, value in row.items() if name not in ("x0", "top", "x1", "bottom")},
            )
        )
    return tables


def _pages(connection: duckdb.DuckDBPyConnection, keys: Mapping[str, Any], tables: list[Table]) -> list[Page]:
    hidden: defaultdict[int, list[Box]] = defaultdict(list)
    rows = fetch(connection, queries.PAGES, keys)
    sizes = {row["page_number"]: (row["width"], row["height"]) for row in rows}
    for sentence in fetch(connection, queries.PRIVATE_SENTENCES, keys):
        hidden[sentence["page_number"]].append(_box(sentence))
        for number in range(sentence["page_number"] + 1, sentence["end_page_number"] + 1):
            width, height = sizes[number]
            first = min((table.box[1] for table in tables if table.page_number == number), default=height)
            hidden[number].append((0.0, 0.0, width, first))
    for table in tables:
        hidden[table.page_number] += [cell.box for cell in table.cells if cell.meaning is Meaning.withheld]
    for number in {table.page_number for table in tables if table.is_withheld}:
        hidden[number] += _around([table for table in tables if table.page_number == number], *sizes[number])
    return [Page(hidden=hidden[row["page_number"]], **row) for row in rows]


def _around(tables: list[Table], width: float, height: float) -> list[Box]:
    """All of a page but the tables that may be shown: around a form on persons stand persons too."""
    bands, top = [], 0.0
    for table in sorted((table for table in tables if not table.is_withheld), key=lambda table: table.box[1]):
        bands.append((0.0, top, width, max(table.box[1], top)))
        top = table.box[3]
    return [*bands, (0.0, top, width, max(height, top))]


def _cell(row: Mapping[str, Any], is_private: bool) -> Cell:
    return Cell(
        row_no=row["row_no"],
        column_no=row["column_no"],
        box=_box(row),
        indent=row["indent"],
        meaning=Meaning.withheld if is_private else Meaning(row["meaning"]),
        amount=None if is_private else row["amount"],
        code=None if is_private else row["code"],
        ocr_confidence=row["ocr_confidence"],
    )


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "table_no"}


def _box(row: Mapping[str, Any]) -> Box:
    return (row["x0"], row["top"], row["x1"], row["bottom"])


def _by_table(
    connection: duckdb.DuckDBPyConnection, query: str, keys: Mapping[str, Any]
) -> defaultdict[int, list[dict[str, Any]]]:
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in fetch(connection, query, keys):
        found[row["table_no"]].append(row)
    return found
