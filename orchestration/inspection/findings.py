"""What was not recognised in a document, each with the rows of seeds that would help.

`quality.unrecognised` says what; the intermediate models say what stands there in full.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import duckdb

from orchestration.inspection.facts import Finding, SeedRow
from orchestration.inspection.fetching import PRIVATE, WITHHELD, fetch
from orchestration.inspection.suggestion import Seeds, code_rows, header_rows, title_rows, unit_rows

_SEEDS = (
    "column_header",
    "measure",
    "statement",
    "statement_title",
    "unit_of_money",
    "function_code",
    "economic_code",
)
# Kinds that a row of a seed takes in, and why one of them may be beyond that.
_NO_ROW_HELPS = {
    "table": "no line over the table ends in 表, as titles do: there is nothing to recognise it by",
    "header": "nothing is printed over the column: there is nothing to recognise it by",
    "unit": "no unit of money is printed over the table",
}
_KEPT_BACK = {
    "text": WITHHELD,
    "example": None,
    "hint": "personal data stands in it: if it is a statement all the same, see what its page calls it",
}
_UNRECOGNISED = f"""
SELECT kind, page_number, table_no, text, example, hint, {PRIVATE.format(text="text")} AS is_private
FROM quality.unrecognised
WHERE document_key = $document
ORDER BY page_number NULLS FIRST, table_no, kind, text, example
"""
_HEADERS = f"""
SELECT
    k.table_no, k.statement_code, k.header_path,
    bool_or(regexp_matches(c.text_normalised, '^[-(]?[0-9,]*[.][0-9]+[)]?$')) AS has_decimals
FROM intermediate.int_column AS k
INNER JOIN intermediate.int_statement_cell AS c
    ON k.document_key = c.document_key AND k.table_no = c.table_no AND k.column_no = c.column_no
WHERE k.document_key = $document AND k.role IS NULL AND NOT {PRIVATE.format(text="k.header_path")}
GROUP BY ALL
"""
# The title as matching sees it: the line that looks like one, else any line over the table that ends as
# titles do.
_TITLES = f"""
SELECT t.table_no, t.statement_code IS NOT NULL AS is_recognised, l.line_text AS title
FROM intermediate.int_table_statement AS t
INNER JOIN intermediate.int_line_above AS l
    ON t.document_key = l.document_key AND t.table_no = l.table_no
WHERE
    t.document_key = $document
    AND t.table_no = t.root_table_no
    AND length(l.line_text) <= 60
    AND regexp_matches(l.line_text, '表([(][^()]*[)]|[-—:].+)?$')
    AND NOT {PRIVATE.format(text="l.line_text")}
QUALIFY row_number() OVER (PARTITION BY t.table_no ORDER BY l.place) = 1
"""
_CODES = f"""
SELECT coalesce(function_code, economic_code) AS code, min(label) AS label
FROM intermediate.int_statement_amount
WHERE
    document_key = $document
    AND coalesce(function_code, economic_code) IS NOT NULL
    AND NOT {PRIVATE.format(text="coalesce(label, '')")}
GROUP BY ALL
"""
# Unit lines that no row of unit_of_money knows; the table was read in the unit of the others, if they have
# one, else not at all.
_UNITS = f"""
SELECT
    p.page_number, p.table_no, regexp_extract(p.unit_line_normalised, '单位.*') AS unit_line, u.unit
FROM raw.table_part AS p
INNER JOIN intermediate.int_table_statement AS t
    ON t.document_key = $document AND p.table_no = t.table_no AND t.statement_kind = 'statement'
INNER JOIN intermediate.int_table_unit AS u ON u.document_key = $document AND p.table_no = u.table_no
WHERE
    p.sha256 = $sha256 AND p.extractor_version = $version AND p.unit_line_normalised IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM seeds.unit_of_money AS s
        WHERE regexp_matches(p.unit_line_normalised, concat('单位[:]?(人民币)?', s.pattern))
    )
    AND NOT {PRIVATE.format(text="p.unit_line_normalised")}
