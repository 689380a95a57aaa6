"""The grids of a final account's nine statements, as the forms of 2020 and of 2024 share them."""

from itertools import zip_longest

from tests.corpus.blocks import Cell, Grid
from tests.corpus.cells import amounts, blanks, figure, looked_up, ordinal, word, words
from tests.corpus.figures import Figures, Row, total
from tests.corpus.styles import Style

SOURCES = (
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)
APPROPRIATIONS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
CLASSES = (
    "一般公共服务支出",
    "外交支出",
    "国防支出",
    "公共安全支出",
    "教育支出",
    "科学技术支出",
    "文化旅游体育与传媒支出",
    "社会保障和就业支出",
    "卫生健康支出",
    "节能环保支出",
    "城乡社区支出",
    "农林水支出",
    "交通运输支出",
    "资源勘探工业信息等支出",
    "商业服务业等支出",
    "金融支出",
    "援助其他地区支出",
    "自然资源海洋气象等支出",
    "住房保障支出",
    "粮油物资储备支出",
    "国有资本经营预算支出",
    "灾害防治及应急管理支出",
    "其他支出",
    "债务还本支出",
    "债务付息支出",
    "抗疫特别国债安排的支出",
)
THREE_PUBLIC = ("total", "overseas_travel", "vehicle", "vehicle_purchase", "vehicle_operation", "reception")
FUNDS = ("total", "general_budget", "government_fund", "state_capital")
CODE_WIDTHS = (19.3, 19.3, 19.3, 125.0)


def summary(figures: Figures, style: Style, surplus: str) -> Grid:
    """收入支出决算总表; `surplus` is the form's wording of 使用非财政拨款结余."""
    statement, amount = "revenue_expenditure_summary", figures.wording["amount"]

    def half(label: str, item: str, line: int, side: str) -> tuple[Cell, ...]:
        return (Cell(label), Cell(str(line)), *looked_up(figures, statement, item, ["amount"], side, style))

    body = []
    for index, name in enumerate(CLASSES):
        left: tuple[Cell, ...] = (Cell(), Cell(str(index + 1)), Cell())
        if index < len(SOURCES):
            source = SOURCES[index]
            left = half(f"{ordinal(index + 1)}、{source}", source, index + 1, "revenue")
        body.append(left + half(f"{ordinal(index + 1)}、{name}", name, index + 31, "expenditure"))
    for index, (left_name, right_name) in enumerate(
        ((("本年收入合计", "本年支出合计")), (surplus, "结余分配"), ("年初结转和结余", "年末结转和结余"))
    ):
        item = "使用非财政拨款结余" if left_name == surplus else left_name
        left = half(left_name, item, 27 + index, "revenue")
        body.append(left + half(right_name, right_name, 57 + index, "expenditure"))
    body.append(half("总计", "TOTAL", 30, "revenue") + half("总计", "TOTAL", 60, "expenditure"))
    header = (
        (word("收入", 3), word("支出", 3)),
        words(("项目", "行次", amount, "项目", "行次", amount)),
        words(("栏次", "", "1", "栏次", "", "2")),
    )
    return Grid((144, 30, 66, 145, 29, 67), header, tuple(body))


def _coded_header(columns: tuple[str, ...]) -> tuple[tuple[Cell, ...], ...]:
    return (
        (word("项目", 4), *(word(column, 1, 3) for column in columns)),
        (word("功能分类科目\n编码", 3), word("科目名称", 1, 2)),
        words("类款项"),
        (word("栏次", 4), *words(str(number + 1) for number in range(len(columns)))),
    )


def _coded_row(statement: str, row: Row, measures: tuple[str, ...], style: Style) -> tuple[Cell, ...]:
    names = (Cell("合计", 4),) if row.item == "TOTAL" else (Cell(row.item, 3), Cell(row.name))
    return names + amounts(statement, row, measures, style)


