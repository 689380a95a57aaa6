"""The narrative of a budget: the form's formulas, filled from the figures."""

from decimal import Decimal

from tests.corpus.figures import Figures
from tests.corpus.story import Story


def tell(story: Story, figures: Figures) -> None:
    """第三部分, sections one to nine."""
    story.turn()
    story.head(f"第三部分 {figures.department.short_name} {figures.fiscal_year} 年部门预算情况说明", "part")
    _appropriation(story, figures)
    _basic(story, figures)
    _three_public(story, figures)
    _whole(story, figures)
    _others(story, figures)


def _appropriation(story: Story, figures: Figures) -> None:
    year, statement = figures.fiscal_year, "general_budget_expenditure"
    total, basic, project = (figures.value(statement, "TOTAL", m) for m in ("total", "basic", "project"))
    story.head("一、财政拨款收支预算总体情况")
    story.say(
        f"{year} 年财政拨款收支总预算 {story.money('appropriation.both', total)}。收入包括："
        "一般公共预算财政拨款本年收入 "
        f"{story.money('appropriation.revenue', total)}。支出包括："
        f"基本支出 {story.money('expenditure.basic', basic)}，"
        f"项目支出 {story.money('expenditure.project', project)}。"
    )
    change, before = Decimal(figures.narrative["change"]), figures.narrative["compared_year"]
    key = "general_budget.expenditure"
    story.head("二、一般公共预算支出安排情况")
    story.say(
        f"{year} 年一般公共预算支出预算 {story.money(key, total)}，比 {before} 年预算"
        f"{story.change(key, total, change)}，"
        f"主要是{story.put(f'{key}.reason', figures.narrative['reason'])}。具体安排情况如下："
    )
    story.say(f"（一）基本支出 {story.money('general_budget.basic', basic)}，主要用于人员经费和公用经费。")
    story.say(f"（二）项目支出 {story.money('general_budget.project', project)}。其中：")
    for number, (name, amount) in enumerate(figures.narrative["project_list"], 1):
        story.say(f"{number}、{name} {story.money(f'project_list.{number}.budget', Decimal(amount))}。")


def _basic(story: Story, figures: Figures) -> None:
    statement = "general_budget_basic_by_economic"
    rows = figures.rows(statement)

    def names(measure: str) -> str:
        return "、".join(
            row.name for row in rows if row.item.isdigit() and len(row.item) == 5 and measure in row.amounts
        )

    total, personnel, public = (
        figures.value(statement, "TOTAL", m) for m in ("total", "personnel", "public_use")
    )
    story.head("三、一般公共预算基本支出安排情况")
    story.say(f"{figures.fiscal_year} 年一般公共预算基本支出 {story.money('basic.total', total)}。其中：")
    story.say(f"（一）人员经费 {story.money('basic.personnel', personnel)}，主要包括：{names('personnel')}。")
    story.say(f"（二）公用经费 {story.money('basic.public_use', public)}，主要包括：{names('public_use')}。")


def _three_public(story: Story, figures: Figures) -> None:
    def told(measure: str) -> str:
        return story.money(f"three_public.{measure}", figures.value("three_public", "TOTAL", measure))

    change = Decimal(figures.narrative["three_public_change"])
    total = figures.value("three_public", "TOTAL", "total")
    story.head("四、一般公共预算“三公”经费支出安排情况")
    story.say(
        f"{figures.fiscal_year} 年一般公共预算安排“三公”经费支出预算 {told('total')}。其中："
        "（1）因公出国（境）经费 "
        f"{told('overseas_travel')}；（2）公务用车购置及运行维护费 {told('vehicle')}（公务用车购置费 "
        f"{told('vehicle_purchase')}，公务用车运行维护费 {told('vehicle_operation')}）；"
        f"（3）公务接待费 {told('reception')}。"
    )
    story.say(
        f"{figures.fiscal_year} 年“三公”经费预算比 {figures.narrative['compared_year']} 年"
        f"{story.change('three_public.total', total, change)}，主要是严格控制出国和公务接待。"
    )


def _whole(story: Story, figures: Figures) -> None:
    year, statement = figures.fiscal_year, "expenditure_by_function"
    total, basic, project = (figures.value(statement, "TOTAL", m) for m in ("total", "basic", "project"))
    story.head("五、政府性基金预算支出安排情况")
    story.say(f"{year} 年本部门没有使用政府性基金预算安排的支出。")
    story.head("六、部门收支预算总体安排情况")
    story.say(f"按照综合预算的原则，{figures.department.short_name}所有收入和支出均纳入部门预算管理。")
    story.say(f"{year} 年部门收支总预算 {story.money('total.both', total)}。")
    story.head("七、部门收入预算安排情况")
    story.say(
        f"{year} 年部门收入预算 {story.money('revenue.total', total)}，其中：一般公共预算财政拨款收入 "
        f"{story.money('revenue.fiscal_appropriation', total)}"
        f"{story.share('revenue.fiscal_appropriation', total, total, '')}。"
    )
    story.head("八、部门支出预算安排情况")
    story.say(
        f"{year} 年部门支出预算 {story.money('expenditure.total', total)}，其中：基本支出 "
        f"{story.money('expenditure.basic', basic)}{story.share('expenditure.basic', basic, total, '')}；"
        "项目支出 "
        f"{story.money('expenditure.project', project)}"
        f"{story.share('expenditure.project', project, total, '')}。"
    )


def _others(story: Story, figures: Figures) -> None:
    year, told = figures.fiscal_year, figures.narrative
    bought = {key: Decimal(value) for key, value in told["procurement"].items()}
    assets = [(name, count, Decimal(value)) for name, count, value in told["assets"]]
    story.head("九、其他重要事项的情况说明")
    story.say(
        f"（一）机关运行经费情况。{year} 年部门本级机关运行经费 "
        f"{story.money('operating.budget', Decimal(told['operating']))}。"
    )
    story.say(
        f"（二）政府采购预算情况。{year} 年部门政府采购预算支出合计 "
        f"{story.money('procurement.total', sum(bought.values(), Decimal(0)))}。"
        f"包括：货物类 {story.money('procurement.goods', bought['goods'])}，"
        f"工程类 {story.money('procurement.works', bought['works'])}，"
        f"服务类 {story.money('procurement.services', bought['services'])}。"
    )
    listed = [f"{name} {count} {story.money(f'assets.{name}', value)}" for name, count, value in assets]
    story.say(
        f"（三）国有资产占有使用情况。截至 {year - 1} 年 12 月 31 日，部门共有资产 "
        f"{story.money('assets.total', sum((value for _, _, value in assets), Decimal(0)))}，其中："
        f"{'；'.join(listed)}。"
    )
    projects = story.put("evaluation.projects", str(len(told["project_list"])))
    story.say(
        f"（四）预算绩效管理情况。{year} 年部门预算支出全部纳入绩效管理，"
        f"设置了 {projects} 个项目支出绩效目标。"
    )
