"""The sheets that a document is drawn on: page after page, what is drawn, and where figures stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfdoc

from tests.corpus import fonts
from tests.corpus.styles import Style

A4 = (595.28, 841.89)
SIDE, TOP, BOTTOM = 56.7, 62.0, 62.0
MARK_SIZE = 7.0

Segment = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points from the lower left corner of the page as shown."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A keyed figure as it was printed: on a page, counted from 1."""

    key: str
    text: str
    page: int


class Piece(NamedTuple):
    """A line of text to be drawn: its start, its baseline from the top, the space between its glyphs."""

    text: str
    x: float
    baseline: float
    size: float
    gap: float = 0.0
    clip: Segment | None = None


@dataclass(slots=True)
class Paper:
    """The document being drawn: its canvas, the page it is on and how far from the top that is filled."""

    canvas: Any
    style: Style = field(default_factory=Style)
    width: float = A4[0]
    height: float = A4[1]
    page: int = 0
    y: float = 0.0
    printed: list[Printed] = field(default_factory=list)
    picture_pages: list[int] = field(default_factory=list)
    sheet: tuple[float, float] = A4

    @property
    def room(self) -> float:
        """Points left above the bottom margin."""
        return self.height - BOTTOM - self.y

    def turn(self, orientation: str = "portrait") -> None:
        """Starts a new page."""
        if self.page:
            self.finish()
        self.page += 1
        self.y = TOP
        self.width, self.height = A4 if orientation == "portrait" else (A4[1], A4[0])
        self.sheet = (self.width, self.height) if orientation != "rotated" else A4
        self.canvas.setPageSize((self.width, self.height))
        self.canvas.setPageRotation(90 if orientation == "rotated" else 0)
        if self.style.origin != (0.0, 0.0):
            self.canvas.translate(*self.style.origin)
        if self.style.in_form:
            self.canvas.beginForm(f"page{self.page}", 0, 0, *self.sheet)
        if orientation == "rotated":
            # reportlab turns the sheet upright: what is shown at (x, y) stands at (width - y, x) of it.
            self.canvas.transform(0, 1, -1, 0, A4[0], 0)
        if self.style.scale != 1.0:
            self.canvas.scale(self.style.scale, self.style.scale)

    def finish(self) -> None:
        """Ends the page."""
        if self.style.in_form:
            self.canvas.endForm()
            self.canvas.doForm(f"page{self.page}")
        if self.style.trim:
            self.write(f"{self.page} 1234.56", self.width / 3, -self.style.trim / 3, MARK_SIZE)
        self.canvas.showPage()
        (x, y), (width, height), trim = self.style.origin, self.sheet, self.style.trim
        if trim or x or y:
            page = self.canvas._doc.idToObject[f"Page{self.page}"]
            page.MediaBox = pdfdoc.PDFArray([x - trim, y - trim, x + width + trim, y + height + trim])
            page.CropBox = pdfdoc.PDFArray([x, y, x + width, y + height])

    def write(self, text: str, x: float, baseline: float, size: float) -> None:
        """Draws one line, its baseline that far from the top."""
        fonts.check(text)
        self.canvas.setFont(fonts.FAMILY, size / self.style.scale)
        self.canvas.drawString(x / self.style.scale, (self.height - baseline) / self.style.scale, text)

    def write_pieces(self, pieces: Sequence[Piece]) -> None:
        """Draws lines in as many operations as the style makes of them."""
        if self.style.runs == "row":
            self._write_rows(pieces)
            return
        if self.style.runs == "column":
            pieces = sorted(pieces, key=lambda piece: piece.x)
        for piece in pieces:
            if piece.clip:
                self._clip(piece.clip)
            if self.style.runs == "glyph" or piece.gap:
                x = piece.x
                for character in piece.text:
                    self.write(character, x, piece.baseline, piece.size)
                    x += fonts.width(character, piece.size) + piece.gap
            else:
                self.write(piece.text, piece.x, piece.baseline, piece.size)
            if piece.clip:
                self.canvas.restoreState()

    def _write_rows(self, pieces: Sequence[Piece]) -> None:
        rows: dict[float, list[Piece]] = {}
        for piece in pieces:
            fonts.check(piece.text)
            rows.setdefault(round(piece.baseline, 1), []).append(piece)
        for row in rows.values():
            text = self.canvas.beginText()
            for piece in sorted(row, key=lambda piece: piece.x):
                text.setFont(fonts.FAMILY, piece.size / self.style.scale)
                place = (piece.x, self.height - piece.baseline)
                text.setTextOrigin(*(value / self.style.scale for value in place))
                text.textOut(piece.text)
            self.canvas.drawText(text)

    def _clip(self, box: Segment) -> None:
        x0, y0, x1, y1 = (value / self.style.scale for value in box)
        self.canvas.saveState()
        path = self.canvas.beginPath()
        path.rect(x0, y0, x1 - x0, y1 - y0)
        self.canvas.clipPath(path, stroke=0, fill=0)

    def stroke(self, segments: Iterable[Segment], width: float, dash: tuple[float, ...] = ()) -> None:
        """Draws lines; `dash` gives the lengths of strokes and gaps."""
        scale = self.style.scale
        self.canvas.setLineWidth(width / scale)
        if dash:
            self.canvas.setDash([length / scale for length in dash])
        self.canvas.lines([tuple(value / scale for value in segment) for segment in segments])
        if dash:
            self.canvas.setDash([])

    def box(self, box: Segment, width: float | None = None, grey: float = 0.0) -> None:
        """Draws a rectangle, as an outline of that width or else filled."""
        x0, y0, x1, y1 = (value / self.style.scale for value in box)
        if width is None:
            self.canvas.setFillGray(grey)
        else:
            self.canvas.setLineWidth(width / self.style.scale)
        self.canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=int(width is not None), fill=int(width is None))
        if width is None:
            self.canvas.setFillGray(0.0)

    def polygon(self, points: Sequence[tuple[float, float]]) -> None:
        """Fills a polygon with black."""
        path = self.canvas.beginPath()
        scaled = [(x / self.style.scale, y / self.style.scale) for x, y in points]
        path.moveTo(*scaled[0])
        for point in scaled[1:]:
            path.lineTo(*point)
        path.close()
        self.canvas.drawPath(path, stroke=0, fill=1)

    def note(self, key: str | None, text: str) -> None:
        """Remembers on which page a keyed figure stands."""
        if key:
            self.printed.append(Printed(key, text, self.page))
