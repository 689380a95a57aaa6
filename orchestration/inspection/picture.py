"""An inspection drawn over the pages: cells by what they were understood as, columns by what they measure.

The page is paled and the colours lie over it, so that what is printed can still be read. To its right a panel
says what each column was recognised as; numbers in the columns lead to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from PIL import Image, ImageDraw

from extract.outcome import Limits
from extract.snapshot import SnapshotError, snapshots
from orchestration.cli.text import neutral
from orchestration.inspection.facts import LOW_CONFIDENCE, Box, Cell, Column, Inspection, Meaning, Page, Table
from orchestration.inspection.typeface import Font, font, writable

# As large as the narrowest cells with amounts need to show what was loaded beside what is printed.
_LEAST_DPI, _MOST_DPI = 120, 240
_ROOM_PIXELS = (115, 28)
_PALE = 0.35
_SMALL, _PLAIN, _LARGE = 11, 13, 16
# Points of the page that are kept over the first table and under the last.
_ABOVE, _BELOW = 120, 50
# The panel's width as a share of the page's, and at which of its widths letters have their plain size.
_PANEL_SHARE = 0.42
_PLAIN_PANEL = 620

Colour = tuple[int, int, int]
_GREEN: Colour = (0, 125, 60)
_RED: Colour = (205, 20, 30)
_BLUE: Colour = (25, 90, 190)
_TEAL: Colour = (0, 130, 140)
_VIOLET: Colour = (120, 50, 160)
_ORANGE: Colour = (235, 130, 0)
_GREY: Colour = (120, 120, 120)
_BLACK: Colour = (30, 30, 30)
_WHITE: Colour = (255, 255, 255)

# Colour and strength of the tint of a cell.
_TINTS: dict[Meaning, tuple[Colour, int]] = {
    Meaning.caption: (_GREY, 40),
    Meaning.header: (_BLUE, 38),
    Meaning.column_number: (_GREY, 70),
    Meaning.code: (_BLUE, 70),
    Meaning.label: (_TEAL, 60),
    Meaning.total: (_VIOLET, 70),
    Meaning.loaded: (_GREEN, 60),
    Meaning.unread: (_RED, 120),
    Meaning.unmapped: (_RED, 90),
    Meaning.unnamed: (_RED, 120),
}
_LEGEND = (
    ("header", _TINTS[Meaning.header]),
    ("column numbers", _TINTS[Meaning.column_number]),
    ("row known by code", _TINTS[Meaning.code]),
    ("row known by name", _TINTS[Meaning.label]),
    ("total row", _TINTS[Meaning.total]),
    ("amount loaded, yuan above it", _TINTS[Meaning.loaded]),
    ("not understood", _TINTS[Meaning.unread]),
    (f"read with confidence under {LOW_CONFIDENCE:.0%}", (_ORANGE, 120)),
)


class PictureError(Exception):
    """Pages cannot be drawn; the text says why."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A picture under work; `scale` is pixels per point, `left` where the page begins."""

    image: Image.Image
    draw: ImageDraw.ImageDraw
    scale: float

    def box(self, box: Box) -> Box:
        x0, top, x1, bottom = (value * self.scale for value in box)
        return x0, top, max(x0, x1), max(top, bottom)


