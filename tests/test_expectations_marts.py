"""Contracts before publishing: sound marts pass, every contract catches its defect."""

import json
from pathlib import Path

import duckdb
import pytest

from expectations import Validation, contract_names, validate_marts
from expectations.amount import AMOUNT_CONTRACTS

SCHEMA = """
CREATE SCHEMA raw; CREATE SCHEMA marts; CREATE SCHEMA quality; CREATE SCHEMA seeds;
CREATE TABLE seeds.identity_severity AS SELECT * FROM (VALUES
    ('error', 0.05, 0.25), ('info', NULL, NULL)) AS t(severity, warning_share, critical_share);
CREATE TABLE raw.extraction (sha256 VARCHAR, extractor_version VARCHAR, extracted_at TIMESTAMPTZ);
CREATE TABLE quality.quarantine (sha256 VARCHAR);
CREATE TABLE quality.reconciliation
    (reconciliation_key VARCHAR, document_key VARCHAR, status VARCHAR, severity VARCHAR);
CREATE TABLE quality.rule_coverage (rule_coverage_key VARCHAR, document_key VARCHAR);
CREATE TABLE marts.fct_disclosed_figure (figure_key VARCHAR, document_key VARCHAR);
CREATE TABLE marts.fct_project_evaluation (evaluation_key VARCHAR, document_key VARCHAR);
CREATE TABLE marts.fct_evaluation_indicator (indicator_key VARCHAR, document_key VARCHAR);
CREATE TABLE quality.contradiction (contradiction_key VARCHAR, document_key VARCHAR);
CREATE TABLE quality.unrecognised
    (document_key VARCHAR, kind VARCHAR, page_number INTEGER, table_no INTEGER);
CREATE TABLE marts.dim_document (document_key VARCHAR, sha256 VARCHAR, source_url VARCHAR,
    department_key VARCHAR, fiscal_year INTEGER, report_type VARCHAR, is_current BOOLEAN);
CREATE TABLE marts.dim_department (department_key VARCHAR, division_code VARCHAR);
CREATE TABLE marts.department_alias (alias_key VARCHAR, department_key VARCHAR, document_key VARCHAR);
CREATE TABLE marts.dim_function
    (function_key VARCHAR, function_code VARCHAR, valid_from_year INTEGER, valid_to_year INTEGER);
CREATE TABLE marts.dim_economic
    (economic_key VARCHAR, economic_code VARCHAR, valid_from_year INTEGER, valid_to_year INTEGER);
CREATE TABLE marts.dim_statement (statement_code VARCHAR, report_type VARCHAR);
CREATE TABLE marts.dim_measure (measure_code VARCHAR);
CREATE TABLE marts.fct_statement_amount (amount_key VARCHAR, document_key VARCHAR, department_key VARCHAR,
    fiscal_year INTEGER, report_type VARCHAR, statement_code VARCHAR, measure_code VARCHAR, side VARCHAR,
    function_code VARCHAR, economic_code VARCHAR, line_item VARCHAR, is_total BOOLEAN, amount DECIMAL(20, 2),
    printed_text VARCHAR, printed_label VARCHAR, page_number INTEGER, table_no INTEGER, row_no INTEGER,
    column_no INTEGER, x0 DOUBLE, top DOUBLE, x1 DOUBLE, bottom DOUBLE);
CREATE TABLE marts.fct_function_spending
    (function_spending_key VARCHAR, document_key VARCHAR, function_code VARCHAR);
CREATE TABLE marts.fct_economic_spending
    (economic_spending_key VARCHAR, document_key VARCHAR, economic_code VARCHAR);
CREATE TABLE marts.fct_revenue (revenue_key VARCHAR, document_key VARCHAR);
CREATE TABLE marts.fct_three_public (three_public_key VARCHAR, document_key VARCHAR);
INSERT INTO marts.dim_function VALUES ('f1', '201', 2007, 2019), ('f2', '201', 2020, NULL),
    ('f3', '20131', 2007, NULL), ('f4', '2013101', 2007, NULL);
INSERT INTO marts.dim_economic VALUES ('e1', '30101', 2018, NULL);
INSERT INTO marts.dim_statement VALUES ('expenditure_by_function', 'budget'),
    ('expenditure_by_function', 'final_account'), ('three_public', 'budget');
INSERT INTO marts.dim_measure VALUES ('total');
"""

