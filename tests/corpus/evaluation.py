"""Self-evaluation forms (绩效自评表): one for the department, one per project, and what the prose says."""

from decimal import ROUND_HALF_UP, Decimal

from tests.corpus.blocks import Cell, Grid, Table, cell_key
from tests.corpus.cells import word, words
from tests.corpus.figures import Figures, Indicator, Project
from tests.corpus.story import Story

FULL_RATE_SCORE = 20


def rate(project: Project) -> str:
    """Executed over budget with two decimals and a percent sign."""
    share = Decimal(project.executed) / Decimal(project.budget) * 100
    return f"{share.quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def rate_score(project: Project) -> str:
    """The score for execution: 20 points times the rate."""
    score = Decimal(project.executed) / Decimal(project.budget) * FULL_RATE_SCORE
    return str(score.quantize(Decimal("0.01"), ROUND_HALF_UP))


def indicator_rows(
    name: str, indicators: tuple[Indicator, ...], label: Cell, first: int = 1
) -> list[tuple[Cell, ...]]:
    """The indicators of a goal under their header, which `label` leads; their keys count from `first`."""
    rows: list[tuple[Cell, ...]] = []
    for index, line in enumerate(indicators):
        cells = [
            word(line.second),
            word(line.third),
            word(line.target),
            Cell(line.actual, align="center", key=cell_key(name, str(first + index), "actual")),
            Cell(line.score, align="center", key=cell_key(name, str(first + index), "score")),
        ]
        if index == 0 or indicators[index - 1].first != line.first:
            run = 1
            while index + run < len(indicators) and indicators[index + run].first == line.first:
                run += 1
            cells.insert(0, word(line.first, 1, run))
        rows.append(tuple(cells))
    header = (
        label,
        *words(("一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分")),
    )
    return [header, *rows]


def form(figures: Figures, number: int, project: Project) -> Table:
    """The self-evaluation form of the department (number 0) or of a project, its figures keyed."""
    name = f"evaluation.{number}"
    who = figures.department.short_name

    def keyed(text: str, measure: str) -> Cell:
        return Cell(text, align="center", key=cell_key(name, "TOTAL", measure))

    is_department = number == 0
    body: list[tuple[Cell, ...]] = [
        (
            word("单位名称" if is_department else "项目名称"),
            word(figures.department.name if is_department else project.name, 6),
        ),
        (word("主管部门"), word(who, 2), word("项目实施单位"), word(who, 3)),
        (
            word("预算执行情况\n（万元）（20\n分）", 1, 2),
            word("", 2),
            *words(("预算数（A）", "执行数（B）", "执行率（B/A）", "得分（20分*执\n行率）")),
        ),
        (
            word("部门整体支出总额" if is_department else "年度财政资金总额", 2),
            keyed(project.budget, "budget"),
            keyed(project.executed, "executed"),
            keyed(rate(project), "rate"),
            keyed(rate_score(project), "rate_score"),
        ),
        *indicator_rows(
            name, project.indicators, word("年度绩效目标\n（80分）", 1, len(project.indicators) + 1)
        ),
        (word("总分", 6), keyed(project.score, "score")),
        (word("偏差大或目标\n未完成原因分\n析"), Cell("", 6)),
        (word("改进措施及结\n果应用方案"), Cell("进一步细化预算编制，加快项目实施和资金支付进度。", 6)),
    ]
    subject = f"{who}部门整体绩效" if is_department else f"{project.name}项目"
    title = f"{figures.fiscal_year} 年度{subject}自评表"
    grid = Grid((66, 52, 62, 108, 68, 68, 58), (), tuple(body))
    return Table(name, title, (), grid, is_statement=False)


def tell(story: Story, figures: Figures) -> None:
    """Section thirteen of a final account: the summaries, then the forms."""
    department, *projects = figures.projects
    executed = sum((Decimal(project.executed) for project in projects), Decimal(0))
    whole = figures.value("general_budget_expenditure", "TOTAL", "project")
    story.head("十三、预算绩效情况说明")
    story.say(
        f"(一)预算绩效管理工作开展情况。根据预算绩效管理要求，本部门组织对 {figures.fiscal_year} "
        "年度一般公共预算项目支出"
        f"开展绩效自评，共涉及项目 {story.put('evaluation.projects', str(len(projects)))} 个，"
        f"资金 {story.money('evaluation.amount', executed)}"
        f"{story.share('evaluation', executed, whole, '一般公共预算项目支出总额的')}。"
    )
    story.say(
        "(二)部门整体支出自评结果。"
        f"全年预算数为 {story.money('evaluation.department.budget', Decimal(department.budget))}，"
        f"执行数为 {story.money('evaluation.department.executed', Decimal(department.executed))}，"
        f"得分 {story.put('evaluation.department.score', department.score)} 分。"
    )
    story.say("(三)项目支出自评结果。")
    for number, project in enumerate(projects, 1):
        key = f"project_list.{number}"
        story.say(
            f"{number}.{project.name}项目绩效自评综述："
            f"项目全年预算数为 {story.put(f'{key}.budget', project.budget)} 万元，"
            f"执行数为 {story.put(f'{key}.executed', project.executed)} 万元，"
            f"完成预算的 {story.put(f'{key}.rate', rate(project))}。主要产出和效益：各项绩效指标按计划完成。"
        )
    story.blocks.extend(form(figures, number, project) for number, project in enumerate(figures.projects))
