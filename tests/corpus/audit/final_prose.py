"""What a final account says in prose: 第一部分, and the sections of 第三部分, in several wordings."""

from collections.abc import Callable
from decimal import Decimal

from tests.corpus.audit.figures import CENT, GENERAL, RUNNING_COSTS, item_codes
from tests.corpus.audit.teller import Teller
from tests.corpus.figures import Figures
from tests.corpus.narrative import REVENUE

BELOW, ABOVE = "年中压减一般性支出", "年中按程序追加预算"
THREE_PUBLIC = (
    ("overseas_travel", "因公出国(境)费"),
    ("vehicle", "公务用车购置及运行费"),
    ("reception", "公务接待费"),
)


def tell(story: Teller, figures: Figures) -> None:
    """第三部分, sections one to twelve."""
    story.turn()
    story.head(f"第三部分 {figures.department.name} {figures.fiscal_year} 年度部门决算情况说明", "part")
    _totals(story, figures)
    _revenue(story, figures)
    _expenditure(story, figures)
    _appropriation(story, figures)
    _general(story, figures)
    _basic(story, figures)
    _three_public(story, figures)
    _fund(story, figures)
    _operating(story, figures)
    _procurement(story, figures)
    _vehicles(story, figures)


def _totals(story: Teller, figures: Figures) -> None:
    key, change = "total.both", figures.narrative["change"]
    total = figures.value("revenue_expenditure_summary", "TOTAL", "amount", "revenue")
    story.head("一、收入支出决算总体情况说明")
    year, money = story.this_year(key), story.money(key, total)
    before = figures.fiscal_year - 1
    if 0 < change < total and story.random.random() < 0.25:
        past = story.money(f"{key}.before", total - change)
        story.say(
            f"{year} 年度收、支总计 {money}，{before} 年度收、支总计 {past}，"
            f"同比{story.change(key, total, change)}{story.because(key, figures.narrative['reason'])}"
        )
        return
    opening = story.pick(
        f"{year} 年度收、支总计 {money}。",
        f"{year} 年度收、支总计均为 {money}。",
        f"{story.us} {year} 年度收入支出总计 {money}。",
        f"{year} 年度，收入总计和支出总计均为 {money}。",
        f"{figures.department.name} {year} 年度收入支出总计 {money}。",
    )
    told = story.change(key, total, change, story.pick("", "各", "均"))
    story.say(
        f"{opening}{story.compared()}，收、支总计{told}{story.because(key, figures.narrative['reason'])}"
    )


def _parts(
    story: Teller, figures: Figures, statement: str, key: str, named: tuple[tuple[str, str], ...], of: str
) -> str:
    """What a total consists of, with shares; measures of zero are told by some offices."""
    total = figures.value(statement, "TOTAL", "total")
    tells_zeros = story.random.random() < 0.3
    parts = []
    for measure, name in named:
        value = figures.value(statement, "TOTAL", measure)
        if value:
            told = f"{name} {story.money(f'{key}.{measure}', value)}"
            parts.append(f"{told}，占{of} {story.percent(f'{key}.{measure}.share', value, total)}")
        elif tells_zeros:
            parts.append(f"{name} 0 {story.unit}，占{of} 0%")
    return "；".join(parts)


def _revenue(story: Teller, figures: Figures) -> None:
    total = figures.value("revenue_by_function", "TOTAL", "total")
    of = story.pick("本年收入", "本年收入合计的", "")
    parts = _parts(story, figures, "revenue_by_function", "revenue", REVENUE, of)
    year, money = story.this_year("revenue.total"), story.money("revenue.total", total)
    story.head("二、收入决算情况说明")
    opening = story.pick(
        f"{year} 年度收入合计 {money}。",
        f"{year} 年度本年收入合计 {money}，",
        f"本年收入合计 {money}，",
        f"{story.us} {year} 年度收入合计 {money}，",
    )
    story.say(f"{opening}其中：{parts}。")


def _expenditure(story: Teller, figures: Figures) -> None:
    total = figures.value("expenditure_by_function", "TOTAL", "total")
    measures = (("basic", "基本支出"), ("project", "项目支出"), ("operating", "经营支出"))
    of = story.pick("本年支出", "本年支出合计的", "")
    parts = _parts(story, figures, "expenditure_by_function", "expenditure", measures, of)
    year, money = story.this_year("expenditure.total"), story.money("expenditure.total", total)
    story.head("三、支出决算情况说明")
    opening = story.pick(
        f"{year} 年度支出合计 {money}。",
        f"{year} 年度本年支出合计 {money}，",
        f"本年支出合计 {money}，",
        f"{story.us} {year} 年度支出合计 {money}，",
    )
    story.say(f"{opening}其中：{parts}。")


