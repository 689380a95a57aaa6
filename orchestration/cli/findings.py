"""`yujuesuan findings`: everything in the published warehouse that a person should look at."""

from pathlib import Path

import duckdb

from orchestration.cli.reading import Rows, document_key, fetch, open_warehouse, print_rows
from orchestration.home import Home

# Findings by the table of quality that they come from, worst first; those on the warehouse as a whole name
# no document.
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
            'reconciliation' AS kind, 'critical' AS severity, document_key, rule_code AS code,
            scope || coalesce(' — cell ' || suspect_cell || ' ' || suspect_reason, '') AS finding,
            expected::VARCHAR AS expected, actual::VARCHAR AS actual,
            difference::VARCHAR AS difference
        FROM quality.reconciliation
        WHERE status = 'broken'
    """,
    "contradiction": """
        SELECT
            'contradiction' AS kind, severity, document_key, kind AS code, stated::VARCHAR AS expected,
            found::VARCHAR AS actual, difference::VARCHAR AS difference
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
    0 AS page_number, 0 AS table_no, '' AS finding, '' AS expected, '' AS actual, '' AS difference
WHERE false
"""


def findings(directory: Path | None, document: str | None, kind: str) -> None:
    """Print the findings, of one document if one is named, as `table`, `csv` or `json`.

    Raises:
        CliError: No warehouse yet, or no such document.
    """
    with open_warehouse(Home.at(directory)) as connection:
        key = document_key(connection, document) if document else None
        rows = fetch(connection, _query(connection), {"document": key})
    if kind == "table" and not rows.rows:
        print("Nothing found: every identity holds and everything was recognised.")
        return
    print_rows(_without_empty_columns(rows) if kind == "table" else rows, kind, f"{len(rows.rows)} findings")


def _query(connection: duckdb.DuckDBPyConnection) -> str:
    """The findings of every table that this warehouse has, in one query."""
    tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'quality'"
    there = {row[0] for row in fetch(connection, tables).rows}
    parts = [
        f"SELECT {rank} AS rank, * FROM ({part})"
        for rank, (table, part) in enumerate(_FINDINGS.items())
        if table in there
    ]
    return f"""
        WITH finding AS ({" UNION ALL BY NAME ".join([_COLUMNS, *parts])})
        SELECT
            kind, severity, coalesce(finding.file_name, dim_document.file_name) AS file_name, document_key,
            code, page_number, table_no, finding, expected, actual, difference
        FROM finding
        LEFT JOIN marts.dim_document USING (document_key)
        WHERE $document IS NULL OR document_key = $document
        ORDER BY rank, file_name, page_number, table_no, code, finding
    """


def _without_empty_columns(rows: Rows) -> Rows:
    used = [i for i in range(len(rows.columns)) if any(row[i] is not None for row in rows.rows)]
    return Rows([rows.columns[i] for i in used], [tuple(row[i] for i in used) for row in rows.rows])
