"""The final account form of 2024: 公开 01 表 to 公开 09 表, the publisher and the unit on two 单位 lines."""

from tests.corpus import final_account as grids
from tests.corpus.blocks import Grid, Table
from tests.corpus.figures import Figures
from tests.corpus.final_2020 import NO_CAPITAL, NO_FUND
from tests.corpus.styles import Style


def statements(figures: Figures, style: Style) -> tuple[Table, ...]:
    """The nine statements in the form's order, three-public last."""
    general = "一般公共预算财政拨款"
    drawn: tuple[tuple[str, str, Grid, tuple[str, ...]], ...] = (
        (
            "revenue_expenditure_summary",
            "收入支出决算总表",
            grids.summary(figures, style, "使用非财政拨款结余（含专用结余）"),
            (
                "注：1. 本表反映部门本年度的总收支和年末结转结余情况。",
                "2. 本套报表金额单位转换时可能存在尾数误差。",
            ),
        ),
        (
            "revenue_by_function",
            "收入决算表",
            grids.revenue_by_function(figures, style),
            ("注：本表反映部门本年度取得的各项收入情况。",),
        ),
        (
            "expenditure_by_function",
            "支出决算表",
            grids.expenditure_by_function(figures, style),
            ("注：本表反映部门本年度各项支出情况。",),
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
            f"{general}基本支出决算明细表",
            grids.basic_by_economic(figures, style),
            (f"注：本表反映部门本年度{general}基本支出明细情况。",),
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
        (
            "three_public",
            "财政拨款“三公”经费支出决算表",
            grids.three_public(figures, style),
            (
                "注：本表反映部门本年度财政拨款“三公”经费支出预决算情况。其中，预算数为“三公”经费全年预算数，"
                "反映按规定程序调整后的预算数；决算数是包括当年财政拨款和以前年度结转资金安排的实际支出。",
            ),
        ),
    )
    return tuple(
        Table(
            name,
            f"{figures.fiscal_year} 年度{title}",
            (
                ("", f"公开 {number:02d} 表"),
                (f"单位：{figures.department.statement_name}", ""),
                ("", f"单位：{style.unit}"),
            ),
            grid,
            notes,
        )
        for number, (name, title, grid, notes) in enumerate(drawn, 1)
    )
