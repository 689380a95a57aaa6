"""The narrative of a final account: the forms' formulas, filled from the figures."""

from decimal import Decimal

from tests.corpus.figures import Figures
from tests.corpus.final_2020 import NO_CAPITAL, NO_FUND
from tests.corpus.final_account import personnel_and_public
from tests.corpus.story import Story

REVENUE = (
    ("fiscal_appropriation", "财政拨款收入"),
    ("superior_subsidy", "上级补助收入"),
    ("institutional", "事业收入"),
    ("operating_revenue", "经营收入"),
    ("affiliate_remittance", "附属单位上缴收入"),
    ("other", "其他收入"),
)
BELOW, ABOVE = "年中压减一般性支出", "年中按程序追加预算"


def tell(story: Story, figures: Figures) -> None:
    """第三部分, sections one to twelve."""
    story.turn()
    story.head(f"第三部分 {figures.department.name} {figures.fiscal_year} 年度部门决算情况说明", "part")
    _totals(story, figures)
    _general_budget(story, figures)
    _basic(story, figures)
    _three_public(story, figures)
    _empty_funds(story, figures)
    _operating(story, figures)
    _procurement(story, figures)
    _vehicles(story, figures)


def _totals(story: Story, figures: Figures) -> None:
    year, reason = figures.fiscal_year, figures.narrative["reason"]
    total = figures.value("expenditure_by_function", "TOTAL", "total")
    change = Decimal(figures.narrative["change"])
    story.head("一、收入支出决算总体情况说明")
    story.say(
        f"{year} 年度收、支总计 {story.money('total.both', total)}。与 {year - 1} 年度相比，收、支总计"
        f"{story.change('total.both', total, change, '各')}，"
        f"主要原因是{story.put('total.both.reason', reason)}。"
    )
    story.head("二、收入决算情况说明")
    parts = [
        f"{name} {story.money(f'revenue.{measure}', value)}"
        f"{story.share(f'revenue.{measure}', value, total, '本年收入')}"
        for measure, name in REVENUE
        if (value := figures.value("revenue_by_function", "TOTAL", measure))
    ]
    story.say(f"{year} 年度收入合计 {story.money('revenue.total', total)}。其中：{'；'.join(parts)}。")
    story.head("三、支出决算情况说明")
    parts = [
        f"{name} {story.money(f'expenditure.{measure}', value)}"
        f"{story.share(f'expenditure.{measure}', value, total, '本年支出')}"
        for measure, name in (("basic", "基本支出"), ("project", "项目支出"))
        for value in [figures.value("expenditure_by_function", "TOTAL", measure)]
    ]
    story.say(f"{year} 年度支出合计 {story.money('expenditure.total', total)}。其中：{'；'.join(parts)}。")
    story.head("四、财政拨款收入支出决算总体情况说明")
    both = figures.value("appropriation_summary", "TOTAL", "total", "expenditure")
    story.say(
        f"{year} 年度财政拨款收、支总计 {story.money('appropriation.both', both)}。与 {year - 1} 年度相比，"
        f"财政拨款收、支总计{story.change('appropriation.both', both, change, '各')}。"
        f"主要原因是{story.put('appropriation.both.reason', reason)}。"
    )


def _general_budget(story: Story, figures: Figures) -> None:
    statement, year = "general_budget_expenditure", figures.fiscal_year
    total = figures.value(statement, "TOTAL", "total")
    whole = figures.value("expenditure_by_function", "TOTAL", "total")
    change = Decimal(figures.narrative["change"])
    story.head("五、一般公共预算财政拨款支出决算情况说明")
    story.say("(一)一般公共预算财政拨款支出决算总体情况。")
    key = "appropriation.expenditure"
    story.say(
        f"{year} 年度财政拨款支出 {story.money(key, total)}"
        f"{story.share(key, total, whole, '本年支出合计的')}。"
        f"与 {year - 1} 年度相比，财政拨款支出{story.change(key, total, change)}。"
        f"主要原因是{figures.narrative['reason']}。"
    )
    story.say("(二)一般公共预算财政拨款支出决算结构情况。")
    classes = [
        f"{row.name}(类) {story.money(f'class.{row.item}.actual', value)}"
        f"{story.share(f'class.{row.item}', value, total, '')}"
        for row in figures.rows(statement)
        if len(row.item) == 3
        for value in [Decimal(row.amounts.get("total", "0"))]
    ]
    story.say(f"{year} 年度财政拨款支出 {story.money(key, total)}，主要用于以下方面：{'；'.join(classes)}。")
    story.say("(三)一般公共预算财政拨款支出决算具体情况。")
    _initial(story, figures, total)