def _coded_body(
    figures: Figures, statement: str, measures: tuple[str, ...], style: Style
) -> tuple[tuple[Cell, ...], ...]:
    rows = figures.rows(statement) or (Row("TOTAL", "合计", {}),)
    return tuple(_coded_row(statement, row, measures, style) for row in rows)


def revenue_by_function(figures: Figures, style: Style) -> Grid:
    """收入决算表."""
    columns = (
        "本年收入\n合计",
        "财政拨款\n收入",
        "上级补助\n收入",
        "事业收入",
        "经营收入",
        "附属单位\n上缴收入",
        "其他收入",
    )
    measures = (
        "total",
        "fiscal_appropriation",
        "superior_subsidy",
        "institutional",
        "operating_revenue",
        "affiliate_remittance",
        "other",
    )
    body = _coded_body(figures, "revenue_by_function", measures, style)
    return Grid((*CODE_WIDTHS, *(42.7,) * 7), _coded_header(columns), body)


def expenditure_by_function(figures: Figures, style: Style) -> Grid:
    """支出决算表."""
    columns = ("本年支出合\n计", "基本支出", "项目支出", "上缴上级支\n出", "经营支出", "对附属单位\n补助支出")
    measures = ("total", "basic", "project", "transfer_to_superior", "operating", "subsidy_to_affiliate")
    body = _coded_body(figures, "expenditure_by_function", measures, style)
    return Grid((*CODE_WIDTHS, *(49.8,) * 6), _coded_header(columns), body)


def appropriation_summary(figures: Figures, style: Style) -> Grid:
    """财政拨款收入支出决算总表."""
    statement = "appropriation_summary"

    def left(label: str, item: str, line: int) -> tuple[Cell, ...]:
        return (
            Cell(label),
            Cell(str(line)),
            *looked_up(figures, statement, item, ["amount"], "revenue", style),
        )

    def right(label: str, item: str, line: int) -> tuple[Cell, ...]:
        return (
            Cell(label),
            Cell(str(line)),
            *looked_up(figures, statement, item, FUNDS, "expenditure", style),
        )

    body = []
    for index, name in enumerate(CLASSES):
        revenue: tuple[Cell, ...] = (Cell(), Cell(str(index + 1)), Cell())
        if index < len(APPROPRIATIONS):
            source = APPROPRIATIONS[index]
            revenue = left(f"{ordinal(index + 1)}、{source}", source, index + 1)
        body.append(revenue + right(f"{ordinal(index + 1)}、{name}", name, index + 33))
    body.append(left("本年收入合计", "本年收入合计", 27) + right("本年支出合计", "本年支出合计", 59))
    closing = "年末财政拨款结转和结余"
    body.append(left("年初财政拨款结转和结余", "年初财政拨款结转和结余", 28) + right(closing, closing, 60))
    for index, source in enumerate(APPROPRIATIONS):
        body.append((*left(source, f"年初{source}", 29 + index), Cell(), Cell(str(61 + index)), *blanks(4)))
    body.append(left("总计", "TOTAL", 32) + right("总计", "TOTAL", 64))
    whole, amount = figures.wording["total"], figures.wording["appropriation_amount"]
    header = (
        (word("收 入", 3), word("支 出", 6)),
        (*(word(w, 1, 2) for w in ("项目", "行次", amount, "项目", "行次")), word("决算数", 4)),
        words(
            (whole, "一般公共预算\n财政拨款", "政府性基金\n预算财政拨\n款", "国有资本经\n营预算财政\n拨款")
        ),
        words(("栏次", "", "1", "栏次", "", "2", "3", "4", "5")),
    )
    return Grid((87, 24, 48, 101, 24, 48, 53, 48, 48), header, tuple(body))


def general_budget_expenditure(figures: Figures, style: Style) -> Grid:
    """一般公共预算财政拨款支出决算表."""
    header = (
        (word("项目", 4), word("本年支出", 3)),
        (
            word("功能分类科目\n编码", 3),
            word("科目名称", 1, 2),
            *(word(w, 1, 2) for w in ("小计", "基本支出", "项目支出")),
        ),
        words("类款项"),
        (word("栏次", 4), *words("123")),
    )
    body = _coded_body(figures, "general_budget_expenditure", ("total", "basic", "project"), style)
    return Grid((*CODE_WIDTHS, 99, 99, 99), header, body)


