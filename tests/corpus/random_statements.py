"""The statements of an invented department, summed up from its items."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random

from tests.corpus import final_account
from tests.corpus.figures import Row
from tests.corpus.random_items import FUND_CODE, Item, class_name, money, names, split

FUND_NAMES = {
    FUND_CODE[:5]: "国有土地使用权出让收入安排的支出",
    FUND_CODE: "其他国有土地使用权出让收入安排的支出",
}
Amounts = dict[str, int]
Measure = Callable[[Item], int]
SPENT: dict[str, Measure] = {
    "total": lambda item: item.total,
    "basic": lambda item: item.basic,
    "project": lambda item: item.project,
}


class Statements:
    """What both forms share: sums up the tree of codes and fills in zeros or leaves cells empty."""

    def __init__(self, random: Random, items: Sequence[Item], zero: str | None) -> None:
        self.random, self.items, self.zero = random, items, zero

    def cells(self, amounts: Mapping[str, int], with_zeros: bool = False) -> dict[str, str]:
        """Printed amounts; a zero is an empty cell, or printed as this department prints zeros."""
        zero = self.zero if with_zeros else None
        return {
            measure: money(cents) if cents else str(zero)
            for measure, cents in amounts.items()
            if cents or zero is not None
        }

    def tree(self, items: Iterable[Item], measures: Mapping[str, Measure]) -> tuple[Row, ...]:
        """Rows by function, total first; `measures` maps a measure to what an item has of it."""
        sums: dict[str, Amounts] = {}
        for item in items:
            for code in ("TOTAL", item.code[:3], item.code[:5], item.code):
                row = sums.setdefault(code, dict.fromkeys(measures, 0))
                for measure, value in measures.items():
                    row[measure] += value(item)
        known = names("functions")
        rows = []
        for code in sorted(sums, key=lambda code: (code != "TOTAL", code)):
            if code == "TOTAL":
                name = "合计"
            else:
                name = class_name(code) if len(code) == 3 else FUND_NAMES.get(code) or known[code]
            rows.append(Row(code, name, self.cells(sums[code])))
        return tuple(rows)

    def total(self, measure: str = "total", paid_by: Iterable[str] = ("general", "fund", "other")) -> int:
        """The sum of `total`, `basic` or `project` over the items so paid."""
        return sum(getattr(item, measure) for item in self.items if item.paid_by in paid_by)

    def economic(self, measure_of: Mapping[str, str]) -> list[tuple[str, str, str, int]]:
        """(code, name, measure, cents) by economic class and item: the general budget's basic expenditure."""
        known = names("economics")
        rows = []
        for class_code, part in (("301", 0), ("302", 1), ("303", 2)):
            whole = sum(item.parts[part] for item in self.items if item.paid_by == "general")
            codes = [code for code in known if len(code) == 5 and code[:3] == class_code]
            chosen = sorted(self.random.sample(codes, min(len(codes), self.random.randint(3, 10))))
            amounts = split(self.random, whole, len(chosen))
            measure = measure_of[class_code]
            rows.append((class_code, known[class_code], measure, whole))
            rows += [(code, known[code], measure, cents) for code, cents in zip(chosen, amounts, strict=True)]
        return rows


class FinalAccount(Statements):
    """The nine statements of a final account."""

    def statements(self) -> dict[str, tuple[Row, ...]]:
        """Rows by statement code."""
        general = [item for item in self.items if item.paid_by == "general"]
        fund = [item for item in self.items if item.paid_by == "fund"]
        received: dict[str, Measure] = {
            "total": lambda item: item.total,
            "fiscal_appropriation": lambda item: item.total if item.paid_by != "other" else 0,
            "other": lambda item: item.total if item.paid_by == "other" else 0,
        }
        economic = self.economic(dict.fromkeys(("301", "302", "303"), "amount"))
        carried: dict[str, Measure] = {"revenue": lambda item: item.total, **SPENT}
        return {
            "expenditure_by_function": self.tree(self.items, SPENT),
            "revenue_by_function": self.tree(self.items, received),
            "general_budget_expenditure": self.tree(general, SPENT),
            "general_budget_basic_by_economic": tuple(
                Row(code, name, self.cells({measure: cents}, with_zeros=True))
                for code, name, measure, cents in economic
            ),
            "revenue_expenditure_summary": self._summary(),
            "appropriation_summary": self._appropriation(),
            "three_public": tuple(
                Row("TOTAL", "合计", self.cells(three_public(self.random), with_zeros=True), side)
                for side in ("budget", "actual")
            ),
            **({"government_fund": self.tree(fund, carried)} if fund else {}),
        }

    def _class_totals(self, paid_by: Iterable[str]) -> Amounts:
        sums = dict.fromkeys(final_account.CLASSES, 0)
        for item in self.items:
            if item.paid_by in paid_by:
                sums[class_name(item.code[:3])] += item.total
        return sums

    def _summary(self) -> tuple[Row, ...]:
        everyone = ("general", "fund", "other")
        received = dict.fromkeys(final_account.SOURCES, 0)
        received[final_account.SOURCES[0]] = self.total(paid_by=["general"])
        received[final_account.SOURCES[1]] = self.total(paid_by=["fund"])
        received[final_account.SOURCES[-1]] = self.total(paid_by=["other"])
        whole = self.total()
        revenue = received | {
            "本年收入合计": whole,
            "使用非财政拨款结余": 0,
            "年初结转和结余": 0,
            "TOTAL": whole,
        }
        closing = {"本年支出合计": whole, "结余分配": 0, "年末结转和结余": 0, "TOTAL": whole}
        return self._sided(
            "revenue", {item: {"amount": cents} for item, cents in revenue.items()}
        ) + self._sided(
            "expenditure",
            {item: {"amount": cents} for item, cents in (self._class_totals(everyone) | closing).items()},
        )

    def _appropriation(self) -> tuple[Row, ...]:
        general, fund = self.total(paid_by=["general"]), self.total(paid_by=["fund"])
        first, second, third = final_account.APPROPRIATIONS
        revenue = {first: general, second: fund, third: 0, "本年收入合计": general + fund}
        revenue |= {"年初财政拨款结转和结余": 0, f"年初{first}": 0, f"年初{second}": 0, f"年初{third}": 0}
        revenue["TOTAL"] = general + fund
        by_general, by_fund = self._class_totals(["general"]), self._class_totals(["fund"])
        pairs = {item: (by_general[item], by_fund[item]) for item in final_account.CLASSES}
        pairs |= {"本年支出合计": (general, fund), "年末财政拨款结转和结余": (0, 0), "TOTAL": (general, fund)}
        spent = {
            item: {"total": one + two, "general_budget": one, "government_fund": two, "state_capital": 0}
            for item, (one, two) in pairs.items()
        }
        return self._sided(
            "revenue", {item: {"amount": cents} for item, cents in revenue.items()}
        ) + self._sided("expenditure", spent)

    def _sided(self, side: str, rows: Mapping[str, Mapping[str, int]]) -> tuple[Row, ...]:
        printed = ((item, self.cells(amounts, with_zeros=True)) for item, amounts in rows.items())
        return tuple(Row(item, item, cells, side) for item, cells in printed if cells)


