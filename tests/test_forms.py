"""Forms of invented departments through the whole line, once: every figure, and nothing else."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.forms import FORMS, Amount, draw, load
from tests.forms.form import FormError

COMMAND = Path(sys.executable).with_name("yujuesuan")

AMOUNTS = """
select
    statement_code,
    case when is_total then 'TOTAL' else coalesce(function_code, economic_code, line_item) end,
    measure_code,
    coalesce(side, ''),
    amount
from marts.fct_statement_amount inner join marts.dim_document using (document_key)
where file_name = ?
"""
# Counts of vehicles and visits are no money, and codes that no reference list holds are kept and told.
UNRECOGNISED = """
select kind, page_number, text, example
from quality.unrecognised inner join marts.dim_document using (document_key)
where file_name = ? and not text like '%is a count, not money' and kind <> 'code'
"""
BROKEN = """
select rule_code, scope, expected, actual
from quality.reconciliation inner join marts.dim_document using (document_key)
where file_name = ? and status = 'broken'
"""
PROFILE = """
select fiscal_year, report_type, department_name
from marts.dim_document left join marts.dim_department using (department_key)
where file_name = ?
"""
SPENDING = """
select function_code, total, basic, project
from marts.fct_function_spending inner join marts.dim_document using (document_key)
where file_name = ? and fund_code = 'general_budget'
order by function_code
"""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse of one run over all forms."""
    folder = tmp_path_factory.mktemp("forms")
    home = tmp_path_factory.mktemp("home")
    for name in FORMS:
        draw(load(name), folder)
    command = [str(COMMAND), "run", str(folder), "--home", str(home)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("name", FORMS)
def test_every_amount_of_a_form_is_told_and_no_other(name: str, warehouse: duckdb.DuckDBPyConnection) -> None:
    expected = Counter(load(name).amounts())
    found = Counter(Amount(*row) for row in warehouse.execute(AMOUNTS, [f"{name}.pdf"]).fetchall())
    assert expected
    assert sorted((expected - found).elements()) == [], "not told"
    assert sorted((found - expected).elements()) == [], "told beyond what is printed"


@pytest.mark.parametrize("name", FORMS)
def test_a_form_leaves_nothing_unrecognised_and_no_identity_broken(
    name: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    assert warehouse.execute(UNRECOGNISED, [f"{name}.pdf"]).fetchall() == []
    assert warehouse.execute(BROKEN, [f"{name}.pdf"]).fetchall() == []


@pytest.mark.parametrize("name", FORMS)
def test_a_form_tells_whose_it_is(name: str, warehouse: duckdb.DuckDBPyConnection) -> None:
    form = load(name)
    profile = warehouse.execute(PROFILE, [f"{name}.pdf"]).fetchone()
    assert profile == (form.fiscal_year, form.report_type, form.department)


def test_basic_expenditure_is_the_sum_of_its_parts_where_no_subtotal_is_printed(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rows = warehouse.execute(SPENDING, ["final_halves.pdf"]).fetchall()
    assert rows == [
        ("2120101", Decimal(5900000), Decimal(5900000), None),
        ("2120104", Decimal(2000000), None, Decimal(2000000)),
        ("2210201", Decimal(500000), Decimal(500000), None),
    ]


def test_a_row_with_a_cell_too_many_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wrong.txt").write_text(
        "title: x\n== three_public\nread: . total\na | b | c\n", encoding="utf-8"
    )
    monkeypatch.setattr("tests.forms.form.FOLDER", tmp_path)
    with pytest.raises(FormError, match=r"wrong\.txt, line 4: .*3 cells, 2 columns"):
        load("wrong")