def draw_pages(inspection: Inspection, path: Path, folder: Path) -> Iterator[Path]:
    """Write a picture of each page with tables to `folder` and give the paths as they are done.

    Raises:
        PictureError: The file or a page cannot be drawn.
        OSError: The folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[int, list[Table]] = {}
    for table in inspection.tables:
        tables.setdefault(table.page_number, []).append(table)
    pages = {page.page_number: page for page in inspection.pages}
    try:
        wanted = {number: _resolution(tables[number]) for number in sorted(tables)}
        for number, picture in snapshots(path, wanted, folder, Limits()):
            with Image.open(picture) as opened:
                image = opened.convert("RGB")
            _overlaid(image, pages[number], tables[number]).save(picture)
            yield picture
    except SnapshotError as error:
        raise PictureError(str(error)) from error


def _resolution(tables: Sequence[Table]) -> float:
    """Pixels per inch at which the cells with amounts have room for two numbers."""
    boxes = [cell.box for table in tables for cell in table.cells if cell.amount is not None]
    if not boxes:
        return _LEAST_DPI
    width = median(box[2] - box[0] for box in boxes)
    height = median(box[3] - box[1] for box in boxes)
    needed = 72 * max(_ROOM_PIXELS[0] / max(width, 1), _ROOM_PIXELS[1] / max(height, 1))
    return min(max(needed, _LEAST_DPI), _MOST_DPI)


def _overlaid(image: Image.Image, page: Page, tables: Sequence[Table]) -> Image.Image:
    page_scale = image.width / page.width
    # What must not be seen goes before anything else is done.
    blind = ImageDraw.Draw(image)
    for hidden in page.hidden:
        blind.rectangle([value * page_scale for value in hidden], fill=_GREY)
    image = Image.blend(image, Image.new("RGB", image.size, _WHITE), _PALE)
    tint = Image.new("RGBA", image.size, (0, 0, 0, 0))
    sheet = _Sheet(tint, ImageDraw.Draw(tint), page_scale)
    for table in tables:
        for cell in table.cells:
            _tint(sheet, cell)
    base = image.convert("RGBA")
    base.alpha_composite(tint)
    sheet = _Sheet(base, ImageDraw.Draw(base), page_scale)
    for table in tables:
        _mark_table(sheet, table)
    top = max(min(table.box[1] for table in tables) - _ABOVE, 0) * page_scale
    bottom = min(max(table.box[3] for table in tables) + _BELOW, page.height) * page_scale
    kept = base.convert("RGB").crop((0, int(top), base.width, max(int(bottom), int(top) + 1)))
    return _with_panel(kept, page, tables)


def _tint(sheet: _Sheet, cell: Cell) -> None:
    x0, top, x1, bottom = sheet.box(cell.box)
    colour, strength = _TINTS.get(cell.meaning, (_WHITE, 0))
    if cell.is_doubtful:
        colour, strength = _ORANGE, 120
    if strength:
        sheet.draw.rectangle((x0, top, x1, bottom), fill=(*colour, strength))
    sheet.draw.rectangle((x0, top, x1, bottom), outline=(*_GREY, 150))


def _mark_table(sheet: _Sheet, table: Table) -> None:
    colour = _GREEN if table.statement_code else _RED
    x0, top, x1, bottom = sheet.box(table.box)
    sheet.draw.rectangle((x0 - 2, top - 2, x1 + 2, bottom + 2), outline=colour, width=2)
    if table.is_withheld:
        _chip(sheet, x0 + 8, top + 8, "personal data", _GREY, _PLAIN)
    for cell in table.cells:
        if cell.amount is not None:
            _yuan(sheet, cell)
    _mark_codes(sheet, table)
    if not table.is_withheld:
        _mark_columns(sheet, table)
    name = f"{table.table_no} {table.statement_code or '?'}"
    if table.is_continuation:
        name += f" (from {table.root_table_no})"
    # In the middle: the department stands at the left, the unit at the right.
    middle = (x0 + x1 - sheet.draw.textlength(name, font(_LARGE))) / 2
    _chip(sheet, middle, top - 2 - _LARGE - 5, name, colour, _LARGE)


def _yuan(sheet: _Sheet, cell: Cell) -> None:
    """The amount loaded, small in the upper corner of its cell that the printed text leaves free."""
    x0, top, x1, _ = sheet.box(cell.box)
    text = f"{cell.amount:,.2f}".removesuffix(".00")
    for size in (_SMALL, _SMALL - 1, _SMALL - 2):
        if sheet.draw.textlength(text, font(size)) <= x1 - x0 - 2:
            break
    width = sheet.draw.textlength(text, font(size))
    has_room_left = (cell.indent or 0) * sheet.scale >= width * 0.6
    x = x0 + 2 if has_room_left else max(x1 - width - 2, x0 + 2)
    sheet.draw.text((x, top + 1), text, fill=_GREEN, font=font(size))


def _mark_codes(sheet: _Sheet, table: Table) -> None:
    """The code a row resolved to, left of the table; only of the first block of each row."""
    marked: set[int] = set()
    left = sheet.box(table.box)[0]
    for cell in table.cells:
        if cell.row_no in marked or cell.meaning not in (Meaning.code, Meaning.total, Meaning.unnamed):
            continue
        marked.add(cell.row_no)
        _, top, _, bottom = sheet.box(cell.box)
        text = {Meaning.code: cell.code or "", Meaning.total: "Σ", Meaning.unnamed: "?"}[cell.meaning]
        colour = _TINTS[cell.meaning][0]
        text = writable(text)
        width = sheet.draw.textlength(text, font(_SMALL))
        sheet.draw.text(
            (max(left - width - 6, 1), (top + bottom) / 2), text, fill=colour, font=font(_SMALL), anchor="lm"
        )


def _mark_columns(sheet: _Sheet, table: Table) -> None:
    """Over the body of each column its number and what it measures, in lines as wide as the column."""
    body = [cell for cell in table.cells if _is_body(cell)]
    first = min((cell.box[1] for cell in body), default=0.0)
    for column in table.columns:
        cells = [cell for cell in body if cell.column_no == column.column_no]
        if not cells:
            continue
        narrowest = min(cells, key=lambda cell: cell.box[2] - cell.box[0])
        x0, top, x1, _ = sheet.box((narrowest.box[0], first, narrowest.box[2], first))
        colour = _column_colour(column, table)
        text = f"{column.column_no} {column.meaning}" if table.is_statement else str(column.column_no)
        lines = _wrapped(sheet, text, x1 - x0 - 7)
        for place, line in enumerate(reversed(lines), start=1):
            _chip(sheet, x0 + 1, top - place * (_SMALL + 3) - 1, line, colour, _SMALL)


def _is_body(cell: Cell) -> bool:
    return cell.meaning not in (Meaning.caption, Meaning.header, Meaning.column_number)


def _column_colour(column: Column, table: Table) -> Colour:
    if not table.is_statement:
        return _GREY
    if column.is_unmapped:
        return _RED
    return _GREEN if column.role == "amount" else _BLUE if column.role in ("code", "name") else _GREY


def _wrapped(sheet: _Sheet, text: str, width: float) -> list[str]:
    """A text in lines of `width` pixels as far as its words allow: `transfer_` and `to_superior`."""
    face = font(_SMALL)
    lines = [""]
    for word in text.replace("_", "_ ").split(" "):
        joint = "" if not lines[-1] or lines[-1].endswith("_") else " "
        if lines[-1] and sheet.draw.textlength(lines[-1] + joint + word, face) > width:
            lines.append(word)
        else:
            lines[-1] += joint + word
    return lines


def _chip(sheet: _Sheet, x: float, y: float, text: str, colour: Colour, size: int) -> None:
    y = max(y, 0)
    width = sheet.draw.textlength(text, font(size))
    sheet.draw.rectangle((x, y, x + width + 5, y + size + 3), fill=colour)
    sheet.draw.text((x + 3, y + (size + 3) / 2), text, fill=_WHITE, font=font(size), anchor="lm")


def _with_panel(image: Image.Image, page: Page, tables: Sequence[Table]) -> Image.Image:
    lines = [(f"page {page.page_number} · {page.kind}", _BLACK, _LARGE)]
    for table in tables:
        lines += [("", _BLACK, _PLAIN), *_table_lines(table)]
    lines.append(("", _BLACK, _PLAIN))
    width = int(image.width * _PANEL_SHARE)
    zoom = max(width / _PLAIN_PANEL, 0.8)
    pitch = int(_LARGE * zoom * 1.35)
    height = max(image.height, pitch * (len(lines) + len(_LEGEND) + 1))
    sheet = Image.new("RGB", (image.width + width, height), _WHITE)
    sheet.paste(image, (0, 0))
    draw = ImageDraw.Draw(sheet)
    draw.line((image.width, 0, image.width, height), fill=_GREY)
    left, y = image.width + pitch // 2, pitch // 2
    for text, colour, size in lines:
        face = font(int(size * zoom))
        draw.text((left, y), _clipped(draw, text, face, width - pitch), fill=colour, font=face)
        y += pitch
    for text, (colour, strength) in _LEGEND:
        share = strength / 255
        mixed = tuple(round(255 + (part - 255) * share) for part in colour)
        draw.rectangle((left, y + 2, left + pitch, y + pitch - 4), fill=mixed, outline=_GREY)
        draw.text((left + pitch * 1.5, y), text, fill=_BLACK, font=font(int(_PLAIN * zoom)))
        y += pitch
    return sheet


def _table_lines(table: Table) -> Iterator[tuple[str, Colour, int]]:
    known = table.statement_code is not None
    yield f"table {table.table_no}: {table.statement_code or '?'}", _GREEN if known else _RED, _LARGE
    if table.is_continuation:
        yield f"goes on from table {table.root_table_no}", _GREY, _PLAIN
    if table.statement_name:
        yield table.statement_name, _BLACK, _PLAIN
    yield f"title: {table.title or 'none printed'}", _BLACK, _PLAIN
    if table.is_withheld:
        yield "personal data: nothing of it is shown", _GREY, _PLAIN
        return
    if table.is_statement:
        how = "" if table.is_unit_printed or not table.unit else " (not printed here)"
        yield f"unit: {table.unit or '?'}{how}", _BLACK if table.unit else _RED, _PLAIN
        yield f"amounts: {table.printed_amounts} printed, {table.loaded_amounts} loaded", _BLACK, _PLAIN
    for column in table.columns:
        meaning = f"{column.meaning} ← " if table.is_statement else ""
        header = column.header_path or "(no header)"
        yield f"{column.column_no:>2}  {meaning}{header}", _column_colour(column, table), _PLAIN


def _clipped(draw: ImageDraw.ImageDraw, text: str, face: Font, width: float) -> str:
    text = writable(neutral(text))
    if draw.textlength(text, face) <= width:
        return text
    while draw.textlength(text + "…", face) > width:
        text = text[:-1]
    return text + "…"
