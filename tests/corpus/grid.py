"""A grid's geometry: text wrapped into cells, row heights, and which cell owns which place."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from tests.corpus import fonts
from tests.corpus.blocks import Cell, Grid
from tests.corpus.styles import Style

LEADING = 1.25
MARGIN = 2.0  # points between text and the rules above and below it
NEVER_FIRST = frozenset("，。、；：？！）》」』】〕”’％%)],.;:")


@dataclass(frozen=True, slots=True)
class Owner:
    """A cell at its place in the grid, its text wrapped to the width it has."""

    row: int
    column: int
    cell: Cell
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Geometry:
    """A grid measured for a text width: `owners[r][c]` covers that place; edges and heights are in points."""

    owners: tuple[tuple[Owner, ...], ...]
    edges: tuple[float, ...]
    heights: tuple[float, ...]
    header_rows: int
    line_height: float


def tokens(text: str) -> list[str]:
    """Unbreakable pieces: a run of ASCII letters and digits, or one other character."""
    pieces: list[str] = []
    in_word = False
    for character in text:
        is_word = character.isascii() and not character.isspace() and character not in "()"
        if is_word and in_word:
            pieces[-1] += character
        else:
            pieces.append(character)
        in_word = is_word
    return pieces


def cut(text: str, limit: float, size: float) -> tuple[str, ...]:
    """Lines no wider than `limit` points, cut between any two characters."""
    lines, used = [""], 0.0
    for character in text:
        step = fonts.width(character, size)
        if lines[-1] and used + step > limit:
            lines.append("")
            used = 0.0
        lines[-1] += character
        used += step
    return tuple(lines)


def wrap(
    text: str, limit: float, size: float, indent: float = 0.0, overhang: float | None = None
) -> tuple[str, ...]:
    """Lines no wider than `limit` points; a piece wider than a line is cut, closing marks hang over.

    A mark that would hang over by more than `overhang` points takes the character before it to the next line.
    """
    lines: list[str] = []
    line, used = "", indent
    for piece in tokens(text):
        needed = fonts.width(piece, size)
        is_hanging = overhang is not None and piece in NEVER_FIRST and used + needed > limit + overhang
        if is_hanging and len(line) > 1:
            lines.append(line[:-1])
            line, used = line[-1], fonts.width(line[-1], size)
        if line and used + needed > limit and piece not in NEVER_FIRST:
            lines.append(line)
            line, used = "", 0.0
            if piece == " ":
                continue
        if needed > limit:
            for character in piece:
                step = fonts.width(character, size)
                if line and used + step > limit:
                    lines.append(line)
                    line, used = "", 0.0
                line += character
                used += step
        else:
            line += piece
            used += needed
    return (*lines, line) if line or not lines else tuple(lines)


def _lines(cell: Cell, room: float, size: float, style: Style) -> Iterator[str]:
    is_amount = cell.align == "right" and cell.key is not None
    for text in cell.text.split("\n"):
        if is_amount:
            yield from (text,) if style.clips_numbers else cut(text, room, size)
        else:
            yield from wrap(text, room, size, overhang=style.padding + size / 2)


def _owners(
    rows: tuple[tuple[Cell, ...], ...], edges: tuple[float, ...], size: float, style: Style
) -> list[list[Owner | None]]:
    columns = len(edges) - 1
    places: list[list[Owner | None]] = [[None] * columns for _ in rows]
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while column < columns and places[index][column] is not None:
                column += 1
            if column + cell.columns > columns or index + cell.rows > len(rows):
                raise ValueError(f"row {index} has no room for the cell {cell.text!r}")
            room = edges[column + cell.columns] - edges[column] - 2 * style.padding - cell.indent
            lines = tuple(_lines(cell, room, size, style))
            owner = Owner(index, column, cell, lines)
            for below in range(cell.rows):
                for right in range(cell.columns):
                    if places[index + below][column + right] is not None:
                        raise ValueError(f"cells overlap at row {index + below}: {cell.text!r}")
                    places[index + below][column + right] = owner
            column += cell.columns
    return places


def _heights(places: list[list[Owner]], size: float, style: Style) -> list[float]:
    least = size * LEADING + 2 * MARGIN
    heights = [least] * len(places)
    owners = {(owner.row, owner.column): owner for row in places for owner in row}
    for owner in sorted(owners.values(), key=lambda o: o.cell.rows):
        needed = len(owner.lines) * size * LEADING + 2 * MARGIN
        if len(owner.lines) > 1:
            needed -= style.row_overflow
        last = owner.row + owner.cell.rows
        heights[last - 1] += max(0.0, needed - sum(heights[owner.row : last]))
    return heights


def measure(grid: Grid, width: float, style: Style | None = None) -> Geometry:
    """Measures the grid for a text width in points; raises ValueError where cells leave a gap or overlap."""
    style = style or Style()
    unit = width / sum(grid.widths)
    edges = (0.0, *accumulate(share * unit for share in grid.widths))
    rows = grid.header + grid.body
    filled: list[list[Owner]] = []
    for index, row in enumerate(_owners(rows, edges, grid.size, style)):
        whole = [owner for owner in row if owner is not None]
        if len(whole) != len(grid.widths):
            raise ValueError(f"row {index} of the grid has a gap: {[cell.text for cell in rows[index]]}")
        filled.append(whole)
    return Geometry(
        tuple(tuple(row) for row in filled),
        edges,
        tuple(_heights(filled, grid.size, style)),
        len(grid.header),
        grid.size * LEADING,
    )
