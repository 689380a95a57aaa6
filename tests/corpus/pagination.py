"""Which rows of a table stand on which page, and rows that a page's end cuts in two."""

from dataclasses import dataclass, replace

from tests.corpus.grid import MARGIN, Geometry, Owner
from tests.corpus.styles import Style

MOST_WAITED = 4  # rows that may follow the limit until one comes that can be cut


@dataclass(slots=True)
class _Pages:
    """The pages so far, the room on the last one, and the geometry with its cut rows."""

    geometry: Geometry
    style: Style
    limit: int | None
    room: float
    fresh: float
    pages: list[list[int]]

    def turn(self) -> None:
        self.pages.append([])
        self.room = self.fresh

    def put(self, row: int) -> None:
        self.pages[-1].append(row)
        self.room -= self.geometry.heights[row]


def paginate(
    geometry: Geometry, style: Style, limit: int | None, room: float, fresh: float, spilled: int = 0
) -> tuple[Geometry, list[list[int]]]:
    """The body rows page by page: as many as fit, or as few as the style forces on a page.

    Args:
        geometry: the table.
        style: tells whether rows are cut.
        limit: the most body rows on a page, if there is a limit.
        room: points for body rows on the first page.
        fresh: points for body rows on the pages after it.
        spilled: rows at the end that stand on a page of their own.

    Returns:
        The geometry, in which a row that was cut is two, and the rows of every page.
    """
    state = _Pages(geometry, style, limit, room, fresh, [[]])
    row = geometry.header_rows
    while row < len(state.geometry.heights):
        used = len(state.pages[-1])
        is_over = bool(limit and used >= limit)
        is_full = state.geometry.heights[row] > state.room
        is_spilled = row == len(state.geometry.heights) - spilled and spilled > 0
        if used and style.cuts_rows and (is_over or is_full) and _can_be_cut(state.geometry, row):
            cut = _cut(state.geometry, row, style)
            if cut.heights[row] <= state.room:
                state.geometry = cut
                state.put(row)
                row += 1
                state.turn()
                state.put(row)
                row += 1
                continue
        is_waiting = style.cuts_rows and limit and used < limit + MOST_WAITED
        if used and (is_full or is_spilled or (is_over and not is_waiting)):
            state.turn()
        state.put(row)
        row += 1
    return state.geometry, state.pages


def _can_be_cut(geometry: Geometry, row: int) -> bool:
    owners = geometry.owners[row]
    return all(owner.cell.rows == 1 for owner in owners) and max(len(owner.lines) for owner in owners) > 1


def _cut(geometry: Geometry, row: int, style: Style) -> Geometry:
    """The row as two: every first line in the upper one, the rest in the lower; figures in either."""
    upper, lower = [], []
    for owner in geometry.owners[row]:
        is_below = style.cuts_figures == "below" and owner.cell.align == "right" and len(owner.lines) == 1
        kept = 0 if is_below else 1
        upper.append(_half(owner, row, owner.lines[:kept], not is_below))
        lower.append(_half(owner, row + 1, owner.lines[kept:], is_below))
    step = geometry.line_height
    most = max(len(owner.lines) for owner in geometry.owners[row])
    heights = (geometry.heights[row] - (most - 1) * step, (most - 1) * step + 2 * MARGIN)
    later = tuple(
        tuple(replace(owner, row=owner.row + 1) for owner in owners) for owners in geometry.owners[row + 1 :]
    )
    return replace(
        geometry,
        owners=(*geometry.owners[:row], tuple(upper), tuple(lower), *later),
        heights=(*geometry.heights[:row], *heights, *geometry.heights[row + 1 :]),
    )


def _half(owner: Owner, row: int, lines: tuple[str, ...], has_key: bool) -> Owner:
    return replace(owner, row=row, lines=lines, cell=owner.cell if has_key else replace(owner.cell, key=None))