ORDER BY p.table_no
"""


def read_findings(
    connection: duckdb.DuckDBPyConnection,
    keys: Mapping[str, Any],
    profile: Mapping[str, Any],
    withheld: Collection[int],
) -> list[Finding]:
    """What was not recognised in a document, in the order of its pages; nothing of the tables `withheld`.

    Raises:
        NotBuiltError: The workbench lacks a table.
    """
    seeds = Seeds({name: fetch(connection, f"SELECT * FROM seeds.{name}", {}) for name in _SEEDS})
    helping = _seed_rows(connection, keys, profile, seeds)
    units = {row["table_no"]: row for row in fetch(connection, _UNITS, keys)}
    findings = []
    for row in fetch(connection, _UNRECOGNISED, keys):
        if row.pop("is_private") or row["table_no"] in withheld:
            findings.append(Finding(**{**row, **_KEPT_BACK}, seed_rows=[]))
            continue
        key = (row["kind"], row["table_no"], row["text"])
        rows = helping.get(key) or helping.get((row["kind"], row["table_no"], None)) or []
        if row["kind"] == "unit" and row["table_no"] in units:
            rows = unit_rows(seeds, units.pop(row["table_no"])["unit_line"])
        if not rows:
            row["hint"] = _NO_ROW_HELPS.get(row["kind"], row["hint"])
        findings.append(Finding(**row, seed_rows=rows))
    findings += [_assumed_unit(seeds, row) for row in units.values()]
    return sorted(findings, key=lambda finding: (finding.page_number or 0, finding.table_no or 0))


def _seed_rows(
    connection: duckdb.DuckDBPyConnection,
    keys: Mapping[str, Any],
    profile: Mapping[str, Any],
    seeds: Seeds,
) -> dict[tuple[str, int | None, str | None], list[SeedRow]]:
    """Rows that help, by kind, table and text of the finding; of tables whatever the text."""
    helping: dict[tuple[str, int | None, str | None], list[SeedRow]] = {}
    for row in fetch(connection, _HEADERS, keys):
        text = f"{row['statement_code']}: {row['header_path']}"
        helping["header", row["table_no"], text] = header_rows(
            seeds, row["statement_code"], row["header_path"], has_decimals=row["has_decimals"]
        )
    for row in fetch(connection, _TITLES, keys):
        helping["table", row["table_no"], None] = title_rows(
            seeds,
            row["title"],
            profile.get("department_name"),
            profile.get("report_type"),
            is_narrower=row["is_recognised"],
        )
    known = set(_codes(seeds.tables["function_code"], seeds.tables["economic_code"]))
    for row in fetch(connection, _CODES, keys):
        if row["code"] not in known:
            helping.update(_for_code(connection, keys, seeds, row, profile.get("fiscal_year")))
    return helping


def _for_code(
    connection: duckdb.DuckDBPyConnection,
    keys: Mapping[str, Any],
    seeds: Seeds,
    row: Mapping[str, Any],
    fiscal_year: int | None,
) -> dict[tuple[str, int | None, str | None], list[SeedRow]]:
    text = f"{row['code']} {row['label'] or ''}".strip()
    found = fetch(
        connection,
        "SELECT table_no, text FROM quality.unrecognised "
        "WHERE document_key = $document AND kind = 'code' AND starts_with(text, $text)",
        {**keys, "text": text},
    )
    rows = code_rows(seeds, row["code"], row["label"], fiscal_year)
    return {("code", place["table_no"], place["text"]): rows for place in found}


def _codes(*tables: Iterable[Mapping[str, object]]) -> Iterable[str]:
    for table in tables:
        for row in table:
            yield str(next(iter(row.values())))


def _assumed_unit(seeds: Seeds, row: Mapping[str, Any]) -> Finding:
    return Finding(
        kind="unit",
        page_number=row["page_number"],
        table_no=row["table_no"],
        text=f"{row['unit_line']}: no unit that is known; read in {row['unit']} as the other tables",
        example=None,
        hint="a row in seeds/forms/unit_of_money.csv",
        seed_rows=unit_rows(seeds, row["unit_line"]),
    )
