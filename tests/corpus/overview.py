"""What every disclosure has around its statements: cover, department, work of the year, glossary."""

from tests.corpus.cells import ordinal
from tests.corpus.figures import Figures
from tests.corpus.story import Story

TERMS = (
    ("一般公共预算财政拨款收入", "由本级财政当年拨付、列入一般公共预算的资金。"),
    ("上级补助收入", "单位从主管部门或上级单位取得的非财政补助资金。"),
    ("事业收入", "事业单位开展专业业务活动及其辅助活动取得的收入。"),
    ("其他收入", "除财政拨款、上级补助、事业和经营收入之外取得的各项收入。"),
    ("年初结转和结余", "以前年度尚未完成、按规定留到本年继续使用的资金。"),
    ("基本支出", "为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。"),
    ("项目支出", "在基本支出之外，为完成特定的行政任务和事业发展目标所发生的支出。"),
    (
        "“三公”经费",
        "用财政拨款安排的因公出国（境）费、公务用车购置及运行费和公务接待费，包括住宿费、伙食费、"
        "燃料费、维修费、过桥过路费、保险费等支出。",
    ),
    ("机关运行经费", "为保障行政单位运行，用于购买货物和服务的各项公用经费。"),
)


def cover(story: Story, figures: Figures, title: str) -> None:
    """The title page and the table of parts."""
    story.head(figures.department.name, "title")
    story.head(title, "title")
    story.head("目 录", "part")
    is_budget = figures.report_type == "budget"
    word = "预算" if is_budget else "决算"
    parts = [f"{figures.department.short_name}概况", f"部门{word}表", f"部门{word}情况说明"]
    parts += ["名词解释"] if is_budget else ["重点工作完成情况", "名词解释"]
    for number, part in enumerate(parts, 1):
        story.say(f"第{ordinal(number)}部分 {part}")
    story.turn()


def department(story: Story, figures: Figures) -> None:
    """第一部分: functions, units and staff."""
    name, word = figures.department.name, "预算" if figures.report_type == "budget" else "决算"
    story.head(f"第一部分 {figures.department.short_name}概况", "part")
    story.head("一、部门主要职能")
    for number, duty in enumerate(figures.narrative["duties"], 1):
        story.say(f"{number}.{duty}")
    story.head(f"二、部门{word}单位构成")
    units = figures.narrative.get("units", [])
    if units:
        count = story.put("units.subordinate", str(len(units)))
        story.say(
            f"纳入{name}部门{word}编制范围的单位包括本级机关及下属 {count} 个二级单位：{'、'.join(units)}。"
        )
    else:
        story.say(f"从单位构成看，{name}部门{word}由纳入独立核算的单位本级{word}组成。")
    story.head("三、部门人员构成")
    _staff(story, figures)


def _staff(story: Story, figures: Figures) -> None:
    staff = {key: story.put(f"staff.{key}", count) for key, count in figures.narrative["staff"].items()}
    others = f"，事业 {staff['institution']} 人" if "institution" in staff else ""
    limit = f"总编制人数 {staff['establishment']} 人，" if "establishment" in staff else ""
    story.say(
        f"{figures.department.name}{limit}在职实有人数 {staff['on_duty']} 人，其中："
        f"行政 {staff['administrative']} 人{others}。"
    )
    story.say(
        f"离退休人员 {staff['off_duty']} 人，其中：离休 {staff['lixiu']} 人，退休 {staff['retired']} 人。"
    )


def works(story: Story, figures: Figures) -> None:
    """第四部分: the work of the year."""
    story.turn()
    story.head(f"第四部分 {figures.fiscal_year} 年重点工作完成情况", "part")
    for number, work in enumerate(figures.narrative["works"], 1):
        story.say(f"{number}.{work}")


def glossary(story: Story, figures: Figures, part: str) -> None:
    """名词解释: terms, and what the function items are for."""
    story.head(f"第{part}部分 名词解释", "part")
    for number, (term, meaning) in enumerate(TERMS, 1):
        story.say(f"({number}){term}：指{meaning}")
    names = {row.item: row.name for row in figures.rows("general_budget_expenditure")}
    story.say(f"({len(TERMS) + 1})本部门使用的主要支出功能分类科目（到项级）：")
    items = [code for code in names if len(code) == 7]
    for number, code in enumerate(items, 1):
        path = f"{names[code[:3]]}(类){names[code[:5]]}(款){names[code]}(项)"
        story.say(f"{number}.{path}：反映按规定列入该科目的支出。")
