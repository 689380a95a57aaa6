"""`yujuesuan findings`: everything in the published warehouse that a person should look at."""

from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from orchestration.cli.reading import (
    document_key,
    fetch,
    make_console,
    open_warehouse,
    print_rows,
    shown,
)
from orchestration.home import Home

# Findings by the table of quality that they come from; those on the warehouse as a whole name no document.
# `finding` is a sentence, `evidence` what the document itself says.
_FINDINGS = {
    "contract_result": """
        SELECT
            'contract' AS kind, severity, contract_code AS code,
            description || coalesce(' (' || unexpected_count || ' unexpected)', '') AS finding,
            observed AS actual
        FROM quality.contract_result
        WHERE NOT is_success AND run_id = (SELECT max_by(run_id, evaluated_at) FROM quality.contract_result)
    """,
    "quarantine": """
        SELECT
            'quarantine' AS kind, 'critical' AS severity, file_name, document_key, reason_code AS code,
            reason || coalesce(' To release it: ' || release, '') AS finding
        FROM quality.quarantine
    """,
    "reconciliation": """
        SELECT
            'reconciliation' AS kind, severity, document_key, rule_code AS code,
            coalesce(page_number, try_cast(split_part(expected_cells, ':', 1) AS INTEGER)) AS page_number,
            rule_name || ' (' || scope || '): ' || expected || ' is printed, its terms make '
            || actual || ', ' || abs(difference) || ' yuan '
            || CASE WHEN difference > 0 THEN 'less' ELSE 'more' END
            || coalesce('; cell ' || suspect_cell || ' ' || suspect_reason, '') AS finding,
            rule_name_zh || '（' || scope || '）：所印为' || expected || '元，各项合计为'
            || actual || '元，相差' || abs(difference) || '元'
            || coalesce('；单元格' || suspect_cell || '：' || suspect_reason, '') AS finding_zh,
            'cells ' || expected_cells || ' = ' || coalesce(actual_cells, '') AS evidence,
            expected::VARCHAR AS expected, actual::VARCHAR AS actual,
            difference::VARCHAR AS difference
        FROM quality.reconciliation
        WHERE status = 'broken'
    """,
    "contradiction": """
        SELECT
            'contradiction' AS kind, severity, document_key, kind AS code, stated_page AS page_number,
            message AS finding, message_zh AS finding_zh, stated_text AS evidence,
            stated AS expected, found AS actual, difference::VARCHAR AS difference
        FROM quality.contradiction
    """,
    "unrecognised": """
        SELECT
            'unrecognised' AS kind, 'warning' AS severity, document_key, kind AS code, page_number, table_no,
            text || coalesce(' — ' || hint, '') AS finding
        FROM quality.unrecognised
    """,
}
_COLUMNS = """
SELECT
    0 AS rank, '' AS kind, '' AS severity, '' AS file_name, '' AS document_key, '' AS code,
    0 AS page_number, 0 AS table_no, '' AS finding, '' AS finding_zh, '' AS evidence, '' AS expected,
    '' AS actual, '' AS difference
WHERE false
"""
# Worst first. What rounding explains and what is legitimate is counted, and told when asked for.
_SEVERITIES = ("critical", "error", "warning", "rounding", "info")
_QUIET = ("rounding", "info")
_MARKS = {"critical": "bold red", "error": "red", "warning": "yellow", "rounding": "dim", "info": "dim"}
_SEVERITY_ZH = {"critical": "严重", "error": "错误", "warning": "警告", "rounding": "尾差", "info": "提示"}
_REPORT_ZH = {"budget": "预算", "final_account": "决算"}


def findings(
    directory: Path | None, document: str | None, kind: str, *, chinese: bool, everything: bool
) -> None:
    """Print the findings, of one document if one is named, as `table` (a report), `csv` or `json`.

    Args:
        directory: The home; None for the default.
        document: Key, beginning of a key, or file name.
        kind: `table`, `csv` or `json`; the latter two always hold everything.
        chinese: Tell the report in Chinese.
        everything: Tell also what rounding explains and what is legitimate.

    Raises:
        CliError: No warehouse yet, or no such document.
    """
    with open_warehouse(Home.at(directory)) as connection:
        key = document_key(connection, document) if document else None
        rows = fetch(connection, _query(connection), {"document": key})
    if kind == "table":
        _report([dict(zip(rows.columns, row, strict=True)) for row in rows.rows], chinese, everything)
    else:
        print_rows(rows, kind, "")


