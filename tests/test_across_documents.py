"""Disclosures that belong together: two years, a budget, a unit and a restatement, in one run of the line."""

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.corpus import ChangedCell, MissingStatement, write_disclosure
from tests.corpus.neighbours import neighbours

COMMAND = Path(sys.executable).with_name("yujuesuan")
SEED = 9
RESTATED = ("expenditure_by_function", "2070107", "total")
DISAGREEING = ("three_public", "TOTAL", "vehicle_operation")
DEPARTMENT, OWN_LEVEL = "武汉市汉阳区统计局", "武汉市汉阳区统计局(本级)"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse of one run: the account for 2021 twice, the second time with a figure changed."""
    folder, home = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("home")
    documents = neighbours(SEED)
    left_out = MissingStatement("general_budget_basic_by_economic")
    for name, figures in documents.items():
        defects = [left_out] if name == "budget_2021" else []
        write_disclosure(figures, folder / f"{name}.pdf", None, defects)
    changed = [ChangedCell(*RESTATED, "9999.99"), ChangedCell(*DISAGREEING, "7.77", "budget")]
    write_disclosure(documents["final_2021"], folder / "final_2021_again.pdf", None, changed)
    command = [str(COMMAND), "run", str(folder), "--home", str(home)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as connection:
        yield connection


def rows(warehouse: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return warehouse.execute(sql).fetchall()


def test_a_disclosure_published_again_supersedes_the_first(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        warehouse,
        "select file_name, revision_no, is_current, disclosure_scope from marts.dim_document "
        "order by file_name",
    )
    assert found == [
        ("budget_2021.pdf", 1, True, "department_consolidated"),
        ("final_2020.pdf", 1, True, "department_consolidated"),
        ("final_2021.pdf", 1, False, "department_consolidated"),
        ("final_2021_again.pdf", 2, True, "department_consolidated"),
        ("unit_2021.pdf", 1, True, "unit"),
    ]


def test_what_changed_between_two_versions_is_told(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        warehouse,
        "select statement_code, item, measure_code, side, kind, later_text, later_amount "
        "from quality.restatement order by all",
    )
    assert found == [
        (*RESTATED, None, "changed", "9999.99", Decimal("99999900.00")),
        ("three_public", "TOTAL", "vehicle_operation", "budget", "changed", "7.77", Decimal("77700.00")),
    ]


def test_an_own_level_belongs_to_its_department(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        warehouse,
        "select u.department_name, u.department_level, p.department_name, p.department_level "
        "from marts.dim_department as u "
        "inner join marts.dim_department as p on u.parent_department_key = p.department_key",
    )
    assert found == [(OWN_LEVEL, "unit", DEPARTMENT, "department")]


def test_a_sum_counts_no_unit_twice(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        warehouse,
        "select file_name, counts_in_sum, is_double_counted from marts.fct_department_total "
        "inner join marts.dim_document using (document_key) order by file_name",
    )
    assert found == [
        ("budget_2021.pdf", True, False),
        ("final_2020.pdf", True, False),
        ("final_2021.pdf", False, False),
        ("final_2021_again.pdf", True, False),
        ("unit_2021.pdf", False, True),
    ]


def test_what_is_owed_and_not_there_is_missing(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        warehouse,
        "select file_name, statement_code, status from quality.coverage "
        "inner join marts.dim_document using (document_key) where status not in ('present', 'empty_by_law')",
    )
    assert found == [("budget_2021.pdf", "general_budget_basic_by_economic", "missing")]


def test_an_absent_document_between_others_is_expected(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        warehouse,
        "select distinct fiscal_year, report_type, is_due from quality.coverage "
        "where status = 'document_missing'",
    )
    assert found == [(2020, "budget", True)]


def test_the_budget_column_of_an_account_is_looked_up_in_the_budget(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    found = rows(
        warehouse,
        "select measure_code, status, stated, found, severity from quality.cross_document "
        "where rule_code = 'three_public_budget' and found <> 0 order by measure_code",
    )
    budget = neighbours(SEED)["budget_2021"].rows("three_public")[0].amounts
    planned = {measure: Decimal(text) * 10000 for measure, text in budget.items() if Decimal(text)}
    expected = []
    for measure, amount in sorted(planned.items()):
        is_changed = measure == DISAGREEING[2]
        stated = Decimal("77700.00") if is_changed else amount
        expected.append((measure, "broken" if is_changed else "holds", stated, amount, "error"))
    assert found == expected


def test_what_prose_tells_of_another_document_is_looked_up_there(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    found = rows(
        warehouse,
        "select rule_code, item, measure_code, status from quality.cross_document "
        "where stated_sentence is not null order by all",
    )
    classes = neighbours(SEED)["final_2021"].narrative["initial"]
    assert {row for row in found if row[0] == "initial_budget_told" and row[1] != "TOTAL"} == {
        ("initial_budget_told", code, "total", "holds") for code in classes
    }
    # The account tells of some classes of the budget, and sums up those.
    assert [row for row in found if row[3] != "holds"] == [
        ("initial_budget_told", "TOTAL", "total", "broken")
    ]
    assert {row[1:3] for row in found if row[0] == "change_on_prior_year"} >= {
        ("TOTAL", "amount"),
        ("TOTAL", "total"),
        ("TOTAL", "vehicle"),
    }


def test_budget_and_account_stand_side_by_side(warehouse: duckdb.DuckDBPyConnection) -> None:
    documents = neighbours(SEED)
    found = rows(
        warehouse,
        "select function_code, initial_budget, initial_source, actual, rate from marts.fct_budget_execution "
        "where fiscal_year = 2021 and scope = 'department_consolidated' and fund_code = 'general_budget' "
        "and level = 'class' and rate is not null order by function_code",
    )
    statement = "general_budget_expenditure"
    expected = []
    for code in sorted(row.item for row in documents["budget_2021"].rows(statement) if len(row.item) == 3):
        planned = documents["budget_2021"].value(statement, code, "total") * 10000
        actual = documents["final_2021"].value(statement, code, "total") * 10000
        if actual:
            rate = (actual * 100 / planned).quantize(Decimal("0.0001"))
            expected.append((code, planned, "budget_document", actual, rate))
    assert found == expected
    assert len(found) > 1


def test_a_panel_holds_the_years_that_were_disclosed(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        warehouse,
        "select first_year, last_year, fiscal_year, panel_department_count "
        "from marts.trend_panel order by all",
    )
    assert found == [(2020, 2021, 2020, 1), (2020, 2021, 2021, 1)]


def test_a_score_card_grades_every_document(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = {
        name: (grade, missing, broken)
        for name, grade, missing, broken in rows(
            warehouse,
            "select file_name, grade, missing_count, broken_count from quality.score_card "
            "inner join marts.dim_document using (document_key)",
        )
    }
    assert found["final_2020.pdf"] == ("A", 0, 0)
    assert found["budget_2021.pdf"][1:] == (1, 0)
    assert found["budget_2021.pdf"][0] > "A"
    assert found["final_2021_again.pdf"][0] > "A"
