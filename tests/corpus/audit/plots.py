"""The ways to spoil a document: each takes a draft and gives the edit that makes one defect, or none.

A plot says what kind of contradiction it makes (`accepts`), and which others follow from it: a figure that is
misprinted in prose disagrees with its table, and often with its share and with its sum too.
"""

from collections.abc import Callable
from decimal import Decimal
from random import Random

from tests.corpus.audit.draft import Draft, Edit, number
from tests.corpus.audit.figures import DISTRICTS, ECONOMIC, GENERAL
from tests.corpus.audit.record import BROKEN
from tests.corpus.audit.tables import table_cells
from tests.corpus.blocks import cell_key
from tests.corpus.random_department import OFFICES
from tests.corpus.random_items import names

Plot = Callable[[Draft, Random], Edit | None]

LEAST_AMOUNT = Decimal("0.05")
LEAST_CELL = Decimal(1)
LEAST_PERCENT = Decimal(2)
NUMERIC = (
    "percent_vs_computed",
    "rate_of_other_base",
    "sum_vs_total",
    "narrative_vs_narrative",
    "narrative_vs_form",
)
PROSE = ("narrative_vs_table", "direction_vs_sign", *NUMERIC)
ANY_FIGURE = (BROKEN, *PROSE, "score_vs_rule")
CODED = ("revenue_by_function", "expenditure_by_function", GENERAL, "government_fund")
MISSPELT_OFFICES = {
    "财政局": "财正局",
    "教育局": "教有局",
    "审计局": "审记局",
    "统计局": "统记局",
    "民政局": "民证局",
    "司法局": "司发局",
    "水务和湖泊局": "水务和胡泊局",
    "文化和旅游局": "文化和旅由局",
    "城市管理执法局": "城市管理执发局",
}
OPPOSITE = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "降低": "增长"}
CHOICES = {
    "增加": "增加(减少)",
    "减少": "增加(减少)",
    "增长": "增长(下降)",
    "下降": "增长(下降)",
    "降低": "增长(下降)",
}
NO_REST = "(根据本部门使用的其他专用名词补充解释)。"


def misprint(random: Random, text: str, least: Decimal) -> str | None:
    """The number with two neighbouring digits swapped or one digit wrong, off by at least so much."""
    digits = [index for index, character in enumerate(text) if character.isdigit()]
    tries = [(i, j) for i, j in zip(digits, digits[1:], strict=False) if text[i] != text[j]]
    random.shuffle(tries)
    drawn = [_with(text, {i: text[j], j: text[i]}) for i, j in tries]
    for index in random.sample(digits, len(digits)):
        drawn.append(_with(text, {index: str((int(text[index]) + random.randint(1, 9)) % 10)}))
    for changed in drawn:
        is_whole = changed[0] != "0" or changed.startswith("0.")
        if is_whole and abs(number(changed) - number(text)) >= least:
            return changed
    return None


def _with(text: str, changes: dict[int, str]) -> str:
    return "".join(changes.get(index, character) for index, character in enumerate(text))


def _least(draft: Draft, least: Decimal) -> Decimal:
    return least * (10_000 if draft.story.unit == "元" else 1)


def _chosen(random: Random, keys: list[str]) -> str | None:
    return random.choice(sorted(keys)) if keys else None


def _part(
    draft: Draft, kind: str, variety: str, key: str, stated: str, follows: tuple[str, ...], **more: object
) -> Edit:
    parts = {key: stated} | dict(more.pop("parts", {}))  # type: ignore[call-overload]
    accepts = (kind, *more.pop("accepts", ()))  # type: ignore[misc]
    return Edit(kind, variety, key, stated, draft.parts[key], key, accepts, follows, parts)


# narrative_vs_table


def told_otherwise(prefix: str, suffix: str = "") -> Plot:
    """A figure in prose that its table has otherwise."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        keys = [
            key
            for key in draft.told(prefix, suffix)
            if key in draft.story.values and table_cells(draft, key) and draft.story.values[key] >= 1
        ]
        key = _chosen(random, keys)
        stated = misprint(random, draft.parts[key], _least(draft, LEAST_AMOUNT)) if key else None
        if not key or not stated:
            return None
        return _part(draft, "narrative_vs_table", prefix.strip("."), key, stated, PROSE)

    return plot


# percent_vs_computed, rate_of_other_base


def _ratio_keys(draft: Draft, prefix: str, suffix: str) -> list[str]:
    """Percentages whose terms are large enough to tell that they are wrong."""
    ratios = draft.story.ratios
    return [key for key in draft.told(prefix, suffix) if key in ratios and min(ratios[key]) >= 2]


def wrong_percentage(variety: str, prefix: str, suffix: str) -> Plot:
    """A percentage that its own terms do not give."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        keys = [key for key in _ratio_keys(draft, prefix, suffix) if number(draft.parts[key]) >= 3]
        key = _chosen(random, keys)
        stated = misprint(random, draft.parts[key], LEAST_PERCENT) if key else None
        if not key or not stated:
            return None
        follows = ("rate_of_other_base", "narrative_vs_form", "direction_vs_sign", "sum_vs_total")
        return _part(draft, "percent_vs_computed", variety, key, stated, follows)

    return plot


