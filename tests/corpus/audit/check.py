"""What disagrees in a document, recomputed from its printed words alone: the generator's check on itself.

It is no model of the product: it knows the key of every figure, and so need not read the prose.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from tests.corpus.audit.draft import Draft, number
from tests.corpus.audit.figures import ECONOMIC
from tests.corpus.audit.record import BROKEN
from tests.corpus.audit.tables import table_cells
from tests.corpus.blocks import Block, Paragraph, Table
from tests.corpus.random_department import OFFICES

HALF_CENT = Decimal("0.0051")  # half of 0.01 万元, and what a decimal point further down may add
UNMADE = re.compile(r"增加[(（]减少|增长[(（]下降|^XX$|^……$|^××$|^_+$|补充解释")
CODED = ("revenue_by_function", "expenditure_by_function", "general_budget_expenditure", "government_fund")
PARTS = {
    "three_public.vehicle_operation.actual": r"three_public\.vehicle_running\.\w+",
    "procurement.total": r"procurement\.(goods|works|services)",
    "vehicles.total": r"vehicles\.kind\.\d+",
    "staff.on_duty": r"staff\.(administrative|institution)",
    "staff.off_duty": r"staff\.(lixiu|retired)",
    "initial_budget": r"(class|item)\.\d+\.initial",
    "evaluation.amount": r"project_list\.\d+\.executed",
    "assets.total": r"assets\.\d+",
    "general_budget.project": r"project_list\.\d+\.budget",
}
NOWS = ("{}", "{}.actual", "{}.initial")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A kind of contradiction, and the key of one of the places that disagree."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class _Printed:
    """What a document prints: figures of prose and tables in 万元, words, tables."""

    draft: Draft
    parts: Mapping[str, str]
    cells: Mapping[str, str]
    tables: Mapping[str, Table]

    def told(self, key: str) -> Decimal | None:
        """A figure of the prose; amounts in 万元, others as they stand."""
        text = self.parts.get(key, "")
        if not re.fullmatch(r"[\d,.]+", text):
            return None
        is_yuan = self.draft.story.unit == "元" and key in self.draft.story.values
        return number(text) / (10_000 if is_yuan else 1)

    def cell(self, key: str) -> Decimal | None:
        """A figure of a table in 万元."""
        text = self.cells.get(key, "").replace("\n", "")
        if not text.strip():
            return None
        is_yuan = self.draft.style.unit == "元" and not key.startswith("evaluation.")
        return number(text) / (10_000 if is_yuan else 1)


def disagreements(draft: Draft, blocks: Sequence[Block]) -> list[Disagreement]:
    """All that disagrees in the blocks, which are the draft's or were made from them."""
    parts: dict[str, str] = {}
    cells: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Paragraph):
            parts |= {part.key: part.text for part in block.parts if part.key}
        elif isinstance(block, Table):
            cells |= {c.key: c.text for row in block.grid.body for c in row if c.key}
    tables = {block.name: block for block in blocks if isinstance(block, Table)}
    printed = _Printed(draft, parts, cells, tables)
    checks = (
        *(_tables, _percentages, _directions, _sums, _counts, _reckonings),
        *(_words, _statements, _forms, _names, _cells),
    )
    return [one for check in checks for one in check(printed)]


def _tables(printed: _Printed) -> Iterator[Disagreement]:
    for key in printed.draft.story.values:
        cell = table_cells(printed.draft, key)
        told, found = printed.told(key), printed.cell(cell) if cell else None
        if told is not None and found is not None and abs(told - found) > 2 * HALF_CENT:
            yield Disagreement("narrative_vs_table", key)


def _terms(printed: _Printed, key: str) -> tuple[Decimal, Decimal] | None:
    """Part and whole of a percentage, found by its key."""
    own = key.partition("@")[0]
    stem, _, measure = own.rpartition(".")
    names: tuple[str, str]
    if measure == "share":
        whole = {"class": "appropriation.expenditure", "appropriation": "expenditure.total"}.get(
            own.split(".")[0]
        )
        whole = whole or {"evaluation": "general.project"}.get(
            own.split(".")[0], f"{own.split('.')[0]}.total"
        )
        part = {"class": f"{stem}.actual", "evaluation": "evaluation.amount"}.get(own.split(".")[0], stem)
        # The second time that a budget tells its basic expenditure is with its share.
        names = (
            f"{part}@2" if f"{part}@2" in printed.parts and part.startswith("expenditure.") else part,
            whole,
        )
    elif measure in ("share_of_total", "share_of_sme"):
        names = stem, f"procurement.{measure.removeprefix('share_of_')}"
    elif measure == "rate":
        names = f"{stem}.executed", f"{stem}.budget"
    elif own == "total.execution_rate":
        names = "actual", "initial_budget"
    elif stem.startswith("three_public"):
        actual, initial = (
            printed.told(f"{stem}.actual"),
            printed.cell(f"{stem.replace('.', '/TOTAL/')}/budget"),
        )
        return (actual, initial) if actual is not None and initial is not None else None
    else:
        names = (
            f"{stem}.actual@2" if f"{stem}.actual@2" in printed.parts else f"{stem}.actual",
            f"{stem}.initial",
        )
    part_told, whole_told = printed.told(names[0]), printed.told(names[1])
    return (part_told, whole_told) if part_told is not None and whole_told is not None else None


