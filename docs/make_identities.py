"""Writes `identities.md` from the registry of identities, the seeds `identity_rule` and `identity_term`."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "dbt_project" / "seeds"
PAGE = ROOT / "docs" / "identities.md"

_KINDS = {
    "vertical": "Vertical: parents and children by code (纵向)",
    "horizontal": "Horizontal: columns of one row (横向)",
    "summary": "Summary: lines of one block (总表内)",
    "across": "Across: two places of one document (表间)",
    "printed_note": "Printed: what the form itself says (表注公式)",
}
_FORMS = {"": "Budgets and final accounts", "budget": "Budgets", "final_account": "Final accounts"}
_HEAD = """# Accounting identities (勾稽关系)

Written by `make docs` from the registry, the seeds `identity_rule` and `identity_term` in
`dbt_project/seeds/audit`: change those.

Every identity that could be evaluated is a row of `quality.reconciliation` with the cells of both sides; what
applies to a document but could not be evaluated is told in `quality.rule_coverage` with what is missing.

An identity `holds` where the difference is 0. It is `rounding` where the difference is at most *half digits*
× half of the statement's last printed digit × (parts + 1): each figure is rounded by itself. Beyond that it
is `broken`. A breach proves that something is wrong, not which figure.

Of the identities of severity {severities}.
"""


def read(name: str) -> list[dict[str, str]]:
    """The rows of a seed of the folder `audit`."""
    with (SEEDS / "audit" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def render() -> str:
    """The page, from the seeds as they are."""
    rules, terms = read("identity_rule"), read("identity_term")
    parts = [_HEAD.format(severities="; of ".join(_borne(each) for each in read("identity_severity")))]
    for kind, title in _KINDS.items():
        parts.append(f"## {title}\n")
        parts += [
            _rule(rule, [term for term in terms if term["rule_code"] == rule["rule_code"]])
            for rule in rules
            if rule["kind"] == kind
        ]
    return "\n".join(parts)


def _borne(severity: Mapping[str, str]) -> str:
    name = f"`{severity['severity']}`"
    if not severity["warning_share"]:
        return f"{name} any share may be broken"
    shares = [f"{float(severity[key]):.0%}" for key in ("warning_share", "critical_share")]
    return f"{name} more than {shares[0]} broken is a warning, more than {shares[1]} stops the run"


def _rule(rule: Mapping[str, str], terms: list[dict[str, str]]) -> str:
    lines = [
        f"### `{rule['rule_code']}`\n",
        f"{rule['rule_name']}. {rule['rule_name_zh']}。\n",
        f"{_applies(rule)}\n",
    ]
    if terms:
        lines += ["| identity | role | × | statements | side | measure | row | takes | unless there is |"]
        lines += ["| --- " * 9 + "|"]
        lines += [_row(_cells(term)) for term in terms]
        lines.append("")
    return "\n".join(lines)


def _applies(rule: Mapping[str, str]) -> str:
    form = _FORMS[rule["report_type"]]
    years = "".join(
        f", {word} {rule[key]}" for word, key in (("from", "from_year"), ("to", "to_year")) if rule[key]
    )
    relation = "; the result may be more than its parts" if rule["relation"] == "at_least" else ""
    return f"{form}{years}; severity `{rule['severity']}`; half digits {rule['half_digits']}{relation}."


def _cells(term: Mapping[str, str]) -> Iterable[str]:
    yield term["variant"]
    yield term["role"]
    yield term["weight"]
    yield ", ".join(term["statement_code"].split("|"))
    yield term["side"]
    yield from (f"`{term[key]}`" if term[key] else "" for key in ("measure", "subject"))
    yield term["takes"]
    yield ", ".join(term["only_if_absent"].split("|"))


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