def other_base(variety: str, prefix: str, suffix: str) -> Plot:
    """A rate over this year's figure, or budget over actual instead of actual over budget."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        stated = {}
        for key in _ratio_keys(draft, prefix, suffix):
            part, whole = draft.story.ratios[key]
            if suffix == "change_percent":
                growth = draft.parts.get(key.removesuffix("change_percent") + "growth")
                part, whole = part, whole + (part if growth == "增长" else -part)
            else:
                part, whole = whole, part
            if whole > 0:
                told = draft.story.rate(part, whole)
                if abs(number(told) - number(draft.parts[key])) >= LEAST_PERCENT:
                    stated[key] = told
        key = _chosen(random, list(stated))
        if not key:
            return None
        return _part(
            draft,
            "rate_of_other_base",
            variety,
            key,
            stated[key],
            ("narrative_vs_form",),
            accepts=("percent_vs_computed",),
        )

    return plot


# direction_vs_sign


def wrong_direction(variety: str, prefix: str, suffix: str) -> Plot:
    """增加 for 减少, 增长 for 下降: the sentence's other words or figures say the opposite."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        keys = [
            key
            for key in draft.told(prefix, f".{suffix}")
            if draft.parts[key] in OPPOSITE
            and (
                suffix == "growth"
                or key.endswith("against_initial.direction")
                or key.replace("direction", "growth") in draft.parts
            )
        ]
        key = _chosen(random, keys)
        if not key:
            return None
        stated = OPPOSITE[draft.parts[key]]
        return _part(
            draft, "direction_vs_sign", variety, key, stated, ("percent_vs_computed", "rate_of_other_base")
        )

    return plot


def wrong_comparison(is_level: bool) -> Plot:
    """大于 for 小于, or 持平 of figures that differ."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        keys = [
            key
            for key in draft.told(suffix=".than")
            if "大于" in draft.parts[key] or "小于" in draft.parts[key]
        ]
        key = _chosen(random, keys)
        if not key:
            return None
        text = draft.parts[key]
        swapped = text.replace("大于", "小于") if "大于" in text else text.replace("小于", "大于")
        stated = text.replace("大于", "等于").replace("小于", "等于") if is_level else swapped
        return _part(draft, "direction_vs_sign", "level" if is_level else "than", key, stated, ())

    return plot


# sum_vs_total, count_vs_list, narrative_vs_narrative


def wrong_part(
    variety: str, prefix: str, keys: tuple[str, ...] = (), least: Decimal = Decimal("0.2")
) -> Plot:
    """One of the parts of a total that are told in prose only."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        chosen = [
            key
            for key in draft.told(prefix)
            if (not keys or key in keys)
            and not key.endswith(".total")
            and draft.story.values.get(key, Decimal(0)) >= 1
            and f"{key.rpartition('.')[0]}.rate" not in draft.parts
        ]
        key = _chosen(random, chosen)
        stated = misprint(random, draft.parts[key], _least(draft, least)) if key else None
        if not key or not stated:
            return None
        return _part(draft, "sum_vs_total", variety, key, stated, PROSE)

    return plot