def _percentages(printed: _Printed) -> Iterator[Disagreement]:
    for key in printed.draft.story.ratios:
        stated, decimals = printed.told(key), len(printed.parts.get(key, "").partition(".")[2])
        unit = Decimal(1).scaleb(-max(decimals, printed.draft.story.decimals))
        if stated is None:
            continue
        for terms, others in _possible(printed, key):
            if not _is_near(stated, terms, unit):
                is_other = any(_is_near(stated, other, unit) for other in others)
                yield Disagreement("rate_of_other_base" if is_other else "percent_vs_computed", key)


Terms = tuple[Decimal, Decimal]


def _possible(printed: _Printed, key: str) -> Iterator[tuple[Terms, list[Terms]]]:
    """The terms of a percentage, and those of other bases."""
    if not key.partition("@")[0].endswith("change_percent"):
        terms = _terms(printed, key)
        if terms:
            yield terms, [(terms[1], terms[0])]
        return
    stem = key.removesuffix(".change_percent")
    change = printed.told(f"{stem}.change")
    now = next((v for name in NOWS if (v := printed.told(name.format(stem))) is not None), None)
    direction = printed.parts.get(f"{stem}.direction", "")
    if change is None or now is None or UNMADE.search(direction):
        return
    up = direction == "增加"
    before = now - change if up else now + change
    if before > 0:
        yield (change, before), [(change, now)]


def _is_near(stated: Decimal, terms: Terms, unit: Decimal) -> bool:
    """Whether the percentage may be that of amounts that round to these."""
    part, whole = terms
    if whole <= 2 * HALF_CENT:
        return False
    low = max(part - HALF_CENT, Decimal(0)) / (whole + 2 * HALF_CENT) * 100
    high = (part + HALF_CENT) / (whole - 2 * HALF_CENT) * 100
    return low - unit / 2 <= stated <= high + unit / 2


def _directions(printed: _Printed) -> Iterator[Disagreement]:
    parts = printed.parts
    for key, text in parts.items():
        growth = parts.get(key.replace(".direction", ".growth")) if key.endswith(".direction") else None
        if growth and (text == "增加") != (growth in ("增长", "增加")) and not UNMADE.search(text):
            yield Disagreement("direction_vs_sign", key)
        if key.endswith(".against_initial.direction"):
            stem = key.removesuffix(".against_initial.direction").replace(".", "/TOTAL/")
            actual, budget = printed.cell(f"{stem}/actual"), printed.cell(f"{stem}/budget")
            if (text == "增加") != ((actual or 0) > (budget or 0)) and not UNMADE.search(text):
                yield Disagreement("direction_vs_sign", key)
        if key.endswith(".than"):
            stem = key.removesuffix(".than")
            stated = 1 if "大于" in text else -1 if "小于" in text else 0
            names = ("actual", "initial_budget") if stem == "total" else (f"{stem}.actual", f"{stem}.initial")
            if f"{names[0]}@2" in parts:
                names = (f"{names[0]}@2", names[1])
            actual, initial = (printed.told(name) for name in names)
            if (
                actual is not None
                and initial is not None
                and stated != (actual > initial) - (actual < initial)
            ):
                yield Disagreement("direction_vs_sign", key)


def _sums(printed: _Printed) -> Iterator[Disagreement]:
    for key, pattern in PARTS.items():
        values = [
            value
            for name in printed.parts
            if re.fullmatch(pattern, name) and (value := printed.told(name)) is not None
        ]
        stated, due = printed.told(key), len(values)
        is_full = due == sum(bool(re.fullmatch(pattern, name)) for name in printed.parts)
        if stated is None or not values or not is_full:
            continue
        if due == 1 and values[0] < stated:
            continue
        if abs(sum(values, Decimal(0)) - stated) > HALF_CENT * (due + 1):
            yield Disagreement("sum_vs_total", key)
    for key in ("initial_budget", "evaluation.projects"):
        first, second = printed.told(key), printed.told(f"{key}@2")
        if first is not None and second is not None and first != second:
            yield Disagreement("narrative_vs_narrative", f"{key}@2")


def _counts(printed: _Printed) -> Iterator[Disagreement]:
    listed = {key.split(".")[1] for key in printed.parts if key.startswith("project_list.")}
    for key, count in (
        ("evaluation.projects", len(listed)),
        ("units.subordinate", len(printed.draft.figures.narrative["units"])),
    ):
        told = printed.told(key)
        if told is not None and told != count:
            yield Disagreement("count_vs_list", key)


