"""What is asked of the workbench about one document.

Parameters are `$sha256`, `$document` (its key) and `$version` (of the extractor).
"""

from orchestration.inspection.fetching import PRIVATE, WITHHELD

OUTCOME = """
SELECT status, reason
FROM raw.extraction
WHERE sha256 = $sha256
ORDER BY extracted_at DESC
LIMIT 1
"""
KEPT_OUT = "SELECT reason, release FROM raw.quarantined_document WHERE sha256 = $sha256 ORDER BY ALL"
DOCUMENT = """
SELECT t.title, n.department_name, f.fiscal_year, f.report_type
FROM intermediate.int_document AS d
INNER JOIN intermediate.int_document_profile AS f ON d.document_key = f.document_key
LEFT JOIN intermediate.int_document_department AS n ON d.document_key = n.document_key
LEFT JOIN intermediate.int_document_title AS t ON d.document_key = t.document_key
WHERE d.document_key = $document
"""
IDENTITIES = """
SELECT
    status, rule_code, rule_name, statement_code, scope, expected, actual, difference, expected_cells,
    actual_cells
FROM quality.reconciliation
WHERE document_key = $document
ORDER BY rule_code, statement_code, scope
"""
PAGES = """
SELECT page_number, kind, width, height
FROM raw.page
WHERE sha256 = $sha256 AND extractor_version = $version
ORDER BY page_number
"""
# What a page holds of personal data outside its tables: boxes of sentences; of one that began on the page
# before no box is known, so all that stands over the first table is taken.
PRIVATE_SENTENCES = """
SELECT s.page_number, s.end_page_number, s.x0, s.top, s.x1, s.bottom
FROM raw.sentence AS s
INNER JOIN seeds.personal_data AS p ON regexp_matches(s.text_normalised, p.pattern)
WHERE s.sha256 = $sha256 AND s.extractor_version = $version
"""
PRIVATE_ROWS = """
SELECT DISTINCT c.table_no, unnest(range(c.row_no, c.row_no + c.row_span)) AS row_no
FROM raw.cell AS c
INNER JOIN seeds.personal_data AS p ON regexp_matches(c.text_normalised, p.pattern)
WHERE c.sha256 = $sha256 AND c.extractor_version = $version
"""
PRIVATE_LINES = """
SELECT DISTINCT t.table_no
FROM raw.table_part AS t
INNER JOIN seeds.personal_data AS p ON regexp_matches(coalesce(t.title_normalised, ''), p.pattern)
WHERE t.sha256 = $sha256 AND t.extractor_version = $version
"""
TABLES = """
SELECT
    p.table_no, p.root_table_no, p.page_number, p.x0, p.top, p.x1, p.bottom, p.row_count, p.column_count,
    p.header_row_count, coalesce(t.title_line, p.title) AS title, t.statement_code,
    CASE f.report_type WHEN 'budget' THEN s.budget_name ELSE s.final_account_name END AS statement_name,
    t.statement_kind, u.unit, coalesce(u.is_unit_printed, false) AS is_unit_printed
FROM raw.table_part AS p
LEFT JOIN intermediate.int_table_statement AS t ON t.document_key = $document AND t.table_no = p.table_no
LEFT JOIN intermediate.int_table_unit AS u ON u.document_key = $document AND u.table_no = p.table_no
LEFT JOIN intermediate.int_document_profile AS f ON f.document_key = $document
LEFT JOIN seeds.statement AS s ON t.statement_code = s.statement_code
WHERE p.sha256 = $sha256 AND p.extractor_version = $version
ORDER BY p.table_no
"""
COLUMNS = f"""
WITH narrowest AS (
    SELECT table_no, column_no, header_path
    FROM raw.cell
    WHERE sha256 = $sha256 AND extractor_version = $version AND row_kind = 'body'
    QUALIFY row_number() OVER (
        PARTITION BY table_no, column_no ORDER BY column_span, header_path = '', row_no
    ) = 1
),
filled AS (
    SELECT table_no, column_no, count(*) AS filled
    FROM raw.cell
    WHERE sha256 = $sha256 AND extractor_version = $version AND row_kind = 'body' AND text_normalised <> ''
    GROUP BY ALL
),
loaded AS (
    SELECT table_no, column_no, count(*) AS loaded
    FROM marts.fct_statement_amount
    WHERE document_key = $document
    GROUP BY ALL
)
SELECT
    n.table_no, n.column_no,
    CASE
        WHEN {PRIVATE.format(text="n.header_path")} THEN '{WITHHELD}'
        ELSE coalesce(k.header_path, n.header_path, '')
    END AS header_path,
    k.role, k.measure_code, k.side, coalesce(f.filled, 0) AS filled, coalesce(l.loaded, 0) AS loaded
FROM narrowest AS n
LEFT JOIN filled AS f USING (table_no, column_no)
LEFT JOIN loaded AS l USING (table_no, column_no)
LEFT JOIN intermediate.int_column AS k
    ON k.document_key = $document AND k.table_no = n.table_no AND k.column_no = n.column_no
ORDER BY n.table_no, n.column_no
"""
ROWS = """
WITH meant AS (
    SELECT
        r.table_no, r.row_no, r.block_no,
        CASE
            WHEN r.row_measure_code <> 'total' THEN 'name'
            WHEN r.is_total OR r.row_measure_code IS NOT NULL THEN 'total'
            WHEN r.function_code IS NOT NULL OR r.economic_code IS NOT NULL THEN 'code'
            WHEN r.line_item IS NOT NULL THEN 'name'
            WHEN a.row_no IS NOT NULL THEN 'unnamed'
        END AS meant
    FROM intermediate.int_row AS r
    LEFT JOIN (
        SELECT DISTINCT table_no, row_no, block_no
        FROM intermediate.int_amount
        WHERE document_key = $document AND printed_amount IS NOT NULL
    ) AS a ON r.table_no = a.table_no AND r.row_no = a.row_no AND r.block_no = a.block_no
    WHERE r.document_key = $document
)
SELECT
    table_no,
    count(*) FILTER (meant = 'code') AS by_code,
    count(*) FILTER (meant = 'name') AS by_name,
    count(*) FILTER (meant = 'total') AS totals,
    count(*) FILTER (meant = 'unnamed') AS unnamed
FROM meant
GROUP BY ALL
"""
PRINTED = """
SELECT table_no, count(*)
FROM intermediate.int_amount
WHERE document_key = $document AND printed_amount IS NOT NULL
GROUP BY ALL
"""
# What became of each cell; a row may have several blocks, so its code is that of the block the cell is in.
CELLS = """
WITH loaded AS (
    SELECT table_no, row_no, column_no, min(amount) AS amount
    FROM marts.fct_statement_amount
    WHERE document_key = $document
    GROUP BY ALL
),
placed AS (
    SELECT
        b.table_no, b.row_no, b.column_no, b.key_part, r.code, r.line_item, r.label,
        r.is_total OR r.row_measure_code = 'total' AS is_total,
        r.row_measure_code IS NOT NULL AS is_category,
        coalesce(r.function_code, r.economic_code) IS NOT NULL AS is_coded
    FROM intermediate.int_block_cell AS b
    LEFT JOIN intermediate.int_row AS r
        ON b.document_key = r.document_key AND b.table_no = r.table_no AND b.row_no = r.row_no
        AND b.block_no = r.block_no
    WHERE b.document_key = $document
)
SELECT
    c.table_no, c.row_no, c.column_no, c.x0, c.top, c.x1, c.bottom, c.indent, c.ocr_confidence,
    l.amount,
    CASE WHEN p.is_coded THEN p.code END AS code,
    CASE
        WHEN c.row_kind <> 'body' THEN c.row_kind
        WHEN l.amount IS NOT NULL THEN 'loaded'
        WHEN c.text_normalised = '' THEN 'other'
        WHEN t.statement_kind IS DISTINCT FROM 'statement' THEN 'other'
        WHEN k.role IS NULL THEN 'unmapped'
        WHEN k.role = 'amount' AND a.is_blank_mark THEN 'other'
        WHEN k.role = 'amount' THEN 'unread'
        WHEN p.key_part IS NULL THEN 'other'
        WHEN p.is_total THEN 'total'
        WHEN p.is_coded THEN 'code'
        WHEN p.line_item IS NOT NULL OR p.is_category THEN 'label'
        ELSE 'unnamed'
    END AS meaning
FROM raw.cell AS c
LEFT JOIN intermediate.int_table_statement AS t ON t.document_key = $document AND c.table_no = t.table_no
LEFT JOIN intermediate.int_column AS k
    ON k.document_key = $document AND c.table_no = k.table_no AND c.column_no = k.column_no
LEFT JOIN placed AS p ON c.table_no = p.table_no AND c.row_no = p.row_no AND c.column_no = p.column_no
LEFT JOIN intermediate.int_amount AS a
    ON a.document_key = $document AND c.table_no = a.table_no AND c.row_no = a.row_no
    AND c.column_no = a.column_no
LEFT JOIN loaded AS l ON c.table_no = l.table_no AND c.row_no = l.row_no AND c.column_no = l.column_no
WHERE c.sha256 = $sha256 AND c.extractor_version = $version
ORDER BY c.table_no, c.row_no, c.column_no
"""