def _appropriation(story: Teller, figures: Figures) -> None:
    key, change = "appropriation.both", figures.narrative["change"]
    total = figures.value("appropriation_summary", "TOTAL", "total", "expenditure")
    year, money = story.this_year(key), story.money(key, total)
    story.head("四、财政拨款收入支出决算总体情况说明")
    opening = story.pick(
        f"{year} 年度财政拨款收、支总计 {money}。",
        f"{year} 年度财政拨款收、支总计均为 {money}。",
        f"{story.us} {year} 年度财政拨款收入支出总计 {money}。",
    )
    told = story.change(key, total, change, story.pick("", "各"))
    text = f"{opening}{story.compared()}，财政拨款收、支总计{told}"
    text += story.because(key, figures.narrative["reason"])
    if story.random.random() < 0.3:
        text += "国有资本经营预算财政拨款收入 0 万元，与上年持平，持平主要原因是没有国有资本经营预算。"
    story.say(text)


def _general(story: Teller, figures: Figures) -> None:
    total = figures.value(GENERAL, "TOTAL", "total")
    whole = figures.value("expenditure_by_function", "TOTAL", "total")
    key, name = "appropriation.expenditure", story.pick("一般公共预算财政拨款支出", "财政拨款支出")
    story.head("五、一般公共预算财政拨款支出决算情况说明")
    year, money = story.this_year(key), story.money(key, total)
    share = story.percent(f"{key}.share", total, whole)
    told = story.change(key, total, figures.narrative["change"])
    story.say(
        f"(一)一般公共预算财政拨款支出决算总体情况。{year} 年度{name} {money}，占本年支出合计的 {share}。"
        f"{story.compared()}，{name}{told}{story.because(key, figures.narrative['reason'])}"
    )
    _classes(story, figures, name, total)
    _initial(story, figures, total)


def _classes(story: Teller, figures: Figures, name: str, total: Decimal) -> None:
    label = story.pick("{}(类)", "{}(类)支出", "{}", "{}类")
    classes = []
    for row in figures.rows(GENERAL):
        if len(row.item) == 3:
            value = Decimal(row.amounts.get("total", "0"))
            called = label.format(row.name.removesuffix("支出") if label.endswith("支出") else row.name)
            share = story.percent(f"class.{row.item}.share", value, total)
            classes.append(f"{called} {story.money(f'class.{row.item}.actual', value)}，占 {share}")
    year, money = story.this_year("class"), story.money("appropriation.expenditure", total)
    story.head("(二)一般公共预算财政拨款支出决算结构情况", "text")
    story.say(f"{year} 年度{name} {money}，主要用于以下方面：{'；'.join(classes)}。")


def _initial(story: Teller, figures: Figures, total: Decimal) -> None:
    initial = figures.narrative["initial"]
    whole = sum(initial.values(), Decimal(0))
    basic, project = (figures.value(GENERAL, "TOTAL", measure) for measure in ("basic", "project"))
    year, budget, money = (
        story.this_year("initial_budget"),
        story.money("initial_budget", whole),
        story.money("actual", total),
    )
    rate = story.execution("total", whole, total, ABOVE if total > whole else BELOW)
    story.head("(三)一般公共预算财政拨款支出决算具体情况", "text")
    text = f"{year} 年度一般公共预算财政拨款支出年初预算为 {budget}，支出决算为 {money}{rate}。"
    parts = story.money("general.basic", basic), story.money("general.project", project)
    story.say(f"{text}其中：基本支出 {parts[0]}，项目支出 {parts[1]}。")
    by_item = story.random.random() < 0.5
    names = {row.item: row.name for row in figures.rows(GENERAL)}
    codes = item_codes(figures) if by_item else [code for code in names if len(code) == 3]
    for number, code in enumerate(codes, 1):
        own = sum((value for item, value in initial.items() if item.startswith(code)), Decimal(0))
        actual = figures.value(GENERAL, code, "total")
        key = f"item.{code}" if by_item else f"class.{code}"
        path = f"{names[code[:3]]}(类)"
        if by_item:
            path = f"{names[code[:3]]}(类){names[code[:5]]}(款){names[code]}(项)"
        amounts = story.money(f"{key}.initial", own), story.money(f"{key}.actual", actual)
        story.say(
            f"{number}.{path}。年初预算为 {amounts[0]}，支出决算为 {amounts[1]}"
            f"{story.execution(key, own, actual, ABOVE if actual > own else BELOW)}。"
        )
    if story.random.random() < 0.4:
        budget = story.money("initial_budget", whole)
        story.say(f"一般公共预算财政拨款支出年初预算 {budget}，已按规定程序批复。")


