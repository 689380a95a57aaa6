"""Lays blocks out on pages and draws them; tells on which page every keyed figure came to stand."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from tests.corpus import fonts, pictures, rules, scans
from tests.corpus.blocks import Block, Level, PageBreak, Paragraph, Table
from tests.corpus.compression import lzw_streams
from tests.corpus.grid import LEADING, Geometry, Owner, measure, wrap
from tests.corpus.pagination import paginate
from tests.corpus.paper import BOTTOM, SIDE, TOP, Paper, Piece, Printed, Segment
from tests.corpus.styles import Style

BODY_LEADING = 1.65
SIZES: dict[Level, float] = {"title": 20.0, "part": 16.0, "section": 12.0, "text": 12.0}
TITLE_SIZE, LINE_SIZE, NOTE_SIZE = 14.0, 10.0, 7.5
LINE_HEIGHT = 17
BOLD = 0.3


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


def _box(paper: Paper, geometry: Geometry, owner: Owner, tops: Sequence[float], first: int) -> Segment:
    """The box of a cell among the rows from `first` on; `tops` are their upper edges and the lowest edge."""
    end = min(owner.row + owner.cell.rows - first, len(tops) - 1)
    left = SIDE + geometry.edges[owner.column]
    right = SIDE + geometry.edges[owner.column + owner.cell.columns]
    top, bottom = tops[max(owner.row - first, 0)], tops[end]
    low, high = round(paper.height - bottom, 2), round(paper.height - top, 2)
    return round(left, 2), low, round(right, 2), high


def _pieces(paper: Paper, owner: Owner, box: Segment, top: float, bottom: float, size: float) -> list[Piece]:
    """The lines of a cell, in the middle between its top and bottom."""
    style = paper.style
    left, right = box[0] + owner.cell.indent, box[2]
    baseline = (top + bottom - len(owner.lines) * size * LEADING) / 2 + size
    pieces = []
    for line in owner.lines:
        room = right - left - 2 * style.padding - fonts.width(line, size)
        gap = max(0.0, min(style.glyph_gap, room / len(line))) if line else 0.0
        room -= gap * len(line)
        shift = {"left": 0.0, "center": room / 2, "right": room}[owner.cell.align]
        clip = box if style.clips_numbers and room < 0 else None
        if line:
            pieces.append(Piece(line, left + style.padding + shift, baseline, size, gap, clip))
        baseline += size * LEADING
    return pieces


def _draw_rows(
    paper: Paper, geometry: Geometry, rows: Sequence[int], size: float, is_head: bool, is_first: bool
) -> None:
    """Draws consecutive rows from the present height; a cell cut by the page's end keeps its text above."""
    tops = [paper.y]
    for row in rows:
        tops.append(tops[-1] + geometry.heights[row])
    boxes: list[Segment] = []
    pieces: list[Piece] = []
    drawn = set()
    for row in rows:
        for owner in geometry.owners[row]:
            if (owner.row, owner.column) in drawn:
                continue
            drawn.add((owner.row, owner.column))
            box = _box(paper, geometry, owner, tops, rows[0])
            boxes.append(box)
            if row == owner.row:
                paper.note(owner.cell.key, owner.cell.text)
                last = min(owner.row + owner.cell.rows, rows[-1] + 1)
                pieces += _pieces(paper, owner, box, tops[row - rows[0]], tops[last - rows[0]], size)
    if paper.style.has_fills:
        rules.paint(paper, boxes, is_head)
    if is_head and paper.style.doubles_heads:
        pieces = [piece._replace(x=piece.x + aside) for piece in pieces for aside in (0.0, BOLD)]
    paper.write_pieces(pieces)
    rules.draw(paper, boxes, is_head, is_first)
    paper.y = tops[-1]


def _head(paper: Paper, table: Table, going_on: str = "") -> None:
    """Writes the title and the lines above a table."""
    style, title = paper.style, table.title + going_on
    above, beside = [*table.above], ""
    if above and style.unit_place == "title":
        left, beside = above.pop()
        above += [(left, "")] if left else []
    if title:
        room = paper.width - SIDE - fonts.width(beside, LINE_SIZE) - TITLE_SIZE
        x = (paper.width - fonts.width(title, TITLE_SIZE)) / 2
        if beside:
            x = min(x, room - fonts.width(title, TITLE_SIZE))
        paper.write(title, x, paper.y + TITLE_SIZE, TITLE_SIZE)
        if not going_on:
            paper.note(f"{table.name}/title", title)
        if beside:
            x = paper.width - SIDE - fonts.width(beside, LINE_SIZE)
            paper.write(beside, x, paper.y + TITLE_SIZE, LINE_SIZE)
        paper.y += TITLE_SIZE * 2
    for left, right in above:
        if style.unit_place == "left" and "单位：" in right:
            left, right = right, left
        paper.write(left, SIDE, paper.y + 10, LINE_SIZE)
        paper.write(right, paper.width - SIDE - fonts.width(right, LINE_SIZE), paper.y + 10, LINE_SIZE)
        paper.y += LINE_HEIGHT


def _table(paper: Paper, table: Table, style: Style) -> None:
    paper.style = style if table.is_statement else style.plain()
    style = paper.style
    paper.turn(style.orientation)
    _head(paper, table)
    grid = table.grid
    geometry = measure(grid, paper.width - 2 * SIDE, style)
    head_height = sum(geometry.heights[: geometry.header_rows])
    fresh = paper.height - TOP - BOTTOM - (head_height if style.repeat_header else 0.0)
    if style.repeats_title:
        fresh -= TITLE_SIZE * 2 + LINE_HEIGHT * len(table.above)
    geometry, pages = paginate(
        geometry,
        style,
        style.rows_per_page,
        paper.room - head_height,
        fresh,
        style.blank_rows if style.spills_blank_rows else 0,
    )
    header = range(geometry.header_rows)
    for index, rows in enumerate(pages):
        if index:
            paper.turn(style.orientation)
            if style.repeats_title:
                _head(paper, table, "（续）")
        has_header = bool(header) and (index == 0 or style.repeat_header)
        if has_header:
            _draw_rows(paper, geometry, header, grid.size, is_head=True, is_first=True)
        if rows:
            _draw_rows(paper, geometry, rows, grid.size, is_head=False, is_first=not has_header)
    paper.y += 4
    for note in table.notes:
        for line in wrap(note, paper.width - 2 * SIDE, NOTE_SIZE):
            if paper.room < 12:
                paper.turn(style.orientation)
            paper.write(line, SIDE, paper.y + 8, NOTE_SIZE)
            paper.y += 11


def _table_as_pictures(paper: Paper, table: Table, style: Style) -> None:
    """Draws the table on a document of its own and puts pictures of its pages into this one."""
    buffer = BytesIO()
    drawn = Paper(Canvas(buffer, pageCompression=0, invariant=1, initialFontName=fonts.FAMILY))
    _table(drawn, table, style)
    drawn.finish()
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
        paper = Paper(canvas, style)
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
                    paper.style = style.plain()
                    paper.turn()
                    is_fresh = False
                _flow(paper, block)
        paper.finish()
        canvas.save()
    return buffer.getvalue(), paper
