"""Evaluation forms of other years and kinds than the samples print, from one description of what a form says.

`Sheet` says what is on a form; a function per form draws it. Nothing here is of a real department.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from tests.corpus.blocks import Block, Cell, Grid, Table
from tests.corpus.cells import word, words
from tests.corpus.disclosure import compose
from tests.corpus.dress import dress
from tests.corpus.figures import Figures, Indicator
from tests.corpus.layout import render
from tests.corpus.styles import Style

TICKED, OPEN = "√", "□"
LEVELS = ("一级指标", "二级指标", "三级指标")
Rows = list[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with the indicators under it; `weight` in points, `number` as it is printed."""

    indicators: tuple[Indicator, ...]
    text: str | None = None
    weight: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form says; amounts in 万元.

    Attributes:
        options: (group, options, index of the ticked one); a group is category, attribute or type.
        lines: lines of expenditure of an application, name and amount.
        earlier: budgets of the two years before, the nearer first.
        private: a name and a telephone number, which must get nowhere.
    """

    title: str
    unit: str
    goals: tuple[Goal, ...]
    budget: str
    executed: str | None = None
    rate: str | None = None
    execution_score: str | None = None
    score: str | None = None
    project: str | None = None
    basic: str | None = None
    project_total: str | None = None
    deviation: str = ""
    improvement: str = ""
    date: str | None = None
    options: tuple[tuple[str, tuple[str, ...], int], ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    earlier: tuple[str, ...] = ()
    private: tuple[str, str] = ("", "")


GROUPS = {"category": "项目类别", "attribute": "项目属性", "type": "项目类型"}


def _levelled(goal: Goal, columns: tuple[str, ...], is_level2_merged: bool) -> Rows:
    """A row per indicator: first (and second) levels merged over their runs, then the fields named."""
    rows: Rows = []
    for first, of_first in groupby(goal.indicators, key=lambda one: one.first):
        of_first_all = list(of_first)
        cells: list[Cell] = [word(first, 1, len(of_first_all))]
        for second, of_second in groupby(of_first_all, key=lambda one: one.second):
            of_second_all = list(of_second)
            if is_level2_merged:
                cells.append(word(second, 1, len(of_second_all)))
            for one in of_second_all:
                if not is_level2_merged:
                    cells.append(word(second))
                rows.append((*cells, *(word(getattr(one, column)) for column in columns)))
                cells = []
    return rows


def _boxes(options: tuple[str, ...], ticked: int) -> str:
    return "".join(
        f"{number}、{option}{TICKED if number - 1 == ticked else OPEN}"
        for number, option in enumerate(options, 1)
    )


def _asked(sheet: Sheet, columns: int) -> Rows:
    return [
        (word(GROUPS[group]), Cell(_boxes(options, ticked), columns))
        for group, options, ticked in sheet.options
    ]


def _above(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    return ((f"单位名称：{sheet.unit}", f"填报日期：{sheet.date}"),) if sheet.date else ()


def _head(sheet: Sheet, columns: int) -> Rows:
    if sheet.project is None:
        rows: Rows = [(word("单位名称"), word(sheet.unit, columns))]
        if sheet.basic and sheet.project_total:
            middle = columns - 3
            rows.append(
                (
                    word("基本支出总额"),
                    word(sheet.basic, 2),
                    word("项目支出总额"),
                    word(sheet.project_total, middle),
                )
            )
        return rows
    return [
        (word("项目名称"), word(sheet.project, columns)),
        (word("主管部门"), word(sheet.unit, 2), word("项目实施单位"), word(sheet.unit, columns - 3)),
        *_asked(sheet, columns),
    ]


def form_2021(sheet: Sheet) -> Table:
    """Each goal with its weight, its text and its own indicators; amounts with 万 behind them."""
    rows = _head(sheet, 6)
    rows += [
        (
            word("预算执行情况\n（万元）（20\n分）", 1, 2),
            word("", 2),
            *words(("预算数（A）", "执行数（B）", "执行率（B/A）", "得分（20分*\n执行率）")),
        ),
        (
            word("年度财政资金总额" if sheet.project else "部门整体支出总额", 2),
            *words(
                (f"{sheet.budget}万", f"{sheet.executed}万", sheet.rate or "", f"{sheet.execution_score}分")
            ),
        ),
    ]
    for goal in sheet.goals:
        indicators = _levelled(goal, ("third", "target", "actual", "score"), is_level2_merged=False)
        label = f"年度绩效目标\n{goal.number}（{goal.weight}分）"
        rows.append((word(label, 1, 2 + len(indicators)), Cell(goal.text or "", 6)))
        rows.append(words((*LEVELS, "年初目标值（A）", "实际完成值（B）", "得分")))
        rows += indicators
    rows += [
        (word("总分", 6), word(f"{sheet.score}分")),
        (word("偏差大或目标未完成原因分\n析", 2), Cell(sheet.deviation, 5)),
        (word("改进措施及结果应用方案", 2), Cell(sheet.improvement, 5)),
    ]
    return Table(
        "form_2021",
        sheet.title,
        _above(sheet),
        Grid((66, 58, 62, 100, 68, 68, 60), (), tuple(rows)),
        (),
        False,
    )


def form_2024(sheet: Sheet) -> list[Table]:
    """No scores. The department's indicators begin a page and a table of their own, without a title."""
    rows = _head(sheet, 4 if sheet.project is None else 5)
    side = "项目年度绩效指\n标" if sheet.project else "年度绩效指标"
    funds = words(("预算数（A）", "执行数（B）", "执行率（B/A）"))
    paid = words((sheet.budget, sheet.executed or "", sheet.rate or ""))
    width = 1 if sheet.project is None else 2
    rows += [
        (word("预算执行情况\n（万元）", 1, 2), word("", width), *funds),
        (word("年度财政资金总额" if sheet.project else "部门整体支出总额", width), *paid),
    ]
    (goal,) = sheet.goals
    indicators = _levelled(goal, ("third", "target", "actual"), is_level2_merged=True)
    tree: Rows = [
        (word(side, 1, 1 + len(indicators)), *words((*LEVELS, "年初目标值（A）", "实际完成值（B）"))),
        *indicators,
        (word("偏差大或目标未完成原因分析", 2), Cell(sheet.deviation, 4)),
        (word("改进措施及结果应用方案", 2), Cell(sheet.improvement, 4)),
    ]
    six = (66, 58, 76, 120, 76, 76)
    if sheet.project is not None:
        grid = Grid(six, (), (*rows, *tree))
        return [Table("form_2024", sheet.title, _above(sheet), grid, (), False)]
    rows.append((word(f"年度目标{goal.number}"), Cell(goal.text or "", 4)))
    first = Table(
        "form_2024", sheet.title, _above(sheet), Grid((80, 100, 100, 96, 96), (), tuple(rows)), (), False
    )
    return [first, Table("form_2024", "", (), Grid(six, (), tuple(tree)), (), False)]


