"""The figures of a disclosure: what is true of a department, apart from how it is printed.

Amounts are strings of 万元 as the form prints them without separators ("758.69", "6.4", "0"): how many
decimals a zero has is part of what is printed. A measure that is not in a row is an empty cell.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
SAMPLES = (
    "hanyang-dangweiban-2020-final",
    "hanyang-zhengfuban-2020-final",
    "qiaokou-dangweiban-2021-final",
    "jianghan-dangweiban-2024-final",
    "jingkai-gongwei-2021-budget",
)
SUMMARIES = ("revenue_expenditure_summary", "appropriation_summary")


@dataclass(frozen=True, slots=True)
class Department:
    """Who publishes: the full name, the name in statements, a short one, and the GB/T 2260 division."""

    name: str
    statement_name: str
    short_name: str
    district: str
    division_code: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a statement: `item` is a code, TOTAL, or a label unique on its side; `name` is as printed."""

    item: str
    name: str
    amounts: Mapping[str, str]
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of a self-evaluation form: three levels, target, actual and score."""

    first: str
    second: str
    third: str
    target: str
    actual: str
    score: str


@dataclass(frozen=True, slots=True)
class Project:
    """A project that was evaluated: budget and executed in 万元, and its indicators."""

    name: str
    budget: str
    executed: str
    score: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A department's account or budget of one year.

    Attributes:
        document: file name without suffix.
        form: module that prints it: final_2020, final_2024 or budget_2021.
        wording: words in which offices differ within one form.
        statements: rows by statement code, in printed order.
        narrative: what only the prose tells: changes on the year before, initial budgets, procurement, staff.
        projects: the self-evaluation forms; the whole department comes first.
        defects: names of defects that belong to this document, see defects.py.
    """

    document: str
    form: str
    report_type: str
    fiscal_year: int
    department: Department
    wording: Mapping[str, str]
    statements: Mapping[str, tuple[Row, ...]]
    narrative: Mapping[str, Any]
    projects: tuple[Project, ...] = ()
    defects: tuple[Mapping[str, Any], ...] = ()

    def rows(self, statement: str, side: str | None = None) -> tuple[Row, ...]:
        """The rows of a statement, of one side where one is given; none if the statement is not printed."""
        rows = self.statements.get(statement, ())
        return rows if side is None else tuple(row for row in rows if row.side == side)

    def amount(self, statement: str, item: str, measure: str, side: str | None = None) -> str | None:
        """One figure, or None for an empty cell."""
        for row in self.rows(statement, side):
            if row.item == item:
                return row.amounts.get(measure)
        return None

    def value(self, statement: str, item: str, measure: str, side: str | None = None) -> Decimal:
        """One figure as a number of 万元, an empty cell as zero."""
        return Decimal(self.amount(statement, item, measure, side) or "0")


def load(document: str) -> Figures:
    """Reads the figures of one of SAMPLES."""
    return parse(json.loads((DATA / f"{document}.json").read_text("utf-8")))


def parse(data: Mapping[str, Any]) -> Figures:
    """Figures from the form of the data files; a row is [item, name, amounts] and its side if it has one."""
    return Figures(
        document=data["document"],
        form=data["form"],
        report_type=data["report_type"],
        fiscal_year=data["fiscal_year"],
        department=Department(**data["department"]),
        wording=data["wording"],
        statements={name: tuple(Row(*row) for row in rows) for name, rows in data["statements"].items()},
        narrative=data["narrative"],
        projects=tuple(_project(project) for project in data["projects"]),
        defects=tuple(data.get("defects", ())),
    )


def _project(data: Mapping[str, Any]) -> Project:
    indicators = tuple(Indicator(*line) for line in data["indicators"])
    return Project(data["name"], data["budget"], data["executed"], data["score"], indicators)


def group(value: str) -> str:
    """The amount, not below zero, with thousands separators and the decimals it came with."""
    whole, point, decimals = value.partition(".")
    return f"{int(whole):,}{point}{decimals}"


def negated(figures: Figures) -> Figures:
    """The same department with every amount of its statements below zero: all identities still hold."""

    def opposite(value: str) -> str:
        return f"-{value}" if Decimal(value) else value

    statements = {
        name: tuple(
            replace(row, amounts={measure: opposite(value) for measure, value in row.amounts.items()})
            for row in rows
        )
        for name, rows in figures.statements.items()
    }
    return replace(figures, statements=statements)


def total(values: Sequence[Decimal]) -> str:
    """The sum with two decimals, or as many more as it has."""
    whole = sum(values, Decimal("0.00"))
    return f"{whole:f}"


def truth(figures: Figures) -> list[list[str]]:
    """The graded facts: [statement, code or label or side, measure or side, 万元 as printed].

    Of a summary statement these are the revenue sources, the function classes and the grand totals; a
    budget's summaries, whose third block is by economic class, are not graded.
    """
    facts = []
    for statement, rows in figures.statements.items():
        if statement in SUMMARIES:
            if figures.report_type == "final_account":
                facts += [
                    [statement, row.item, row.side or "", value]
                    for row in rows
                    if row.item == "TOTAL" or row.side == "expenditure" or _is_source(row)
                    for measure, value in row.amounts.items()
                    if measure in ("amount", "total") and row.item not in BALANCES
                ]
        else:
            facts += [
                [statement, row.side if row.side else row.item, measure, value]
                for row in rows
                for measure, value in row.amounts.items()
            ]
    return facts


BALANCES = frozenset(("本年收入合计", "本年支出合计", "结余分配", "年末结转和结余", "年末财政拨款结转和结余"))


def _is_source(row: Row) -> bool:
    return row.side == "revenue" and not row.item.startswith(("本年", "使用", "年初"))
