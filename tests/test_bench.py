"""The bench counts what it says it counts; it times nothing here."""

import subprocess
import sys
import time
from collections import Counter
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from bench.clock import REST, Clock
from bench.contender import STEPS
from bench.printed import line_pairs, printed_pairs
from bench.recall import Pair, found_count, labelled_pairs, row_pairs
from tests.small_pdf import table, text, write_pdf

ROOT = Path(__file__).resolve().parents[1]


def pairs(*expected: tuple[str, str]) -> Counter[Pair]:
    return Counter(Pair(code, Decimal(amount)) for code, amount in expected)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["2013101", "行政运行", "1,568.18", ""], [("2013101", "1568.18")]),
        (["2013101-行政运行", "568.18"], [("2013101", "568.18")]),
        (["", "\u3000２０１３１", "568.18", "568.18"], [("20131", "568.18"), ("20131", "568.18")]),
        (
            ["301", "工资", "5.00", "302", "办公费", "-6"],
            [("301", "5"), ("301", "-6"), ("302", "5"), ("302", "-6")],
        ),
        (["2013101", "568.18\n98.74"], []),
        (["合计", "568.18"], []),
        (["302.56", "2021年", "568.18"], []),
    ],
)
def test_a_row_pairs_its_codes_with_its_amounts(row: list[str], expected: list[tuple[str, str]]) -> None:
    assert row_pairs(row) == pairs(*expected)


def test_only_facts_with_a_code_are_looked_for() -> None:
    facts: list[list[Any]] = [
        ["expenditure_by_function", "2013101", "total", "568.18"],
        ["expenditure_by_function", "2013101", "basic", "568.18"],
        ["expenditure_by_function", "TOTAL", "total", "758.69"],
        ["revenue_expenditure_summary", "财政拨款收入", "amount", "revenue", "307.82", 5],
        ["general_budget_expenditure", "208", "total", "expenditure", "1,010.82", 12],
    ]
    assert labelled_pairs(facts) == pairs(("2013101", "568.18"), ("2013101", "568.18"), ("208", "1010.82"))


def test_what_is_printed_twice_must_be_found_twice() -> None:
    expected = pairs(("201", "5.00"), ("201", "5.00"), ("208", "7.10"))
    assert found_count(expected, [["201", "5.00"], ["208", "7.01"]]) == 1
    assert found_count(expected, [["201", "5.0", "5.00"], ["208", "7.10"], ["208", "7.10"]]) == 3
    assert found_count(expected, [["201"], ["5.00"]]) == 0


def test_a_code_in_three_columns_is_one_code() -> None:
    row = ["201", "31", "01", "行政运行", "568.18"]
    assert found_count(pairs(("2013101", "568.18")), [row]) == 1
    assert found_count(pairs(("201", "568.18"), ("20131", "568.18")), [row]) == 0


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["2013101", "行政运行", "568.18", "12", "866296"], [("2013101", "568.18"), ("2013101", "866296")]),
        (["201", "31", "01", "行政运行", "568.18"], [("2013101", "568.18")]),
        (["2013101-行政运行", "568.18"], [("2013101", "568.18")]),
        (["行政运行", "2013101", "568.18"], []),
        (["302.56", "568.18"], []),
        ([], []),
    ],
)
def test_a_printed_line_counts_if_it_begins_with_a_code(
    words: list[str], expected: list[tuple[str, str]]
) -> None:
    assert line_pairs(words) == pairs(*expected)


def test_printed_lines_are_read_from_the_page(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "one.pdf",
        table([["2013101", "行政运行", "1,568.18"], ["20805", "离退休", "98.74"]]),
        text("2021年支出568.18万元，其中301项3.00万元。"),
    )
    assert printed_pairs(path) == pairs(("2013101", "1568.18"), ("20805", "98.74"))


def test_a_moment_counts_for_the_innermost_step() -> None:
    clock = Clock()
    started = time.process_time()
    with clock.step("outer"), clock.step("inner"):
        while time.process_time() - started < 0.02:
            pass
    seconds = clock.take()
    assert seconds["inner"] >= 0.015
    assert seconds["outer"] + seconds[REST] < seconds["inner"]
    assert clock.take().keys() <= {REST}


@pytest.mark.parametrize(("module", "name"), STEPS)
def test_every_step_is_a_function_of_the_product(module: str, name: str) -> None:
    assert callable(getattr(import_module(module), name))


def test_the_contender_reads_rows_in_a_process_of_its_own(tmp_path: Path) -> None:
    rows = [["科目", "名称", "合计"], ["2013101", "行政运行", "568.18"]]
    path = write_pdf(tmp_path / "one.pdf", table(rows))
    ended = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "extract.py"), str(path), "--only", "ours", "pdfplumber"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
    )
    assert ended.returncode == 0, ended.stderr
    assert "1 documents, 1 pages" in ended.stdout
    assert ended.stdout.count("1.0000") == 2
    assert "failed" not in ended.stdout
