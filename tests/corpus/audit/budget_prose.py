"""What a budget says in prose: the sections of 第三部分, in several wordings."""

from decimal import Decimal

from tests.corpus.audit.figures import ECONOMIC, GENERAL
from tests.corpus.audit.teller import Teller
from tests.corpus.figures import Figures

CATEGORIES = (
    ("overseas_travel", "因公出国(境)经费"),
    ("vehicle", "公务用车购置及运行维护费"),
    ("reception", "公务接待费"),
)


def tell(story: Teller, figures: Figures) -> None:
    """第三部分, sections one to nine."""
    story.turn()
    story.head(f"第三部分 {figures.department.short_name} {figures.fiscal_year} 年部门预算情况说明", "part")
    _appropriation(story, figures)
    _basic(story, figures)
    _three_public(story, figures)
    _whole(story, figures)
    _others(story, figures)


def _appropriation(story: Teller, figures: Figures) -> None:
    total, basic, project = (figures.value(GENERAL, "TOTAL", m) for m in ("total", "basic", "project"))
    key, before = "general_budget.expenditure", figures.narrative["compared_year"]
    story.head("一、财政拨款收支预算总体情况")
    year, both = story.this_year("appropriation.both"), story.money("appropriation.both", total)
    revenue = story.money("appropriation.revenue", total)
    opening = story.pick(
        f"{year} 年财政拨款收支总预算 {both}。收入包括：一般公共预算财政拨款本年收入 {revenue}。",
        f"{year} 年财政拨款收、支预算总计 {both}，其中：一般公共预算拨款收入 {revenue}。",
    )
    spent = story.money("expenditure.basic", basic), story.money("expenditure.project", project)
    story.say(f"{opening}支出包括：基本支出 {spent[0]}，项目支出 {spent[1]}。")
    story.head("二、一般公共预算支出安排情况")
    year, money = story.this_year(key), story.money(key, total)
    told = story.change(key, total, figures.narrative["change"])
    compared = story.pick(f"比 {before} 年预算", "比上年预算", "与上年预算相比")
    story.say(
        story.pick(
            f"{year} 年一般公共预算支出预算 {money}，{compared}{told}",
            f"{story.us} {year} 年一般公共预算当年拨款支出 {money}，{compared}{told}",
        )
        + story.because(key, figures.narrative["reason"])
    )
    use = story.pick("主要用于人员经费和公用经费", "用于保障机构正常运转")
    story.say(f"(一)基本支出 {story.money('general_budget.basic', basic)}，{use}。")
    story.say(f"(二)项目支出 {story.money('general_budget.project', project)}。其中：")
    for number, (name, amount) in enumerate(figures.narrative["project_list"], 1):
        story.say(f"{number}、{name} {story.money(f'project_list.{number}.budget', amount)}。")


def _basic(story: Teller, figures: Figures) -> None:
    rows = figures.rows(ECONOMIC)

    def names(measure: str) -> str:
        told = [
            row.name for row in rows if len(row.item) == 5 and row.item.isdigit() and measure in row.amounts
        ]
        return "、".join(told)

    total, personnel, public = (
        figures.value(ECONOMIC, "TOTAL", m) for m in ("total", "personnel", "public_use")
    )
    year, money = story.this_year("basic"), story.money("basic.total", total)
    amounts = story.money("basic.personnel", personnel), story.money("basic.public_use", public)
    story.head("三、一般公共预算基本支出安排情况")
    story.say(f"{year} 年一般公共预算基本支出 {money}。其中：")
    story.say(f"(一)人员经费 {amounts[0]}，{story.pick('主要包括', '包括')}：{names('personnel')}。")
    story.say(f"(二)公用经费 {amounts[1]}，主要包括：{names('public_use')}。")


def _three_public(story: Teller, figures: Figures) -> None:
    before = figures.narrative["three_public_before"]

    def value(measure: str) -> Decimal:
        return figures.value("three_public", "TOTAL", measure)

    def told(measure: str) -> str:
        return story.money(f"three_public.{measure}.initial", value(measure))

    def changed(measure: str) -> str:
        return story.change(f"three_public.{measure}", value(measure), value(measure) - before[measure])

    parts = f"(公务用车购置费 {told('vehicle_purchase')}，公务用车运行维护费 {told('vehicle_operation')})"
    year, total = story.this_year("three_public"), told("total")
    story.head("四、一般公共预算“三公”经费支出安排情况")
    story.say(
        story.pick(
            f"{year} 年一般公共预算安排“三公”经费支出预算 {total}，",
            f"{story.us} {year} 年“三公”经费预算数为 {total}，",
        )
        + f"{story.pick('比上年预算', '与上年相比')}{changed('total')}，其中："
    )
    by_category = story.random.random() < 0.6
    for number, (measure, name) in enumerate(CATEGORIES, 1):
        text = f"({number}){name} {told(measure)}{parts if measure == 'vehicle' else ''}"
        story.say(
            f"{text}，{story.pick('比上年', '与上年相比')}{changed(measure)}。"
            if by_category
            else f"{text}。"
        )


