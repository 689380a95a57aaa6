"""Contracts on the raw layer: what extraction delivered, before dbt gives it a meaning.

Contracts of document scope look at a document's newest extraction only; older ones are history.
"""

from expectations.contract import Contract, key, one_of, rows

# Writers round edges, and a line drawn on the page's edge has a width.
_TOLERANCE = 2

_NEWEST = {
    "newest": """
    SELECT sha256, extractor_version FROM raw.extraction
    QUALIFY row_number() OVER (PARTITION BY sha256 ORDER BY extracted_at DESC, extractor_version DESC) = 1
"""
}

_EXTRACT_AGAIN = "A new version of the extractor that reads it whole; it is then extracted again by itself."

RELEASES = {
    "extraction_failed": _EXTRACT_AGAIN,
    "not_pdf": "The PDF itself at the source, in place of what is there now.",
    "encrypted": "A copy without a password at the source.",
    "corrupt": "An undamaged copy at the source.",
    "too_large": "A smaller copy at the source, or a higher limit of bytes.",
    "too_many_pages": "The disclosure without its annexes at the source, or a higher limit of pages.",
    "timeout": "A higher time limit (run --seconds), or a new version of the extractor.",
    "memory": "A higher memory limit (run --memory), or a new version of the extractor.",
    "crashed": _EXTRACT_AGAIN,
    "no_tables": "A copy with its statement tables at the source; "
    "if it is no disclosure, its removal from the catalogue.",
}
DEFAULT_RELEASE = _EXTRACT_AGAIN


def _document(code: str, table: str, body: str, description: str, description_zh: str) -> Contract:
    return rows(code, table, body, description, description_zh, scope="document", ctes=_NEWEST)


def _counted(column: str, table: str, noun: str, noun_zh: str) -> Contract:
    """The extraction's own count of what it wrote against what has arrived."""
    body = f"""
SELECT sha256,
    'Extraction counted ' || coalesce({column}, 0) || ' {noun}, ' || found || ' have arrived.' AS reason
FROM (
    SELECT sha256, {column}, (
        SELECT count(*) FROM raw.{table} AS arrived
        WHERE arrived.sha256 = extraction.sha256 AND arrived.extractor_version = extraction.extractor_version
    ) AS found
    FROM extraction JOIN newest USING (sha256, extractor_version)
    WHERE status = 'extracted'
)
WHERE {column} IS DISTINCT FROM found
"""
    return _document(
        f"{column}_mismatch",
        "raw.extraction",
        body,
        f"As many {noun} have arrived as extraction counted",
        f"到库的{noun_zh}数与抽取时的计数一致",
    )


def _outside_page(table: str) -> str:
    """Rows whose box leaves its page, or stands on a page that is not there."""
    return f"""
FROM {table} JOIN newest USING (sha256, extractor_version)
LEFT JOIN raw.page USING (sha256, extractor_version, page_number)
WHERE raw.page.width IS NULL OR x0 < -{_TOLERANCE} OR top < -{_TOLERANCE} OR x1 < x0 OR bottom < top
    OR x1 > width + {_TOLERANCE} OR bottom > height + {_TOLERANCE}
"""


def _boxed(table: str, noun: str, noun_zh: str) -> Contract:
    body = f"""
SELECT sha256, count(*) || ' {noun} boxes leave their page, the first on page ' || min(page_number)
    || '.' AS reason
{_outside_page(table)}
GROUP BY sha256
"""
    return _document(
        f"{table}_box_outside_page",
        f"raw.{table}",
        body,
        f"The box of every {noun} lies within its page, give or take {_TOLERANCE} points",
        f"每个{noun_zh}的坐标都在页面之内（容差 {_TOLERANCE} 磅）",
    )


