"""Contracts on the atomic fact, `marts.fct_statement_amount`."""

from expectations.contract import Contract, between, one_of, rows

_TABLE = "marts.fct_statement_amount"

# The one contract that compares with the warehouse published before.
NEEDS_PUBLISHED = "amounts_fallen"

# Yuan. A province's whole general public budget is near 1e12, the nation's near 3e13.
_LARGEST_AMOUNT = 1e13
_UNUSUAL_AMOUNT = 1e12

_BY_FUNCTION_AND_SUMMARY = [
    "revenue_expenditure_summary",
    "appropriation_summary",
    "revenue_by_function",
    "expenditure_by_function",
    "general_budget_expenditure",
]

_AMOUNT_KEY = "document_key, page_number, table_no, row_no, column_no"

# Eleven digits that begin with 13 to 19, an area code and a line, or seven digits after a word for telephone.
# What digits, letters or a decimal point touch is no telephone: amounts and project codes look like that.
_BEFORE = r"(^|[^0-9A-Za-z.,]|[^0-9][.,])"
_AFTER = r"($|[^0-9A-Za-z.,]|[.,]($|[^0-9]))"
_TELEPHONE = "|".join(
    [
        rf"{_BEFORE}(\+?(00)?86[- ]?)?1[3-9][0-9][- ]?[0-9]{{4}}[- ]?[0-9]{{4}}{_AFTER}",
        rf"{_BEFORE}[(]?0[1-9][0-9]{{1,2}}[-)— ]{{0,2}}[2-9][0-9]{{3}}[- ]?[0-9]{{3,4}}{_AFTER}",
        r"(电话|手机|热线|传真|联系方式)[^0-9]{0,4}[0-9]{7}",
    ]
)


def _in_force(code: str) -> Contract:
    dimension = code.replace("_code", "")
    return rows(
        f"{dimension}_edition_missing",
        _TABLE,
        f"""
SELECT DISTINCT {code}, fiscal_year FROM fct_statement_amount
WHERE {code} IN (SELECT {code} FROM marts.dim_{dimension}) AND NOT EXISTS (
    SELECT 1 FROM marts.dim_{dimension} AS edition
    WHERE edition.{code} = fct_statement_amount.{code}
        AND fct_statement_amount.fiscal_year
            BETWEEN edition.valid_from_year AND coalesce(edition.valid_to_year, 9999)
)
""",
        f"Every {code} has an edition in force in the year it is used",
        f"{code} 在使用年份有有效版本",
        severity="warning",
        column=code,
    )


AMOUNT_CONTRACTS = [
    _in_force("function_code"),
    _in_force("economic_code"),
    rows(
        "statement_unusual",
        _TABLE,
        """
SELECT DISTINCT document_key, statement_code, report_type FROM fct_statement_amount
ANTI JOIN marts.dim_statement USING (statement_code, report_type)
""",
        "A statement belongs to the kind of report it stands in",
        "报表属于所在的报告类型（预算或决算）",
        severity="warning",
        column="statement_code",
    ),
    one_of(
        "fct_statement_amount_side_unknown",
        _TABLE,
        "side",
        ["revenue", "expenditure", "budget", "adjusted_budget", "actual", "prior_year"],
    ),
    one_of(
        "fct_statement_amount_report_type_unknown",
        _TABLE,
        "report_type",
        ["budget", "final_account"],
    ),
    between(
        "fct_statement_amount_year_out_of_bounds",
        _TABLE,
        "fiscal_year",
        2000,
        2100,
        "The fiscal year lies between 2000 and 2100",
        "年度在 2000 至 2100 之间",
    ),
    between(
        "amount_out_of_bounds",
        _TABLE,
        "amount",
        -_LARGEST_AMOUNT,
        _LARGEST_AMOUNT,
        "No amount exceeds 10 trillion yuan either way",
        "金额绝对值不超过 10 万亿元",
    ),
    between(
        "amount_unusual",
        _TABLE,
        "amount",
        -_UNUSUAL_AMOUNT,
        _UNUSUAL_AMOUNT,
        "No amount exceeds 1 trillion yuan either way",
        "金额绝对值不超过 1 万亿元",
        severity="warning",
    ),
    rows(
        "amount_missing",
        _TABLE,
        f"""
SELECT {_AMOUNT_KEY} FROM fct_statement_amount
WHERE amount IS NULL OR statement_code IS NULL OR measure_code IS NULL OR is_total IS NULL
""",
        "Every row has its amount, statement and measure, and says whether it is the total",
        "每行都有金额、报表、口径，并标明是否合计行",
    ),
    rows(
        "amount_place_invalid",
        _TABLE,
        f"""
SELECT {_AMOUNT_KEY} FROM fct_statement_amount
WHERE least(page_number, table_no, row_no, column_no) < 1 OR x1 <= x0 OR bottom <= top
    OR x0 IS NULL OR x1 IS NULL OR top IS NULL OR bottom IS NULL
""",
        "Every amount points to its place: page, table, row and column from 1, and a box with a size",
        "每个金额都指明出处：页、表、行、列从 1 起计，坐标框有宽有高",
    ),
    rows(
        "amount_subject_ambiguous",
        _TABLE,
        f"""
SELECT {_AMOUNT_KEY} FROM fct_statement_amount
WHERE NOT is_total
    AND (function_code IS NOT NULL)::INT + (economic_code IS NOT NULL)::INT
        + (line_item IS NOT NULL)::INT <> 1
""",
        "An amount is of one function, one economic category or one line item, unless it is the grand total",
        "除合计行外，每个金额只归属一个功能科目、经济科目或项目名称",
    ),
    rows(
        "grand_total_missing",
        _TABLE,
        f"""
SELECT document_key, statement_code FROM fct_statement_amount
WHERE statement_code IN ({", ".join(f"'{code}'" for code in _BY_FUNCTION_AND_SUMMARY)})
GROUP BY ALL
HAVING NOT bool_or(is_total)
""",
        "A summary statement or one by function has its grand total",
        "总表和按功能科目编列的报表都有合计行",
        severity="warning",
        column="is_total",
    ),
    rows(
        "personal_data",
        _TABLE,
        f"""
SELECT {_AMOUNT_KEY} FROM (
    SELECT *, translate(
        concat_ws('|', line_item, printed_label, printed_text),
        '０１２３４５６７８９－（）：',
        '0123456789-():'
    ) AS printed
    FROM fct_statement_amount
)
WHERE regexp_matches(printed, '{_TELEPHONE}')
    OR regexp_matches(regexp_replace(printed, '\\s', '', 'g'), '{_TELEPHONE}')
""",
        "No label and no cell holds a telephone number",
        "项目名称和单元格中不含电话号码",
    ),
    rows(
        NEEDS_PUBLISHED,
        _TABLE,
        """
SELECT published_amounts, amounts FROM (
    SELECT (
        SELECT count(*) FROM published.marts.fct_statement_amount WHERE document_key IN (
            SELECT document_key FROM published.marts.dim_document
            WHERE is_current AND sha256 IN (SELECT sha256 FROM marts.dim_document WHERE is_current)
        )
    ) AS published_amounts, (
        SELECT count(*) FROM fct_statement_amount WHERE document_key IN (
            SELECT document_key FROM marts.dim_document
            WHERE is_current AND sha256 IN (SELECT sha256 FROM published.marts.dim_document WHERE is_current)
        )
    ) AS amounts
)
WHERE amounts < 0.9 * published_amounts
""",
        "Documents published before and still current keep at least nine tenths of their amounts",
        "已发布且仍为现行的文件，其金额条数不少于上次发布的九成",
    ),
]
