"""Disclosures of one department that belong together: two years, budget and account, and a unit."""

from dataclasses import replace
from decimal import Decimal

from tests.corpus.figures import Department, Figures, Row, total
from tests.corpus.random_department import random_department

DEPARTMENT = Department("武汉市汉阳区统计局", "武汉市汉阳区统计局", "区统计局", "汉阳区", "420105")
OWN_LEVEL = replace(DEPARTMENT, name="武汉市汉阳区统计局(本级)", statement_name="武汉市汉阳区统计局(本级)")
THREE_PUBLIC = ("total", "overseas_travel", "vehicle", "reception")


def neighbours(seed: int) -> dict[str, Figures]:
    """The accounts for 2020 and 2021 and the budget for 2021 of a department, and its own level in 2021.

    What each tells of another is true, changes on the year before, initial budgets by class, three-public;
    but the account sums up as its initial budget the classes that it has in common with the budget.
    The keys are `final_2020`, `budget_2021`, `final_2021` and `unit_2021`.
    """
    before = _of(random_department(seed, "final_2020"), DEPARTMENT, 2020)
    budget = _of(random_department(seed + 1, "budget_2021"), DEPARTMENT, 2021)
    account = _of(random_department(seed + 2, "final_2020"), DEPARTMENT, 2021)
    unit = _of(random_department(seed + 3, "final_2020"), OWN_LEVEL, 2021)
    return {
        "final_2020": before,
        "budget_2021": budget,
        "final_2021": _telling(account, before, budget),
        "unit_2021": unit,
    }


def _of(figures: Figures, department: Department, year: int) -> Figures:
    return replace(figures, department=department, fiscal_year=year)


def _telling(account: Figures, before: Figures, budget: Figures) -> Figures:
    statement = "expenditure_by_function"
    change = account.value(statement, "TOTAL", "total") - before.value(statement, "TOTAL", "total")
    rows = budget.rows("three_public")
    planned = Row("TOTAL", "合计", rows[0].amounts, "budget")
    told = {
        row.item: row.amounts["total"]
        for row in budget.rows("general_budget_expenditure")
        if len(row.item) == 3 and account.amount("general_budget_expenditure", row.item, "total")
    }
    narrative = {
        **account.narrative,
        "decimals": 2,
        "change": total([change]),
        "initial": told,
        "three_public_change": {measure: _moved(account, before, measure) for measure in THREE_PUBLIC},
        "operating_change": total(
            [Decimal(account.narrative["operating"]), -Decimal(before.narrative["operating"])]
        ),
    }
    spent = [row for row in account.rows("three_public") if row.side == "actual"]
    statements = {**account.statements, "three_public": (planned, *spent)}
    return replace(account, narrative=narrative, statements=statements)


def _moved(account: Figures, before: Figures, measure: str) -> str:
    now, then = (each.value("three_public", "TOTAL", measure, "actual") for each in (account, before))
    return total([now, -then])
