"""Self-evaluation forms in three layouts: plain, with goals and boxes to tick, a later one without scores."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.corpus.blocks import Cell, Table, cell_key
from tests.corpus.cells import word, words
from tests.corpus.evaluation import form as plain
from tests.corpus.evaluation import indicator_rows
from tests.corpus.figures import Figures, Project

POINTS = 80
BOXES = (
    ("项目类别", ("1、部门预算项目", "2、区直专项", "3、上级转移支付项目")),
    ("项目属性", ("1、持续性项目", "2、新增性项目")),
    ("项目类型", ("1、常年性项目", "2、延续性项目", "3、一次性项目")),
)
GOALS = ("保证各项日常工作有序运行。", "完成年度重点任务，各项服务质量达标。")
TICKED, BLANK = "■", "□"

Row = tuple[Cell, ...]


def forms(random: Random, figures: Figures) -> list[Table]:
    """The forms of a document, all in one layout."""
    layouts = (plain, _with_goals, _unscored) if figures.form == "final_2024" else (plain, _with_goals)
    layout = random.choice(layouts)
    return [layout(figures, number, project) for number, project in enumerate(figures.projects)]


def _with_goals(figures: Figures, number: int, project: Project) -> Table:
    """Two goals, each with its weight, its text and its indicators; boxes in a project's form."""
    table = plain(figures, number, project)
    head, budget, total = _split(table)
    name = table.name
    middle: list[Row] = [] if number else [_whole(figures, name)]
    if number:
        middle = [_ticked(label, choices, number) for label, choices in BOXES]
    lines = project.indicators
    first = sum(int(line.score) for line in lines[:2])
    goals: list[Row] = []
    for goal, (part, weight) in enumerate(((lines[:2], first), (lines[2:], POINTS - first))):
        goals.append((word(f"年度绩效目标{goal + 1}\n（{weight}分）"), Cell(GOALS[goal], 6)))
        label = word("年度绩效\n指标", 1, len(part) + 1)
        goals += indicator_rows(name, part, label, 1 + 2 * goal)
    return _of(table, (*head, *middle, *budget, *goals, *total))


def _unscored(figures: Figures, number: int, project: Project) -> Table:
    """No scores: budget, executed and rate, one goal, indicators with target and actual."""
    table = plain(figures, number, project)
    head, budget, total = _split(table)
    middle: list[Row] = [] if number else [_whole(figures, table.name)]
    label = word("预算执行情况\n（万元）", 1, 2)
    names = words(("预算数（A）", "执行数（B）", "执行率（B/A）"))
    rate = replace(budget[1][3], columns=2)
    spent: list[Row] = [
        (label, word("", 2), *names[:2], replace(names[2], columns=2)),
        (*budget[1][:3], rate),
    ]
    heading = words(("一级指标", "二级指标", "三级指标", "年初目标值（A）"))
    lines: list[Row] = [
        (word("年度绩效\n指标", 1, len(project.indicators) + 1), *heading, word("实际完成值（B）", 2))
    ]
    lines += [
        (word(line.first), word(line.second), word(line.third), word(line.target), word(line.actual, 2))
        for line in project.indicators
    ]
    goal: Row = (word("年度目标1"), Cell(GOALS[0], 6))
    return _of(table, (*head, *middle, *spent, goal, *lines, *total[1:]))


def _split(table: Table) -> tuple[tuple[Row, ...], tuple[Row, ...], tuple[Row, ...]]:
    """The rows of a plain form: whose it is, budget and executed, total and remarks."""
    body = table.grid.body
    start = 2 if any(cell.text == "主管部门" for cell in body[1]) else 1
    return body[:start], body[start : start + 2], body[-3:]


def _whole(figures: Figures, name: str) -> Row:
    """Basic and project expenditure of the department, rounded so that they make what was executed."""
    executed = Decimal(figures.projects[0].executed)
    project = sum((Decimal(one.executed) for one in figures.projects[1:]), Decimal(0))
    return (
        word("基本支出总额"),
        Cell(str(executed - project), 2, align="center", key=cell_key(name, "TOTAL", "basic")),
        word("项目支出总额"),
        Cell(str(project), 3, align="center", key=cell_key(name, "TOTAL", "project")),
    )


def _ticked(label: str, choices: tuple[str, ...], number: int) -> Row:
    chosen = number % len(choices)
    boxes = [f"{text}{TICKED if index == chosen else BLANK}" for index, text in enumerate(choices)]
    return word(label), Cell("  ".join(boxes), 6)


def _of(table: Table, body: tuple[Row, ...]) -> Table:
    return replace(table, grid=replace(table.grid, body=body))
