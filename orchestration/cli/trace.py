"""`yujuesuan trace`: amounts of a statement, each with the cell it was printed in."""

from pathlib import Path

from orchestration.cli.fault import CliError
from orchestration.cli.reading import document_key, fetch, open_warehouse, print_rows
from orchestration.home import Home

_AMOUNTS = """
SELECT
    coalesce(function_code, economic_code) AS code,
    coalesce(printed_label, line_item) AS label,
    measure_code,
    side,
    amount,
    printed_text AS printed,
    a.page_number AS page,
    a.table_no AS "table",
    a.row_no AS row,
    a.column_no AS "column",
    c.kind AS correction
FROM marts.fct_statement_amount AS a
LEFT JOIN quality.correction AS c USING (correction_id)
WHERE a.document_key = $document AND statement_code = $statement
    AND ($code IS NULL OR $code IN (function_code, economic_code))
ORDER BY a.page_number, a.table_no, a.row_no, a.column_no, measure_code
"""


def trace(directory: Path | None, document: str, statement: str, code: str | None, kind: str) -> None:
    """Print the amounts of a statement of a document, of one classification code if one is named.

    Raises:
        CliError: No warehouse yet, no such document, or it has no such amounts.
    """
    with open_warehouse(Home.at(directory)) as connection:
        key = document_key(connection, document)
        rows = fetch(connection, _AMOUNTS, {"document": key, "statement": statement, "code": code})
        if not rows.rows:
            there = fetch(
                connection,
                "SELECT DISTINCT statement_code FROM marts.fct_statement_amount "
                "WHERE document_key = ? ORDER BY ALL",
                [key],
            )
            known = ", ".join(row[0] for row in there.rows) or "none"
            wanted = f"{statement} {code}" if code else statement
            raise CliError(f"{document} has no amounts of {wanted}; its statements are: {known}")
    print_rows(rows, kind, f"{document}: {statement}")
