"""Random but coherent figures: whatever the seed, every accounting identity holds to the last 0.01 万元."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

from tests.corpus.cells import ordinal
from tests.corpus.figures import Department, Figures, Indicator, Project
from tests.corpus.random_items import Item, money, random_items, split
from tests.corpus.random_statements import Budget, FinalAccount

DISTRICTS = {
    "江岸区": "420102",
    "江汉区": "420103",
    "硚口区": "420104",
    "汉阳区": "420105",
    "武昌区": "420106",
    "青山区": "420107",
    "洪山区": "420111",
    "东西湖区": "420112",
}
OFFICES = (
    "财政局",
    "教育局",
    "审计局",
    "统计局",
    "民政局",
    "司法局",
    "水务和湖泊局",
    "文化和旅游局",
    "城市管理执法局",
)
FORMS = ("final_2020", "final_2024", "budget_2021")


def random_department(seed: int, form: str | None = None) -> Figures:
    """Figures of an invented department; the same seed and form give the same figures.

    Args:
        seed: any whole number.
        form: final_2020, final_2024 or budget_2021; drawn from the seed if not given.
    """
    random = Random(seed)
    drawn = random.choice(FORMS)
    form = form or drawn
    is_budget = form == "budget_2021"
    year = {"final_2020": random.choice((2020, 2021)), "final_2024": 2024, "budget_2021": 2021}[form]
    zero = None if is_budget else random.choice((None, "0.00", "0"))
    items = random_items(random, has_other_money=not is_budget)
    district = random.choice(sorted(DISTRICTS))
    office = random.choice(OFFICES)
    statements = (Budget if is_budget else FinalAccount)(random, items, zero).statements()
    general = [item for item in items if item.paid_by == "general"]
    projects = _projects(random, general)
    return Figures(
        document=f"random-{seed}-{form}",
        form=form,
        report_type="budget" if is_budget else "final_account",
        fiscal_year=year,
        department=Department(
            f"武汉市{district}{office}",
            f"武汉市{district}{office}",
            f"区{office}",
            district,
            DISTRICTS[district],
        ),
        wording={
            "amount": random.choice(("金额", "决算数")),
            "appropriation_amount": random.choice(("金额", "决算数")),
            "total": random.choice(("合计", "小计")),
            "economic_code": random.choice(("科目编码", "经济分类\n科目编码")),
            "formula_notes": random.choice(("yes", "no")),
        },
        statements=statements,
        narrative=_narrative(random, items, projects, year, is_budget),
        projects=projects,
    )


def _projects(random: Random, items: Sequence[Item]) -> tuple[Project, ...]:
    whole, project = sum(item.total for item in items), sum(item.project for item in items)
    executed = [cents for cents in split(random, project, random.randint(1, 4)) if cents]
    drawn = [
        ("部门整体支出", whole),
        *((f"专项业务经费（{ordinal(number)}）", cents) for number, cents in enumerate(executed, 1)),
    ]
    indicators = (
        Indicator("产出指标", "数量指标", "完成任务件数", "不少于50件", f"{random.randint(50, 90)}件", "40"),
        Indicator("产出指标", "时效指标", "按期完成率", "100%", "100%", "20"),
        Indicator("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥95%", "97%", "20"),
    )
    projects = []
    for name, cents in drawn:
        budget = cents + random.randint(0, cents // 5)
        score = 80 + (Decimal(cents) / budget * 20).quantize(Decimal("0.01"))
        projects.append(Project(name, money(budget), money(cents), str(score), indicators))
    return tuple(projects)


def _narrative(
    random: Random, items: Sequence[Item], projects: Sequence[Project], year: int, is_budget: bool
) -> dict[str, Any]:
    general = [item for item in items if item.paid_by == "general"]
    whole = sum(item.total for item in general)
    operating = sum(item.parts[1] for item in general)
    on_duty, retired = random.randint(8, 90), random.randint(0, 40)
    staff = {
        "on_duty": on_duty,
        "administrative": on_duty,
        "off_duty": retired,
        "lixiu": 0,
        "retired": retired,
    }
    by_class: dict[str, int] = {}
    for item in general:
        by_class[item.code[:3]] = by_class.get(item.code[:3], 0) + item.total
    goods, works, services = (random.randint(0, 5_000) for _ in range(3))
    bought = goods + works + services
    told: dict[str, Any] = {
        "decimals": random.choice((1, 2)),
        "reason": random.choice(("人员变动", "项目支出调整", "政策性调资")),
        "staff": {key: str(count) for key, count in staff.items()},
        "change": money(random.randint(-whole // 2, whole // 2)),
        "operating": money(operating),
        "procurement": {"goods": money(goods), "works": money(works), "services": money(services)},
        "duties": ["承担本部门的日常管理和服务工作。", "承办上级交办的其他事项。"],
    }
    if is_budget:
        listed = [[project.name, project.budget] for project in projects[1:]]
        assets = [
            [name, f"{random.randint(1, 300)}件", money(random.randint(1, 90_000))]
            for name in ("通用设备", "家具")
        ]
        return told | {
            "compared_year": str(year - 1),
            "three_public_change": money(random.randint(-900, 0)),
            "project_list": listed,
            "assets": assets,
        }
    held = random.randint(1, 9)
    small = random.randint(0, bought)
    told["procurement"] |= {"sme": money(small), "micro": money(small // 2)}
    return told | {
        "initial": {code: money(cents * random.randint(80, 120) // 100) for code, cents in by_class.items()},
        "three_public_change": dict.fromkeys(("total", "overseas_travel", "vehicle", "reception"), "0.00"),
        "vehicles": {"held": str(held), "funded": str(held), "kinds": [["机要通信用车", str(held)]]},
        "operating_change": money(random.randint(-operating // 3, 0)),
        "works": ["年度各项任务按计划完成。"],
    }
