"""What stands round the statements: cover, department, staff, glossary. Short, for documents are many."""

from decimal import Decimal

from tests.corpus.audit.figures import GENERAL
from tests.corpus.audit.teller import Teller
from tests.corpus.figures import Figures

TERMS = (
    ("一般公共预算财政拨款收入", "由本级财政当年拨付、列入一般公共预算的资金。"),
    ("“三公”经费", "用财政拨款安排的因公出国（境）费、公务用车购置及运行费和公务接待费。"),
    ("机关运行经费", "为保障行政单位运行，用于购买货物和服务的各项公用经费。"),
    ("政府性基金预算财政拨款收入", "由本级财政当年拨付、列入政府性基金预算的资金。"),
)
# Names of earlier editions of the classification: a glossary is rarely rewritten.
OLD_NAMES = (
    "医疗卫生与计划生育支出(类)行政事业单位医疗(款)行政单位医疗(项)",
    "社会保障和就业支出(类)行政事业单位离退休(款)归口管理的行政单位离退休(项)",
)


def cover(story: Teller, figures: Figures, title: str) -> None:
    """The title page."""
    story.head(figures.department.name, "title")
    story.head(title, "title")
    story.turn()


def department(story: Teller, figures: Figures, word: str) -> None:
    """第一部分: functions, units and staff."""
    name, district = figures.department.name, figures.department.district
    story.head(f"第一部分 {figures.department.short_name}概况", "part")
    story.head("一、部门主要职能")
    # Other offices are rightly named among the duties, and other years among the plans.
    story.say(f"1.负责本部门职责范围内的日常管理和服务工作，配合{district}发展和改革局做好项目储备。")
    story.say(
        f"2.落实 {figures.fiscal_year - 1} 年至 {figures.fiscal_year + 2} 年三年行动计划，"
        "承办上级交办的其他事项。"
    )
    story.head(f"二、部门{word}单位构成")
    units = figures.narrative["units"]
    if units:
        count, listed = story.put("units.subordinate", str(len(units))), "、".join(units)
        story.say(
            story.pick(
                f"纳入{name}部门{word}编制范围的单位包括本级机关及下属 {count} 个二级单位：{listed}。",
                f"{story.us}部门{word}由本级和 {count} 个下属单位组成，下属单位包括：{listed}。",
            )
        )
    else:
        story.say(f"从单位构成看，{name}部门{word}由纳入独立核算的单位本级{word}组成。")
    _staff(story, figures)


def _staff(story: Teller, figures: Figures) -> None:
    told = {key: story.put(f"staff.{key}", str(count)) for key, count in figures.narrative["staff"].items()}
    institution = f"，事业 {told['institution']} 人" if figures.narrative["staff"]["institution"] else ""
    on_duty, administrative = told["on_duty"], told["administrative"]
    story.head("三、部门人员构成")
    story.say(
        story.pick(
            f"{figures.department.name}在职实有人数 {on_duty} 人，其中：行政 {administrative} 人"
            f"{institution}。",
            f"{story.us}在职人员 {on_duty} 人，其中行政人员 {administrative} 人{institution}。",
        )
        + story.pick(
            f"离退休人员 {told['off_duty']} 人，其中：离休 {told['lixiu']} 人，退休 {told['retired']} 人。",
            f"离退休人员 {told['off_duty']} 人，其中离休 {told['lixiu']} 人、退休 {told['retired']} 人。",
        )
    )


def works(story: Teller, figures: Figures, part: str) -> None:
    """The work of the year: counts and percentages that are no money."""
    held, fewer = story.random.randint(10, 60), story.random.randint(1, 9)
    rate = story.rate(Decimal(fewer), Decimal(held + fewer))
    story.head(f"第{part}部分 {figures.fiscal_year} 年重点工作完成情况", "part")
    story.say(f"1.全年召开会议 {held} 次，较上年减少 {fewer} 次，下降 {rate}%。")
    story.say("2.服务对象满意度达 98%，比年度目标高 3 个百分点，按时办结率 100%。")


def glossary(story: Teller, figures: Figures, part: str) -> None:
    """名词解释: terms, and what the function items are for, some under old names."""
    story.head(f"第{part}部分 名词解释", "part")
    for number, (term, meaning) in enumerate(TERMS, 1):
        story.say(f"({number}){term}：指{meaning}")
    names = {row.item: row.name for row in figures.rows(GENERAL)}
    items = [
        f"{names[code[:3]]}(类){names[code[:5]]}(款){names[code]}(项)" for code in names if len(code) == 7
    ][:2]
    if story.random.random() < 0.5:
        items += OLD_NAMES
    for number, path in enumerate(items, 1):
        story.say(f"{number}.{path}：反映按规定列入该科目的支出。")
    story.say(f"(其他)本部门没有其他专用名词{story.put('glossary.end', '。')}")