def _basic(story: Teller, figures: Figures) -> None:
    statement = "general_budget_basic_by_economic"
    personnel, public = (Decimal(value) for value in _exact_parts(figures))
    told = [
        row
        for row in figures.rows(statement)
        if len(row.item) == 5 and Decimal(row.amounts.get("amount", "0"))
    ]
    names = {
        is_personnel: "、".join(r.name for r in told if r.item.startswith(("301", "303")) == is_personnel)
        for is_personnel in (True, False)
    }
    story.head("六、一般公共预算财政拨款基本支出决算情况说明")
    year, money = story.this_year("basic"), story.money("basic.total", personnel + public)
    opening = f"{year} 年度一般公共预算财政拨款基本支出 {money}"
    first = f"人员经费 {story.money('basic.personnel', personnel)}，主要包括：{names[True]}"
    second = f"公用经费 {story.money('basic.public_use', public)}，主要包括：{names[False]}"
    story.say(
        story.pick(
            f"{opening}，其中，{first}；{second}。",
            f"{opening}。其中：{first}。{second}。",
            f"{opening}，其中：(1){first}。(2){second}。",
        )
    )


def _exact_parts(figures: Figures) -> tuple[Decimal, Decimal]:
    rows = [row for row in figures.rows("general_budget_basic_by_economic") if len(row.item) == 3]
    values = [(row.item in ("301", "303"), Decimal(row.amounts.get("amount", "0"))) for row in rows]
    return (
        sum((value for is_personnel, value in values if is_personnel), Decimal(0)),
        sum((value for is_personnel, value in values if not is_personnel), Decimal(0)),
    )


def _three_public(story: Teller, figures: Figures) -> None:
    year, before = figures.fiscal_year, figures.narrative["three_public_before"]
    word = "全年预算" if figures.form == "final_2024" else "年初预算"

    def value(measure: str, side: str) -> Decimal:
        return figures.value("three_public", "TOTAL", measure, side)

    def told(measure: str) -> str:
        key = f"three_public.{measure}"
        budget, actual = value(measure, "budget"), value(measure, "actual")
        text = story.money(f"{key}.actual", actual)
        if budget:
            text += f"，完成{word}的 {story.percent(f'{key}.execution_rate', actual, budget)}"
            if abs(budget - actual) >= CENT and story.random.random() < 0.5:
                direction = story.put(
                    f"{key}.against_initial.direction", "减少" if actual < budget else "增加"
                )
                text += f"，比{word}{direction} {story.money(f'{key}.against_initial', abs(budget - actual))}"
        return text

    def changed(measure: str) -> str:
        return story.change(
            f"three_public.{measure}", value(measure, "actual"), value(measure, "actual") - before[measure]
        )

    story.head("七、“三公”经费支出决算情况说明")
    opening = (
        story.this_year("three_public"),
        story.money("three_public.total.initial", value("total", "budget")),
    )
    story.say(
        f"(一)“三公”经费财政拨款支出决算总体情况。{opening[0]} 年度“三公”经费财政拨款{word}数为 "
        f"{opening[1]}，支出决算为 {told('total')}。"
    )
    by_category = story.random.random() < 0.5
    for number, (measure, name) in enumerate(THREE_PUBLIC, 1):
        text = f"{number}.{name}支出决算为 {told(measure)}"
        if by_category:
            text += f"，{story.pick('较上年', '比上年')}{changed(measure)}"
        text += "。"
        if measure == "vehicle":
            text += _vehicle_parts(story, figures, told)
        elif measure == "reception" and value(measure, "actual"):
            batches, persons = (
                story.put(f"three_public.reception.{k}", str(figures.narrative["visits"][k]))
                for k in ("batches", "persons")
            )
            text += f"全年国内公务接待 {batches} 批次，{persons} 人次。"
        story.say(text)
    if not by_category:
        changes = [
            f"{name}支出决算{changed(measure)}"
            for measure, name in (("total", "“三公”经费财政拨款"), *THREE_PUBLIC)
        ]
        story.say(f"(二){year} 年度与 {year - 1} 年度相比，{'；'.join(changes)}。")


def _vehicle_parts(story: Teller, figures: Figures, told: Callable[[str], str]) -> str:
    given = figures.narrative
    is_bought = figures.value("three_public", "TOTAL", "vehicle_purchase", "actual") > 0
    bought = story.put("three_public.vehicle_purchase.count", "1" if is_bought else "0")
    text = f"其中：(1)公务用车购置费 {told('vehicle_purchase')}，本年度购置(更新)公务用车 {bought} 辆。"
    text += f"(2)公务用车运行费 {told('vehicle_operation')}"
    if story.random.random() < 0.6:
        costs = [
            f"{name} {story.money(f'three_public.vehicle_running.{key}', given['running_costs'][key])}"
            for key, name in RUNNING_COSTS
        ]
        text += f"，主要用于公务用车加油、维修及保险，其中：{'；'.join(costs)}"
    held, funded = (
        story.put(f"three_public.vehicles.{key}", str(given["vehicles"][key])) for key in ("held", "funded")
    )
    return f"{text}。" + story.pick(
        f"年末公务用车保有量 {held} 辆，其中开支财政拨款的公务用车保有量 {funded} 辆。",
        f"截至 {figures.fiscal_year} 年 12 月 31 日，开支财政拨款的公务用车保有量为 {funded} 辆。",
    )