def _query(connection: duckdb.DuckDBPyConnection) -> str:
    """The findings of every table that this warehouse has, in one query."""
    tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'quality'"
    there = {row[0] for row in fetch(connection, tables).rows}
    parts = [
        f"SELECT {rank} AS rank, * FROM ({part})"
        for rank, (table, part) in enumerate(_FINDINGS.items())
        if table in there
    ]
    ranks = " ".join(f"WHEN '{severity}' THEN {rank}" for rank, severity in enumerate(_SEVERITIES))
    return f"""
        WITH finding AS ({" UNION ALL BY NAME ".join([_COLUMNS, *parts])})
        SELECT
            kind, severity, coalesce(finding.file_name, dim_document.file_name) AS file_name, document_key,
            department_name, fiscal_year, report_type,
            code, page_number, table_no, finding, finding_zh, evidence, expected, actual, difference
        FROM finding
        LEFT JOIN marts.dim_document USING (document_key)
        LEFT JOIN marts.dim_department USING (department_key)
        WHERE $document IS NULL OR document_key = $document
        ORDER BY
            rank, CASE severity {ranks} ELSE {len(_SEVERITIES)} END, file_name, page_number, table_no, code,
            finding
    """


def _report(found: list[dict[str, Any]], chinese: bool, everything: bool) -> None:
    """The findings as an auditor reads them: document by document, worst first, each with its page."""
    console = make_console()
    told = [row for row in found if everything or row["severity"] not in _QUIET]
    if not found:
        print("Nothing found: every identity holds and everything was recognised.")
        return
    told.sort(key=_place)
    for _, rows in groupby(told, key=lambda row: (row["document_key"], row["file_name"])):
        _tell_document(list(rows), chinese, console)
    console.print(Text(_summary(found, len(told), chinese)))


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    severity = row["severity"]
    rank = _SEVERITIES.index(severity) if severity in _SEVERITIES else len(_SEVERITIES)
    name = row["file_name"] or ""
    return (
        name != "",
        name,
        row["document_key"] or "",
        rank,
        row["page_number"] or 0,
        row["code"],
        row["finding"],
    )


def _tell_document(rows: list[dict[str, Any]], chinese: bool, console: Console) -> None:
    console.print(_title(rows[0], chinese))
    for row in rows:
        severity = row["severity"]
        name = _SEVERITY_ZH.get(severity, severity) if chinese else severity
        sentence = (row["finding_zh"] if chinese else None) or row["finding"] or ""
        line = Text()
        line.append(f"{name} ", style=_MARKS.get(severity, ""))
        if row["page_number"] and row["kind"] != "contradiction":
            line.append(f"第{row['page_number']}页：" if chinese else f"Page {row['page_number']}: ")
        line.append(f"{shown(sentence)} ")
        line.append(f"[{shown(row['code'])}]", style="dim")
        console.print(Padding(line, (0, 0, 0, 2), expand=False))
        if row["evidence"] and row["evidence"] not in sentence:
            quote = shown(row["evidence"])
            console.print(Padding(Text(quote, style="dim"), (0, 0, 0, 6), expand=False))
    console.print()


def _title(row: dict[str, Any], chinese: bool) -> Text:
    title = Text(
        shown(row["file_name"]) or ("整个数据仓库" if chinese else "The whole warehouse"), style="bold"
    )
    if row["department_name"]:
        report, year = row["report_type"], row["fiscal_year"]
        told = (
            f"{year}年度{_REPORT_ZH.get(report, report)}" if chinese else f"{report} {year}".replace("_", " ")
        )
        title.append(f" — {shown(row['department_name'])}, {told}")
    return title


def _summary(found: list[dict[str, Any]], told: int, chinese: bool) -> str:
    counts = Counter(row["severity"] for row in found)
    parts = [
        f"{_SEVERITY_ZH[severity]} {counts[severity]}" if chinese else f"{counts[severity]} {severity}"
        for severity in _SEVERITIES
        if counts[severity]
    ]
    documents = len({row["document_key"] for row in found if row["document_key"]})
    hidden = len(found) - told
    if chinese:
        tail = f"；尾差和提示 {hidden} 条未列出：--all" if hidden else ""
        return f"{len(found)} findings：{'，'.join(parts)}，涉及 {documents} 份文件{tail}。"
    tail = f" {hidden} of rounding or information are not listed: --all." if hidden else ""
    return f"{len(found)} findings ({', '.join(parts)}) in {documents} documents.{tail}"