# One sound document: a total, a function, an economic category and a line item, twenty identities that hold.
DOCUMENT = """
INSERT INTO raw.extraction VALUES ('{doc}', '2', TIMESTAMPTZ '2026-01-02 00:00:00+00');
INSERT INTO marts.dim_department VALUES ('department-{doc}', '420105');
INSERT INTO marts.dim_document VALUES
    ('{doc}', '{doc}', 'https://example.invalid/{doc}.pdf', 'department-{doc}', 2020, 'final_account', true);
INSERT INTO marts.department_alias VALUES ('alias-{doc}', 'department-{doc}', '{doc}');
INSERT INTO marts.fct_statement_amount
SELECT '{doc}-' || row_no, '{doc}', 'department-{doc}', 2020, 'final_account', 'expenditure_by_function',
    'total', 'expenditure', if(row_no = 2, '2013101', NULL), if(row_no = 3, '30101', NULL),
    if(row_no = 4, '其他支出', NULL), row_no = 1, 123.45, '123.45', '行政运行',
    2, 1, row_no, 3, 10, 20, 60, 30
FROM range(1, 5) AS rows(row_no);
INSERT INTO marts.fct_function_spending VALUES ('{doc}', '{doc}', '2013101');
INSERT INTO marts.fct_economic_spending VALUES ('{doc}', '{doc}', '30101');
INSERT INTO marts.fct_revenue VALUES ('{doc}', '{doc}');
INSERT INTO marts.fct_three_public VALUES ('{doc}', '{doc}');
INSERT INTO quality.reconciliation SELECT '{doc}-' || n, '{doc}', 'holds', 'error' FROM range(20) AS rules(n);
INSERT INTO quality.rule_coverage VALUES ('{doc}', '{doc}');
INSERT INTO marts.fct_disclosed_figure VALUES ('{doc}', '{doc}');
INSERT INTO marts.fct_project_evaluation VALUES ('{doc}', '{doc}');
INSERT INTO marts.fct_evaluation_indicator VALUES ('{doc}', '{doc}');
INSERT INTO quality.contradiction VALUES ('{doc}', '{doc}');
"""


def _amount(assignment: str) -> str:
    return f"UPDATE marts.fct_statement_amount SET {assignment} WHERE document_key = '{{doc}}' AND row_no = 2"


def _set(table: str, assignment: str) -> str:
    return f"UPDATE {table} SET {assignment} WHERE document_key = '{{doc}}'"


