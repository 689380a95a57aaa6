"""Contracts on what is about to be published: the schemas `marts` and `quality` of the workbench."""

from expectations.amount import AMOUNT_CONTRACTS
from expectations.contract import Contract, Severity, between, key, not_empty, one_of, rows

_KEYS = {
    "marts.dim_document": ["document_key"],
    "marts.dim_department": ["department_key"],
    "marts.department_alias": ["alias_key"],
    "marts.dim_function": ["function_key"],
    "marts.dim_economic": ["economic_key"],
    "marts.dim_statement": ["statement_code", "report_type"],
    "marts.dim_measure": ["measure_code"],
    "marts.fct_statement_amount": ["amount_key"],
    "marts.fct_function_spending": ["function_spending_key"],
    "marts.fct_economic_spending": ["economic_spending_key"],
    "marts.fct_revenue": ["revenue_key"],
    "marts.fct_three_public": ["three_public_key"],
    "quality.reconciliation": ["reconciliation_key"],
    "quality.rule_coverage": ["rule_coverage_key"],
    "marts.fct_disclosed_figure": ["figure_key"],
    "marts.fct_project_evaluation": ["evaluation_key"],
    "marts.fct_evaluation_indicator": ["indicator_key"],
    "quality.contradiction": ["contradiction_key"],
}

_NOT_EMPTY = ["marts.dim_function", "marts.dim_economic", "marts.dim_statement", "marts.dim_measure"]

# Table, column, table it points to. A null points nowhere and passes.
_REFERENCES = [
    ("marts.dim_document", "department_key", "marts.dim_department"),
    ("marts.department_alias", "department_key", "marts.dim_department"),
    ("marts.department_alias", "document_key", "marts.dim_document"),
    ("marts.fct_statement_amount", "document_key", "marts.dim_document"),
    ("marts.fct_statement_amount", "department_key", "marts.dim_department"),
    ("marts.fct_statement_amount", "statement_code", "marts.dim_statement"),
    ("marts.fct_statement_amount", "measure_code", "marts.dim_measure"),
    ("marts.fct_statement_amount", "function_code", "marts.dim_function"),
    ("marts.fct_statement_amount", "economic_code", "marts.dim_economic"),
    ("marts.fct_function_spending", "document_key", "marts.dim_document"),
    ("marts.fct_function_spending", "function_code", "marts.dim_function"),
    ("marts.fct_economic_spending", "document_key", "marts.dim_document"),
    ("marts.fct_economic_spending", "economic_code", "marts.dim_economic"),
    ("marts.fct_revenue", "document_key", "marts.dim_document"),
    ("marts.fct_three_public", "document_key", "marts.dim_document"),
    ("quality.reconciliation", "document_key", "marts.dim_document"),
    ("quality.rule_coverage", "document_key", "marts.dim_document"),
    ("marts.fct_disclosed_figure", "document_key", "marts.dim_document"),
    ("marts.fct_project_evaluation", "document_key", "marts.dim_document"),
    ("marts.fct_evaluation_indicator", "document_key", "marts.dim_document"),
    ("quality.contradiction", "document_key", "marts.dim_document"),
]


def _bare(table: str) -> str:
    return table.partition(".")[2]


def _reference(table: str, column: str, target: str) -> Contract:
    name = _bare(table)
    return rows(
        f"{name}_{column.removesuffix('_key').removesuffix('_code')}_unknown",
        table,
        f"SELECT DISTINCT {column} FROM {name} ANTI JOIN {target} USING ({column}) "
        f"WHERE {column} IS NOT NULL",
        f"Every {column} is in {target}",
        f"{column} 均见于 {target}",
        column=column,
    )


def _pattern(table: str, column: str, pattern: str, digits: str) -> Contract:
    name = _bare(table)
    return rows(
        f"{name}_{column}_malformed",
        table,
        f"SELECT DISTINCT {column} FROM {name} WHERE NOT regexp_full_match({column}, '{pattern}')",
        f"{column} has {digits} digits",
        f"{column} 为 {digits.replace(' or ', ' 或 ').replace(', ', '、')} 位数字",
        column=column,
    )


def _editions(table: str, code: str) -> Contract:
    """A code in two editions at once would count every amount twice on the way through the dimension."""
    name, key_column = _bare(table), code.replace("_code", "_key")
    return rows(
        f"{name}_edition_overlap",
        table,
        f"""
SELECT earlier.{key_column}, {name}.{key_column} AS other_key
FROM {name} JOIN {table} AS earlier
    ON earlier.{code} = {name}.{code} AND earlier.{key_column} < {name}.{key_column}
    AND earlier.valid_from_year <= coalesce({name}.valid_to_year, 9999)
    AND {name}.valid_from_year <= coalesce(earlier.valid_to_year, 9999)
""",
        f"In every year each {code} has one edition in force at most",
        f"同一 {code} 在同一年份只有一个版本有效",
        column=code,
    )


