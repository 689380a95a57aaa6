"""The budget form of 2021: eight tables, 表一 to 表八, summaries in three blocks."""

from itertools import zip_longest

from tests.corpus.blocks import Cell, Grid, Table
from tests.corpus.cells import amounts, blanks, looked_up, ordinal, word, words
from tests.corpus.figures import Figures
from tests.corpus.styles import Style

APPROPRIATION_SOURCES = (
    ("一、一般公共预算收入", "一般公共预算收入"),
    ("1. 财政拨款收入", "财政拨款收入"),
    ("2. 纳入预算管理的非税收入安排的拨款", ""),
    ("（1）行政事业性收费收入安排的拨款", ""),
    ("（2）国有资源（资产）有偿使用收入安排的拨款", ""),
    ("二、政府性基金财政拨款收入", "政府性基金财政拨款收入"),
)
ALL_SOURCES = (
    ("一、一般公共预算收入", "一般公共预算收入"),
    ("1.财政拨款收入", "财政拨款收入"),
    ("2.纳入预算管理的非税收入安排的拨款", ""),
    ("(1)行政事业性收入安排的拨款", ""),
    ("(2)国有资源（资产）有偿使用收入安排的拨款", ""),
    ("二、政府性基金预算财政拨款收入", "政府性基金预算财政拨款收入"),
    ("三、事业收入", "事业收入"),
    ("1.财政专户安排的资金", ""),
    ("2.其他事业收入", ""),
    ("四、上级补助收入", "上级补助收入"),
    ("五、附属单位上缴收入", "附属单位上缴收入"),
    ("六、事业单位经营收入", "事业单位经营收入"),
    ("七、其他收入", "其他收入"),
    ("1.往来可用存量资金", ""),
    ("2.其他资金", ""),
    ("八、用事业基金弥补收支差额", ""),
)
CLASSES = (
    ("201", "一般公共服务支出"),
    ("202", "外交支出"),
    ("203", "国防支出"),
    ("204", "公共安全支出"),
    ("205", "教育支出"),
    ("206", "科学技术支出"),
    ("207", "文化旅游体育与传媒支出"),
    ("208", "社会保障和就业支出"),
    ("209", "社会保险基金支出"),
    ("210", "医疗健康支出"),
    ("211", "节能环保支出"),
    ("212", "城乡社区支出"),
    ("213", "农林水支出"),
    ("214", "交通运输支出"),
    ("215", "资源勘探电力信息等支出"),
    ("216", "商业服务业等支出"),
    ("217", "金融支出"),
    ("219", "援助其他地区支出"),
    ("220", "自然资源海洋气象等支出"),
    ("221", "住房保障支出"),
    ("222", "粮油物资储备支出"),
    ("223", "国有资本经营预算支出"),
    ("224", "灾害防治及应急管理支出"),
    ("227", "预备费"),
    ("229", "其他支出"),
    ("230", "转移性支出"),
    ("231", "债务还本支出"),
    ("232", "债务付息支出"),
    ("233", "债务发行费用支出"),
    ("234", "抗疫特别国债安排的支出"),
)
ECONOMIC = (
    ("301", "工资福利支出"),
    ("302", "商品服务支出"),
    ("303", "对个人和家庭的补助支出"),
    ("307", "债务利息及费用支出"),
    ("309", "资本性支出（基本建设）"),
    ("310", "资本性支出"),
    ("311", "对企业补助（基本建设）"),
    ("312", "对企业补助"),
    ("399", "其他支出"),
)
CATEGORIES = (
    ("一、基本支出", "基本支出"),
    ("1. 工资福利支出", "工资福利支出"),
    ("2. 对个人和家庭的补助", "对个人和家庭的补助"),
    ("3. 商品和服务支出", "商品和服务支出"),
    ("二、项目支出", "项目支出"),
    ("1. 部门项目", "部门项目"),
    ("2. 公共项目", "公共项目"),
    ("三、上缴上级支出", "上缴上级支出"),
    ("四、对附属单位补助支出", "对附属单位补助支出"),
    ("五、事业单位经营支出", "事业单位经营支出"),
)
ECONOMIC_STARTS = 20


def _summary(
    figures: Figures,
    statement: str,
    sources: tuple[tuple[str, str], ...],
    carried: tuple[str, ...],
    style: Style,
) -> Grid:
    def line(label: str, item: str, side: str) -> tuple[Cell, ...]:
        return (Cell(label), *looked_up(figures, statement, item, ["amount"], side, style))

    left = [line(label, item, "revenue") for label, item in sources]
    middle = [line(f"{code} {name}", code, "expenditure") for code, name in CLASSES]
    right = [(Cell("支出项目类别"), Cell()), *(line(label, item, "category") for label, item in CATEGORIES)]
    right += [blanks(2)] * (ECONOMIC_STARTS - len(right))
    right += [(Cell("部门预算支出经济分类"), Cell())]
    right += [line(f"{code} {name}", code, "economic") for code, name in ECONOMIC]
    body = [one + two + three for one, two, three in zip_longest(left, middle, right, fillvalue=blanks(2))]
    ends = line("本年支出合计", "本年支出合计", "expenditure") + line(
        "本年支出合计", "本年支出合计", "category"
    )
    body.append(line("本年收入合计", "本年收入合计", "revenue") + ends)
    body.append((*blanks(2), Cell("结转下年"), Cell(), Cell("结转下年"), Cell()))
    body += [(Cell(label), *blanks(5)) for label in carried]
    totals = line("支出总计", "TOTAL", "expenditure") + line("支出总计", "TOTAL", "category")
    body.append(line("收入总计", "TOTAL", "revenue") + totals)
    header = (
        (word("收 入", 2), word("支 出", 4)),
        words(("项 目", "预算数", "项目（按功能分类）", "预算数", "项目", "预算数")),
    )
    return Grid((126, 48, 115, 48, 96, 48), header, tuple(body))


