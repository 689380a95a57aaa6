"""What a page is before its tables are searched: its size as shown, its text, pictures and rulings."""

from collections.abc import Callable
from ctypes import byref, c_float
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import pypdfium2.raw as pdfium

from extract.glyph import Box, Glyph, View, glyphs
from extract.ruling import IDENTITY, Matrix, Rulings, add_path, object_matrix, product

FEWEST_RULINGS = 2
MOST_CHARS = 200_000
MOST_OBJECTS = 50_000

DEEPEST_FORM = 6
# A ruling is at least this long, points: shorter paths are dots, ticks and parts of glyphs.
_SHORTEST_RULING = 3.0
# Rectangles have five segments; a path with more of them draws several rulings at once.
_RULING_SEGMENTS = 5
_OUTLINE_SEGMENTS = 20
# A page is a picture if it has hardly any text (a page number, a stamp) and a picture of some size, or
# a headline and a picture that fills it, or if its text is drawn as outlines.
_FEW_CHARS, _SOME_SHARE = 20, 0.25
_HEADLINE_CHARS, _MOST_SHARE = 100, 0.6
_MANY_OUTLINES = 100
# Pictures may overlap, so the share is counted on a raster of this many points each way.
_RASTER = 64
# A picture no thicker than this and at least so long is a ruling that some programs draw as one.
_THICKEST_RULING, _LONGEST_DOT = 2.0, 10.0


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What one page is; see the page schema for the meaning of each fact."""

    page_number: int
    view: View
    kind: str
    char_count: int
    image_share: float
    ruling_count: int
    is_beyond_table_search: bool
    """Whether the page holds so much, seen or unseen, that no disclosure looks like it."""

    @property
    def may_hold_tables(self) -> bool:
        """Whether the page is worth the search for ruled tables, and tame enough for it."""
        return self.char_count > 0 and self.ruling_count >= FEWEST_RULINGS and not self.is_beyond_table_search


@dataclass(frozen=True, slots=True)
class PageInk:
    """What is printed on a page: its facts, its glyphs in the order of the file, and its rulings."""

    facts: PageFacts
    glyphs: list[Glyph]
    rulings: Rulings


@dataclass(slots=True)
class _Drawing:
    """What the graphics of a page add up to."""

    view: View
    pictures: list[Box] = field(default_factory=list)
    rulings: Rulings = field(default_factory=Rulings)
    ruling_count: int = 0
    outline_count: int = 0
    object_count: int = 0

    def _box(self, handle: Any, matrix: Matrix) -> Box | None:
        """Where an object stands on the page as shown; None if nowhere that can be told in numbers."""
        bounds = _bounds(handle)
        box = self.view.box(*_transformed(bounds, matrix)) if bounds else None
        return box if box is not None and all(map(isfinite, box)) else None

    def add_picture(self, handle: Any, matrix: Matrix) -> None:
        box = self._box(handle, matrix)
        if box is None:
            return
        width, height = box[2] - box[0], box[3] - box[1]
        if min(width, height) <= _THICKEST_RULING and max(width, height) >= _LONGEST_DOT:
            self.ruling_count += self.rulings.add_bar(box)
        else:
            self.pictures.append(box)

    def add_path(self, handle: Any, matrix: Matrix) -> None:
        box = self._box(handle, matrix)
        if box is None:
            return
        segments = pdfium.FPDFPath_CountSegments(handle)
        if segments > _OUTLINE_SEGMENTS:
            self.outline_count += 1
        if max(box[2] - box[0], box[3] - box[1]) >= _SHORTEST_RULING:
            self.ruling_count += 1 + (max(segments, 1) - 1) // _RULING_SEGMENTS
            add_path(self.rulings, handle, matrix, self.view, box)


def read_page(page: Any, page_number: int) -> PageInk:
    """Read what is on a pdfium page (pypdfium2's PdfPage); numbers from 1."""
    left, bottom, right, top = page.get_bbox()
    view = View(left, bottom, right, top, page.get_rotation())
    text_page = page.get_textpage()
    try:
        drawn_count = text_page.count_chars()
        found = list(glyphs(text_page, view))
    finally:
        text_page.close()
    drawing = _Drawing(view)
    _walk(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, IDENTITY, 0, drawing)
    char_count = sum(not glyph.text.isspace() for glyph in found)
    share = _covered_share(drawing.pictures, view)
    facts = PageFacts(
        page_number=page_number,
        view=view,
        kind=_kind(char_count, share, drawing.outline_count),
        char_count=char_count,
        image_share=share,
        ruling_count=drawing.ruling_count,
        is_beyond_table_search=drawn_count > MOST_CHARS or drawing.object_count > MOST_OBJECTS,
    )
    return PageInk(facts, found, drawing.rulings)


def _kind(char_count: int, image_share: float, outline_count: int) -> str:
    if char_count <= _FEW_CHARS and (image_share >= _SOME_SHARE or outline_count >= _MANY_OUTLINES):
        return "scanned"
    if char_count <= _HEADLINE_CHARS and image_share >= _MOST_SHARE:
        return "scanned"
    return "text" if char_count else "blank"


def _walk(
    parent: Any,
    count: Callable[[Any], int],
    get: Callable[[Any, int], Any],
    matrix: Matrix,
    depth: int,
    drawing: _Drawing,
) -> None:
    """Visit the graphics objects of a page or form, forms within forms too, to a bounded depth."""
    for index in range(count(parent)):
        # One more than is allowed is enough to know that the page is beyond the search.
        if drawing.object_count > MOST_OBJECTS:
            return
        handle = get(parent, index)
        kind = pdfium.FPDFPageObj_GetType(handle) if handle else pdfium.FPDF_PAGEOBJ_UNKNOWN
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            drawing.object_count += 1
            drawing.add_path(handle, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawing.object_count += 1
            drawing.add_picture(handle, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            drawing.object_count += 1
            inner = product(object_matrix(handle), matrix)
            _walk(
                handle,
                pdfium.FPDFFormObj_CountObjects,
                pdfium.FPDFFormObj_GetObject,
                inner,
                depth + 1,
                drawing,
            )


def _bounds(handle: Any) -> tuple[float, float, float, float] | None:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not pdfium.FPDFPageObj_GetBounds(handle, byref(left), byref(bottom), byref(right), byref(top)):
        return None
    return left.value, bottom.value, right.value, top.value


def _transformed(
    bounds: tuple[float, float, float, float], matrix: Matrix
) -> tuple[float, float, float, float]:
    if matrix == IDENTITY:
        return bounds
    left, bottom, right, top = bounds
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return min(xs), min(ys), max(xs), max(ys)


def _covered_share(boxes: list[Box], view: View) -> float:
    """Share of the page's raster points that lie in one of the boxes."""
    if view.width <= 0 or view.height <= 0:
        return 0.0
    rows = [bytearray(_RASTER) for _ in range(_RASTER)]
    for x0, top, x1, bottom in boxes:
        first, last = _raster_range(x0, x1, view.width)
        for row in range(*_raster_range(top, bottom, view.height)):
            rows[row][first:last] = b"\x01" * (last - first)
    return sum(map(sum, rows)) / _RASTER**2


def _raster_range(low: float, high: float, length: float) -> tuple[int, int]:
    """The raster points (middles of equal parts of `length`) from `low` to `high`, as a range."""
    first = min(max(round(low / length * _RASTER), 0), _RASTER)
    return first, min(max(round(high / length * _RASTER), first), _RASTER)