_FETCH_ATTEMPT = [
    *key("raw.fetch_attempt", ["attempt_key"]),
    one_of(
        "fetch_attempt_status_unknown",
        "raw.fetch_attempt",
        "status",
        ["landed", "unchanged", "rejected", "failed"],
    ),
    rows(
        "landed_without_file",
        "raw.fetch_attempt",
        "SELECT attempt_key FROM fetch_attempt WHERE status IN ('landed', 'unchanged') AND sha256 IS NULL",
        "A source that landed names its file",
        "抓取成功的来源都记有文件散列值",
        column="sha256",
    ),
    rows(
        "document_lost",
        "raw.fetch_attempt",
        """
SELECT DISTINCT sha256 FROM fetch_attempt
WHERE status IN ('landed', 'unchanged') AND sha256 IS NOT NULL AND sha256 NOT IN (
    SELECT sha256 FROM raw.extraction
    WHERE extractor_version = (SELECT max_by(extractor_version, extracted_at) FROM raw.extraction)
)
""",
        "Every document that landed was read by the newest extractor, or its failure is on record",
        "凡已落地的文件都有最新版抽取器的抽取记录（成功或失败）",
    ),
]

_EXTRACTION = [
    *key("raw.extraction", ["sha256", "extractor_version"]),
    one_of("extraction_status_unknown", "raw.extraction", "status", ["extracted", "failed"]),
    _document(
        "extraction_failed",
        "raw.extraction",
        """
SELECT sha256, coalesce(reason_code, 'extraction_failed') AS reason_code,
    coalesce(reason, 'Extraction failed and left no reason.') AS reason
FROM extraction JOIN newest USING (sha256, extractor_version)
WHERE status = 'failed'
""",
        "The document could be read",
        "文件可以抽取",
    ),
    _document(
        "no_tables",
        "raw.extraction",
        """
SELECT sha256, 'None of its ' || page_count || ' pages holds a table or is a picture.' AS reason
FROM extraction JOIN newest USING (sha256, extractor_version)
WHERE status = 'extracted' AND coalesce(table_count, 0) = 0 AND coalesce(scanned_page_count, 0) = 0
""",
        "The document has tables, or pages that are pictures and may hold some",
        "文件含有表格，或含有可能载有表格的扫描页",
    ),
    _counted("page_count", "page", "pages", "页"),
    _counted("table_count", "table_part", "tables", "表格"),
    _counted("cell_count", "cell", "cells", "单元格"),
    _counted("sentence_count", "sentence", "sentences", "句子"),
]

_PAGE = [
    *key("raw.page", ["sha256", "extractor_version", "page_number"]),
    one_of("page_kind_unknown", "raw.page", "kind", ["text", "scanned", "blank"]),
    _document(
        "page_number_gap",
        "raw.page",
        """
SELECT sha256, count(*) || ' pages, numbered from ' || min(page_number) || ' to ' || max(page_number)
    || '.' AS reason
FROM page JOIN newest USING (sha256, extractor_version)
GROUP BY sha256
HAVING min(page_number) <> 1 OR max(page_number) <> count(DISTINCT page_number)
""",
        "Pages are numbered from 1 without a gap",
        "页码从 1 起连续编号",
    ),
    rows(
        "page_text_missing",
        "raw.page",
        """
SELECT sha256, page_number FROM page JOIN newest USING (sha256, extractor_version)
WHERE kind = 'text' AND NOT EXISTS (
    SELECT 1 FROM raw.cell
    WHERE cell.sha256 = page.sha256 AND cell.extractor_version = page.extractor_version
        AND cell.page_number = page.page_number
) AND NOT EXISTS (
    SELECT 1 FROM raw.sentence
    WHERE sentence.sha256 = page.sha256 AND sentence.extractor_version = page.extractor_version
        AND page.page_number BETWEEN sentence.page_number AND sentence.end_page_number
)
""",
        "A page with text gave sentences or cells",
        "有文字的页面都抽取出句子或单元格",
        severity="warning",
        ctes=_NEWEST,
    ),
]

