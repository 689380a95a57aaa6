"""The self-evaluation of a final account: the summaries and reviews in prose, then the forms."""

from dataclasses import replace
from decimal import Decimal

from tests.corpus.audit.figures import GENERAL
from tests.corpus.audit.forms import forms
from tests.corpus.audit.teller import Teller
from tests.corpus.blocks import Table
from tests.corpus.figures import Figures

REMARKS = (
    "备注：1.预算执行情况口径：预算数为调整后财政资金总额，执行数为资金使用单位财政资金实际支出数。",
    "2.定量指标计分原则：正向指标（即目标值为≥X），得分＝权重*B/A；反向指标（即目标值为≤X），得分＝权重*A/B。",
    "3.定性指标分为达成预期、部分达成预期、未达成预期三档，分别按100%-80%、80%-50%、50%-0%确定分值。",
)


def tell(story: Teller, figures: Figures) -> None:
    """Section thirteen and the forms."""
    department, *projects = figures.projects
    executed = sum((Decimal(project.executed) for project in projects), Decimal(0))
    whole = figures.value(GENERAL, "TOTAL", "project")
    year = figures.fiscal_year
    count, amount = (
        story.put("evaluation.projects", str(len(projects))),
        story.money("evaluation.amount", executed),
    )
    share = story.percent("evaluation.share", executed, whole)
    story.head("十三、预算绩效情况说明")
    story.say(
        f"(一)预算绩效管理工作开展情况。根据预算绩效管理要求，{story.us}组织对 {year} 年度"
        f"一般公共预算项目支出{story.pick('全面', '')}开展绩效自评，共涉及项目 {count} 个，"
        f"资金 {amount}，占一般公共预算项目支出总额的 {share}。"
    )
    budget, spent = (Decimal(value) for value in (department.budget, department.executed))
    parts = (
        story.money("evaluation.department.budget", budget),
        story.money("evaluation.department.executed", spent),
    )
    score = story.put("evaluation.department.score", department.score)
    story.say(
        "(二)部门整体支出自评结果。"
        + story.pick(
            f"全年预算数为 {parts[0]}，执行数为 {parts[1]}，得分 {score} 分。",
            f"部门整体支出绩效自评得分为 {score} 分。全年预算数 {parts[0]}，执行数 {parts[1]}。",
        )
    )
    again = ""
    if story.random.random() < 0.5:
        count = story.put("evaluation.projects", str(len(projects)))
        again = f"反映所有项目绩效自评结果，共涉及 {count} 个一级项目。"
    story.say(f"(三)项目支出自评结果。{again}")
    for number, project in enumerate(projects, 1):
        key, budget, spent = f"project_list.{number}", Decimal(project.budget), Decimal(project.executed)
        parts = story.money(f"{key}.budget", budget), story.money(f"{key}.executed", spent)
        rate = story.percent(f"{key}.rate", spent, budget)
        story.say(
            f"{number}.{project.name}项目绩效自评综述："
            + story.pick(
                f"项目全年预算数为 {parts[0]}，执行数为 {parts[1]}，完成预算的 {rate}。",
                f"全年预算数 {parts[0]}，执行数 {parts[1]}，预算执行率 {rate}。",
            )
            + "主要产出和效益：各项绩效指标按计划完成。"
        )
    story.blocks.extend(_forms(story, figures))


def _forms(story: Teller, figures: Figures) -> list[Table]:
    remarks = REMARKS if story.random.random() < 0.5 else ()
    return [replace(table, notes=remarks) for table in forms(story.random, figures)]
