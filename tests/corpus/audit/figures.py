"""Figures of an invented department down to the yuan, whose prose has everything that a disclosure tells.

The amounts are those of random_department times a factor with four decimals: identities are linear, so all of
them hold exactly in yuan, and amounts that are rounded to 0.01 万元 one by one miss them by rounding tails.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from tests.corpus.figures import Department, Figures, Indicator, Project, Row
from tests.corpus.random_department import OFFICES, random_department

CENT = Decimal("0.01")
YUAN = Decimal("0.0001")
ECONOMIC = "general_budget_basic_by_economic"
GENERAL = "general_budget_expenditure"
SUMMARY = "revenue_expenditure_summary"
CATEGORIES = ("overseas_travel", "vehicle_purchase", "vehicle_operation", "reception")
ECONOMIC_CODES = {"overseas_travel": "30212", "vehicle_operation": "30231", "reception": "30217"}
# City, district, code, and the district with a wrong character.
DISTRICTS = (
    ("武汉市", "硚口区", "420104", "侨口区"),
    ("武汉市", "江汉区", "420103", "江汗区"),
    ("武汉市", "汉阳区", "420105", "汉杨区"),
    ("武汉市", "洪山区", "420111", "红山区"),
    ("武汉市", "青山区", "420107", "清山区"),
    ("杭州市", "西湖区", "330106", "西胡区"),
    ("南京市", "江宁区", "320115", "江宇区"),
    ("成都市", "武侯区", "510107", "武候区"),
    ("广州市", "天河区", "440106", "天何区"),
    ("长沙市", "天心区", "430103", "天新区"),
    ("济南市", "历城区", "370112", "厉城区"),
    ("合肥市", "包河区", "340111", "包何区"),
)
VEHICLE_KINDS = ("主要领导干部用车", "机要通信用车", "应急保障用车", "执法执勤用车", "其他用车")
RUNNING_COSTS = (("fuel", "燃料费"), ("repair", "维修费"), ("tolls", "过桥过路费"), ("insurance", "保险费"))
INDICATORS = (
    ("产出指标", "数量指标", "完成任务件数", "不少于50件", "62件"),
    ("产出指标", "数量指标", "开展业务培训", "2次", "3次"),
    ("产出指标", "质量指标", "验收合格率", "100%", "100%"),
    ("产出指标", "时效指标", "按期完成率", "≥95%", "98%"),
    ("效益指标", "社会效益指标", "服务水平持续提升", "有所提升", "有所提升"),
    ("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥95%", "97%"),
)


def exact(seed: int, form: str) -> Figures:
    """A department's figures in 万元 with up to six decimals, the same for the same seed and form."""
    random = Random(f"audit figures {seed} {form}")
    drawn = random_department(_spending_seed(seed, form), form)
    factor = Decimal(random.randint(4_001, 19_999)) / 10_000
    statements = {name: _scaled(rows, factor) for name, rows in drawn.statements.items()}
    is_budget = drawn.report_type == "budget"
    if not is_budget:
        _carry_over(random, statements)
    three_public = _three_public(random, statements[ECONOMIC], is_budget)
    statements["three_public"] = _three_public_rows(drawn, three_public, random.choice(("0.00", "0", None)))
    figures = replace(drawn, department=_department(random), statements=statements)
    projects = _projects(random, figures)
    told = _budget_told if is_budget else _final_told
    figures = replace(figures, projects=projects)
    return replace(figures, narrative=_told(random, figures) | told(random, figures, three_public))


def rounded(figures: Figures) -> Figures:
    """The same with every amount of the statements rounded to 0.01 万元, each by itself."""
    statements = {
        name: tuple(
            replace(
                row,
                amounts={
                    m: str(cents(value)) if Decimal(value) else value for m, value in row.amounts.items()
                },
            )
            for row in rows
        )
        for name, rows in figures.statements.items()
    }
    return replace(figures, statements=statements)


def cents(value: Decimal | str) -> Decimal:
    """Rounded to 0.01, half up."""
    return Decimal(value).quantize(CENT, ROUND_HALF_UP)


def item_codes(figures: Figures) -> list[str]:
    """The function items that the general budget pays for."""
    return [row.item for row in figures.rows(GENERAL) if len(row.item) == 7]


def _spending_seed(seed: int, form: str) -> int:
    """A seed whose general budget has projects and wages: prose and forms need something to tell."""
    while True:
        figures = random_department(seed, form)
        if len(figures.projects) > 1 and all(
            figures.value(ECONOMIC, code, "total" if form == "budget_2021" else "amount")
            for code in ("301", "302")
        ):
            return seed
        seed += 100_000


