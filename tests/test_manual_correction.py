"""Corrections that a person lists: applied, traced, and refused where the document prints something else."""

import csv
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from orchestration.corrections import CorrectionFileError, read_corrections
from orchestration.freshness import inputs_digest
from orchestration.home import Home
from orchestration.workbench import create_tables, open_workbench, replace_corrections

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "jianghan-dangweiban-2024-final.pdf"
WHY = {
    "reason": "Misprint.",
    "source": "The department's letter",
    "author": "审计员",
    "corrected_on": "2026-11-21",
}
DOCUMENT = {
    "department_name": "中国共产党武汉市江汉区委员会办公室",
    "fiscal_year": "2024",
    "report_type": "final_account",
}
AMOUNT = {
    **DOCUMENT,
    "correction_no": "1",
    "statement_code": "expenditure_by_function",
    "code": "2013101",
    "measure_code": "basic",
    "field": "amount",
    "expected": "626.55",
    "corrected": "626.56",
    **WHY,
}
CODE = {
    **DOCUMENT,
    "correction_no": "2",
    "statement_code": "expenditure_by_function",
    "code": "2089999",
    "field": "code",
    "expected": "2089999",
    "corrected": "2089901",
    **WHY,
}
WAITING = {**AMOUNT, "correction_no": "3", "fiscal_year": "2031"}


def write(path: Path, *corrections: dict[str, str]) -> None:
    columns = list(dict.fromkeys(name for correction in corrections for name in correction))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(corrections)


def call(*arguments: object) -> subprocess.CompletedProcess[str]:
    code = "from orchestration.cli import app; app()"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def ask(home: Home, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(home.warehouse, read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home.at(tmp_path_factory.mktemp("corrected") / "home")
    write(home.corrections, AMOUNT, CODE, WAITING)
    done = call("run", SAMPLE, "--home", home.root)
    assert done.returncode == 0, done.stdout + done.stderr
    return home


CELL = """
    SELECT amount, printed_text, kind, corrected, evidence
    FROM marts.fct_statement_amount AS a LEFT JOIN quality.correction AS c USING (correction_id)
    WHERE statement_code = 'expenditure_by_function' AND measure_code = 'basic' AND function_code = '2013101'
"""


def test_a_correction_is_applied_told_and_keeps_what_was_printed(corrected: Home) -> None:
    [(amount, printed, kind, value, evidence)] = ask(corrected, CELL)
    assert (amount, printed, kind, value) == (Decimal("6265600.00"), "626.55", "manual_amount", "626.56")
    for words in ("Misprint.", "The department's letter", "审计员", "2026-11-21"):
        assert words in str(evidence)
    rows = ask(
        corrected,
        """
        SELECT DISTINCT function_code, printed_code, kind
        FROM marts.fct_statement_amount AS a JOIN quality.correction AS c USING (correction_id)
        WHERE kind = 'manual_code'
        """,
    )
    assert rows == [("2089901", "2089999", "manual_code")]
    statuses = ask(corrected, "SELECT correction_no, status FROM quality.correction_ledger ORDER BY 1")
    assert statuses == [("1", "applied"), ("2", "applied"), ("3", "document_absent")]


def test_trace_shows_it(corrected: Home) -> None:
    done = call(
        "trace",
        SAMPLE.name,
        "expenditure_by_function",
        "2013101",
        "--format",
        "csv",
        "--home",
        corrected.root,
    )
    row = next(row for row in csv.DictReader(done.stdout.splitlines()) if row["measure_code"] == "basic")
    assert row["amount"] == "6265600.00"
    assert row["printed"] == "626.55"
    assert row["correction"] == "manual_amount"


def test_identities_are_evaluated_on_what_is_right(corrected: Home) -> None:
    broken = ask(
        corrected,
        """
        SELECT count(*) FROM quality.reconciliation
        WHERE '6:3:8:6' IN (expected_cells, actual_cells) AND status = 'holds'
        """,
    )
    assert broken == [(0,)], "626.56 no longer agrees with the figures that were rounded to 626.55"


def test_what_is_no_longer_printed_ends_the_build_and_leaves_the_warehouse(corrected: Home) -> None:
    write(corrected.corrections, {**AMOUNT, "expected": "626.05"}, CODE)
    done = call("run", SAMPLE, "--home", corrected.root)
    assert done.returncode == 1
    told = " ".join(done.stdout.split())
    assert "corrections.csv, correction 1 expects 626.05 but" in told
    assert "prints 626.55 on page 6, table 3, row 8" in told
    assert ask(corrected, CELL)[0][0] == Decimal("6265600.00"), "what was published before stays"
    corrected.corrections.unlink()
    done = call("run", SAMPLE, "--home", corrected.root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ask(corrected, CELL)[0][:3] == (Decimal("6265500.00"), "626.55", None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lacks the column correction_no"),
        ("correction_no,field,expected,corrected,reason,source,author,corrected_on,colour\n", "'colour'"),
        ("correction_no,field,expected,corrected,reason,source,author,corrected_on\n1,amount\n", "line 2"),
    ],
    ids=["empty", "unknown column", "short line"],
)
def test_a_file_that_is_none_is_misuse(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorrectionFileError, match=words):
        read_corrections(path)
    done = call("run", SAMPLE, "--home", tmp_path)
    assert done.returncode == 2
    assert words in done.stderr


def test_no_file_is_no_correction_and_a_new_one_is_built_from(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "corrections.csv") == []
    write(tmp_path / "corrections.csv", AMOUNT)
    with open_workbench(tmp_path / "workbench.duckdb") as connection:
        create_tables(connection)
        before = inputs_digest(connection)
        replace_corrections(connection, read_corrections(tmp_path / "corrections.csv"))
        assert inputs_digest(connection) != before
        rows = connection.execute("SELECT code, line_item, corrected FROM raw.manual_correction").fetchall()
    assert rows == [("2013101", None, "626.56")]