CRITICAL = {
    "dim_document_key_repeated": "INSERT INTO marts.dim_document SELECT * FROM marts.dim_document "
    "WHERE document_key = '{doc}'",
    "dim_document_key_missing": _set("marts.dim_document", "document_key = NULL"),
    "dim_document_department_unknown": _set("marts.dim_document", "department_key = 'nowhere'"),
    "dim_document_report_type_unknown": _set("marts.dim_document", "report_type = 'plan'"),
    "dim_document_year_out_of_bounds": _set("marts.dim_document", "fiscal_year = 20200"),
    "document_not_published": "INSERT INTO raw.extraction "
    "SELECT * REPLACE ('lost' AS sha256) FROM raw.extraction WHERE sha256 = '{doc}'",
    "current_version_ambiguous": "INSERT INTO marts.dim_document "
    "SELECT * REPLACE ('{doc}-2' AS document_key) FROM marts.dim_document WHERE document_key = '{doc}'",
    "dim_department_key_repeated": "INSERT INTO marts.dim_department VALUES ('department-{doc}', NULL)",
    "dim_department_key_missing": "INSERT INTO marts.dim_department VALUES (NULL, NULL)",
    "dim_department_division_code_malformed": "INSERT INTO marts.dim_department VALUES ('{doc}', '42010')",
    "department_alias_key_repeated": "INSERT INTO marts.department_alias VALUES ('alias-{doc}', NULL, NULL)",
    "department_alias_key_missing": "INSERT INTO marts.department_alias VALUES (NULL, NULL, NULL)",
    "department_alias_department_unknown": _set("marts.department_alias", "department_key = 'nowhere'"),
    "department_alias_document_unknown": _set("marts.department_alias", "document_key = 'nowhere'"),
    "dim_function_key_repeated": "INSERT INTO marts.dim_function VALUES ('f1', '202', 2007, NULL)",
    "dim_function_key_missing": "INSERT INTO marts.dim_function VALUES (NULL, '203', 2007, NULL)",
    "dim_function_function_code_malformed": "INSERT INTO marts.dim_function VALUES ('f5', '2013', 1, NULL)",
    "dim_function_edition_overlap": "INSERT INTO marts.dim_function VALUES ('f6', '20131', 2020, NULL)",
    "dim_economic_key_repeated": "INSERT INTO marts.dim_economic VALUES ('e1', '302', 2007, NULL)",
    "dim_economic_key_missing": "INSERT INTO marts.dim_economic VALUES (NULL, '303', 2007, NULL)",
    "dim_economic_economic_code_malformed": "INSERT INTO marts.dim_economic VALUES ('e5', '301011', 1, NULL)",
    "dim_economic_edition_overlap": "INSERT INTO marts.dim_economic VALUES ('e6', '30101', 2010, 2018)",
    "dim_statement_key_repeated": "INSERT INTO marts.dim_statement VALUES ('three_public', 'budget')",
    "dim_statement_key_missing": "INSERT INTO marts.dim_statement VALUES (NULL, 'budget')",
    "dim_measure_key_repeated": "INSERT INTO marts.dim_measure VALUES ('total')",
    "dim_measure_key_missing": "INSERT INTO marts.dim_measure VALUES (NULL)",
    "fct_statement_amount_key_repeated": _amount("amount_key = '{doc}-3'"),
    "fct_statement_amount_key_missing": _amount("amount_key = NULL"),
    "fct_statement_amount_document_unknown": _amount("document_key = 'nowhere'"),
    "fct_statement_amount_department_unknown": _amount("department_key = 'nowhere'"),
    "fct_statement_amount_statement_unknown": _amount("statement_code = 'nowhere'"),
    "fct_statement_amount_measure_unknown": _amount("measure_code = 'nowhere'"),
    "fct_statement_amount_function_unknown": _amount("function_code = '999'"),
    "fct_statement_amount_economic_unknown": _amount("economic_code = '999', function_code = NULL"),
    "fct_statement_amount_side_unknown": _amount("side = 'left'"),
    "fct_statement_amount_report_type_unknown": _amount("report_type = 'plan'"),
    "fct_statement_amount_year_out_of_bounds": _amount("fiscal_year = 1999"),
    "fct_function_spending_document_unknown": _set("marts.fct_function_spending", "document_key = 'nowhere'"),
    "fct_function_spending_function_unknown": _set("marts.fct_function_spending", "function_code = '999'"),
    "fct_economic_spending_document_unknown": _set("marts.fct_economic_spending", "document_key = 'nowhere'"),
    "fct_economic_spending_economic_unknown": _set("marts.fct_economic_spending", "economic_code = '999'"),
    "fct_revenue_document_unknown": _set("marts.fct_revenue", "document_key = 'nowhere'"),
    "fct_three_public_document_unknown": _set("marts.fct_three_public", "document_key = 'nowhere'"),
    "rule_coverage_document_unknown": _set("quality.rule_coverage", "document_key = 'nowhere'"),
    "fct_disclosed_figure_document_unknown": _set("marts.fct_disclosed_figure", "document_key = 'nowhere'"),
    "fct_project_evaluation_document_unknown": _set(
        "marts.fct_project_evaluation", "document_key = 'nowhere'"
    ),
    "fct_evaluation_indicator_document_unknown": _set(
        "marts.fct_evaluation_indicator", "document_key = 'nowhere'"
    ),
    "contradiction_document_unknown": _set("quality.contradiction", "document_key = 'nowhere'"),
    "reconciliation_document_unknown": _set("quality.reconciliation", "document_key = 'nowhere'"),
    "reconciliation_status_unknown": _set("quality.reconciliation", "status = 'maybe'"),
    "amount_out_of_bounds": _amount("amount = -1e13 - 1"),
    "amount_missing": _amount("amount = NULL"),
    "amount_place_invalid": _amount("x1 = x0"),
    "amount_subject_ambiguous": _amount("line_item = '行政运行'"),
    "personal_data": _amount("printed_label = '联系人 13912345678'"),
    "identities_mostly_broken": "INSERT INTO quality.reconciliation "
    "SELECT uuid(), '{doc}', 'broken', 'error' FROM range(10000)",
}
WARNINGS = {
    "document_without_amounts": "DELETE FROM marts.fct_statement_amount WHERE document_key = '{doc}'",
    "current_version_missing": _set("marts.dim_document", "is_current = false"),
    "function_edition_missing": _amount("fiscal_year = 2001"),
    "economic_edition_missing": "UPDATE marts.fct_statement_amount SET fiscal_year = 2005 "
    "WHERE document_key = '{doc}' AND row_no = 3",
    "statement_unusual": _amount("statement_code = 'three_public'"),
    "amount_unusual": _amount("amount = 2e12"),
    "grand_total_missing": _set("marts.fct_statement_amount", "is_total = false, line_item = '合计'"),
    "identities_broken": "INSERT INTO quality.reconciliation SELECT uuid(), '{doc}', 'broken', 'error'",
}
for _table, _key in {
    "marts.fct_function_spending": "function_spending_key",
    "marts.fct_economic_spending": "economic_spending_key",
    "marts.fct_revenue": "revenue_key",
    "marts.fct_three_public": "three_public_key",
    "quality.reconciliation": "reconciliation_key",
    "quality.rule_coverage": "rule_coverage_key",
    "marts.fct_disclosed_figure": "figure_key",
    "marts.fct_project_evaluation": "evaluation_key",
    "marts.fct_evaluation_indicator": "indicator_key",
    "quality.contradiction": "contradiction_key",
}.items():
    _name = _table.partition(".")[2]
    CRITICAL[f"{_name}_key_repeated"] = (
        f"UPDATE {_table} SET {_key} = 'same' WHERE document_key IN ('sound', '{{doc}}')"
    )
    CRITICAL[f"{_name}_key_missing"] = _set(_table, f"{_key} = NULL")