def _whole(story: Teller, figures: Figures) -> None:
    statement = "expenditure_by_function"
    total, basic, project = (figures.value(statement, "TOTAL", m) for m in ("total", "basic", "project"))
    story.head("五、政府性基金预算支出安排情况")
    story.say(
        story.put(
            "fund.none",
            story.pick(
                f"{figures.fiscal_year} 年本部门没有使用政府性基金预算安排的支出。",
                f"{story.us} {figures.fiscal_year} 年无政府性基金预算拨款安排的支出。",
            ),
        )
    )
    story.head("六、部门收支预算总体安排情况")
    year, both = story.this_year("total.both"), story.money("total.both", total)
    told = story.change("total.both", total, figures.narrative["change"], story.pick("", "各"))
    story.say(
        story.pick(
            f"{year} 年部门收支总预算 {both}。",
            f"按照综合预算的原则，所有收入和支出均纳入部门预算管理，{year} 年收支总预算 {both}。",
            f"{story.us} {year} 年度收入、支出预算总计 {both}，与上年相比收、支预算总计{told}。",
        )
    )
    story.head("七、部门收入预算安排情况")
    year, money = story.this_year("revenue.total"), story.money("revenue.total", total)
    part = story.money("revenue.fiscal_appropriation", total)
    share = story.percent("revenue.fiscal_appropriation.share", total, total)
    story.say(f"{year} 年部门收入预算 {money}，其中：一般公共预算财政拨款收入 {part}，占 {share}。")
    story.head("八、部门支出预算安排情况")
    year, money = story.this_year("expenditure.total"), story.money("expenditure.total", total)
    parts = [
        f"{name} {story.money(f'expenditure.{measure}', value)}，"
        f"占 {story.percent(f'expenditure.{measure}.share', value, total)}"
        for measure, name, value in (("basic", "基本支出", basic), ("project", "项目支出", project))
    ]
    story.say(f"{year} 年部门支出预算 {money}，其中：{'；'.join(parts)}。")


def _others(story: Teller, figures: Figures) -> None:
    told, bought = figures.narrative, figures.narrative["procurement"]
    story.head("九、其他重要事项的情况说明")
    year, name = story.this_year("operating"), story.named("operating")
    money = story.money("operating.initial", told["operating"])
    story.say(f"(一)机关运行经费情况。{year} 年{name}机关运行经费 {money}。")
    year, name = story.this_year("procurement"), story.named("procurement")
    total = story.money("procurement.total", bought["total"])
    goods, built, services = (
        story.money(f"procurement.{key}", bought[key]) for key in ("goods", "works", "services")
    )
    story.say(
        f"(二)政府采购预算情况。{year} 年{name}"
        + story.pick(
            f"政府采购预算支出合计 {total}。包括：货物类 {goods}，工程类 {built}，服务类 {services}。",
            f"政府采购预算总额 {total}，其中：政府采购货物预算 {goods}、政府采购工程预算 {built}、"
            f"政府采购服务预算 {services}。",
        )
    )
    listed = [
        f"{kind} {count} {story.money(f'assets.{number}', value)}"
        for number, (kind, count, value) in enumerate(told["assets"], 1)
    ]
    whole = story.money("assets.total", sum((value for _, _, value in told["assets"]), Decimal(0)))
    story.say(
        f"(三)国有资产占有使用情况。截至 {figures.fiscal_year - 1} 年 12 月 31 日，部门共有资产 {whole}，"
        f"其中：{'；'.join(listed)}。"
    )
    projects = story.put("evaluation.projects", str(len(told["project_list"])))
    story.say(
        f"(四)预算绩效管理情况。{figures.fiscal_year} 年部门预算支出全部纳入绩效管理，"
        + story.pick(f"设置了 {projects} 个项目支出绩效目标。", f"共涉及项目 {projects} 个。")
    )
