"""The ruled tables of a page, as cells with text, box and header path, and the lines around them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.glyph import Glyph
from extract.grid import Grid, GridCell
from extract.header import UNIT, TextCell, late_headers, path_over, row_kinds, stray_columns
from extract.line import Line, make_lines
from extract.text import normalise, normalise_lines

_REACH_ABOVE = 260.0
_REACH_BELOW = 60.0
_MOST_LINES_ABOVE = 8
_LONGEST_TITLE = 60
# Points by which the steps from digit to digit of one number may differ.
_PACE = 0.2
_TWO_AMOUNTS = len("0.000.00")
_AMOUNT = re.compile(r"[\d,]+\.\d\d")
_SHORTEST_TITLE = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; rows and columns count from 1, the box is in points.

    `room` is what its last line leaves free up to the right edge, `size` that of its type, points.
    `confidence` is that of its least certain glyph, where the page is a picture and the cell is not blank.
    """

    row_no: int
    column_no: int
    row_span: int
    column_span: int
    row_kind: str
    text: str
    text_normalised: str
    indent: float | None
    header_path: str
    x0: float
    top: float
    x1: float
    bottom: float
    room: float | None = None
    size: float = 0.0
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table on one page. `column_edges` are the x of its column rules, `headers` its header cells."""

    x0: float
    top: float
    x1: float
    bottom: float
    row_count: int
    column_count: int
    header_row_count: int
    title: str | None
    unit_line: str | None
    lines_above: str | None
    line_below: str | None
    cells: tuple[Cell, ...]
    column_edges: tuple[float, ...]
    headers: tuple[TextCell, ...]

    @property
    def title_normalised(self) -> str | None:
        """The title in the form that matching uses."""
        return normalise_lines(self.title)

    @property
    def unit_line_normalised(self) -> str | None:
        """The unit line in the form that matching uses."""
        return normalise_lines(self.unit_line)

    @property
    def lines_above_normalised(self) -> str | None:
        """The lines above in the form that matching uses."""
        return normalise_lines(self.lines_above)


def page_tables(grids: Sequence[Grid], glyphs: Sequence[Glyph]) -> list[Table]:
    """Return the tables that the glyphs of a page fill in its grids; grids from top to bottom."""
    texts, outside = _share_out([glyph for glyph in glyphs if glyph.is_upright], grids)
    lines = make_lines(outside)
    tables = []
    for index, grid in enumerate(grids):
        bottom_above = max((g.box[3] for g in grids[:index] if g.box[3] <= grid.box[1] + 1), default=0.0)
        top_below = min((g.box[1] for g in grids[index + 1 :] if g.box[1] >= grid.box[3] - 1), default=1e9)
        above = [line for line in lines if bottom_above - 1 <= line.top and line.bottom <= grid.box[1] + 2][
            -_MOST_LINES_ABOVE:
        ]
        below = [
            line
            for line in lines
            if grid.box[3] - 2 <= line.top <= min(top_below, grid.box[3] + _REACH_BELOW)
        ]
        tables.append(_make_table(grid, texts[index], above, below))
    return tables


def _share_out(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> tuple[list[list[list[Glyph]]], list[Glyph]]:
    """Give each glyph to the cell it stands in; return the glyphs by grid and cell, and the rest."""
    texts: list[list[list[Glyph]]] = [[[] for _ in grid.cells] for grid in grids]
    finders = [_finder(grid) for grid in grids]
    outside: list[Glyph] = []
    for run in _runs(glyphs):
        places = [_place(glyph, grids, finders) for glyph in run]
        home = _home(places)
        for glyph, place in zip(run, places, strict=True):
            target = home if home is not None else place
            if target is None:
                outside.append(glyph)
            else:
                texts[target[0]][target[1]].append(glyph)
    return texts, outside


def _runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Split the glyphs, in drawing order, into runs: digits drawn one after another are one run.

    The digits of a number are set at one pace; a step out of it begins another number.
    """
    runs: list[list[Glyph]] = []
    pace: float | None = None
    for glyph in glyphs:
        run = runs[-1] if runs else []
        last = run[-1] if run else None
        if last is not None and _is_digit(glyph) and _is_digit(last) and abs(glyph.top - last.top) < 1.0:
            gap = glyph.x0 - last.x1
            is_paced = abs(gap - pace) <= _PACE if pace is not None else -0.5 < gap < 0.3 * glyph.size
            if is_paced:
                run.append(glyph)
                pace = gap
                continue
        runs.append([glyph])
        pace = None
    return [part for run in runs for part in _numbers(run)]


def _numbers(run: list[Glyph]) -> list[list[Glyph]]:
    """A run with several decimal points is several amounts of two decimals that happen to touch."""
    if len(run) < _TWO_AMOUNTS:
        return [run]
    text = "".join(glyph.text for glyph in run)
    if text.count(".") < 2 or len(text) != len(run):
        return [run]
    ends = [match.end() for match in _AMOUNT.finditer(text)]
    cuts = [0, *ends[:-1], len(run)]
    return [run[start:end] for start, end in pairwise(cuts)]


def _is_digit(glyph: Glyph) -> bool:
    return glyph.text in "0123456789.,"


def _home(places: Sequence[tuple[int, int] | None]) -> tuple[int, int] | None:
    """A number that sticks out of its cell (clipped there on paper) belongs where most of it stands."""
    if len(places) < 3 or len(set(places)) == 1:
        return None
    most = max(set(places), key=places.count)
    return most if most is not None and places.count(most) >= 0.6 * len(places) else None


