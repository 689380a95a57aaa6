"""Which cell of which statement a figure in prose is the figure of."""

from tests.corpus.audit.draft import Draft
from tests.corpus.audit.figures import ECONOMIC, GENERAL
from tests.corpus.blocks import cell_key

FINAL = {
    "total.both": "revenue_expenditure_summary/TOTAL/amount/revenue",
    "revenue.total": "revenue_by_function/TOTAL/total",
    "expenditure.total": "expenditure_by_function/TOTAL/total",
    "appropriation.both": "appropriation_summary/TOTAL/total/expenditure",
    "appropriation.expenditure": f"{GENERAL}/TOTAL/total",
    "actual": f"{GENERAL}/TOTAL/total",
    "general.basic": f"{GENERAL}/TOTAL/basic",
    "general.project": f"{GENERAL}/TOTAL/project",
    "basic.total": f"{GENERAL}/TOTAL/basic",
    "basic.personnel": f"{ECONOMIC}/人员经费合计/amount",
    "basic.public_use": f"{ECONOMIC}/公用经费合计/amount",
    "fund.revenue": "government_fund/TOTAL/revenue",
    "fund.expenditure": "government_fund/TOTAL/total",
}
BUDGET = {
    "total.both": "revenue_expenditure_summary/TOTAL/amount/revenue",
    "revenue.total": "revenue_by_source/TOTAL/amount",
    "revenue.fiscal_appropriation": "revenue_by_source/财政拨款收入/amount",
    "expenditure.total": "expenditure_by_function/TOTAL/total",
    "appropriation.both": "appropriation_summary/TOTAL/amount/revenue",
    "appropriation.revenue": "appropriation_summary/TOTAL/amount/revenue",
    "general_budget.expenditure": f"{GENERAL}/TOTAL/total",
    "general_budget.basic": f"{GENERAL}/TOTAL/basic",
    "general_budget.project": f"{GENERAL}/TOTAL/project",
    "basic.total": f"{ECONOMIC}/TOTAL/total",
    "basic.personnel": f"{ECONOMIC}/TOTAL/personnel",
    "basic.public_use": f"{ECONOMIC}/TOTAL/public_use",
}
PROJECT_MEASURES = ("budget", "executed")


def table_cells(draft: Draft, key: str) -> str | None:
    """The key of the cell that holds what the prose tells under a key; None if no table does."""
    key = key.partition("@")[0]
    is_budget = draft.figures.report_type == "budget"
    cell = (BUDGET if is_budget else FINAL).get(key) or _by_pattern(key, is_budget)
    return cell if cell and draft.cells.get(cell, "").strip() else None


def _by_pattern(key: str, is_budget: bool) -> str | None:
    match key.split("."):
        case ["revenue", measure] if not is_budget:
            return cell_key("revenue_by_function", "TOTAL", measure)
        case ["expenditure", measure]:
            return cell_key("expenditure_by_function", "TOTAL", measure)
        case ["class" | "item", code, "actual"]:
            return cell_key(GENERAL, code, "total")
        case ["three_public", measure, "initial"]:
            return cell_key("three_public", "TOTAL", measure, None if is_budget else "budget")
        case ["three_public", measure, "actual"]:
            return cell_key("three_public", "TOTAL", measure, "actual")
    return None
