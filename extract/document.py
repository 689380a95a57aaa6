"""One document read from first page to last: the rows of its pages, sentences, table parts and cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from extract import EXTRACTOR_VERSION, schema
from extract.continuation import join_parts
from extract.finder import find_grids
from extract.glyph import Box, Glyph
from extract.open_columns import with_open_columns
from extract.outcome import Limits
from extract.page import PageFacts, PageInk, read_page
from extract.paragraph import PageText
from extract.pdf import check_file, metadata, open_document, open_page
from extract.sentence import sentences
from extract.table import Table, page_tables
from extract.text import normalise
from extract.textline import text_lines

if TYPE_CHECKING:
    from extract.scan import Scan, Sheet

_MOST_PAGES_NAMED = 10
# Each glyph of a page is looked for in each of its tables.
_MOST_TABLES = 200
_TOO_MUCH = "it holds more than a page of a disclosure can"
# Shares of the time allowed after which no more pictures are read: those without tables, then all.
_TIME_FOR_TEXT, _TIME_FOR_TABLES = 0.7, 0.85
_PART_FACTS = (
    "row_count",
    "column_count",
    "header_row_count",
    "title",
    "unit_line",
    "lines_above",
    "line_below",
    "title_normalised",
    "unit_line_normalised",
    "lines_above_normalised",
)
_CELL_FACTS = (
    "row_no",
    "column_no",
    "row_span",
    "column_span",
    "row_kind",
    "text",
    "text_normalised",
    "indent",
)


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """What was read: one Arrow table per kind of row, and the facts of the document.

    `notice` says what could not be read although the document as a whole could; None if all was.
    """

    page: pa.Table
    sentence: pa.Table
    table_part: pa.Table
    cell: pa.Table
    page_count: int
    scanned_page_count: int
    byte_count: int
    pdf_title: str | None
    pdf_producer: str | None
    notice: str | None


@dataclass(slots=True)
class _Reading:
    """What has been gathered so far, page by page."""

    limits: Limits
    on_picture: Callable[[], None]
    pictures: int = 0
    started: float = field(default_factory=monotonic)
    facts: list[PageFacts] = field(default_factory=list)
    texts: list[PageText] = field(default_factory=list)
    parts: list[tuple[int, Table]] = field(default_factory=list)
    missed: dict[int, str] = field(default_factory=dict)
    sheets: "dict[int, Sheet]" = field(default_factory=dict)
    deferred: list[int] = field(default_factory=list)
    unread: dict[int, str] = field(default_factory=dict)

    def has_time(self, share: float) -> bool:
        """Whether less than this share of the time allowed has passed."""
        return monotonic() - self.started < share * self.limits.seconds_with(self.pictures)

    def take_up_picture(self) -> None:
        """Count a page that is a picture, and tell of it: there is more time for it."""
        self.pictures += 1
        self.on_picture()

    def place(self, page_number: int, box: Box) -> Box:
        """A box where it stands on the page as shown: that of a scan may have been turned upright."""
        sheet = self.sheets.get(page_number)
        return box if sheet is None else sheet.box_on_page(box)


def read_document(
    path: Path, sha256: str, limits: Limits, on_picture: Callable[[], None] = lambda: None
) -> DocumentRows:
    """Read one PDF.

    Args:
        path: the file.
        sha256: its hash, the key of every row.
        limits: `file_bytes` and `pages` are checked here; time and memory are the worker's to enforce.
        on_picture: called at each page that is a picture, which takes longer.

    Raises:
        UnreadableError: not_pdf, encrypted, corrupt, too_large or too_many_pages.
        OSError: the file cannot be read at all.
    """
    byte_count = check_file(path, limits)
    reading = _Reading(limits, on_picture)
    with open_document(path, limits) as document:
        page_count = len(document)
        for number in range(1, page_count + 1):
            _read_page(document, number, reading)
        _read_deferred(document, reading)
        title, producer = metadata(document, "Title"), metadata(document, "Producer")
    joined = join_parts(sorted(reading.parts, key=lambda part: part[0]))
    key = {"sha256": sha256, "extractor_version": EXTRACTOR_VERSION}
    pages, parts = _page_rows(reading, key), _part_rows(joined, reading, key)
    # From here on a table is held by `joined` alone, until its cells are rows.
    reading.parts.clear()
    return DocumentRows(
        page=pages,
        sentence=_sentence_rows(reading, key),
        table_part=parts,
        cell=_cell_rows(joined, reading, key),
        page_count=page_count,
        scanned_page_count=sum(facts.kind == "scanned" for facts in reading.facts),
        byte_count=byte_count,
        pdf_title=title,
        pdf_producer=producer,
        notice=_notice(reading),
    )


def _read_page(document: Any, number: int, reading: _Reading) -> None:
    page = open_page(document, number)
    try:
        ink = read_page(page, number)
        reading.facts.append(ink.facts)
        if ink.facts.kind == "scanned":
            reading.take_up_picture()
            scan = _read_scan(page, number, reading, is_deferred=False)
            if scan is not None:
                _add_scan(scan, number, reading)
                return
    finally:
        page.close()
    _add(ink.facts.view.width, ink.facts.view.height, ink.glyphs, _tables(ink, reading), number, reading)


def _read_deferred(document: Any, reading: _Reading) -> None:
    """Read the pictures without tables, for which there may not be the time."""
    for number in reading.deferred:
        page = open_page(document, number)
        try:
            scan = _read_scan(page, number, reading, is_deferred=True)
        finally:
            page.close()
        if scan is not None:
            reading.texts = [text for text in reading.texts if text.page_number != number]
            _add_scan(scan, number, reading)
    reading.texts.sort(key=lambda text: text.page_number)


def _read_scan(page: Any, number: int, reading: _Reading, *, is_deferred: bool) -> "Scan | None":
    """Read a picture of a page; None if there are no tables on it and its turn comes last, or if it fails."""
    # Paid for by documents that need it alone.
    from extract.raster import RasterError
    from extract.recognition import RecognitionError
    from extract.scan import Sheet

    if not reading.has_time(_TIME_FOR_TEXT if is_deferred else _TIME_FOR_TABLES):
        reading.unread[number] = "time was short"
        return None
    try:
        sheet = Sheet(page, reading.limits)
        if not sheet.grids and not is_deferred:
            reading.deferred.append(number)
            return None
        scan = sheet.read()
    except (RasterError, RecognitionError) as error:
        reading.unread[number] = str(error)
        return None
    reading.sheets[number] = sheet
    return scan


def _add_scan(scan: "Scan", number: int, reading: _Reading) -> None:
    _add(scan.width, scan.height, scan.glyphs, page_tables(scan.grids, scan.glyphs), number, reading)


def _add(
    width: float,
    height: float,
    glyphs: Sequence[Glyph],
    tables: Sequence[Table],
    number: int,
    reading: _Reading,
) -> None:
    boxes = [(t.x0, t.top, t.x1, t.bottom) for t in tables]
    reading.parts.extend((number, table) for table in tables)
    reading.texts.append(PageText(number, width, height, text_lines(number, glyphs, boxes), boxes))


def _tables(ink: PageInk, reading: _Reading) -> list[Table]:
    if ink.facts.is_beyond_table_search:
        reading.missed[ink.facts.page_number] = _TOO_MUCH
    if not ink.facts.may_hold_tables:
        return []
    grids = find_grids(with_open_columns(ink.rulings, ink.glyphs))
    if len(grids) > _MOST_TABLES:
        reading.missed[ink.facts.page_number] = _TOO_MUCH
        return []
    return page_tables(grids, ink.glyphs)


def _notice(reading: _Reading) -> str | None:
    """What was not read, why, and what to do."""
    notes = []
    if reading.missed:
        notes.append(
            f"Tables were not searched on {_pages(reading.missed)}: their text stands among the sentences; "
            "look at these pages by eye."
        )
    if reading.unread:
        notes.append(
            f"The picture was not read on {_pages(reading.unread)}: allow more time, or look at these pages "
            "by eye."
        )
    return " ".join(notes) or None


def _pages(reasons: dict[int, str]) -> str:
    numbers = sorted(reasons)
    named = ", ".join(map(str, numbers[:_MOST_PAGES_NAMED]))
    more = f" and {len(numbers) - _MOST_PAGES_NAMED} more" if len(numbers) > _MOST_PAGES_NAMED else ""
    return f"page {named}{more} ({', '.join(sorted(set(reasons.values())))})"


def _page_rows(reading: _Reading, key: dict[str, Any]) -> pa.Table:
    counts = dict.fromkeys((facts.page_number for facts in reading.facts), 0)
    for page_number, _ in reading.parts:
        counts[page_number] += 1
    rows = [
        {
            **key,
            "page_number": facts.page_number,
            "width": round(facts.view.width, 2),
            "height": round(facts.view.height, 2),
            "rotation": facts.view.rotation,
            "kind": facts.kind,
            "char_count": facts.char_count,
            "image_share": round(facts.image_share, 4),
            "ruling_count": facts.ruling_count,
            "table_count": counts[facts.page_number],
        }
        for facts in reading.facts
    ]
    return pa.Table.from_pylist(rows, schema=schema.PAGE)


def _sentence_rows(reading: _Reading, key: dict[str, Any]) -> pa.Table:
    rows = [
        {
            **key,
            "sentence_no": sentence.sentence_no,
            "paragraph_no": sentence.paragraph_no,
            "page_number": sentence.page_number,
            "end_page_number": sentence.end_page_number,
            "text": sentence.text,
            "text_normalised": normalise(sentence.text),
            **_box(reading.place(sentence.page_number, sentence.box)),
        }
        for sentence in sentences(reading.texts)
    ]
    return pa.Table.from_pylist(rows, schema=schema.SENTENCE)


def _part_rows(
    joined: Sequence[tuple[int, int, int, Table]],
    reading: _Reading,
    key: dict[str, Any],
) -> pa.Table:
    rows = [
        {
            **key,
            "table_no": number,
            "page_number": page_number,
            "root_table_no": root,
            **{name: getattr(table, name) for name in _PART_FACTS},
            **_box(reading.place(page_number, (table.x0, table.top, table.x1, table.bottom))),
        }
        for page_number, number, root, table in joined
    ]
    return pa.Table.from_pylist(rows, schema=schema.TABLE_PART)


def _cell_rows(
    joined: list[tuple[int, int, int, Table]],
    reading: _Reading,
    key: dict[str, Any],
) -> pa.Table:
    """The rows of all cells; `joined` is emptied, so that a long document's cells are not held twice."""
    batches = []
    joined.reverse()
    while joined:
        page_number, number, _, table = joined.pop()
        rows = [
            {
                **key,
                "page_number": page_number,
                "table_no": number,
                **{name: getattr(cell, name) for name in _CELL_FACTS},
                "header_path": cell.header_path or None,
                "ocr_confidence": cell.confidence,
                **_box(reading.place(page_number, (cell.x0, cell.top, cell.x1, cell.bottom))),
            }
            for cell in sorted(table.cells, key=lambda cell: (cell.row_no, cell.column_no))
        ]
        batches.append(pa.RecordBatch.from_pylist(rows, schema=schema.CELL))
    return pa.Table.from_batches(batches, schema=schema.CELL)


def _box(box: Box) -> dict[str, float]:
    return {name: round(value, 2) for name, value in zip(("x0", "top", "x1", "bottom"), box, strict=True)}