def _fund(story: Teller, figures: Figures) -> None:
    total = figures.value("government_fund", "TOTAL", "total")
    story.head("八、政府性基金预算财政拨款收入支出决算情况说明")
    if figures.rows("government_fund"):
        year = story.this_year("fund")
        revenue, spent = story.money("fund.revenue", total), story.money("fund.expenditure", total)
        story.say(
            story.pick(
                f"{year} 年度政府性基金预算财政拨款本年收入 {revenue}，本年支出 {spent}。",
                f"{year} 年度政府性基金预算财政拨款收入 {revenue}，支出 {spent}，均为项目支出。",
            )
        )
    else:
        story.say(
            story.put(
                "fund.none",
                story.pick(
                    "本部门没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出。",
                    f"{story.us}当年无政府性基金预算财政拨款收入支出。",
                    f"{story.us} {figures.fiscal_year} 年度无政府性基金预算财政拨款收入和支出。",
                ),
            )
        )
    story.head("九、国有资本经营预算财政拨款支出决算情况说明")
    story.say(
        story.put(
            "capital.none",
            story.pick(
                "本部门没有使用国有资本经营预算财政拨款安排的支出。",
                f"{story.us}当年无国有资本经营预算财政拨款支出。",
                f"{story.us} {figures.fiscal_year} 年度无国有资本经营预算财政拨款收入和支出。",
            ),
        )
    )


def _operating(story: Teller, figures: Figures) -> None:
    now = figures.narrative["operating"]
    before = (now / (1 + Decimal(figures.narrative["operating_change"]) / 100)).quantize(Decimal("0.0001"))
    year, name, money = (
        story.this_year("operating"),
        story.named("operating"),
        story.money("operating.actual", now),
    )
    told = story.change(
        "operating", now, now - before if figures.narrative["operating_change"] else Decimal(0)
    )
    reason = "从严控制公用支出" if figures.narrative["operating_change"] <= 0 else "人员增加"
    story.head("十、机关运行经费支出情况")
    story.say(
        f"{year} 年度{name}机关运行经费支出 {money}，"
        f"{story.pick(f'比 {figures.fiscal_year - 1} 年度', '比上年')}{told}"
        f"{story.because('operating', reason)}"
    )


def _procurement(story: Teller, figures: Figures) -> None:
    bought = figures.narrative["procurement"]
    year, name = story.this_year("procurement"), story.named("procurement")
    total = story.money("procurement.total", bought["total"])
    tells_zeros = story.random.random() < 0.5
    parts = [
        f"政府采购{word}支出 {story.money(f'procurement.{key}', bought[key])}"
        for key, word in (("goods", "货物"), ("works", "工程"), ("services", "服务"))
        if bought[key] or tells_zeros
    ]
    of, base = story.random.choice((("政府采购支出总额的", "total"), ("授予中小企业合同金额的", "sme")))
    sme, share = (
        story.money("procurement.sme", bought["sme"]),
        story.percent("procurement.sme.share", bought["sme"], bought["total"]),
    )
    micro = story.money("procurement.micro", bought["micro"])
    micro_share = story.percent(f"procurement.micro.share_of_{base}", bought["micro"], bought[base])
    story.head("十一、政府采购支出情况")
    story.say(
        f"{year} 年度{name}政府采购支出总额 {total}，其中：{'、'.join(parts)}。"
        f"授予中小企业合同金额 {sme}，占政府采购支出总额的 {share}，"
        f"其中：授予小微企业合同金额 {micro}，占{of} {micro_share}。"
        # Percentages of amounts that are told nowhere.
        + story.pick("", "货物采购授予中小企业合同金额占货物支出金额的 95%。")
    )


def _vehicles(story: Teller, figures: Figures) -> None:
    vehicles = figures.narrative["vehicles"]
    year, name, total = (
        story.this_year("vehicles"),
        story.named("vehicles"),
        story.put("vehicles.total", str(vehicles["held"])),
    )
    kinds = [
        f"{kind} {story.put(f'vehicles.kind.{number}', str(count))} 辆"
        for number, (kind, count) in enumerate(vehicles["kinds"].items(), 1)
    ]
    story.head("十二、国有资产占用情况")
    story.say(
        f"{story.pick('截至', '截止')} {year} 年 12 月 31 日，{name}"
        f"共有车辆 {total} 辆，其中，{'、'.join(kinds)}。"
    )