def _initial(story: Story, figures: Figures, total: Decimal) -> None:
    statement = "general_budget_expenditure"
    initial = {code: Decimal(value) for code, value in figures.narrative["initial"].items()}
    whole = sum(initial.values(), Decimal(0))
    basic, project = (figures.value(statement, "TOTAL", measure) for measure in ("basic", "project"))
    story.say(
        f"{figures.fiscal_year} 年度一般公共预算财政拨款支出年初预算为 "
        f"{story.money('initial_budget', whole)}，"
        f"支出决算为 {story.money('actual', total)}"
        f"{story.execution('total', whole, total, ABOVE if total > whole else BELOW)}。"
        f"其中：基本支出 {story.money('general.basic', basic)}，"
        f"项目支出 {story.money('general.project', project)}。"
    )
    names = {row.item: row.name for row in figures.rows(statement)}
    for number, (code, budget) in enumerate(initial.items(), 1):
        actual = figures.value(statement, code, "total")
        key = f"class.{code}" if len(code) == 3 else f"item.{code}"
        path = f"{names[code]}(类)"
        if len(code) == 7:
            path = f"{names[code[:3]]}(类){names[code[:5]]}(款){names[code]}(项)"
        story.say(
            f"{number}.{path}。年初预算为 {story.money(f'{key}.initial', budget)}，支出决算为 "
            f"{story.money(f'{key}.actual', actual)}"
            f"{story.execution(key, budget, actual, ABOVE if actual > budget else BELOW)}。"
        )


def _basic(story: Story, figures: Figures) -> None:
    statement = "general_budget_basic_by_economic"
    personnel, public = (Decimal(value) for value in personnel_and_public(figures))
    items = [
        row
        for row in figures.rows(statement)
        if len(row.item) == 5 and Decimal(row.amounts.get("amount", "0"))
    ]
    is_personnel = {row.item: row.item.startswith(("301", "303")) for row in items}
    story.head("六、一般公共预算财政拨款基本支出决算情况说明")
    story.say(
        f"{figures.fiscal_year} 年度一般公共预算财政拨款基本支出 "
        f"{story.money('basic.total', personnel + public)}，其中，"
        f"人员经费 {story.money('basic.personnel', personnel)}，主要包括："
        f"{'、'.join(row.name for row in items if is_personnel[row.item])}；"
        f"公用经费 {story.money('basic.public_use', public)}，主要包括："
        f"{'、'.join(row.name for row in items if not is_personnel[row.item])}。"
    )