def wrong_count(variety: str, prefix: str, kind: str = "sum_vs_total") -> Plot:
    """A number of vehicles, people, units or projects that the listed ones do not make."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        key = _chosen(random, [key for key in draft.told(prefix) if draft.parts[key].isdigit()])
        if not key:
            return None
        stated = str(max(int(draft.parts[key]) + random.choice((-1, 1, 2)), 0))
        if stated == draft.parts[key]:
            return None
        follows = ("count_vs_list", "sum_vs_total", "narrative_vs_narrative")
        return _part(draft, kind, variety, key, stated, follows)

    return plot


def wrong_initial_total(draft: Draft, random: Random) -> Edit | None:
    """The initial budget of all classes is not the sum of theirs; its rate follows the misprint."""
    if "total.execution_rate" not in draft.parts:
        return None
    initial, actual = draft.story.values["initial_budget"], draft.story.values["actual"]
    told = misprint(random, draft.parts["initial_budget"], _least(draft, LEAST_CELL))
    if not told:
        return None
    wrong = number(told) / (10_000 if draft.story.unit == "元" else 1)
    same_side = (actual > wrong) == (actual > initial) and "持平" not in draft.parts.get("total.than", "")
    if not same_side or abs(actual - wrong) * 20 <= wrong:
        return None
    parts = {"total.execution_rate": draft.story.rate(actual, wrong)}
    if "initial_budget@2" in draft.parts:
        parts["initial_budget@2"] = told
    return _part(draft, "sum_vs_total", "initial", "initial_budget", told, PROSE, parts=parts)


def told_twice(draft: Draft, random: Random) -> Edit | None:
    """The initial budget is told a second time, and otherwise."""
    key = "initial_budget@2"
    stated = misprint(random, draft.parts[key], _least(draft, LEAST_CELL)) if key in draft.parts else None
    if not stated:
        return None
    return _part(draft, "narrative_vs_narrative", "initial", key, stated, (), accepts=("sum_vs_total",))


def wrong_evaluated_amount(draft: Draft, random: Random) -> Edit | None:
    """The amount under evaluation is not what the listed projects make."""
    key = "evaluation.amount"
    stated = misprint(random, draft.parts[key], _least(draft, LEAST_CELL)) if key in draft.parts else None
    if not stated:
        return None
    wrong = number(stated) / (10_000 if draft.story.unit == "元" else 1)
    share = draft.story.rate(wrong, draft.story.ratios["evaluation.share"][1])
    accepts = ("narrative_vs_form", "narrative_vs_table", "narrative_vs_narrative")
    return _part(
        draft,
        "sum_vs_total",
        "evaluation",
        key,
        stated,
        PROSE,
        parts={"evaluation.share": share},
        accepts=accepts,
    )


# names


def two_names(draft: Draft, random: Random) -> Edit | None:
    """An item code stands under another item's name in one of the statements."""
    printed = [s for s in CODED if draft.table(s) and draft.figures.rows(s)]
    items = [row for row in draft.figures.rows(GENERAL) if len(row.item) == 7]
    row = random.choice(items)
    own = {r.name for r in draft.figures.rows("expenditure_by_function")}
    near = [
        n
        for code, n in names("functions").items()
        if code.startswith(row.item[:3]) and len(code) == 7 and n not in own
    ]
    if not near or len(printed) < 2:
        return None
    statement, name = random.choice(("expenditure_by_function", GENERAL)), random.choice(sorted(set(near)))
    return Edit(
        "code_two_names",
        "item",
        row.item,
        name,
        row.name,
        cell_key(statement, row.item, "total"),
        ("code_two_names", "code_name"),
        (),
        names={(statement, row.item): name},
        also=tuple(cell_key(s, row.item, "total") for s in printed),
    )


def wrong_class_name(draft: Draft, random: Random) -> Edit | None:
    """A class is called as another class in every statement with codes."""
    rows = [row for row in draft.figures.rows(GENERAL) if len(row.item) == 3]
    used = {row.name for row in draft.figures.rows("expenditure_by_function")}
    others = [
        n for n in ("教育支出", "国防支出", "科学技术支出", "交通运输支出", "金融支出") if n not in used
    ]
    return _renamed_everywhere("class", draft, random.choice(rows), random.choice(others))


def wrong_item_name(draft: Draft, random: Random) -> Edit | None:
    """An item is called as one of another class in every statement with codes."""
    rows = [row for row in draft.figures.rows(GENERAL) if len(row.item) == 7]
    row = random.choice(rows)
    known = names("functions")
    counts: dict[str, int] = {}
    for code, name in known.items():
        counts[name] = counts.get(name, 0) + len(code) // 7
    others = sorted(
        n for code, n in known.items() if code[:3] != row.item[:3] and len(code) == 7 and counts[n] == 1
    )
    return _renamed_everywhere("item", draft, row, random.choice(others))


def _renamed_everywhere(variety: str, draft: Draft, row: object, name: str) -> Edit | None:
    code, own = row.item, row.name  # type: ignore[attr-defined]
    printed = [s for s in CODED if any(r.item == code for r in draft.figures.rows(s))]
    keys = [cell_key(s, code, "total") for s in printed]
    # A class whose row has no total in a statement has no key there; the first with one tells the page.
    known = [key for key in keys if key in draft.cells]
    return Edit(
        "code_name",
        variety,
        code,
        name,
        own,
        known[0],
        ("code_name",),
        ("code_two_names",),
        names={(statement, code): name for statement in printed},
        also=tuple(known),
    )