def personnel_and_public(figures: Figures) -> tuple[str, str]:
    """人员经费 (classes 301 and 303) and 公用经费 (the other classes) in 万元."""
    rows = [row for row in figures.rows("general_budget_basic_by_economic") if len(row.item) == 3]
    values = [
        (row.item in ("301", "303"), figures.value("general_budget_basic_by_economic", row.item, "amount"))
        for row in rows
    ]
    return total([v for is_personnel, v in values if is_personnel]), total(
        [v for is_personnel, v in values if not is_personnel]
    )


def basic_by_economic(figures: Figures, style: Style) -> Grid:
    """一般公共预算财政拨款基本支出决算（明细）表: personnel, goods and services, the rest, side by side."""
    statement = "general_budget_basic_by_economic"
    blocks: tuple[list[Row], list[Row], list[Row]] = ([], [], [])
    for row in figures.rows(statement):
        blocks[{"301": 0, "303": 0, "302": 1}.get(row.item[:3], 2)].append(row)

    def third(row: Row | None) -> tuple[Cell, ...]:
        if row is None:
            return blanks(3)
        return (Cell(row.item), Cell(row.name), *amounts(statement, row, ["amount"], style))

    body = [third(left) + third(middle) + third(right) for left, middle, right in zip_longest(*blocks)]
    personnel, public = personnel_and_public(figures)
    body.append(
        (
            Cell("人员经费合计", 2),
            figure(personnel, f"{statement}/人员经费合计/amount", style),
            Cell("公用经费合计", 5),
            figure(public, f"{statement}/公用经费合计/amount", style),
        )
    )
    code = figures.wording["economic_code"]
    header = ((word("人员经费", 3), word("公用经费", 6)), words((code, "科目名称", "决算数") * 3))
    return Grid((39, 81, 44, 38, 77, 43, 39, 77, 43), header, tuple(body))


def three_public(figures: Figures, style: Style) -> Grid:
    """“三公”经费支出决算表: six budget columns, six actual ones."""
    row: tuple[Cell, ...] = ()
    for side in ("budget", "actual"):
        row += looked_up(figures, "three_public", "TOTAL", THREE_PUBLIC, side, style)
    half = (
        word("合计", 1, 2),
        word("因公出国\n（境）费", 1, 2),
        word("公务用车购置及运行费", 3),
        word("公务接待\n费", 1, 2),
    )
    header = (
        (word("预算数", 6), word("决算数", 6)),
        half * 2,
        words(("小计", "公务用车\n购置费", "公务用车\n运行费") * 2),
        words(str(number) for number in range(1, 13)),
    )
    return Grid((39, 42, 37, 42, 42, 38) * 2, header, (row,), 7.2)


def government_fund(figures: Figures, style: Style) -> Grid:
    """政府性基金预算财政拨款收入支出决算表."""
    columns = ("年初结转和\n结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和\n结余")
    measures = ("opening_balance", "revenue", "total", "basic", "project", "closing_balance")
    body = _coded_body(figures, "government_fund", measures, style)
    return Grid((*CODE_WIDTHS, *(49.8,) * 6), _coded_header(columns), body)


def state_capital(figures: Figures, style: Style) -> Grid:
    """国有资本经营预算财政拨款支出决算表."""
    header = (
        (word("项目", 4), word("本年支出", 3)),
        (
            word("功能分类科目\n编码", 3),
            word("科目名称", 1, 2),
            *(word(w, 1, 2) for w in ("合计", "基本支出", "项目支出")),
        ),
        words("类款项"),
        (word("栏次", 4), *words("123")),
    )
    body = _coded_body(figures, "state_capital", ("total", "basic", "project"), style)
    return Grid((*CODE_WIDTHS, 99, 99, 99), header, body)
