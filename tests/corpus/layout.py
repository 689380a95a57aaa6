"""Lays blocks out on pages and draws them; tells on which page every keyed figure came to stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from tests.corpus import fonts, pictures, scans
from tests.corpus.blocks import Block, Level, PageBreak, Paragraph, Table
from tests.corpus.compression import lzw_streams
from tests.corpus.grid import LEADING, PADDING, Geometry, measure, wrap
from tests.corpus.styles import Style

A4 = (595.28, 841.89)
SIDE, TOP, BOTTOM = 56.7, 62.0, 62.0
BODY_LEADING = 1.65
SIZES: dict[Level, float] = {"title": 20.0, "part": 16.0, "section": 12.0, "text": 12.0}


@dataclass(frozen=True, slots=True)
class Printed:
    """A keyed figure as it was printed: on a page, counted from 1."""

    key: str
    text: str
    page: int


@dataclass(slots=True)
class Paper:
    """The document being drawn: its canvas, the page it is on and how far from the top that is filled."""

    canvas: Any
    width: float = A4[0]
    height: float = A4[1]
    page: int = 0
    y: float = 0.0
    printed: list[Printed] = field(default_factory=list)
    picture_pages: list[int] = field(default_factory=list)

    @property
    def room(self) -> float:
        """Points left above the bottom margin."""
        return self.height - BOTTOM - self.y

    def turn(self, orientation: str = "portrait") -> None:
        """Starts a new page."""
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self.y = TOP
        self.width, self.height = A4 if orientation == "portrait" else (A4[1], A4[0])
        self.canvas.setPageSize((self.width, self.height))
        self.canvas.setPageRotation(90 if orientation == "rotated" else 0)
        if orientation == "rotated":
            # reportlab turns the sheet upright: what is shown at (x, y) stands at (width - y, x) of it.
            self.canvas.transform(0, 1, -1, 0, A4[0], 0)

    def write(self, text: str, x: float, baseline: float, size: float) -> None:
        """Draws one line, its baseline that far from the top."""
        fonts.check(text)
        self.canvas.setFont(fonts.FAMILY, size)
        self.canvas.drawString(x, self.height - baseline, text)

    def note(self, key: str | None, text: str) -> None:
        """Remembers on which page a keyed figure stands."""
        if key:
            self.printed.append(Printed(key, text, self.page))


def _flow(paper: Paper, block: Paragraph) -> None:
    size = SIZES[block.level]
    is_centred = block.level in ("title", "part")
    indent = 0.0 if is_centred else 2 * size
    lines = wrap(block.text, paper.width - 2 * SIDE, size, indent)
    pages: list[int] = []
    for index, line in enumerate(lines):
        if not paper.page or paper.room < size * BODY_LEADING:
            paper.turn()
        x = SIDE + (indent if index == 0 else 0.0)
        if is_centred:
            x = (paper.width - fonts.width(line, size)) / 2
        paper.write(line, x, paper.y + size, size)
        paper.y += size * BODY_LEADING
        pages.extend([paper.page] * len(line))
    # Blanks dropped at line ends shift positions by a few characters at most: the part's start is told.
    start = 0
    for part in block.parts:
        if part.key:
            paper.printed.append(Printed(part.key, part.text, pages[min(start, len(pages) - 1)]))
        start += len(part.text)


def _draw_rows(paper: Paper, geometry: Geometry, rows: Sequence[int], size: float) -> None:
    """Draws consecutive rows from the present height; a cell cut by the page's end keeps its text above."""
    edges = geometry.edges
    tops = [paper.y]
    for row in rows:
        tops.append(tops[-1] + geometry.heights[row])
    segments: set[tuple[float, float, float, float]] = set()
    drawn = set()
    for row in rows:
        for owner in geometry.owners[row]:
            if (owner.row, owner.column) in drawn:
                continue
            drawn.add((owner.row, owner.column))
            last = min(owner.row + owner.cell.rows, rows[-1] + 1)
            top, bottom = tops[row - rows[0]], tops[last - rows[0]]
            left = SIDE + edges[owner.column]
            right = SIDE + edges[owner.column + owner.cell.columns]
            up, down = round(paper.height - top, 2), round(paper.height - bottom, 2)
            left, right = round(left, 2), round(right, 2)
            segments |= {(left, up, right, up), (left, down, right, down)}
            segments |= {(left, down, left, up), (right, down, right, up)}
            if row != owner.row:
                continue
            paper.note(owner.cell.key, owner.cell.text)
            baseline = (top + bottom - len(owner.lines) * size * LEADING) / 2 + size
            for line in owner.lines:
                room = right - left - 2 * PADDING - fonts.width(line, size)
                shift = {"left": 0.0, "center": room / 2, "right": room}[owner.cell.align]
                if line:
                    paper.write(line, left + PADDING + shift, baseline, size)
                baseline += size * LEADING
    paper.canvas.setLineWidth(0.6)
    paper.canvas.lines(sorted(segments))
    paper.y = tops[-1]