def _reckonings(printed: _Printed) -> Iterator[Disagreement]:
    for kind in ("product", "sum", "group"):
        told = {
            key.rpartition(".")[2]: number(text)
            for key, text in printed.parts.items()
            if key.startswith(f"reckoning.{kind}.")
        }
        if not told:
            continue
        result = told.pop("result")
        if kind == "sum":
            value = sum(told.values(), Decimal(0))
        else:
            value = (
                told["a"] * told["b"] * told["c"]
                if kind == "product"
                else (told["a"] + told["b"]) * told["c"]
            )
        # The result is in 元 or in 万元.
        if all(abs(value / scale - result) > HALF_CENT / 100 for scale in (1, 10_000)):
            yield Disagreement("arithmetic", f"reckoning.{kind}.result")


def _words(printed: _Printed) -> Iterator[Disagreement]:
    figures = printed.draft.figures
    for key, text in printed.parts.items():
        if key.partition("@")[0].endswith(".year") and text != str(figures.fiscal_year):
            yield Disagreement("other_year", key)
        if key.partition("@")[0].endswith(".department") and text != figures.department.name:
            is_office = figures.department.district in text and text[-1] in "局室" and _is_office(text)
            yield Disagreement("other_department" if is_office else "department_name", key)
        if UNMADE.search(text):
            yield Disagreement("template", key)
    for name, table in printed.tables.items():
        if table.is_statement and str(figures.fiscal_year) not in table.title:
            yield Disagreement("other_year", f"{name}/title")
        for left, _ in table.above:
            who = left.partition("：")[2]
            if who and who != figures.department.statement_name:
                is_office = figures.department.district in who and _is_office(who)
                yield Disagreement("other_department" if is_office else "department_name", f"{name}/title")
        if any("59 行＝（31" in note for note in table.notes):
            yield Disagreement("table_note", f"{name}/title")


def _is_office(text: str) -> bool:
    return text.endswith(OFFICES)


def _statements(printed: _Printed) -> Iterator[Disagreement]:
    for block in printed.draft.blocks:
        if not isinstance(block, Table) or not block.is_statement:
            continue
        table = printed.tables.get(block.name)
        if table is None:
            yield Disagreement("statement_missing", block.name)
            continue
        has_figures = any(c.key and c.text.strip() for row in table.grid.body for c in row)
        none = printed.parts.get(
            {"government_fund": "fund.none", "state_capital": "capital.none"}.get(block.name, ""), ""
        )
        says_none = any("没有" in note for note in table.notes) or "没有" in none or "无" in none
        if not has_figures and not says_none:
            yield Disagreement("statement_empty", block.name)


def _forms(printed: _Printed) -> Iterator[Disagreement]:
    for number_, project in enumerate(
        printed.draft.figures.projects if printed.draft.table("evaluation.0") else ()
    ):
        stem = f"evaluation.{number_}/TOTAL"
        budget, executed, score = (printed.cell(f"{stem}/{m}") for m in ("budget", "executed", "score"))
        rate, points = printed.cell(f"{stem}/rate"), printed.cell(f"{stem}/rate_score")
        assert budget is not None is not executed
        assert rate is not None
        indicators = sum((Decimal(line.score) for line in project.indicators), Decimal(0))
        if abs(rate - executed / budget * 100) > 2 * HALF_CENT:
            yield Disagreement("score_vs_rule", f"{stem}/rate")
        if points is not None and abs(points - executed / budget * 20) > 2 * HALF_CENT:
            yield Disagreement("score_vs_rule", f"{stem}/rate_score")
        if score is not None is not points and abs(score - points - indicators) > 2 * HALF_CENT:
            yield Disagreement("score_vs_rule", f"{stem}/score")
        told = f"project_list.{number_}" if number_ else "evaluation.department"
        for measure, value in (("budget", budget), ("executed", executed), ("score", score)):
            stated = printed.told(f"{told}.{measure}")
            if stated is not None is not value and abs(stated - value) > 2 * HALF_CENT:
                yield Disagreement("narrative_vs_form", f"{told}.{measure}")


def _names(printed: _Printed) -> Iterator[Disagreement]:
    figures = printed.draft.figures
    right = {row.item: row.name for name in (*CODED, ECONOMIC) for row in figures.rows(name)}
    told: dict[str, set[str]] = {}
    for name in (*CODED, ECONOMIC):
        for row in printed.tables[name].grid.body if name in printed.tables else ():
            for cell, label in pairwise(row):
                if cell.key is None and label.key is None and cell.text in right:
                    told.setdefault(cell.text, set()).add(label.text)
    for code, labels in told.items():
        if len(labels) > 1:
            yield Disagreement("code_two_names", code)
        elif labels != {right[code]}:
            yield Disagreement("code_name", code)


def _cells(printed: _Printed) -> Iterator[Disagreement]:
    for key, text in printed.cells.items():
        if not key.startswith("evaluation.") and text != printed.draft.cells[key]:
            yield Disagreement(BROKEN, key)