def form_national(sheet: Sheet) -> Table:
    """The Ministry's form: weights in a column, funds in four rows, the goal beside what was reached."""
    rows: Rows = [
        (word("项目名称"), word(sheet.project or "", 8)),
        (word("主管部门"), word(sheet.unit, 3), word("实施单位"), word(sheet.unit, 4)),
        (
            word("项目资金\n（万元）", 1, 3),
            word("", 2),
            *words(("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")),
        ),
        (
            word("年度资金总额", 2),
            *words(
                (
                    sheet.budget,
                    sheet.budget,
                    sheet.executed or "",
                    "10",
                    sheet.rate or "",
                    sheet.execution_score or "",
                )
            ),
        ),
        (
            word("其中：当年财政拨款", 2),
            *words((sheet.budget, sheet.budget, sheet.executed or "", "—", sheet.rate or "", "—")),
        ),
    ]
    (goal,) = sheet.goals
    indicators = [
        (*row[:-2], row[-2], row[-1], Cell(""))
        for row in _levelled(goal, ("third", "target", "actual", "score", "score"), is_level2_merged=True)
    ]
    rows += [
        (word("年度总体目标", 1, 2), word("预期目标", 4), word("实际完成情况", 4)),
        (Cell(goal.text or "", 4), Cell("已全部完成。", 4)),
        (
            word("绩效指标", 1, 1 + len(indicators)),
            *words((*LEVELS, "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")),
        ),
        *indicators,
        (word("总分", 6), word("100"), word(sheet.score or ""), word("")),
    ]
    return Table(
        "form_national",
        sheet.title,
        (),
        Grid((52, 52, 60, 90, 60, 60, 36, 40, 60), (), tuple(rows)),
        (),
        False,
    )