def _pages_of_rows(paper: Paper, geometry: Geometry, style: Style, is_statement: bool) -> Iterable[list[int]]:
    """The body rows page by page: as many as fit, or as few as the style forces on a page."""
    header = sum(geometry.heights[: geometry.header_rows])
    limit = style.rows_per_page if is_statement else None
    rows: list[int] = []
    room = paper.room - header
    for row in range(geometry.header_rows, len(geometry.heights)):
        if rows and (geometry.heights[row] > room or (limit and len(rows) >= limit)):
            yield rows
            rows = []
            room = paper.height - TOP - BOTTOM - (header if style.repeat_header else 0.0)
        rows.append(row)
        room -= geometry.heights[row]
    yield rows


def _table(paper: Paper, table: Table, style: Style) -> None:
    orientation = style.orientation if table.is_statement else "portrait"
    paper.turn(orientation)
    size = 14.0
    title = table.title
    paper.write(title, (paper.width - fonts.width(title, size)) / 2, paper.y + size, size)
    paper.note(f"{table.name}/title", title)
    paper.y += size * 2
    for left, right in table.above:
        paper.write(left, SIDE, paper.y + 10, 10)
        paper.write(right, paper.width - SIDE - fonts.width(right, 10), paper.y + 10, 10)
        paper.y += 17
    geometry = measure(table.grid, paper.width - 2 * SIDE)
    header = range(geometry.header_rows)
    for index, rows in enumerate(list(_pages_of_rows(paper, geometry, style, table.is_statement))):
        if index:
            paper.turn(orientation)
        if header and (index == 0 or style.repeat_header):
            _draw_rows(paper, geometry, header, table.grid.size)
        if rows:
            _draw_rows(paper, geometry, rows, table.grid.size)
    paper.y += 4
    for note in table.notes:
        for line in wrap(note, paper.width - 2 * SIDE, 7.5):
            if paper.room < 12:
                paper.turn(orientation)
            paper.write(line, SIDE, paper.y + 8, 7.5)
            paper.y += 11


def _table_as_pictures(paper: Paper, table: Table, style: Style) -> None:
    """Draws the table on a document of its own and puts pictures of its pages into this one."""
    buffer = BytesIO()
    drawn = Paper(Canvas(buffer, pageCompression=0, invariant=1, initialFontName=fonts.FAMILY))
    _table(drawn, table, style)
    drawn.canvas.showPage()
    drawn.canvas.save()
    first = paper.page
    content = buffer.getvalue()
    scanned = scans.scan_pages(content, style.scan, first) if style.scan else pictures.rasterise(content)
    for picture in scanned:
        paper.turn(style.orientation)
        pictures.draw(paper.canvas, picture, paper.width, paper.height)
        paper.picture_pages.append(paper.page)
    paper.y = paper.height
    paper.printed.extend(Printed(p.key, p.text, p.page + first) for p in drawn.printed)


def render(blocks: Iterable[Block], style: Style, title: str, is_compressed: bool) -> tuple[bytes, Paper]:
    """Draws the blocks as a PDF and returns its bytes with the paper that tells where things stand."""
    fonts.font()
    buffer = BytesIO()
    with lzw_streams():
        canvas = Canvas(buffer, pageCompression=int(is_compressed), invariant=1, initialFontName=fonts.FAMILY)
        canvas.setTitle(title)
        canvas.setProducer("Yujuesuan sample generator")
        paper = Paper(canvas)
        is_fresh = True
        for block in blocks:
            if isinstance(block, Table):
                draw = _table_as_pictures if style.has_pictures and block.is_statement else _table
                draw(paper, block, style)
                is_fresh = True
            elif isinstance(block, PageBreak):
                is_fresh = True
            else:
                if is_fresh:
                    paper.turn()
                    is_fresh = False
                _flow(paper, block)
        canvas.showPage()
        canvas.save()
    return buffer.getvalue(), paper
