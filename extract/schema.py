"""Rows that extraction writes: one Parquet schema per kind of row.

Boxes are in PDF points from the top left corner of the page as it is shown (rotation applied).
Page, table, row and column numbers start at 1; table numbers run through the document.
"""

import pyarrow as pa


def _field(name: str, kind: pa.DataType, description: str, *, nullable: bool = True) -> pa.Field:
    return pa.field(name, kind, nullable=nullable, metadata={"description": description})


_DOCUMENT = [
    _field("sha256", pa.string(), "SHA-256 of the file, lower-case hex", nullable=False),
    _field("extractor_version", pa.string(), "Version of the extractor that read it", nullable=False),
]
_BOX = [
    _field("x0", pa.float64(), "Left edge, points"),
    _field("top", pa.float64(), "Upper edge, points from the top of the page"),
    _field("x1", pa.float64(), "Right edge, points"),
    _field("bottom", pa.float64(), "Lower edge, points from the top of the page"),
]

EXTRACTION = pa.schema(
    [
        *_DOCUMENT,
        _field("status", pa.string(), "extracted | failed", nullable=False),
        _field(
            "reason_code",
            pa.string(),
            "Why it failed: not_pdf, encrypted, corrupt, too_large, too_many_pages, timeout, memory, crashed",
        ),
        _field("reason", pa.string(), "What was wrong and what to do, in one sentence"),
        _field("page_count", pa.int32(), "Pages of the document"),
        _field("scanned_page_count", pa.int32(), "Pages that are pictures"),
        _field("table_count", pa.int32(), "Tables found, a part on a page counted as one"),
        _field("cell_count", pa.int64(), "Table cells found"),
        _field("sentence_count", pa.int32(), "Sentences found"),
        _field("byte_count", pa.int64(), "Size of the file, bytes"),
        _field("pdf_title", pa.string(), "Title in the file's metadata, as is"),
        _field("pdf_producer", pa.string(), "Program that made the file, as is"),
        _field("seconds", pa.float64(), "Wall time of the extraction"),
        _field("peak_memory_bytes", pa.int64(), "Largest resident memory of the worker"),
        _field("extracted_at", pa.timestamp("us", tz="UTC"), "When it ended", nullable=False),
    ]
)

PAGE = pa.schema(
    [
        *_DOCUMENT,
        _field("page_number", pa.int32(), "Page, from 1", nullable=False),
        _field("width", pa.float64(), "Width as shown, points", nullable=False),
        _field("height", pa.float64(), "Height as shown, points", nullable=False),
        _field("rotation", pa.int32(), "The page's /Rotate, degrees", nullable=False),
        _field("kind", pa.string(), "text | scanned | blank", nullable=False),
        _field("char_count", pa.int32(), "Characters of the text layer that are not space", nullable=False),
        _field("image_share", pa.float64(), "Share of the page that pictures cover, 0 to 1", nullable=False),
        _field("ruling_count", pa.int32(), "Path objects on the page that may rule a table", nullable=False),
        _field("table_count", pa.int32(), "Tables found on the page", nullable=False),
    ]
)

SENTENCE = pa.schema(
    [
        *_DOCUMENT,
        _field("sentence_no", pa.int32(), "Sentence, counted through the document", nullable=False),
        _field("paragraph_no", pa.int32(), "Paragraph, counted through the document", nullable=False),
        _field("page_number", pa.int32(), "Page on which it begins", nullable=False),
        _field("end_page_number", pa.int32(), "Page on which it ends", nullable=False),
        _field("text", pa.string(), "The sentence as printed, lines joined", nullable=False),
        _field("text_normalised", pa.string(), "NFKC, radicals unified, no white space", nullable=False),
        *_BOX,
    ]
)

TABLE_PART = pa.schema(
    [
        *_DOCUMENT,
        _field("table_no", pa.int32(), "Table part, counted through the document", nullable=False),
        _field("page_number", pa.int32(), "Page it stands on", nullable=False),
        _field(
            "root_table_no",
            pa.int32(),
            "First part of the table it continues; its own number if it is the first",
            nullable=False,
        ),
        _field("row_count", pa.int32(), "Rows of the grid", nullable=False),
        _field("column_count", pa.int32(), "Columns of the grid", nullable=False),
        _field(
            "header_row_count",
            pa.int32(),
            "Rows of captions, headers and column numbers at its head",
            nullable=False,
        ),
        _field("title", pa.string(), "The line that names it, from above or from its first row"),
        _field("unit_line", pa.string(), "The line that names its unit of money"),
        _field(
            "lines_above", pa.string(), "All lines between it and what stands above, joined by line feeds"
        ),
        _field("line_below", pa.string(), "The lines close under it (notes), joined by line feeds"),
        _field("title_normalised", pa.string(), "The title in the form that matching uses"),
        _field("unit_line_normalised", pa.string(), "The unit line in the form that matching uses"),
        _field("lines_above_normalised", pa.string(), "The lines above in the form that matching uses"),
        *_BOX,
    ]
)

CELL = pa.schema(
    [
        *_DOCUMENT,
        _field("page_number", pa.int32(), "Page it stands on", nullable=False),
        _field("table_no", pa.int32(), "Table part it belongs to", nullable=False),
        _field("row_no", pa.int32(), "First row it covers, within the part", nullable=False),
        _field("column_no", pa.int32(), "First column it covers", nullable=False),
        _field("row_span", pa.int32(), "Rows it covers", nullable=False),
        _field("column_span", pa.int32(), "Columns it covers", nullable=False),
        _field(
            "row_kind",
            pa.string(),
            "caption | header | column_number | body | cut (half of a row that the page break cut; its words "
            "stand in the half with the figures too)",
            nullable=False,
        ),
        _field(
            "text",
            pa.string(),
            "As printed, lines joined by line feeds; empty if nothing is printed",
            nullable=False,
        ),
        _field("text_normalised", pa.string(), "NFKC, CJK radicals unified, no white space", nullable=False),
        _field("indent", pa.float64(), "Distance of the text from the cell's left edge, points"),
        _field("header_path", pa.string(), "Header texts over it from top to bottom, joined by ' / '"),
        _field(
            "ocr_confidence",
            pa.float64(),
            "Of its least certain character, 0 to 1; null if blank or in a text layer",
        ),
        *_BOX,
    ]
)

SCHEMAS = {
    "extraction": EXTRACTION,
    "page": PAGE,
    "sentence": SENTENCE,
    "table_part": TABLE_PART,
    "cell": CELL,
}