def _scaled(rows: Sequence[Row], factor: Decimal) -> tuple[Row, ...]:
    return tuple(
        replace(
            row,
            amounts={m: f"{Decimal(v) * factor:.6f}" if Decimal(v) else v for m, v in row.amounts.items()},
        )
        for row in rows
    )


def _carry_over(random: Random, statements: dict[str, tuple[Row, ...]]) -> None:
    """In every second department something is carried over, of money other than appropriations."""
    if random.random() < 0.5:
        return
    carried = Decimal(random.randint(100, 900_000)) / 10_000
    balances = {"revenue": "年初结转和结余", "expenditure": "年末结转和结余"}
    rows = [row for row in statements[SUMMARY] if row.item not in balances.values()]
    for index, row in enumerate(rows):
        if row.item == "TOTAL":
            rows[index] = replace(row, amounts={"amount": str(Decimal(row.amounts["amount"]) + carried)})
    rows += [Row(item, item, {"amount": str(carried)}, side) for side, item in balances.items()]
    statements[SUMMARY] = tuple(rows)


def _department(random: Random) -> Department:
    city, district, code, _ = random.choice(DISTRICTS)
    if random.random() < 0.2:
        stem = district.removesuffix("区")
        return Department(
            f"中国共产党{city}{district}委员会办公室",
            f"中共{city}{stem}区委办公室",
            "区委办公室",
            district,
            code,
        )
    office = random.choice(OFFICES)
    name = f"{city}{district}{office}"
    return Department(name, name, f"区{office}", district, code)


def _three_public(random: Random, economic: Sequence[Row], is_budget: bool) -> dict[str, dict[str, Decimal]]:
    """By side (actual, budget, before) and category: at least what the economic statement has of it."""
    floors = {row.item: Decimal(row.amounts.get("total", row.amounts.get("amount", "0"))) for row in economic}
    sides: dict[str, dict[str, Decimal]] = {"actual": {}, "budget": {}, "before": {}}
    for category in CATEGORIES:
        floor = floors.get(ECONOMIC_CODES.get(category, ""), Decimal(0))
        more = Decimal(random.choice((0, random.randint(20_000, 400_000)))) / 10_000
        if category == "vehicle_operation" and not floor + more:
            more = Decimal(random.randint(20_000, 400_000)) / 10_000
        actual = floor + more
        sides["actual"][category] = actual
        sides["budget"][category] = _near(random, actual, 100, 160) if actual else _some(random, 0.3)
        is_level = random.random() < 0.3
        sides["before"][category] = (
            actual if is_level else (_near(random, actual, 60, 180) if actual else _some(random, 0.3))
        )
        if actual and random.random() < 0.1:
            sides["before"][category] = Decimal(0)
    for side in sides.values():
        side["vehicle"] = side["vehicle_purchase"] + side["vehicle_operation"]
        side["total"] = side["overseas_travel"] + side["vehicle"] + side["reception"]
    return sides


def _near(random: Random, value: Decimal, low: int, high: int) -> Decimal:
    return (value * random.randint(low, high) / 100).quantize(YUAN)


def _some(random: Random, chance: float) -> Decimal:
    return Decimal(random.randint(1, 9)) if random.random() < chance else Decimal(0)


def _three_public_rows(
    drawn: Figures, sides: Mapping[str, Mapping[str, Decimal]], zero: str | None
) -> tuple[Row, ...]:
    measures = ("total", "overseas_travel", "vehicle", "vehicle_purchase", "vehicle_operation", "reception")

    def cells(side: str) -> dict[str, str]:
        return {
            m: str(sides[side][m]) if sides[side][m] else str(zero)
            for m in measures
            if sides[side][m] or zero is not None
        }

    if drawn.report_type == "budget":
        return tuple(replace(row, amounts=cells("actual")) for row in drawn.rows("three_public"))
    return tuple(Row("TOTAL", "合计", cells(side), side) for side in ("budget", "actual"))


def _projects(random: Random, figures: Figures) -> tuple[Project, ...]:
    """The department and its projects, in 0.01 万元; executed amounts sum up to what the statements have."""
    basic, project = (figures.value(GENERAL, "TOTAL", m) for m in ("basic", "project"))
    count = random.randint(2, 3)
    amounts, rest = [], cents(project)
    for left in range(count - 1, 0, -1):
        amount = cents(rest * random.randint(20, 60) / 100 / left)
        amounts.append(amount)
        rest -= amount
    amounts.append(rest)
    kinds = ("专项业务经费", "信息化建设运行维护费", "宣传培训经费", "综合保障经费")
    drawn = [("部门整体支出", cents(basic + project)), *zip(kinds[:count], amounts, strict=True)]
    return tuple(_project(random, name, executed) for name, executed in drawn if executed)


