"""Words spoilt: names of codes and of departments, years, choices of the form that nobody made."""

from random import Random

from tests.corpus.audit.draft import Draft, Edit
from tests.corpus.audit.figures import DISTRICTS, ECONOMIC, GENERAL
from tests.corpus.audit.plot import (
    Plot,
    chosen,
    misstated,
)
from tests.corpus.blocks import cell_key
from tests.corpus.figures import Row
from tests.corpus.random_department import OFFICES
from tests.corpus.random_items import names

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
CHOICES = {
    "增加": "增加(减少)",
    "减少": "增加(减少)",
    "增长": "增长(下降)",
    "下降": "增长(下降)",
    "降低": "增长(下降)",
}
NO_REST = "(根据本部门使用的其他专用名词补充解释)。"


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


def _renamed_everywhere(variety: str, draft: Draft, row: Row, name: str) -> Edit | None:
    code, own = row.item, row.name
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
    name = random.choice([n for n in others if names("economics").get(row.item) != n])
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
            key = chosen(random, draft.told(suffix=".department"))
            name = change(draft, random, draft.parts[key]) if key else None
            return (
                misstated(draft, kind, "prose", key, name, (), accepts=accepts[1:]) if key and name else None
            )
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
        key = chosen(random, keys)
        return (
            misstated(draft, "other_year", where or "prose", key, wrong, ("narrative_vs_table",))
            if key
            else None
        )

    return plot


def unmade_choice(draft: Draft, random: Random) -> Edit | None:
    """增加(减少), 增长(下降)."""
    key = chosen(random, [key for key in draft.told(suffix=".direction") if draft.parts[key] in CHOICES])
    if not key:
        return None
    wide = random.random() < 0.5
    growth = key.replace("direction", "growth")
    parts = {k: CHOICES[draft.parts[k]] for k in (key, growth) if k in draft.parts}
    if wide:
        parts = {k: text.translate(str.maketrans("()", "（）")) for k, text in parts.items()}
    return misstated(draft, "template", "choice", key, parts[key], ("direction_vs_sign",), parts=parts)


def unfilled(variety: str, suffix: str, stated: str) -> Plot:
    """XX, …… or a blank where a reason or a count is due."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        keys = draft.told(suffix=suffix)
        key = chosen(random, keys)
        return (
            misstated(draft, "template", variety, key, stated, ("sum_vs_total", "count_vs_list"))
            if key
            else None
        )

    return plot


def instruction(draft: Draft, random: Random) -> Edit | None:
    """The form's own instruction was left in."""
    return misstated(draft, "template", "instruction", "glossary.end", NO_REST, ())