def _broken_share(code: str, share: str, severity: Severity) -> Contract:
    """The seed `identity_severity` says what is borne of each severity; an empty share is no limit."""
    body = f"""
SELECT severity, count(*) FILTER (WHERE status = 'broken') AS broken, count(*) AS evaluated
FROM reconciliation JOIN seeds.identity_severity USING (severity)
GROUP BY severity, {share}
HAVING count(*) FILTER (WHERE status = 'broken') > {share} * count(*)
"""
    return rows(
        code,
        "quality.reconciliation",
        body,
        f"No larger share of the accounting identities of a severity is broken than its {share}",
        f"各级别勾稽关系中不成立的比例不超过其 {share}",
        severity=severity,
        column="status",
    )


_DIMENSIONS = [
    _pattern("marts.dim_department", "division_code", "[0-9]{6}", "6"),
    _pattern("marts.dim_function", "function_code", "[0-9]{3}([0-9]{2}){0,2}", "3, 5 or 7"),
    _pattern("marts.dim_economic", "economic_code", "[0-9]{3}([0-9]{2}){0,2}", "3, 5 or 7"),
    _editions("marts.dim_function", "function_code"),
    _editions("marts.dim_economic", "economic_code"),
    one_of(
        "dim_document_report_type_unknown", "marts.dim_document", "report_type", ["budget", "final_account"]
    ),
    between(
        "dim_document_year_out_of_bounds",
        "marts.dim_document",
        "fiscal_year",
        2000,
        2100,
        "The fiscal year lies between 2000 and 2100",
        "年度在 2000 至 2100 之间",
    ),
    rows(
        "document_not_published",
        "marts.dim_document",
        """
SELECT sha256 FROM raw.extraction
WHERE sha256 NOT IN (SELECT sha256 FROM dim_document)
    AND sha256 NOT IN (SELECT sha256 FROM quality.quarantine WHERE sha256 IS NOT NULL)
QUALIFY row_number() OVER (PARTITION BY sha256 ORDER BY extracted_at DESC, extractor_version DESC) = 1
""",
        "Every document that was extracted is published or in quarantine",
        "凡已抽取的文件，要么发布，要么在隔离区",
        column="sha256",
    ),
    rows(
        "current_version_ambiguous",
        "marts.dim_document",
        """
SELECT source_url, count(*) AS current_versions FROM dim_document
WHERE is_current
GROUP BY source_url
HAVING count(*) > 1
""",
        "Of the documents that a source has given, one at most is current",
        "同一来源先后发布的各版本中，至多一个为现行版本",
        column="is_current",
    ),
    # Right where a newer version is in quarantine, wrong where none is. A disclosure published again under
    # another address supersedes the document of the first.
    rows(
        "current_version_missing",
        "marts.dim_document",
        """
SELECT source_url FROM dim_document
GROUP BY source_url
HAVING NOT coalesce(bool_or(
    is_current OR (department_key, fiscal_year, report_type) IN (
        SELECT (department_key, fiscal_year, report_type) FROM dim_document WHERE is_current
    )
), false)
""",
        "Of the documents that a source has given, one is current or superseded by one from another address",
        "同一来源先后发布的各版本中，有一个为现行版本，或已由其他来源的版本取代",
        severity="warning",
        column="is_current",
    ),
    rows(
        "document_without_amounts",
        "marts.dim_document",
        "SELECT document_key FROM dim_document ANTI JOIN marts.fct_statement_amount USING (document_key)",
        "A published document has amounts",
        "已发布的文件都有金额",
        severity="warning",
    ),
]

_RECONCILIATION = [
    one_of(
        "reconciliation_status_unknown", "quality.reconciliation", "status", ["holds", "rounding", "broken"]
    ),
    _broken_share("identities_broken", "warning_share", "warning"),
    _broken_share("identities_mostly_broken", "critical_share", "critical"),
]

# What quality.unrecognised lists, and how it is called.
_UNRECOGNISED = [
    ("table", "table is recognised", "表格均已识别"),
    ("header", "column header is mapped", "表头均已对应"),
    ("row", "row with amounts names what it is of", "有金额的行均有名称"),
    ("code", "code is in the classifications", "编码均见于科目表"),
    ("amount", "amount is a number", "金额均为数字"),
    ("unit", "statement has a unit of money", "报表均有金额单位"),
    ("scanned_page", "scanned page is read", "扫描页均已读取"),
    ("doubtful_reading", "scanned figure is read with confidence", "扫描页数字的识别均可信"),
    ("personal_data", "statement is free of personal data", "报表均不含个人信息"),
]


def _recognised(kind: str, promise: str, promise_zh: str) -> Contract:
    return rows(
        f"{kind}_unrecognised",
        "quality.unrecognised",
        f"SELECT document_key, page_number, table_no FROM unrecognised WHERE kind = '{kind}'",
        f"Every {promise}",
        promise_zh,
        severity="warning",
        column="kind",
    )


CONTRACTS = [
    *(contract for table, columns in _KEYS.items() for contract in key(table, columns)),
    *(not_empty(table) for table in _NOT_EMPTY),
    *(_reference(*reference) for reference in _REFERENCES),
    *_DIMENSIONS,
    *AMOUNT_CONTRACTS,
    *_RECONCILIATION,
    *(_recognised(*each) for each in _UNRECOGNISED),
]