def _project(random: Random, name: str, executed: Decimal) -> Project:
    budget = cents(executed * random.choice((100, 100, random.randint(101, 130))) / 100)
    score = cents(executed / budget * 20)
    lines = random.sample(INDICATORS, 4)
    lines.sort(key=INDICATORS.index)
    scores = random.choice(((20, 20, 20, 20), (30, 20, 20, 10), (40, 20, 10, 8), (20, 20, 15, 10)))
    indicators = tuple(Indicator(*line, str(points)) for line, points in zip(lines, scores, strict=True))
    return Project(name, str(budget), str(executed), str(score + sum(scores)), indicators)


def _told(random: Random, figures: Figures) -> dict[str, Any]:
    """What final accounts and budgets both tell: staff, procurement, the change on the year before."""
    administrative, institution = random.randint(8, 60), random.choice((0, random.randint(2, 30)))
    lixiu, retired = random.choice((0, 0, 1, 2)), random.randint(3, 40)
    goods, works, services = (
        Decimal(random.choice((0, random.randint(20_000, 2_000_000)))) / 10_000 for _ in range(3)
    )
    if not goods + works + services:
        goods, services = Decimal("12.3456"), Decimal("34.5678")
    bought = goods + works + services
    small = _near(random, bought, 30, 100)
    units = ["信息中心", "服务中心", "培训中心", "综合执法大队"]
    return {
        "decimals": random.choice((0, 1, 2, 2)),
        "reason": random.choice(("人员变动", "项目支出调整", "机构职能调整", "工作任务变化")),
        "staff": {
            "on_duty": administrative + institution,
            "administrative": administrative,
            "institution": institution,
            "off_duty": lixiu + retired,
            "lixiu": lixiu,
            "retired": retired,
        },
        "units": random.sample(units, random.choice((0, 2, 3))),
        "procurement": {
            "goods": goods,
            "works": works,
            "services": services,
            "total": bought,
            "sme": small,
            "micro": _near(random, small, 20, 90),
        },
        "change": _change(random, figures.value(GENERAL, "TOTAL", "total")),
    }


def _change(random: Random, now: Decimal) -> Decimal:
    """The change on the year before: up, down, none, or the whole where there was nothing before."""
    kind = random.random()
    if kind < 0.08:
        return Decimal(0)
    if kind < 0.12:
        return now
    return now - _near(random, now, *random.choice(((60, 95), (106, 160))))


def _budget_told(
    random: Random, figures: Figures, three_public: Mapping[str, Mapping[str, Decimal]]
) -> dict[str, Any]:
    public = figures.value(ECONOMIC, "TOTAL", "public_use")
    kinds = (("通用设备", "件"), ("家具", "套"), ("车辆", "辆"))
    return {
        "compared_year": figures.fiscal_year - 1,
        "three_public_before": three_public["before"],
        "project_list": [(project.name, Decimal(project.executed)) for project in figures.projects[1:]],
        "operating": public,
        "assets": [
            (name, f"{random.randint(2, 300)}{unit}", Decimal(random.randint(100, 900_000)) / 10_000)
            for name, unit in kinds
        ],
    }


def _final_told(
    random: Random, figures: Figures, three_public: Mapping[str, Mapping[str, Decimal]]
) -> dict[str, Any]:
    initial = {}
    for code in item_codes(figures):
        actual = figures.value(GENERAL, code, "total")
        initial[code] = random.choice(
            (
                actual,
                Decimal(0),
                *(_near(random, actual, *span) for span in ((50, 94), (70, 99), (101, 130), (106, 170))),
            )
        )
    kinds = {name: random.randint(1, 4) for name in random.sample(VEHICLE_KINDS, random.randint(2, 3))}
    held = sum(kinds.values())
    operation = three_public["actual"]["vehicle_operation"]
    shares = sorted(random.randint(10, 90) for _ in range(3))
    costs = [
        (operation * (upper - lower) / 100) for lower, upper in zip((0, *shares), (*shares, 100), strict=True)
    ]
    rows = [row for row in figures.rows(ECONOMIC) if len(row.item) == 3]
    public = sum(
        (Decimal(row.amounts.get("amount", "0")) for row in rows if row.item not in ("301", "303")),
        Decimal(0),
    )
    return {
        "initial": initial,
        "three_public_before": three_public["before"],
        "vehicles": {"held": held, "funded": random.randint(1, held), "kinds": kinds},
        "running_costs": dict(zip((key for key, _ in RUNNING_COSTS), costs, strict=True)),
        "visits": {"batches": random.randint(1, 30), "persons": random.randint(31, 300)},
        # Only administrative units count: less than 公用经费 where institutions belong to the department.
        "operating": public if random.random() < 0.6 else _near(random, public, 50, 90),
        "operating_change": random.randint(-30, 20),
    }
