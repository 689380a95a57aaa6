"""The final account form of 2020 and 2021: nine tables numbered in their titles, one line above each."""

from tests.corpus import final_account as grids
from tests.corpus.blocks import Grid, Table
from tests.corpus.figures import Figures
from tests.corpus.styles import Style

NO_FUND = "本部门没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出。"
NO_CAPITAL = "本部门没有使用国有资本经营预算财政拨款安排的支出。"


def statements(figures: Figures, style: Style) -> tuple[Table, ...]:
    """The nine statements in the form's order."""
    general = "一般公共预算财政拨款"
    drawn: tuple[tuple[str, str, Grid, tuple[str, ...]], ...] = (
        (
            "revenue_expenditure_summary",
            "收入支出决算总表",
            grids.summary(figures, style, "使用非财政拨款结余"),
            (
                "注：本表反映部门本年度的总收支和年末结转结余情况。",
                "27 行＝（1+2+3+4+5+6+7+8）行；30 行＝（27+28+29）行；57 行＝（31+32+…+56）行；"
                "60 行＝（57+58+59）行。",
            ),
        ),
        (
            "revenue_by_function",
            "收入决算表",
            grids.revenue_by_function(figures, style),
            ("注：本表反映部门本年度取得的各项收入情况。", "1 栏各行＝（2+3+4+5+6+7）栏各行。"),
        ),
        (
            "expenditure_by_function",
            "支出决算表",
            grids.expenditure_by_function(figures, style),
            ("注：本表反映部门本年度各项支出情况。", "1 栏各行＝（2+3+4+5+6）栏各行。"),
        ),
        (
            "appropriation_summary",
            "财政拨款收入支出决算总表",
            grids.appropriation_summary(figures, style),
            (
                f"注：本表反映部门本年度{general}、"
                "政府性基金预算财政拨款和国有资本经营预算财政拨款的总收支和年末结转结余情况。",
            ),
        ),
        (
            "general_budget_expenditure",
            f"{general}支出决算表",
            grids.general_budget_expenditure(figures, style),
            (f"注：本表反映部门本年度{general}支出情况。",),
        ),
        (
            "general_budget_basic_by_economic",
            f"{general}基本支出决算表",
            grids.basic_by_economic(figures, style),
            (f"注：本表反映部门本年度{general}基本支出明细情况。",),
        ),
        (
            "three_public",
            f"{general}“三公”经费支出决算表",
            grids.three_public(figures, style),
            (
                "注：本表反映部门本年度“三公”经费支出预决算情况。其中，预算数为“三公”经费年初预算数，"
                "决算数是包括当年一般公共预算财政拨款和以前年度结转资金安排的实际支出。",
            ),
        ),
        (
            "government_fund",
            "政府性基金预算财政拨款收入支出决算表",
            grids.government_fund(figures, style),
            () if figures.rows("government_fund") else (NO_FUND,),
        ),
        (
            "state_capital",
            "国有资本经营预算财政拨款支出决算表",
            grids.state_capital(figures, style),
            () if figures.rows("state_capital") else (NO_CAPITAL,),
        ),
    )
    above = ((f"部门：{figures.department.statement_name}", f"单位：{style.unit}"),)
    has_formulas = figures.wording["formula_notes"] == "yes"
    return tuple(
        Table(
            name,
            f"{figures.fiscal_year} 年度{title}（表 {number}）",
            above,
            grid,
            tuple(note for note in notes if has_formulas or "＝" not in note),
        )
        for number, (name, title, grid, notes) in enumerate(drawn, 1)
    )