def summary(title: str, sheets: tuple[Sheet, ...]) -> Table:
    """The list of what was evaluated, its total first."""
    total = sum(Decimal(sheet.budget) for sheet in sheets)
    spent = sum(Decimal(sheet.executed or 0) for sheet in sheets)
    rows = [
        words(("", "合计", "表格及报告", str(total), str(spent), f"{spent / total * 100:.2f}%")),
        *(
            words(
                (
                    str(number),
                    sheet.project or "",
                    "表格及报告",
                    sheet.budget,
                    sheet.executed or "",
                    sheet.rate or "",
                )
            )
            for number, sheet in enumerate(sheets, 1)
        ),
    ]
    header = words(
        ("序号", "项目名称", "自评形式（表格/表格及\n报告）", "预算数", "全年执行数", "执行进度（%）")
    )
    above = (("", "单位：万元"),)
    return Table(
        "evaluation_summary", title, above, Grid((30, 150, 90, 70, 70, 70), (header,), tuple(rows)), (), False
    )


def application(sheet: Sheet) -> Table:
    """A budget's application for a project (项目申报表), with who is responsible and a telephone number."""
    (goal,) = sheet.goals
    name, telephone = sheet.private
    year = int(sheet.title[:4])
    told = "，".join(f"{year - back}年安排{amount}万元" for back, amount in enumerate(sheet.earlier, 1))
    indicators = [(*row, Cell("")) for row in _levelled(goal, ("third", "target"), is_level2_merged=True)]
    rows: Rows = [
        (word("项目名称"), word(sheet.project or "", 2), word("项目代码"), word("", 2)),
        (word("项目主管部门"), word(sheet.unit, 2), word("项目执行单位"), word(sheet.unit, 2)),
        (word("项目负责人"), word(name, 2), word("联系电话"), word(telephone, 2)),
        *_asked(sheet, 5),
        (word("项目申请理由"), Cell("依据年度工作要点开展。", 5)),
        (word("项目总预算"), word(sheet.budget, 2), word("项目当年预算"), word(sheet.budget, 2)),
        (word("项目前两年预算及当年预算变动情况"), Cell(f"1.{told}；2.当年预算无变动。", 5)),
        (
            word("项目支出预算及测算依据", 1, 1 + len(sheet.lines)),
            word("项目支出明细", 3),
            word("金额", 2),
        ),
        *((word(line, 3), word(amount, 2)) for line, amount in sheet.lines),
        (word("测算依据及说明"), Cell("按上年实际支出测算。", 5)),
        (word("项目绩效总目标"), Cell(goal.text or "", 5)),
        (
            word("项目年度绩效指标", 1, 1 + len(indicators)),
            *words(("一级指标", "二级指标", "指标内容", "指标值", "备注")),
        ),
        *indicators,
    ]
    above = (("", "资金单位：万元"),)
    return Table(
        "application", sheet.title, above, Grid((80, 66, 76, 110, 80, 60), (), tuple(rows)), (), False
    )


def slid(table: Table) -> Table:
    """The form after a program that knows no merged cells: every row's cells from the left, blanks behind."""
    width = len(table.grid.widths)
    waiting: dict[int, int] = {}
    rows: Rows = []
    for row in table.grid.body:
        placed = [Cell("")] * width
        column = 0
        below: dict[int, int] = {}
        for cell in row:
            while waiting.get(column, 0):
                column += 1
            placed[column] = replace(cell, columns=1, rows=1)
            for step in range(cell.columns):
                if cell.rows > 1:
                    below[column + step] = cell.rows - 1
            column += cell.columns
        waiting = {place: left - 1 for place, left in waiting.items() if left > 1} | below
        shown = [cell for cell in placed if cell.text]
        is_header = any(cell.text in LEVELS for cell in placed)
        if is_header or placed[0].text or len(shown) != 2:
            rows.append(tuple(placed))
        else:
            # A row of a third level and its target slides by a column.
            rows.append((Cell(""), Cell(""), shown[0], Cell(""), shown[1], Cell("")))
    return replace(table, grid=replace(table.grid, body=tuple(rows)))


def write_forms(figures: Figures, forms: list[Table], path: Path) -> None:
    """The department's disclosure with these forms in place of its own."""
    blocks: list[Block] = [
        block
        for block in compose(replace(figures, projects=figures.projects[:1]), Style())
        if not (isinstance(block, Table) and block.name.startswith("evaluation"))
    ]
    content, _ = render(dress([*blocks, *forms], Style()), Style(), figures.department.name, False)
    path.write_bytes(content)