def _three_public(story: Story, figures: Figures) -> None:
    year = figures.fiscal_year

    def told(measure: str) -> str:
        budget = figures.value("three_public", "TOTAL", measure, "budget")
        actual = figures.value("three_public", "TOTAL", measure, "actual")
        key = f"three_public.{measure}"
        rate = f"，完成年初预算的 {story.percent(f'{key}.rate', actual, budget)}" if budget else ""
        return f"{story.money(f'{key}.actual', actual)}{rate}"

    story.head("七、“三公”经费支出决算情况说明")
    budget = figures.value("three_public", "TOTAL", "total", "budget")
    story.say(
        f"{year} 年度“三公”经费财政拨款年初预算数为 {story.money('three_public.initial', budget)}，"
        f"支出决算为 {told('total')}，其中："
    )
    story.say(f"1.因公出国(境)费支出决算为 {told('overseas_travel')}。")
    bought = story.put("three_public.vehicle_purchase.count", "0")
    story.say(
        f"2.公务用车购置及运行费支出决算为 {told('vehicle')}。其中："
        f"公务用车购置费 {told('vehicle_purchase')}，"
        f"本年度购置(更新)公务用车 {bought} 辆；公务用车运行费 {told('vehicle_operation')}。"
    )
    held, funded = (
        story.put(f"vehicles.{key}", figures.narrative["vehicles"][key]) for key in ("held", "funded")
    )
    story.say(f"年末公务用车保有量 {held} 辆，其中开支财政拨款的 {funded} 辆。")
    story.say(f"3.公务接待费支出决算为 {told('reception')}。")
    changes = []
    for measure, name in (
        ("total", "“三公”经费财政拨款支出决算数"),
        ("overseas_travel", "因公出国(境)费支出决算"),
        ("vehicle", "公务用车购置及运行费支出决算"),
        ("reception", "公务接待费支出决算"),
    ):
        actual = figures.value("three_public", "TOTAL", measure, "actual")
        change = Decimal(figures.narrative["three_public_change"][measure])
        changes.append(f"{name}{story.change(f'three_public.{measure}', actual, change)}")
    story.say(f"{year} 年度与 {year - 1} 年度相比，{'；'.join(changes)}。")


def _empty_funds(story: Story, figures: Figures) -> None:
    for ordinal, statement, title, sentence in (
        ("八", "government_fund", "政府性基金预算财政拨款收入支出", NO_FUND),
        ("九", "state_capital", "国有资本经营预算财政拨款支出", NO_CAPITAL),
    ):
        story.head(f"{ordinal}、{title}决算情况说明")
        total = figures.value(statement, "TOTAL", "total")
        if figures.rows(statement):
            story.say(f"{figures.fiscal_year} 年度{title}决算为 {story.money(f'{statement}.total', total)}。")
        else:
            story.say(sentence)


def _operating(story: Story, figures: Figures) -> None:
    story.head("十、机关运行经费支出情况")
    now, change = Decimal(figures.narrative["operating"]), Decimal(figures.narrative["operating_change"])
    story.say(
        f"{figures.fiscal_year} 年度{figures.department.name}机关运行经费支出 "
        f"{story.money('operating.actual', now)}，"
        f"比 {figures.fiscal_year - 1} 年度{story.change('operating.actual', now, change)}。"
        f"主要原因是{story.put('operating.reason', '落实过紧日子要求，从严控制公用支出')}。"
    )


def _procurement(story: Story, figures: Figures) -> None:
    bought = {key: Decimal(value) for key, value in figures.narrative["procurement"].items()}
    total = bought["goods"] + bought["works"] + bought["services"]
    of = "政府采购支出总额的"
    story.head("十一、政府采购支出情况")
    story.say(
        f"{figures.fiscal_year} 年度{story.put('procurement.department', figures.department.name)}"
        "政府采购支出总额 "
        f"{story.money('procurement.total', total)}，其中："
        f"政府采购货物支出 {story.money('procurement.goods', bought['goods'])}、"
        f"政府采购工程支出 {story.money('procurement.works', bought['works'])}、"
        f"政府采购服务支出 {story.money('procurement.services', bought['services'])}。"
        f"授予中小企业合同金额 {story.money('procurement.sme', bought['sme'])}"
        f"{story.share('procurement.sme', bought['sme'], total, of)}，"
        f"其中：授予小微企业合同金额 {story.money('procurement.micro', bought['micro'])}"
        f"{story.share('procurement.micro', bought['micro'], total, of)}。"
    )


def _vehicles(story: Story, figures: Figures) -> None:
    vehicles = figures.narrative["vehicles"]
    kinds = [
        f"{name} {story.put(f'vehicles.kind.{number}', count)} 辆"
        for number, (name, count) in enumerate(vehicles["kinds"], 1)
    ]
    story.head("十二、国有资产占用情况")
    story.say(
        f"截至 {figures.fiscal_year} 年 12 月 31 日，{figures.department.name}共有车辆 "
        f"{story.put('vehicles.total', vehicles['held'])} 辆，其中，{'，'.join(kinds)}。"
    )