def _finder(grid: Grid) -> dict[tuple[int, int], int]:
    slots: dict[tuple[int, int], int] = {}
    for index, cell in enumerate(grid.cells):
        for row in range(cell.row_no, cell.row_no + cell.row_span):
            for column in range(cell.column_no, cell.column_no + cell.column_span):
                slots.setdefault((row, column), index)
    return slots


def _place(
    glyph: Glyph, grids: Sequence[Grid], finders: Sequence[dict[tuple[int, int], int]]
) -> tuple[int, int] | None:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    for number, grid in enumerate(grids):
        x0, top, x1, bottom = grid.box
        if x0 <= x <= x1 and top <= y <= bottom:
            slot = (bisect_right(grid.row_edges, y), bisect_right(grid.column_edges, x))
            index = finders[number].get(slot)
            if index is not None:
                return number, index
    return None


def _make_table(grid: Grid, texts: list[list[Glyph]], above: list[Line], below: list[Line]) -> Table:
    lines = [make_lines(glyphs) for glyphs in texts]
    printed = ["\n".join(line.text for line in cell_lines) for cell_lines in lines]
    normal = [normalise(text) for text in printed]
    text_cells = [TextCell(place, text) for place, text in zip(grid.cells, normal, strict=True)]
    kinds = row_kinds(text_cells, grid.row_count, grid.column_count)
    late = late_headers(text_cells, kinds)
    headers = (*(cell for cell in text_cells if kinds[cell.place.row_no - 1] == "header"), *late)
    late_places = {cell.place for cell in late}
    stray = stray_columns(text_cells)
    cells = tuple(
        _make_cell(
            place,
            "header" if place in late_places else kinds[place.row_no - 1],
            printed[i],
            normal[i],
            lines[i],
            () if place.column_no in stray else headers,
            _confidence(texts[i]),
        )
        for i, place in enumerate(grid.cells)
    )
    captions = [cell.text for cell in cells if cell.row_kind == "caption" and cell.text_normalised]
    near = [line for line in above if grid.box[1] - line.bottom <= _REACH_ABOVE]
    all_above = [*(line.text for line in near), *captions]
    x0, top, x1, bottom = grid.box
    return Table(
        x0=x0,
        top=top,
        x1=x1,
        bottom=bottom,
        row_count=grid.row_count,
        column_count=grid.column_count,
        header_row_count=sum(kind != "body" for kind in kinds),
        title=_title(near, captions),
        unit_line=next((text for text in reversed(all_above) if UNIT.search(normalise(text))), None),
        lines_above="\n".join(all_above) or None,
        line_below="\n".join(line.text for line in below) or None,
        cells=cells,
        column_edges=grid.column_edges,
        headers=headers,
    )


def _make_cell(
    place: GridCell,
    kind: str,
    text: str,
    normal: str,
    lines: list[Line],
    headers: Sequence[TextCell],
    confidence: float | None,
) -> Cell:
    last = place.column_no + place.column_span - 1
    x0, top, x1, bottom = place.box
    return Cell(
        row_no=place.row_no,
        column_no=place.column_no,
        row_span=place.row_span,
        column_span=place.column_span,
        row_kind=kind,
        text=text,
        text_normalised=normal,
        indent=round(lines[0].x0 - x0, 2) if lines else None,
        header_path=path_over(headers, place.column_no, last) if kind == "body" else "",
        x0=x0,
        top=top,
        x1=x1,
        bottom=bottom,
        room=x1 - lines[-1].x1 if lines else None,
        size=lines[-1].size if lines else 0.0,
        confidence=confidence,
    )


def _confidence(glyphs: Sequence[Glyph]) -> float | None:
    known = [glyph.confidence for glyph in glyphs if glyph.confidence is not None]
    return round(min(known), 4) if known else None


def _title(above: Sequence[Line], captions: Sequence[str]) -> str | None:
    """The largest line above the table, joined with those it continues; else the longest caption row."""
    candidates = [line for line in map(_without_unit, above) if line is not None]
    if not candidates:
        named = [text for text in captions if not UNIT.search(normalise(text))]
        return max(named, key=len) if named else None
    size = max(line.size for line in candidates)
    best = max(i for i, line in enumerate(candidates) if line.size >= size - 0.3)
    first = best
    while first > 0 and _continues(candidates[first - 1], candidates[first]):
        first -= 1
    return "".join(line.text for line in candidates[first : best + 1])


def _without_unit(line: Line) -> Line | None:
    """The line as it may be a title: what stands before a unit may be one, a field and prose are none."""
    text = line.text
    if UNIT.search(normalise(text)):
        text = text[: text.find("单位")].strip() if "单位" in text else ""
        if not text or ":" in normalise(text) or len(text) < _SHORTEST_TITLE:
            return None
    return replace(line, text=text) if len(text) <= _LONGEST_TITLE else None


def _continues(upper: Line, lower: Line) -> bool:
    if len(upper.text) + len(lower.text) > _LONGEST_TITLE:
        return False
    same_size = abs(upper.size - lower.size) < 0.3
    close = lower.top - upper.bottom < 0.9 * lower.size
    wide = upper.x1 - upper.x0 > 250
    return same_size and close and wide