for _kind in (
    "table",
    "header",
    "row",
    "code",
    "amount",
    "unit",
    "scanned_page",
    "doubtful_reading",
    "personal_data",
):
    WARNINGS[f"{_kind}_unrecognised"] = (
        f"INSERT INTO quality.unrecognised VALUES ('{{doc}}', '{_kind}', 1, 1)"
    )
DEFECTS = CRITICAL | WARNINGS

# Broken by what is not there, so each needs a workbench of its own.
ABSENT = {
    "dim_function_empty": "DELETE FROM marts.dim_function",
    "dim_economic_empty": "DELETE FROM marts.dim_economic",
    "dim_statement_empty": "DELETE FROM marts.dim_statement",
    "dim_measure_empty": "DELETE FROM marts.dim_measure",
}


def make_marts(path: Path, defects: dict[str, str]) -> Path:
    """A workbench with one sound document and, for each defect, one document named after it that has it."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(SCHEMA)
        for doc, defect in {"sound": "SELECT 1", **defects}.items():
            connection.execute(DOCUMENT.format(doc=doc))
            connection.execute(defect.format(doc=doc))
    return path


def _failed(validation: Validation) -> dict[str, str]:
    return {each.contract_code: each.severity for each in validation.results if not each.is_success}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_marts(tmp_path_factory.mktemp("sound") / "workbench.duckdb", {})


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Validation:
    folder = tmp_path_factory.mktemp("bad")
    return validate_marts(make_marts(folder / "workbench.duckdb", DEFECTS), folder / "docs", "run-1", None)


def test_sound_marts_pass(sound: Path, tmp_path: Path) -> None:
    validation = validate_marts(sound, tmp_path / "docs", "run-1", None)
    assert _failed(validation) == {}
    assert not validation.has_critical_failure
    fallen = next(each for each in validation.results if each.contract_code == "amounts_fallen")
    assert fallen.observed == "no warehouse published before"


def test_every_contract_has_a_defect() -> None:
    assert {code for code, *_ in contract_names("marts")} == {*DEFECTS, *ABSENT, "amounts_fallen"}


@pytest.mark.parametrize("code", DEFECTS)
def test_defect_is_caught(bad: Validation, code: str) -> None:
    result = next(result for result in bad.results if result.contract_code == code)
    assert not result.is_success
    assert result.unexpected_count
    assert result.severity == ("warning" if code in WARNINGS else "critical")
    assert result.scope == "warehouse"
    assert result.sample is not None
    assert 1 <= len(json.loads(result.sample)) <= 5
    assert "13912345678" not in result.sample
    assert bad.has_critical_failure


def test_empty_dimensions_are_caught(tmp_path: Path) -> None:
    database = make_marts(tmp_path / "workbench.duckdb", ABSENT)
    failed = _failed(validate_marts(database, tmp_path / "docs", "run-1", None))
    assert {code: failed.get(code) for code in ABSENT} == dict.fromkeys(ABSENT, "critical")


def test_warnings_do_not_block(tmp_path: Path) -> None:
    database = make_marts(tmp_path / "workbench.duckdb", {"amount_unusual": WARNINGS["amount_unusual"]})
    with duckdb.connect(str(database)) as connection:
        connection.execute("UPDATE quality.reconciliation SET status = 'broken' WHERE document_key = 'sound'")
        connection.execute(
            "INSERT INTO quality.reconciliation SELECT uuid(), 'sound', 'holds', 'error' FROM range(60)"
        )
    validation = validate_marts(database, tmp_path / "docs", "run-1", None)
    assert _failed(validation) == {"amount_unusual": "warning", "identities_broken": "warning"}
    assert not validation.has_critical_failure


def test_a_severity_without_a_share_bears_any_breach(tmp_path: Path) -> None:
    database = make_marts(tmp_path / "workbench.duckdb", {})
    with duckdb.connect(str(database)) as connection:
        connection.execute("UPDATE quality.reconciliation SET status = 'broken', severity = 'info'")
    assert _failed(validate_marts(database, tmp_path / "docs", "run-1", None)) == {}


@pytest.mark.parametrize(("kept", "caught"), [(91, False), (89, True)])
def test_fall_of_amounts_is_caught(sound: Path, tmp_path: Path, kept: int, caught: bool) -> None:
    published = make_marts(tmp_path / "warehouse.duckdb", {"replaced": "SELECT 1"})
    database = make_marts(tmp_path / "workbench.duckdb", {"new": "SELECT 1"})
    for path, count in ((published, 100), (database, kept)):
        with duckdb.connect(str(path)) as connection:
            connection.execute(
                "DELETE FROM marts.fct_statement_amount WHERE document_key = 'sound' AND row_no > 1"
            )
            connection.execute(
                "INSERT INTO marts.fct_statement_amount "
                "SELECT fct_statement_amount.* REPLACE (amount_key || n AS amount_key) "
                "FROM marts.fct_statement_amount, range(1, ?) AS copies(n) WHERE document_key = 'sound'",
                [count],
            )
    validation = validate_marts(database, tmp_path / "docs", "run-1", published)
    assert _failed(validation) == ({"amounts_fallen": "critical"} if caught else {})
    assert validation.has_critical_failure is caught


def test_published_file_without_marts_is_no_comparison(sound: Path, tmp_path: Path) -> None:
    published = tmp_path / "warehouse.duckdb"
    duckdb.connect(str(published)).close()
    assert _failed(validate_marts(sound, tmp_path / "docs", "run-1", published)) == {}


@pytest.mark.parametrize(
    ("printed", "is_personal"),
    [
        ("张某13912345678", True),
        ("手机 139 1234 5678", True),
        ("+8613912345678", True),
        ("139-1234-5678。", True),
        ("tel 13912345678.", True),
        ("１３９１２３４５６７８", True),
        ("1391234\n5678", True),
        ("027-84468888", True),
        ("（027）84468888", True),
        ("02784468888", True),
        ("0731-8446888", True),
        ("联系电话：84468888", True),
        ("电话费 12,345.67", False),
        ("13912345678.00", False),
        ("13,912,345,678.00", False),
        ("2013101", False),
        ("139123456789", False),
        ("42010521T000000139123", False),
        ("行政运行", False),
        ("2021-03-01", False),
        ("0.00", False),
        ("12345678.90", False),
    ],
)
def test_telephone_numbers(printed: str, is_personal: bool) -> None:
    sql = next(contract.sql for contract in AMOUNT_CONTRACTS if contract.code == "personal_data")
    assert sql is not None
    with duckdb.connect() as connection:
        connection.execute(SCHEMA)
        connection.execute(
            "INSERT INTO marts.fct_statement_amount BY NAME SELECT ? AS printed_label", [printed]
        )
        assert bool(connection.execute(sql).fetchall()) is is_personal
