"""The classifications and the mappings to COFOG and GFSM, as seeds: complete, consistent, without overlap."""

import csv
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

REFERENCE = Path(__file__).parents[1] / "dbt_project" / "seeds" / "reference"
EDITIONS = {
    "function_code": "function_code",
    "economic_code": "economic_code",
    "government_economic_code": "government_economic_code",
}
MAPPINGS = [
    ("function_cofog", "function_prefix", "function_code", "cofog", "cofog_code"),
    ("economic_gfs", "economic_prefix", "economic_code", "gfs", "gfs_code"),
]


def seed(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mapped_from(prefixes: set[str], code: str) -> str:
    """The longest prefix of a code that a mapping has."""
    return max((p for p in prefixes if code.startswith(p)), key=len)


@pytest.mark.parametrize(("mapping", "prefix", "codes", "target", "target_code"), MAPPINGS)
def test_every_code_is_mapped_by_itself_its_group_or_its_class(
    mapping: str, prefix: str, codes: str, target: str, target_code: str
) -> None:
    prefixes = {row[prefix] for row in seed(mapping)}
    assert [row[codes] for row in seed(codes) if len(mapped_from(prefixes, row[codes])) < len("201")] == []


def test_every_group_of_functions_has_a_row_of_its_own() -> None:
    prefixes = {row["function_prefix"] for row in seed("function_cofog")}
    groups = {row["function_code"] for row in seed("function_code") if row["level"] != "item"}
    assert groups - prefixes == set()


@pytest.mark.parametrize(("mapping", "prefix", "codes", "target", "target_code"), MAPPINGS)
def test_a_mapping_names_codes_that_exist_and_says_how_sure_it_is(
    mapping: str, prefix: str, codes: str, target: str, target_code: str
) -> None:
    known = {row[target_code] for row in seed(target)}
    rows = seed(mapping)
    assert [row[target_code] for row in rows if row[target_code] not in known] == []
    assert {row["confidence"] for row in rows} == {"high", "medium", "low"}
    assert [row[prefix] for row in rows if row["confidence"] == "low" and not row["note"]] == []
    assert [row[prefix] for row in rows if not row["version"].isdigit()] == []
    assert len({row[prefix] for row in rows}) == len(rows)
    assert [row[prefix] for row in rows] == sorted(row[prefix] for row in rows)


@pytest.mark.parametrize(
    ("function_code", "cofog_code"),
    [
        ("2010301", "01.1.1"),
        ("2010601", "01.1.2"),
        ("2040201", "03.1.0"),
        ("2050202", "09.1.2"),
        ("2080501", "10.2.0"),
        ("2081107", "10.1.2"),
        ("2100201", "07.3.1"),
        ("2101102", "07"),
        ("2120501", "05.1.0"),
        ("2130148", "04.2.3"),
        ("2210103", "06.1.0"),
        ("2210106", "10.6.0"),
        ("2240201", "03.2.0"),
        ("2320301", "01.7.0"),
    ],
)
def test_what_a_code_is_for(function_code: str, cofog_code: str) -> None:
    mapping = {row["function_prefix"]: row["cofog_code"] for row in seed("function_cofog")}
    assert mapping[mapped_from(set(mapping), function_code)] == cofog_code


@pytest.mark.parametrize(
    ("economic_code", "gfs_code"),
    [
        ("30101", "211"),
        ("3010201", "211"),
        ("30108", "212"),
        ("30112", "212"),
        ("30211", "22"),
        ("30301", "273"),
        ("30701", "24"),
        ("31002", "3112"),
        ("31201", "32"),
        ("31204", "25"),
        ("39999", "28"),
    ],
)
def test_what_money_is_spent_on(economic_code: str, gfs_code: str) -> None:
    mapping = {row["economic_prefix"]: row["gfs_code"] for row in seed("economic_gfs")}
    assert mapping[mapped_from(set(mapping), economic_code)] == gfs_code


def test_cofog_is_whole() -> None:
    rows = seed("cofog")
    codes = {row["cofog_code"] for row in rows}
    assert {
        level: sum(row["level"] == level for row in rows) for level in ("division", "group", "class")
    } == {
        "division": 10,
        "group": 69,
        "class": 109,
    }
    for row in rows:
        assert re.fullmatch(r"[01][0-9](\.[0-9]){0,2}", row["cofog_code"])
        assert not row["parent_code"] or row["parent_code"] in codes
        assert row["division_code"] == row["cofog_code"][:2]


@pytest.mark.parametrize(("name", "column"), EDITIONS.items())
def test_editions_of_a_code_adjoin_and_its_parents_are_there(name: str, column: str) -> None:
    editions: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in seed(name):
        editions[row[column]].append(row)
    for code, rows in editions.items():
        assert len(code) == 3 or code[:-2] in editions, code
        for earlier, later in pairwise(rows):
            assert int(later["valid_from_year"]) == int(earlier["valid_to_year"]) + 1, code
        assert rows[0]["class_code"] == code[:3]


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("20805", 2019, "行政事业单位离退休"),
        ("20805", 2020, "行政事业单位养老支出"),
        ("207", 2018, "文化体育与传媒支出"),
        ("207", 2019, "文化旅游体育与传媒支出"),
        ("210", 2018, "医疗卫生与计划生育支出"),
        ("210", 2019, "卫生健康支出"),
        ("215", 2019, "资源勘探信息等支出"),
        ("215", 2020, "资源勘探工业信息等支出"),
        ("21305", 2020, "扶贫"),
        ("21305", 2024, "巩固脱贫攻坚成果衔接乡村振兴"),
    ],
)
def test_the_name_that_was_in_force(code: str, year: int, name: str) -> None:
    names = [
        row["function_name"]
        for row in seed("function_code")
        if row["function_code"] == code
        and int(row["valid_from_year"]) <= year <= int(row["valid_to_year"] or 9999)
    ]
    assert names == [name]


def test_the_crosswalk_joins_codes_that_exist() -> None:
    government = {row["government_economic_code"] for row in seed("government_economic_code")}
    department = {row["economic_code"] for row in seed("economic_code")}
    for row in seed("economic_crosswalk"):
        assert row["government_economic_code"] in government
        assert row["economic_code"] in department