class Budget(Statements):
    """The eight statements of a budget."""

    def statements(self) -> dict[str, tuple[Row, ...]]:
        """Rows by statement code."""
        parts: dict[str, Measure] = {
            "wages_and_benefits": lambda item: item.parts[0],
            "goods_and_services": lambda item: item.parts[1],
            "individual_and_family": lambda item: item.parts[2],
        }
        whole = money(self.total())
        source = "一般公共预算收入"
        return {
            "appropriation_summary": self._summary(),
            "general_budget_expenditure": self.tree(self.items, SPENT),
            "general_budget_basic_by_economic": self._basic(),
            "three_public": self._by_function(),
            "government_fund": (),
            "revenue_expenditure_summary": self._summary(),
            "revenue_by_source": (
                Row("TOTAL", "总计", {"amount": whole}),
                Row(source, source, {"amount": whole}),
                Row("财政拨款收入", "财政拨款收入", {"amount": whole}),
            ),
            "expenditure_by_function": self.tree(self.items, {**SPENT, **parts}),
        }

    def _basic(self) -> tuple[Row, ...]:
        rows = self.economic({"301": "personnel", "302": "public_use", "303": "personnel"})
        whole: Amounts = {"total": self.total("basic"), "personnel": 0, "public_use": 0}
        for code, _, measure, cents in rows:
            whole[measure] += cents if len(code) == 3 else 0
        return (
            Row("TOTAL", "合计", self.cells(whole)),
            *(
                Row(code, name, self.cells({"total": cents, measure: cents}))
                for code, name, measure, cents in rows
            ),
        )

    def _by_function(self) -> tuple[Row, ...]:
        def always(cents: int) -> Measure:
            return lambda _: cents

        measures = {measure: always(cents) for measure, cents in three_public(self.random).items()}
        return self.tree(self.items[:1], measures)

    def _summary(self) -> tuple[Row, ...]:
        whole, basic, project = (self.total(measure) for measure in ("total", "basic", "project"))
        wages, goods, grants = (sum(item.parts[index] for item in self.items) for index in range(3))
        by_class: Amounts = {}
        for item in self.items:
            by_class[item.code[:3]] = by_class.get(item.code[:3], 0) + item.total
        equipment = project // 4
        blocks: dict[str, Amounts] = {
            "revenue": {
                "一般公共预算收入": whole,
                "财政拨款收入": whole,
                "本年收入合计": whole,
                "TOTAL": whole,
            },
            "expenditure": {**by_class, "本年支出合计": whole, "TOTAL": whole},
            "category": {
                "基本支出": basic,
                "工资福利支出": wages,
                "对个人和家庭的补助": grants,
                "商品和服务支出": goods,
                "项目支出": project,
                "部门项目": project,
                "本年支出合计": whole,
                "TOTAL": whole,
            },
            "economic": {"301": wages, "302": goods + project - equipment, "303": grants, "310": equipment},
        }
        return tuple(
            Row(item, item, self.cells({"amount": cents}), side)
            for side, amounts in blocks.items()
            for item, cents in amounts.items()
        )


def three_public(random: Random) -> Amounts:
    """One side of a three-public statement; any category may be zero."""
    abroad, purchase, operation, reception = (random.choice((0, random.randint(1, 3_000))) for _ in range(4))
    vehicle = purchase + operation
    return {
        "total": abroad + vehicle + reception,
        "overseas_travel": abroad,
        "vehicle": vehicle,
        "vehicle_purchase": purchase,
        "vehicle_operation": operation,
        "reception": reception,
    }
