"""Seed rows that an inspection suggests, and the patterns and wordings behind them."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.inspection import typeface
from orchestration.inspection.pattern import exact_pattern, wordings
from orchestration.inspection.report import runs
from orchestration.inspection.suggestion import (
    Seeds,
    code_rows,
    header_rows,
    similarity,
    title_core,
    title_rows,
    unit_rows,
)

SEEDS = Path(__file__).resolve().parents[1] / "dbt_project" / "seeds"
FORMS = ("column_header", "measure", "statement", "statement_title", "unit_of_money")
CODES = ("function_code", "economic_code")
PRINTED = st.text("一般公共预算支出/ 0123456789.,()（）[]{}^$|*+?\\-—:：%", max_size=30)


def rows(path: Path) -> list[dict[str, str | None]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: value or None for name, value in row.items()} for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    return Seeds(
        {name: rows(SEEDS / "forms" / f"{name}.csv") for name in FORMS}
        | {name: rows(SEEDS / "reference" / f"{name}.csv") for name in CODES}
    )


PATTERNS = sorted(
    {
        pattern
        for name in ("column_header", "column_side", "statement_title", "three_public_label", "unit_of_money")
        for row in rows(SEEDS / "forms" / f"{name}.csv")
        if (pattern := row["pattern"])
    }
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_matches_the_wordings_it_stands_for(pattern: str) -> None:
    texts = wordings(pattern)
    assert texts
    assert [text for text in texts if not re.search(pattern, text)] == []


@pytest.mark.parametrize("pattern", ["(open", "[open", "a{2}", r"\d+", "a)", "(a|b"])
def test_a_pattern_of_another_kind_stands_for_no_wording_or_a_plain_one(pattern: str) -> None:
    assert all(len(text) <= len(pattern) for text in wordings(pattern))


@given(PRINTED)
def test_an_exact_pattern_matches_its_wording(wording: str) -> None:
    assert re.search(exact_pattern(wording), wording)


@given(PRINTED, st.sampled_from("支x7"))
def test_an_exact_pattern_matches_nothing_longer(wording: str, more: str) -> None:
    assert not re.search(exact_pattern(wording), wording + more)
    assert not re.search(exact_pattern(wording), more + wording)


def test_an_exact_pattern_is_of_any_year() -> None:
    assert exact_pattern("2026年预算数(万元)") == "^20[0-9][0-9]年预算数[(]万元[)]$"
    assert re.search(exact_pattern("2026年预算数"), "2027年预算数")
    assert exact_pattern("120260", is_start=False, is_end=False) == "120260"


def test_a_header_with_decimals_asks_for_its_measure(seeds: Seeds) -> None:
    (row,) = header_rows(seeds, "expenditure_by_function", "本年支出 / 债务付息专款", has_decimals=True)
    assert row.seed == "seeds/forms/column_header.csv"
    assert row.line == "expenditure_by_function,^本年支出 / 债务付息专款$,amount,<measure_code>,,50,"
    assert list(row.undecided) == ["measure_code"]
    assert "measure.csv" in row.undecided["measure_code"]


def test_a_header_over_whole_numbers_asks_for_its_role_too(seeds: Seeds) -> None:
    (row,) = header_rows(seeds, "three_public", "团组数", has_decimals=False)
    assert row.line == "three_public,^团组数$,<role>,<measure_code>,,50,"
    assert "line_no" in row.undecided["role"]


def test_a_header_like_a_known_one_comes_with_a_likely_row(seeds: Seeds) -> None:
    (row,) = header_rows(seeds, "expenditure_by_function", "其中:公用经费部分", has_decimals=True)
    assert row.choices[0].value == "public_use"
    assert row.likely == "expenditure_by_function,^其中:公用经费部分$,amount,public_use,,50,"
    assert [choice.similarity for choice in row.choices] == sorted(
        (choice.similarity for choice in row.choices), reverse=True
    )


def test_a_header_with_a_comma_stays_one_field(seeds: Seeds) -> None:
    (row,) = header_rows(seeds, "three_public", '小计,含"其他"', has_decimals=True)
    (fields,) = csv.reader([row.line])
    assert fields[:2] == ["three_public", '^小计,含"其他"$']
    assert len(fields) == len(seeds.tables["column_header"][0])


def test_no_row_helps_where_nothing_is_printed(seeds: Seeds) -> None:
    assert header_rows(seeds, "three_public", "", has_decimals=True) == []
    assert title_rows(seeds, None, None, "budget") == []
    assert unit_rows(seeds, None) == []
    assert unit_rows(seeds, "部门:某某局") == []


def test_a_title_is_told_without_number_department_and_year() -> None:
    assert title_core("表3江汉区统计局2026年部门债券支出表", "江汉区统计局") == "债券支出表"
    assert title_core("2024年度专项债券安排明细表", None) == "专项债券安排明细表"
    assert title_core("支出表", "支出") == "支出表"


def test_a_title_names_a_known_statement_or_a_new_one(seeds: Seeds) -> None:
    named, own = title_rows(seeds, "2026年部门专项债券安排明细表", None, "budget")
    assert named.line == "专项债券安排明细表$,<statement_code>,,80,"
    assert "statement.csv" in named.undecided["statement_code"]
    assert own.seed == "seeds/forms/statement.csv"
    assert own.line == "<statement_code>,<kind>,<key_kind>,,专项债券安排明细表,"
    assert own.condition


def test_a_title_like_a_known_one_comes_with_a_likely_row(seeds: Seeds) -> None:
    named, _ = title_rows(seeds, "2024年度收支决算全表", None, "final_account")
    assert named.choices[0].value == "revenue_expenditure_summary"
    assert named.likely == "收支决算全表$,revenue_expenditure_summary,,80,"


def test_a_title_for_a_part_of_a_statement_goes_before_all_others(seeds: Seeds) -> None:
    named, _ = title_rows(seeds, "2024年度支出决算分表", None, "final_account", is_narrower=True)
    (fields,) = csv.reader([named.line])
    assert all(int(fields[3]) > int(str(row["priority"])) for row in seeds.tables["statement_title"])
    assert named.choices == []


def test_a_unit_asks_for_its_factor(seeds: Seeds) -> None:
    (row,) = unit_rows(seeds, "部门:某某局单位:千亿元")
    assert row.line == "千亿元,千亿元,<factor>,5"


def test_a_code_is_told_whole(seeds: Seeds) -> None:
    (function,) = code_rows(seeds, "2010598", "其他统计事务", 2024)
    assert function.line == "2010598,其他统计事务,item,201,20105,2024,,observed,"
    assert function.undecided == {}
    (economic,) = code_rows(seeds, "30198", None, 2024)
    assert economic.line == "30198,<economic_name>,item,301,2024,,observed"
    assert code_rows(seeds, "9", "某某", 2024) == []


def test_likeness_is_between_none_and_whole() -> None:
    assert similarity("公用经费", "公用经费") == 1
    assert similarity("公用经费", "债务付息") == 0
    assert 0.6 < similarity("公用经费部分", "公用经费") < 1


@given(st.sets(st.integers(1, 60)))
def test_runs_name_every_number_once(numbers: set[int]) -> None:
    named: list[int] = []
    for part in filter(None, runs(numbers).split(", ")):
        first, _, last = part.partition("–")
        named += range(int(first), int(last or first) + 1)
    assert named == sorted(numbers)


def test_without_a_chinese_face_pictures_keep_their_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeface, "_chinese_face", lambda: None)
    assert typeface.writable("5 total ← 本年支出 / 合计") == "5 total < .. / .."
    monkeypatch.setattr(typeface, "_chinese_face", lambda: "face.ttc")
    assert typeface.writable("合计") == "合计"
