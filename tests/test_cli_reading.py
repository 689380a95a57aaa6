"""The commands that read the published warehouse."""

import csv
import io
import json
import re
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from orchestration.cli import app
from orchestration.home import Home
from orchestration.lock import run_lock
from orchestration.run_record import RunRecord
from tests.orchestration_stand_in import write_warehouse


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home.at(tmp_path_factory.mktemp("reading") / "home")
    write_warehouse(home)
    return home


def call(home: Home, *arguments: str, keys: str = "") -> Result:
    return CliRunner(env={"COLUMNS": "240"}).invoke(app, [*arguments, "--home", str(home.root)], input=keys)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_status_lists_each_document_with_what_it_holds(home: Home) -> None:
    result = call(home, "status")
    assert result.exit_code == 0, result.output
    line = next(line for line in result.output.splitlines() if "budget.pdf" in line)
    cells = [cell.strip() for cell in re.split("[│┃]", line)][1:-1]
    assert cells == ["aaaaaaaa", "budget.pdf", "=SUM(1+1)", "江汉区财政局", "2021", "2", "2", "1"]
    assert "\x1b[31m" not in result.output
    assert "\u202e" not in result.output
    assert "\\x1b[31m\\u202e" in result.output


def test_status_tells_how_the_last_run_ended(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    write_warehouse(home)
    failures = ["contract x broke", *[f"step {n}" for n in range(20)]]
    RunRecord("r", "2024-01-01", "2024-01-02", is_published=False, failures=failures).write(home.last_run)
    output = call(home, "status").output
    assert "last run: failed at 2024-01-02, the warehouse published before was kept" in output
    assert "contract x broke" in output
    assert "step 19" not in output
    with run_lock(home.lock):
        assert "a run is going on (process " in call(home, "status").output
    home.lock.write_text('{"pid": 4242, "since": "2024-01-03"}')
    assert "the run that began at 2024-01-03 (process 4242) was killed" in call(home, "status").output


def test_findings_has_every_kind_worst_first(home: Home) -> None:
    result = call(home, "findings", "--format", "csv")
    assert result.exit_code == 0, result.output
    found = rows(result.output)
    assert [row["kind"] for row in found] == [
        "contract",
        "quarantine",
        "reconciliation",
        "contradiction",
        "contradiction",
        "unrecognised",
    ]
    assert found[1]["file_name"] == "'+1-2.pdf"
    assert found[2]["difference"] == "1.00"
    assert found[2]["finding"] == (
        "A class is its groups (201): 10.00 is printed, its terms make 9.00, 1.00 yuan less; "
        "cell 4:2:6:3 read as 9.00"
    )
    assert [row["severity"] for row in found[3:5]] == ["error", "rounding"]
    assert found[5]["finding"] == "'@cmd|x — add a row"
    assert found[5]["page_number"] == "5"


def test_findings_are_reported_by_document_with_the_quiet_ones_counted(home: Home) -> None:
    report = call(home, "findings", "--lang", "en").output
    of_budget = report[report.index("budget.pdf — 江汉区财政局, budget 2021") :]
    assert "error Page 6: the text says 10, not 9. [narrative_vs_table]" in of_budget
    assert "合计10万元\\x1b[31m" in of_budget
    assert "percent_vs_computed" not in report
    assert "1 of rounding or information are not listed: --all." in report
    assert "\x1b[31m" not in report
    assert "[percent_vs_computed]" in call(home, "findings", "--lang", "en", "--all").output


def test_findings_are_told_in_chinese_where_the_terminal_is(home: Home) -> None:
    asked = call(home, "findings", "--lang", "zh").output
    assert "错误 第6页：正文为10，表为9。" in asked
    assert "第4页：类等于各款之和（201）：所印为10.00元，各项合计为9.00元，相差1.00元" in asked
    spoken = CliRunner(env={"COLUMNS": "240", "LC_ALL": "zh_CN.UTF-8"}).invoke(
        app, ["findings", "--home", str(home.root)]
    )
    assert spoken.output == asked


def test_findings_of_one_document_by_name_key_or_its_beginning(home: Home) -> None:
    for name in ("budget.pdf", "aaaaaaaa11", "aaaaaaaa"):
        found = json.loads(call(home, "findings", "--document", name, "--format", "json").output)
        assert [row["code"] for row in found] == ["vertical", "narrative_vs_table", "percent_vs_computed"]
    report = call(home, "findings", "--document", "budget.pdf").output
    assert "3 findings" in report
    assert "final.pdf" not in report


def test_a_clean_document_has_no_findings(home: Home) -> None:
    result = call(home, "findings", "--document", "bbbbbbbb33")
    assert result.exit_code == 0
    assert result.output.startswith("Nothing found")


def test_names_that_fit_no_document_or_several_are_misuse(home: Home) -> None:
    unknown = call(home, "findings", "--document", "absent.pdf")
    assert unknown.exit_code == 2
    assert "No document is called absent.pdf" in unknown.stderr
    several = call(home, "findings", "--document", "final.pdf")
    assert several.exit_code == 2
    assert "bbbbbbbb22" in several.stderr
    assert "bbbbbbbb33" in several.stderr


def test_trace_gives_the_cell_of_each_amount(home: Home) -> None:
    result = call(home, "trace", "budget.pdf", "three_public", "--format", "csv")
    assert rows(result.output) == [
        {
            "code": "",
            "label": "合计",
            "measure_code": "total",
            "side": "",
            "amount": "12345.60",
            "printed": "1.23456",
            "page": "7",
            "table": "3",
            "row": "2",
            "column": "4",
            "correction": "",
        }
    ]
    one = rows(
        call(home, "trace", "budget.pdf", "expenditure_by_function", "2010301", "--format", "csv").output
    )
    assert [row["amount"] for row in one] == ["-5.00"]


def test_trace_of_what_is_not_there_names_what_is(home: Home) -> None:
    result = call(home, "trace", "budget.pdf", "three_public", "999")
    assert result.exit_code == 2
    assert "expenditure_by_function, three_public" in result.stderr


def test_export_writes_every_mart(home: Home, tmp_path: Path) -> None:
    for kind in ("csv", "parquet"):
        result = call(home, "export", str(tmp_path / kind), "--format", kind)
        assert result.exit_code == 0, result.output
        assert sorted(path.name for path in (tmp_path / kind).iterdir()) == [
            f"dim_department.{kind}",
            f"dim_document.{kind}",
            f"fct_statement_amount.{kind}",
        ]
    titles = [row["title"] for row in rows((tmp_path / "csv" / "dim_document.csv").read_text("utf-8"))]
    assert titles[0] == "'=SUM(1+1)"
    amounts = duckdb.sql(f"SELECT sum(amount) FROM '{tmp_path}/parquet/fct_statement_amount.parquet'")
    assert str(amounts.fetchall()[0][0]) == "12340.60"


def test_export_to_a_place_that_cannot_be_written(home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = call(home, "export", str(tmp_path / "file" / "out"))
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_explore_answers_sql_and_writes_nothing(home: Home) -> None:
    keys = (
        "SELECT count(*) AS documents\nFROM marts.dim_document;\n"
        "DROP TABLE marts.dim_document;\nSELEC;\n"
        "SELECT title FROM marts.dim_document WHERE fiscal_year = 2020;\n.quit\n"
    )
    result = call(home, "explore", keys=keys)
    assert result.exit_code == 0, result.output
    assert "documents" in result.output
    assert "read-only" in result.output
    assert "Parser Error" in result.output
    assert "\x1b[31m" not in result.output
    assert call(home, "explore", keys="SELECT count(*) AS n FROM marts.dim_document;").exit_code == 0


@pytest.mark.parametrize(
    "command", [["status"], ["findings"], ["trace", "a", "b"], ["export", "out"], ["explore"]]
)
def test_without_a_warehouse_every_reader_says_to_run_first(command: list[str], tmp_path: Path) -> None:
    result = call(Home.at(tmp_path / "home"), *command)
    assert result.exit_code == 2
    assert "yujuesuan run" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "home").exists()


def test_a_warehouse_that_is_no_database_is_named(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.warehouse.write_bytes(b"no database" * 1000)
    result = call(home, "findings")
    assert result.exit_code == 2
    assert "warehouse.duckdb cannot be opened" in result.stderr


def test_a_warehouse_of_another_version_says_so(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    write_warehouse(home)
    with duckdb.connect(home.warehouse) as connection:
        connection.execute("ALTER TABLE quality.unrecognised DROP COLUMN hint")
    result = call(home, "findings")
    assert result.exit_code == 2
    assert "another version" in result.stderr