def wrong_economic_name(draft: Draft, random: Random) -> Edit | None:
    """An economic item is called as another one."""
    measure = "total" if draft.figures.report_type == "budget" else "amount"
    rows = [
        row
        for row in draft.figures.rows(ECONOMIC)
        if len(row.item) == 5 and row.item.isdigit() and measure in row.amounts
    ]
    used = {row.name for row in draft.figures.rows(ECONOMIC)}
    others = sorted(n for code, n in names("economics").items() if len(code) == 5 and n not in used)
    row = random.choice(rows)
    name = random.choice([n for n in others if not names("economics").get(row.item, "") == n])
    return Edit(
        "code_name",
        "economic",
        row.item,
        name,
        row.name,
        cell_key(ECONOMIC, row.item, measure),
        ("code_name",),
        ("code_two_names",),
        names={(ECONOMIC, row.item): name},
    )


def _misspelt(draft: Draft, random: Random, name: str) -> str | None:
    """The name with a wrong character."""
    changes = [
        (right.removesuffix("区"), wrong.removesuffix("区"))
        for _, right, _, wrong in DISTRICTS
        if right == draft.figures.department.district
    ]
    changes += [(right, wrong) for right, wrong in MISSPELT_OFFICES.items() if name.endswith(right)]
    right, wrong = random.choice(changes)
    return name.replace(right, wrong)


def _other_office(draft: Draft, random: Random, name: str) -> str | None:
    """Another office of the same district."""
    department = draft.figures.department
    before = name.partition(department.district)[0].removeprefix("中国共产党").removeprefix("中共")
    others = [office for office in OFFICES if not name.endswith(office)]
    return f"{before}{department.district}{random.choice(others)}" if department.district in name else None


def other_name(kind: str, is_in_table: bool) -> Plot:
    """The department misspelt (department_name), or another one's name (other_department)."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        change = _misspelt if kind == "department_name" else _other_office
        accepts = (kind, "department_name" if kind == "other_department" else "other_department")
        if not is_in_table:
            key = _chosen(random, draft.told(suffix=".department"))
            name = change(draft, random, draft.parts[key]) if key else None
            return _part(draft, kind, "prose", key, name, (), accepts=accepts[1:]) if key and name else None
        name = draft.figures.department.statement_name
        wrong = change(draft, random, name)
        statement = random.choice(
            (GENERAL, ECONOMIC, "three_public", "revenue_expenditure_summary", "expenditure_by_function")
        )
        table = draft.table(statement)
        if not wrong or table is None or not any(name in left for left, _ in table.above):
            return None
        title = f"{statement}/title"
        return Edit(kind, "table", title, wrong, name, title, accepts, (), lines=((statement, name, wrong),))

    return plot


def other_year(where: str) -> Plot:
    """A sentence of this year's section, or a table's title, tells another year."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        year = draft.figures.fiscal_year
        wrong = str(year + random.choice((-1, -1, -2, 1)))
        if where == "title":
            statement = random.choice(
                (GENERAL, "three_public", "expenditure_by_function", "appropriation_summary")
            )
            title = f"{statement}/title"
            table = draft.table(statement)
            if table is None:
                return None
            stated = table.title.replace(str(year), wrong)
            return Edit(
                "other_year",
                where,
                title,
                stated,
                table.title,
                title,
                ("other_year",),
                (),
                lines=((statement, str(year), wrong),),
            )
        keys = [
            key
            for key in draft.told(where, ".year")
            if "total.both.before" not in draft.parts or not key.startswith("total.both")
        ]
        key = _chosen(random, keys)
        return (
            _part(draft, "other_year", where or "prose", key, wrong, ("narrative_vs_table",)) if key else None
        )

    return plot


# template


def unmade_choice(draft: Draft, random: Random) -> Edit | None:
    """增加(减少), 增长(下降)."""
    key = _chosen(random, [key for key in draft.told(suffix=".direction") if draft.parts[key] in CHOICES])
    if not key:
        return None
    wide = random.random() < 0.5
    growth = key.replace("direction", "growth")
    parts = {k: CHOICES[draft.parts[k]] for k in (key, growth) if k in draft.parts}
    if wide:
        parts = {k: text.translate(str.maketrans("()", "（）")) for k, text in parts.items()}
    return _part(draft, "template", "choice", key, parts[key], ("direction_vs_sign",), parts=parts)


