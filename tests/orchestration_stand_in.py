"""Stand-ins for tests of orchestration: a small dbt project, batches of Parquet, a published warehouse."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from extract.schema import SCHEMAS
from orchestration.home import Home

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)

_PROJECT = {
    "dbt_project.yml": """
name: stand_in
version: "1.0.0"
profile: stand_in
models:
  stand_in:
    staging: {+schema: staging, +materialized: view}
    marts: {+schema: marts, +materialized: table}
""",
    "profiles.yml": """
stand_in:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: "{{ env_var('YUJUESUAN_WORKBENCH') }}", threads: 1}
""",
    "macros/generate_schema_name.sql": """
{% macro generate_schema_name(custom_schema_name, node) %}{{ custom_schema_name }}{% endmacro %}
""",
    "models/staging/stg_extraction.sql": """
with source as (select * from {{ source('raw', 'extraction') }})
select sha256, page_count as pages, extracted_at from source
""",
    "models/marts/dim_document.sql": """
select md5(sha256) as document_key, sha256, pages * 2 as twice, 'x' as word from {{ ref('stg_extraction') }}
""",
    "models/schema.yml": """
sources:
  - name: raw
    tables: [{name: extraction}]
models:
  - name: stg_extraction
    description: One row per document.
  - name: dim_document
    description: The document's row.
    columns:
      - {name: document_key, description: It's the key., data_tests: [unique, not_null]}
unit_tests:
  - name: pages_are_doubled
    model: dim_document
    given: [{input: ref('stg_extraction'), rows: [{sha256: a, pages: 3}]}]
    expect: {rows: [{sha256: a, twice: 6}]}
""",
}


def write_project(folder: Path, changes: Mapping[str, str] | None = None) -> Path:
    """Write a dbt project of two models to `folder`, with some of its files changed."""
    for name, text in {**_PROJECT, **(changes or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def write_batch(
    extracted: Path, name: str, documents: Sequence[str], *, age: int = 0, version: str = "1", pages: int = 2
) -> Path:
    """Write a batch of `documents`, each with `pages` pages and as many cells; a smaller age is newer."""
    batch = extracted / name
    batch.mkdir(parents=True)
    key = [{"sha256": document, "extractor_version": version} for document in documents]
    numbered = [{**row, "page_number": page + 1} for row in key for page in range(pages)]
    read_at = EPOCH - timedelta(days=age)
    rows = {
        "extraction": [
            {**row, "status": "extracted", "page_count": pages, "extracted_at": read_at} for row in key
        ],
        "page": [
            {
                **row,
                **dict.fromkeys(("width", "height", "image_share"), 1.0),
                **dict.fromkeys(("rotation", "char_count", "ruling_count", "table_count"), 0),
                "kind": "text",
            }
            for row in numbered
        ],
        "sentence": [],
        "table_part": [],
        "cell": [
            {
                **row,
                **dict.fromkeys(("table_no", "row_no", "column_no", "row_span", "column_span"), 1),
                **{"row_kind": "body", "text": f"{name} {age}", "text_normalised": name},
            }
            for row in numbered
        ],
    }
    for table, schema in SCHEMAS.items():
        pq.write_table(pa.Table.from_pylist(rows[table], schema=schema), batch / f"{table}.parquet")
    return batch


def write_warehouse(home: Home) -> None:
    """Publish a small warehouse with the tables of the public contract that the commands read."""
    home.root.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(home.warehouse) as connection:
        connection.execute(_WAREHOUSE)


_WAREHOUSE = """
CREATE SCHEMA marts;
CREATE SCHEMA quality;
CREATE TABLE marts.dim_department AS
SELECT 'd1' AS department_key, '江汉区财政局' AS department_name;
CREATE TABLE marts.dim_document AS
SELECT * FROM (VALUES
    ('aaaaaaaa11', 's1', 'budget.pdf', '=SUM(1+1)', 'd1', 2021, 'budget', true),
    ('bbbbbbbb22', 's2', 'final.pdf', '决算' || chr(27) || '[31m' || chr(8238), 'd1', 2020, 'final_account',
        true),
    ('bbbbbbbb33', 's3', 'final.pdf', '决算', 'd1', 2020, 'final_account', false)
) AS t(document_key, sha256, file_name, title, department_key, fiscal_year, report_type, is_current);
CREATE TABLE marts.fct_statement_amount AS
SELECT * FROM (VALUES
    ('aaaaaaaa11', 'three_public', 'total', NULL, NULL, NULL::VARCHAR, '合计', true, 12345.60::DECIMAL(20, 2),
        '1.23456', 7, 3, 2, 4),
    ('aaaaaaaa11', 'expenditure_by_function', 'basic', NULL, '2010301', NULL, NULL, false,
        -5.00::DECIMAL(20, 2), '-5', 4, 2, 6, 3)
) AS t(document_key, statement_code, measure_code, side, function_code, economic_code, line_item, is_total,
    amount, printed_text, page_number, table_no, row_no, column_no);
ALTER TABLE marts.fct_statement_amount ADD COLUMN printed_label VARCHAR;
ALTER TABLE marts.fct_statement_amount ADD COLUMN correction_id VARCHAR;
CREATE TABLE quality.correction (correction_id VARCHAR, kind VARCHAR);
CREATE TABLE quality.reconciliation AS
SELECT * FROM (VALUES
    ('aaaaaaaa11', 'vertical', '201', 10.00, 9.00, 1.00, 0.01, 'broken', 'error', '4:2:6:3', 'read as 9.00'),
    ('bbbbbbbb22', 'vertical', '205', 10.00, 10.00, 0.00, 0.01, 'holds', 'error', NULL, NULL)
) AS t(document_key, rule_code, scope, expected, actual, difference, tolerance, status, severity,
    suspect_cell, suspect_reason);
ALTER TABLE quality.reconciliation ADD COLUMN rule_name VARCHAR DEFAULT 'A class is its groups';
ALTER TABLE quality.reconciliation ADD COLUMN rule_name_zh VARCHAR DEFAULT '类等于各款之和';
ALTER TABLE quality.reconciliation ADD COLUMN expected_cells VARCHAR DEFAULT '4:2:5:3';
ALTER TABLE quality.reconciliation ADD COLUMN actual_cells VARCHAR DEFAULT '4:2:6:3; 4:2:7:3';
ALTER TABLE quality.reconciliation ADD COLUMN page_number INTEGER;
CREATE TABLE quality.contradiction AS
SELECT 'aaaaaaaa11' AS document_key, kind, '10' AS stated, '9' AS found, 1.0 AS difference, severity,
    6 AS stated_page, '合计10万元' || chr(27) || '[31m' AS stated_text,
    'Page 6: the text says 10, not 9.' AS message, '第6页：正文为10，表为9。' AS message_zh
FROM (VALUES ('narrative_vs_table', 'error'), ('percent_vs_computed', 'rounding')) AS t(kind, severity);
CREATE TABLE quality.unrecognised AS
SELECT 'bbbbbbbb22' AS document_key, 'table' AS kind, 5 AS page_number, 9 AS table_no,
    '@cmd|x' AS text, 'e' AS example, 'add a row' AS hint;
CREATE TABLE quality.quarantine AS
SELECT 's9' AS sha256, NULL::VARCHAR AS document_key, '+1-2.pdf' AS file_name, 'encrypted' AS reason_code,
    'It is encrypted.' AS reason, 'Publish it unencrypted.' AS release, now() AS since;
CREATE TABLE quality.contract_result AS
SELECT 'r1' AS run_id, 'marts' AS layer, 'broken_share' AS contract_code,
    'quality.reconciliation' AS table_name, 'warning' AS severity, 'warehouse' AS scope, false AS is_success,
    '0.5' AS observed, 1 AS unexpected_count, 'Few identities are broken' AS description,
    now() AS evaluated_at;
"""