_SENTENCE = [
    *key("raw.sentence", ["sha256", "extractor_version", "sentence_no"]),
    rows(
        "sentence_text_empty",
        "raw.sentence",
        "SELECT sha256, extractor_version, sentence_no FROM sentence WHERE coalesce(trim(text), '') = ''",
        "A sentence says something",
        "句子不为空",
        severity="warning",
        column="text",
    ),
    # Prose may be clipped at the page's edge with no figure of a table being wrong.
    rows(
        "sentence_box_outside_page",
        "raw.sentence",
        f"SELECT sha256, sentence_no, page_number {_outside_page('sentence')}",
        f"The box of every sentence lies within its page, give or take {_TOLERANCE} points",
        f"每个句子的坐标都在页面之内（容差 {_TOLERANCE} 磅）",
        severity="warning",
        ctes=_NEWEST,
    ),
]

_TABLE_PART = [
    *key("raw.table_part", ["sha256", "extractor_version", "table_no"]),
    _boxed("table_part", "table", "表格"),
    _document(
        "continuation_broken",
        "raw.table_part",
        """
SELECT table_part.sha256, count(*) || ' tables continue one that is not there, the first on page '
    || min(table_part.page_number) || '.' AS reason
FROM table_part JOIN newest USING (sha256, extractor_version)
LEFT JOIN raw.table_part AS root
    ON root.sha256 = table_part.sha256 AND root.extractor_version = table_part.extractor_version
    AND root.table_no = table_part.root_table_no AND root.root_table_no = root.table_no
WHERE root.table_no IS NULL OR root.table_no > table_part.table_no
GROUP BY table_part.sha256
""",
        "A continued table names an earlier part that begins it",
        "续表所指的首表存在且在其之前",
    ),
]

_CELL = [
    *key("raw.cell", ["sha256", "extractor_version", "table_no", "row_no", "column_no"]),
    one_of(
        "cell_row_kind_unknown", "raw.cell", "row_kind", ["caption", "header", "column_number", "body", "cut"]
    ),
    _boxed("cell", "cell", "单元格"),
    _document(
        "cell_outside_grid",
        "raw.cell",
        """
SELECT sha256, count(*) || ' cells lie outside the grid of their table, the first in table ' || min(table_no)
    || '.' AS reason
FROM cell JOIN newest USING (sha256, extractor_version)
LEFT JOIN raw.table_part USING (sha256, extractor_version, page_number, table_no)
WHERE row_count IS NULL OR row_no < 1 OR column_no < 1 OR row_span < 1 OR column_span < 1
    OR row_no + row_span - 1 > row_count OR column_no + column_span - 1 > column_count
GROUP BY sha256
""",
        "A cell with its spans lies within the grid of its table, on the same page",
        "单元格（连同合并范围）都在所属表格的网格之内，且在同一页",
    ),
    _document(
        "cells_overlap",
        "raw.cell",
        """
SELECT sha256, count(*) || ' places of a grid are covered twice, the first in table ' || min(table_no)
    || '.' AS reason
FROM (
    SELECT sha256, table_no, row_place, column_place
    FROM cell JOIN newest USING (sha256, extractor_version),
        unnest(range(row_no, row_no + least(row_span, 1000))) AS down(row_place),
        unnest(range(column_no, column_no + least(column_span, 1000))) AS across(column_place)
    GROUP BY ALL
    HAVING count(*) > 1
)
GROUP BY sha256
""",
        "No two cells of a table cover the same place",
        "同一表格的单元格互不重叠",
    ),
    rows(
        "header_path_missing",
        "raw.cell",
        """
SELECT sha256, table_no, row_no, column_no
FROM cell JOIN newest USING (sha256, extractor_version)
JOIN raw.table_part USING (sha256, extractor_version, table_no)
WHERE row_kind = 'body' AND header_row_count > 0 AND text_normalised <> '' AND coalesce(header_path, '') = ''
""",
        "A printed body cell under a header knows its header",
        "有表头的表格中，正文单元格都带有表头路径",
        severity="warning",
        column="header_path",
        ctes=_NEWEST,
    ),
]

CONTRACTS = [*_FETCH_ATTEMPT, *_EXTRACTION, *_PAGE, *_SENTENCE, *_TABLE_PART, *_CELL]