def _coded(
    figures: Figures, statement: str, measures: tuple[str, ...], style: Style
) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell("" if row.item == "TOTAL" else row.item),
            Cell(row.name, align="center" if row.item == "TOTAL" else "left"),
            *amounts(statement, row, measures, style),
        )
        for row in figures.rows(statement)
    )


def _general(figures: Figures, style: Style) -> Grid:
    header = (words(("科目编码", "科目名称", "合计", "基本支出", "项目支出")), words("12345"))
    body = _coded(figures, "general_budget_expenditure", ("total", "basic", "project"), style)
    return Grid((68, 182, 77, 77, 77), header, body)


def _basic(figures: Figures, style: Style) -> Grid:
    header = (
        (word("经济科目编码", 1, 2), word("经济科目名称", 1, 2), word("基本支出", 3)),
        words(("合计", "人员支出", "公用经费")),
        words("12345"),
    )
    body = _coded(figures, "general_budget_basic_by_economic", ("total", "personnel", "public_use"), style)
    return Grid((68, 182, 77, 77, 77), header, body)


def _three_public(figures: Figures, style: Style) -> Grid:
    header = (
        (word("功能科目编码", 1, 3), word("功能科目名称", 1, 3), word("“三公”经费支出", 6)),
        (
            word("合计", 1, 2),
            word("因公出国\n(境) 费用", 1, 2),
            word("公务用车购置及运行维护费", 3),
            word("公务接待费", 1, 2),
        ),
        words(("小计", "公务用车购\n置费", "公务用车运行\n及维护费")),
        words("12345678"),
    )
    measures = ("total", "overseas_travel", "vehicle", "vehicle_purchase", "vehicle_operation", "reception")
    return Grid((54, 129, 48, 53, 48, 48, 53, 48), header, _coded(figures, "three_public", measures, style))


def _fund(figures: Figures, style: Style) -> Grid:
    header = (words(("功能科目编码", "功能科目名称", "总计", "基本支出", "项目支出")), words("12345"))
    body = _coded(figures, "government_fund", ("total", "basic", "project"), style) or (blanks(5),)
    return Grid((96,) * 5, header, body)


def _sources(figures: Figures, style: Style) -> Grid:
    lines = (
        ("总计", "TOTAL"),
        *ALL_SOURCES,
        ("九、上年结转", ""),
        ("1.一般公共预算财政拨款结转", ""),
        ("2.政府性基金预算财政拨款结转", ""),
        ("3.其他资金结余（含事业结余分配）", ""),
        ("十、国有资本经营预算收入", ""),
    )
    known = {row.item: row for row in figures.rows("revenue_by_source")}
    body = tuple(
        (
            Cell(label),
            *(amounts("revenue_by_source", known[item], ["amount"], style) if item in known else blanks(1)),
        )
        for label, item in lines
    )
    return Grid((337, 144), (words(("项目", "预算数")),), body)


def _expenditure(figures: Figures, style: Style) -> Grid:
    header = (
        (
            word("功能科目\n编码", 1, 2),
            word("功能科目名称", 1, 2),
            word("总计", 1, 2),
            word("基本支出", 4),
            word("项目支出", 2),
            word("上级\n上缴\n支出", 1, 2),
            word("对附属\n单位的\n补助支\n出", 1, 2),
            word("事业单\n位经营\n支出", 1, 2),
        ),
        words(
            (
                "小计",
                "工资福利\n支出",
                "商品服务\n支出",
                "对个人和\n家庭的补\n助支出",
                "部门项目",
                "公共项\n目",
            )
        ),
        words(str(number) for number in range(1, 13)),
    )
    measures = (
        "total",
        "basic",
        "wages_and_benefits",
        "goods_and_services",
        "individual_and_family",
        "project",
        "public_project",
        "transfer_to_superior",
        "subsidy_to_affiliate",
        "operating",
    )
    body = _coded(figures, "expenditure_by_function", measures, style)
    return Grid((39, 96, 43, 38, 39, 39, 38, 38, 29, 24, 29, 29), header, body, 7.5)


def statements(figures: Figures, style: Style) -> tuple[Table, ...]:
    """The eight statements in the form's order."""
    carried = ("三、上年结转", "一般公共预算财政拨款结转", "政府性基金预算财政拨款结转")
    carried_all = ("九、上年结转", "1.一般公共预算财政拨款结转", "2.政府性基金预算财政拨款结转")
    year = figures.fiscal_year
    appropriation, whole = "appropriation_summary", "revenue_expenditure_summary"
    drawn = (
        (
            appropriation,
            f"{year} 年财政拨款收支预算总表",
            _summary(figures, appropriation, APPROPRIATION_SOURCES, carried, style),
        ),
        ("general_budget_expenditure", f"{year} 年一般公共预算支出表", _general(figures, style)),
        ("general_budget_basic_by_economic", f"{year} 年一般公共预算基本支出表", _basic(figures, style)),
        ("three_public", f"{year} 年一般公共预算“三公”经费支出表", _three_public(figures, style)),
        ("government_fund", f"{year} 年政府性基金支出预算表", _fund(figures, style)),
        (whole, f"{year} 部门收支预算总表", _summary(figures, whole, ALL_SOURCES, carried_all, style)),
        ("revenue_by_source", f"{year} 年部门收入总表", _sources(figures, style)),
        ("expenditure_by_function", f"{year} 年部门预算支出总表", _expenditure(figures, style)),
    )
    return tuple(
        Table(name, title, (("", f"表{ordinal(number)}"), ("", f"单位：{style.unit}")), grid)
        for number, (name, title, grid) in enumerate(drawn, 1)
    )
