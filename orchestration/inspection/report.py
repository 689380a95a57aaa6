"""An inspection as text for a terminal and as one JSON document."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.text import Text

from orchestration.cli.text import json_safe, neutral
from orchestration.inspection.facts import (
    LOW_CONFIDENCE,
    Column,
    Finding,
    Identity,
    Inspection,
    Page,
    SeedRow,
    Table,
)

_GOOD, _BAD, _FAINT, _HEAD = "green", "bold red", "dim", "bold"
_ROLES = {
    "line_no": "line number",
    "spending_unit_code": "spending unit code",
    "spending_unit": "spending unit",
}
Line = tuple[str, str]


def print_report(inspection: Inspection, seeds_folder: str, console: Console) -> None:
    """Print an inspection page by page, then what does not hold and what was not recognised.

    Args:
        inspection: What to print.
        seeds_folder: Where the dbt project lies, as the reader would write it.
        console: Where to.
    """
    for text, style in report_lines(inspection, seeds_folder):
        console.print(Text(neutral(text), style), soft_wrap=True)


def report_lines(inspection: Inspection, seeds_folder: str) -> Iterator[Line]:
    """The lines of the report, each with its style."""
    yield from _head(inspection)
    yield from _pages(inspection)
    yield from _identities(inspection)
    yield from _findings(inspection.findings, seeds_folder)
    yield from _verdict(inspection)


def as_json(inspection: Inspection) -> str:
    """The inspection as a JSON document; decimals as strings, without the single cells."""
    tables = [replace(table, cells=[]) for table in inspection.tables]
    facts: dict[str, Any] = asdict(replace(inspection, tables=tables))
    for table, counted in zip(facts["tables"], inspection.tables, strict=True):
        del table["cells"]
        table["doubtful_cells"] = counted.doubtful_cells
    for page in facts["pages"]:
        del page["hidden"]
    return json_safe(
        json.dumps({**facts, "is_clean": inspection.is_clean}, ensure_ascii=False, indent=1, default=str)
    )


def runs(numbers: Iterable[int]) -> str:
    """Numbers in ascending order as runs: `1–3, 7`."""
    parts = []
    for _, group in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        parts.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
    return ", ".join(parts)


def _head(inspection: Inspection) -> Iterator[Line]:
    yield inspection.title or inspection.file_name, _HEAD
    yield f"file: {inspection.file_name} ({inspection.sha256[:12]})", ""
    for problem in inspection.problems:
        yield problem, _BAD
    if not inspection.pages:
        return
    for name, value in (
        ("department", inspection.department),
        ("fiscal year", inspection.fiscal_year),
        ("report type", inspection.report_type),
    ):
        yield f"{name}: {value or '?'}", "" if value else _BAD
    kinds = sorted({page.kind for page in inspection.pages}, reverse=True)
    counts = [f"{sum(page.kind == kind for page in inspection.pages)} {kind}" for kind in kinds]
    yield f"pages: {len(inspection.pages)} ({', '.join(counts)})", ""


def _pages(inspection: Inspection) -> Iterator[Line]:
    by_page = {
        number: list(tables)
        for number, tables in groupby(inspection.tables, key=lambda table: table.page_number)
    }
    first = {table.table_no: table for table in inspection.tables}
    for has_tables, group in groupby(inspection.pages, key=lambda page: page.page_number in by_page):
        pages = list(group)
        if not has_tables:
            yield "", ""
            yield from _without_tables(pages)
            continue
        for page in pages:
            yield "", ""
            size = f"{page.width:.0f} × {page.height:.0f} pt"
            yield f"page {page.page_number} · {page.kind} · {size}", _HEAD
            for table in by_page[page.page_number]:
                yield from _table(table, first.get(table.root_table_no))


def _without_tables(pages: Sequence[Page]) -> Iterator[Line]:
    for kind in ("text", "blank", "scanned"):
        numbers = [page.page_number for page in pages if page.kind == kind]
        if not numbers:
            continue
        what = "pictures that were not read" if kind == "scanned" else f"{kind}, no tables"
        yield f"page {runs(numbers)} · {what}", _BAD if kind == "scanned" else _FAINT


def _table(table: Table, root: Table | None) -> Iterator[Line]:
    name = f"{table.statement_code} {table.statement_name or ''}".strip() if table.statement_code else "?"
    goes_on = f" (goes on from table {table.root_table_no})" if table.is_continuation else ""
    yield f"  table {table.table_no}: {name}{goes_on}", _GOOD if table.statement_code else _BAD
    size = f"{table.row_count} rows × {table.column_count} columns, header rows: {table.header_row_count}"
    yield f"    {table.title or 'no title printed'} · {size} · {_unit(table)}", ""
    if table.is_withheld:
        yield "    no statement, and it holds personal data: nothing of it is shown", _FAINT
        return
    if table.statement_code and not table.is_statement:
        return
    if root and table.is_continuation and _meanings(table) == _meanings(root):
        yield f"    columns as in table {root.table_no}", _FAINT
    else:
        yield from (_column(column, table) for column in table.columns)
    if table.is_statement:
        yield from _counts(table)
    if table.doubtful_cells:
        yield f"    read with confidence under {LOW_CONFIDENCE:.0%}: {table.doubtful_cells} cells", _BAD


def _unit(table: Table) -> str:
    if not table.is_statement:
        return "a form, not read into amounts" if table.statement_code else "not read into amounts"
    if table.unit and not table.is_unit_printed:
        return f"unit {table.unit} (not printed here: as the other tables)"
    return f"unit {table.unit or '?'}"


def _meanings(table: Table) -> list[tuple[int, str, str]]:
    return [(column.column_no, column.header_path, column.meaning.strip("?-")) for column in table.columns]


def _column(column: Column, table: Table) -> Line:
    meaning = _ROLES.get(column.meaning, column.meaning)
    amounts = f"{column.loaded:>4} loaded" if column.role == "amount" else ""
    style = _FAINT
    if table.is_statement and column.is_unmapped:
        style = _BAD
    elif column.role == "amount":
        style = _GOOD
    header = column.header_path or "(no header)"
    place = f"    column {column.column_no:>2}"
    return f"{place}  {meaning if table.is_statement else '':<34} {amounts:<12} {header}", style


def _counts(table: Table) -> Iterator[Line]:
    rows = table.rows
    parts = [f"{rows.by_code} by code", f"{rows.by_name} by name", f"{rows.totals} totals"]
    if rows.withheld:
        parts.append(f"{rows.withheld} withheld (personal data)")
    yield f"    rows: {', '.join(parts)}, {rows.unnamed} not understood", _BAD if rows.unnamed else ""
    lost = table.printed_amounts - table.loaded_amounts
    yield (
        f"    amounts: {table.printed_amounts} printed, {table.loaded_amounts} loaded",
        _BAD if lost > 0 else "",
    )


def _identities(inspection: Inspection) -> Iterator[Line]:
    if not inspection.pages:
        return
    counts = ", ".join(f"{count} {status}" for status, count in inspection.identities.items())
    yield "", ""
    yield f"identities: {counts}", _BAD if inspection.broken else _HEAD
    for (rule, name), group in groupby(inspection.broken, key=lambda one: (one.rule_code, one.rule_name)):
        yield f"  {rule}: {name}", _BAD
        for identity in group:
            yield from _identity(identity)


def _identity(identity: Identity) -> Iterator[Line]:
    of = " ".join(filter(None, (identity.statement_code, identity.scope)))
    figures = f"expected {identity.expected:,}, found {identity.actual:,}"
    yield f"    {of}: {figures}, difference {identity.difference:,} yuan", ""
    yield f"      page:table:row:column {identity.expected_cells} against {identity.actual_cells}", _FAINT


def _findings(findings: Sequence[Finding], seeds_folder: str) -> Iterator[Line]:
    waiting = [finding for finding in findings if finding.is_open]
    kept = len(findings) - len(waiting)
    if kept:
        yield "", ""
        yield f"personal data: {kept} rows stay in raw and are not shown", _FAINT
    if not waiting:
        return
    yield "", ""
    yield "what was not recognised and the seed row that would help", _HEAD
    # The same header on every page of a table is one thing to do.
    by_remedy: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in waiting:
        remedy = finding.seed_rows[0].line if finding.seed_rows else finding.hint
        by_remedy.setdefault((finding.kind, finding.text, remedy), []).append(finding)
    for number, same in enumerate(by_remedy.values(), start=1):
        yield "", ""
        yield f"{number:>3}. {same[0].kind}: {same[0].text}", _BAD
        yield f"     where: {'; '.join(map(_place, same))}", ""
        if not same[0].seed_rows:
            yield f"     {same[0].hint}", ""
        for row in same[0].seed_rows:
            yield from _seed_row(row, seeds_folder)


def _place(finding: Finding) -> str:
    parts = [
        f"page {finding.page_number}" if finding.page_number else "",
        f"table {finding.table_no}" if finding.table_no else "",
        finding.example or "",
    ]
    return ", ".join(filter(None, parts)) or "the document"


def _seed_row(row: SeedRow, seeds_folder: str) -> Iterator[Line]:
    condition = f", {row.condition}" if row.condition else ""
    yield f"     append to {seeds_folder}/{row.seed}{condition}:", ""
    yield f"       {row.line}", _GOOD
    for column, values in row.undecided.items():
        yield f"     to decide: <{column}>" + (f", {values}" if values else ""), ""
    for choice in row.choices:
        yield f"       {choice.value}? {choice.why} ({choice.similarity:.0%} alike)", _FAINT
    if row.likely:
        yield f"     likely:\n       {row.likely}", _GOOD


def _verdict(inspection: Inspection) -> Iterator[Line]:
    yield "", ""
    if inspection.is_clean:
        yield "everything was recognised", _GOOD
        return
    waiting = sum(finding.is_open for finding in inspection.findings)
    if inspection.problems:
        yield "the document did not get through: see above", _BAD
    if waiting:
        yield f"not recognised: {waiting}", _BAD
