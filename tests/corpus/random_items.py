"""Random function items: what an invented department spends, and which money pays for it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random

from tests.corpus import budget_2021, final_account
from tests.corpus.figures import DATA

FUND_CODE = "2120899"
OF_OTHER_BUDGETS = frozenset(("223", "229", "232"))  # classes that funds and state capital pay for


@dataclass(frozen=True, slots=True)
class Item:
    """What is spent on a function item in units of 0.01 万元, and who pays: general, fund or other."""

    code: str
    paid_by: str
    project: int
    parts: tuple[int, int, int]

    @property
    def basic(self) -> int:
        """Basic expenditure: wages, goods and grants together."""
        return sum(self.parts)

    @property
    def total(self) -> int:
        """Basic and project expenditure."""
        return self.basic + self.project


@cache
def names(classification: str) -> Mapping[str, str]:
    """Names by code of `functions` or `economics`."""
    with (DATA / f"{classification}.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


@cache
def _item_codes() -> Mapping[str, tuple[str, ...]]:
    """Item codes by class, of classes that the forms print and groups that have a name."""
    known = names("functions")
    printed = {code for code, name in budget_2021.CLASSES if name in final_account.CLASSES} | {"210", "215"}
    printed -= OF_OTHER_BUDGETS
    by_class: dict[str, list[str]] = {}
    for code in sorted(known):
        if len(code) == 7 and code[:5] in known and code[:3] in printed and code[:5] != FUND_CODE[:5]:
            by_class.setdefault(code[:3], []).append(code)
    return {code: tuple(items) for code, items in by_class.items()}


def class_name(code: str) -> str:
    """A function class as the forms of 2020 print it."""
    renamed = {"210": "卫生健康支出", "215": "资源勘探工业信息等支出"}
    return renamed.get(code) or dict(budget_2021.CLASSES)[code]


def random_items(random: Random, has_other_money: bool) -> list[Item]:
    """Two to six classes with a few items each; some with money other than the general budget's."""
    by_class = _item_codes()
    items = []
    for chosen in sorted(random.sample(sorted(by_class), random.randint(2, 6))):
        codes = by_class[chosen]
        for code in sorted(random.sample(codes, min(len(codes), random.randint(1, 4)))):
            project = 0 if code.endswith("01") else random.randint(1, 300_000)
            parts = (0, 0, 0) if code.endswith("02") else tuple(random.randint(1, 80_000) for _ in range(3))
            items.append(Item(code, "general", project, (parts[0], parts[1], parts[2])))
    if not any(item.basic for item in items):
        items[0] = Item(items[0].code, "general", items[0].project, (70_000, 20_000, 5_000))
    if has_other_money and random.random() < 0.4:
        items.append(Item(items[-1].code, "other", random.randint(1, 50_000), (0, 0, 0)))
    if has_other_money and random.random() < 0.4:
        items.append(Item(FUND_CODE, "fund", random.randint(1, 500_000), (0, 0, 0)))
    return sorted(items, key=lambda item: item.code)


def money(cents: int) -> str:
    """Units of 0.01 万元 as the form prints them."""
    return f"{Decimal(cents) / 100:.2f}"


def split(random: Random, whole: int, count: int) -> list[int]:
    """The whole in that many parts, none negative."""
    cuts = sorted(random.randint(0, whole) for _ in range(count - 1))
    return [end - start for start, end in zip([0, *cuts], [*cuts, whole], strict=True)]