def unfilled(variety: str, suffix: str, stated: str) -> Plot:
    """XX, …… or a blank where a reason or a count is due."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        keys = draft.told(suffix=suffix)
        key = _chosen(random, keys)
        return (
            _part(draft, "template", variety, key, stated, ("sum_vs_total", "count_vs_list")) if key else None
        )

    return plot


def instruction(draft: Draft, random: Random) -> Edit | None:
    """The form's own instruction was left in."""
    return _part(draft, "template", "instruction", "glossary.end", NO_REST, ())


# statements


def left_out(statement: str) -> Plot:
    """A required statement is not there."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        table = draft.table(statement)
        if table is None:
            return None
        accepts = ("statement_missing",)
        return Edit(
            accepts[0], statement, statement, None, table.title, None, accepts, ANY_FIGURE, dropped=statement
        )

    return plot


def empty_without_a_word(statement: str, key: str) -> Plot:
    """A statement has no figures, and nothing says that this is right."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        if draft.figures.rows(statement) or key not in draft.parts:
            return None
        title = f"{statement}/title"
        return Edit(
            "statement_empty",
            statement,
            statement,
            None,
            draft.parts[key],
            title,
            ("statement_empty",),
            (),
            parts={key: random.choice(("具体情况见附表。", "详见公开表格。"))},
            without_notes=statement,
        )

    return plot


# forms


def wrong_score(measure: str) -> Plot:
    """A score, total or rate of a form that does not follow from its rule."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        keys = sorted(
            k for k in draft.cells if k.startswith("evaluation.") and k.endswith(f"/TOTAL/{measure}")
        )
        keys = [k for k in keys if not k.startswith("evaluation.0") or measure != "score"]
        key = _chosen(random, keys)
        least = Decimal(2) if measure == "rate" else Decimal("0.05")
        stated = misprint(random, draft.cells[key], least) if key else None
        if not key or not stated:
            return None
        return Edit(
            "score_vs_rule",
            measure,
            key,
            stated,
            draft.cells[key],
            key,
            ("score_vs_rule",),
            ("narrative_vs_form", "percent_vs_computed"),
            cells={key: stated},
        )

    return plot


def review_otherwise(measure: str) -> Plot:
    """A review tells another amount than its form; its rate follows the misprint."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        reviews = [
            k
            for k in draft.told("project_list.", f".{measure}")
            if f"{k.rpartition('.')[0]}.rate" in draft.parts
        ]
        key = _chosen(random, [k for k in reviews if draft.story.values[k] >= 1])
        stated = misprint(random, draft.parts[key], _least(draft, LEAST_AMOUNT)) if key else None
        if not key or not stated:
            return None
        wrong = number(stated) / (10_000 if draft.story.unit == "元" else 1)
        rate = key.rpartition(".")[0] + ".rate"
        executed, budget = draft.story.ratios[rate]
        terms = (wrong, budget) if measure == "executed" else (executed, wrong)
        parts = {rate: draft.story.rate(*terms)}
        return _part(draft, "narrative_vs_form", measure, key, stated, PROSE, parts=parts)

    return plot


def department_otherwise(measure: str) -> Plot:
    """The department's own amounts or score in prose are not its form's."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        key = f"evaluation.department.{measure}"
        if key not in draft.parts:
            return None
        stated = misprint(
            random, draft.parts[key], LEAST_AMOUNT if measure == "score" else _least(draft, LEAST_CELL)
        )
        if not stated:
            return None
        return _part(draft, "narrative_vs_form", f"department_{measure}", key, stated, PROSE)

    return plot


# cells


def wrong_cell(variety: str, statement: str, suffix: str) -> Plot:
    """A figure of a statement is misprinted, so that an identity breaks."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        factor = 10_000 if draft.style.unit == "元" else 1
        keys = [
            key
            for key, text in draft.cells.items()
            if key.startswith(statement)
            and key.endswith(suffix)
            and text.strip()
            and number(text) >= 10 * factor
        ]
        key = _chosen(random, keys)
        stated = misprint(random, draft.cells[key], LEAST_CELL * factor) if key else None
        if not key or not stated:
            return None
        return Edit(
            "changed_cell",
            variety,
            key,
            stated,
            draft.cells[key],
            key,
            (BROKEN,),
            ANY_FIGURE,
            cells={key: stated},
        )

    return plot


def wrong_note(draft: Draft, random: Random) -> Edit | None:
    """A note under a table gives the sum to another line."""
    statement = "revenue_expenditure_summary"
    table = draft.table(statement)
    if table is None or not any("57 行＝" in note for note in table.notes):
        return None
    title = f"{statement}/title"
    return Edit(
        "table_note",
        "line",
        title,
        "59 行＝",
        "57 行＝",
        title,
        ("table_note", BROKEN),
        (),
        lines=((statement, "57 行＝", "59 行＝"),),
    )
