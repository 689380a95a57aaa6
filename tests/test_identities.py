"""The registry of identities: its seeds fit the others, and its page is current."""

import csv
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "dbt_project" / "seeds"
KINDS = {"vertical", "horizontal", "summary", "across", "printed_note"}


def seed(path: str) -> list[dict[str, str]]:
    with (SEEDS / f"{path}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


RULES = {rule["rule_code"]: rule for rule in seed("audit/identity_rule")}
TERMS = seed("audit/identity_term")


def test_page_is_current() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_identities.py"))
    assert made["render"]() == (ROOT / "docs" / "identities.md").read_text(encoding="utf-8"), (
        "run `make docs`"
    )


def test_terms_name_what_there_is() -> None:
    statements = {row["statement_code"] for row in seed("forms/statement")}
    measures = {row["measure_code"] for row in seed("forms/measure")}
    for term in TERMS:
        assert set(filter(None, term["statement_code"].split("|"))) <= statements, term
        assert set(filter(None, term["only_if_absent"].split("|"))) <= measures, term
        if RULES[term["rule_code"]]["kind"] == "horizontal":
            assert term["measure"] in measures, term
        else:
            assert any(re.search(term["measure"], measure) for measure in measures), term


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule["kind"] != "printed_note"])
def test_every_identity_has_a_result_and_parts(code: str) -> None:
    variants = {term["variant"] for term in TERMS if term["rule_code"] == code}
    assert variants
    for variant in variants:
        roles = [t["role"] for t in TERMS if t["rule_code"] == code and t["variant"] == variant]
        assert "part" in roles, variant
        assert roles.count("result") == 1, variant


def test_rules_are_worded_and_of_a_kind() -> None:
    for rule in RULES.values():
        assert rule["kind"] in KINDS
        assert rule["rule_name"]
        assert rule["rule_name_zh"]
        assert float(rule["half_digits"]) >= 1


@pytest.mark.parametrize("pattern", sorted({t["subject"] for t in TERMS} | {t["measure"] for t in TERMS}))
def test_patterns_are_read_alike_by_both_engines(pattern: str) -> None:
    assert "(?" not in pattern
    assert "\\" not in pattern
    re.compile(pattern)
