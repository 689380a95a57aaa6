"""The grids that rulings draw: lines joined over gaps, the cells between them, merged cells as they are."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from extract.grid import Grid, GridCell
from extract.ruling import Rulings, Stroke

# Points within which strokes lie on one line, follow one another, and meet.
_SNAP = 3.0
_GAP = 3.0
_MEET = 3.0
# Shorter lines, joined, rule no table.
_SHORTEST = 3.0
# Lines that reach so far beyond the last line across them leave a side of the table open.
_OPEN = 8.0
# A grid with more places than this is a pattern, not a table.
_MOST_PLACES = 200_000


def find_grids(rulings: Rulings) -> list[Grid]:
    """Return the grids of a page from top to bottom; a lone box (no second cell) is none."""
    groups = (group for group in line_groups(rulings) if len(group[0]) > 1 and group[1])
    grids = [_grid(level, upright) for level, upright in groups]
    found = [grid for grid in grids if grid is not None and len(grid.cells) > 1 and grid.column_count > 1]
    return sorted(found, key=lambda grid: (grid.box[1], grid.box[0]))


def line_groups(rulings: Rulings) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Return the lines, level and upright, that hang together by meeting one another.

    Strokes on one line are joined over gaps first; a line that meets no other is a group by itself.
    """
    level, upright = _joined(rulings.level), _joined(rulings.upright)
    return [
        ([level[i] for i in rows], [upright[i] for i in columns]) for rows, columns in _groups(level, upright)
    ]


def _joined(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Strokes on one line brought to its mean place and joined where they touch or nearly do."""
    lines: list[list[Stroke]] = []
    for stroke in sorted(strokes):
        if lines and stroke.at - lines[-1][-1].at <= _SNAP:
            lines[-1].append(stroke)
        else:
            lines.append([stroke])
    joined = []
    for line in lines:
        at = sum(stroke.at for stroke in line) / len(line)
        spans = sorted((stroke.low, stroke.high) for stroke in line)
        low, high = spans[0]
        for next_low, next_high in spans[1:]:
            if next_low <= high + _GAP:
                high = max(high, next_high)
            else:
                joined.append(Stroke(at, low, high))
                low, high = next_low, next_high
        joined.append(Stroke(at, low, high))
    return [stroke for stroke in joined if stroke.high - stroke.low >= _SHORTEST]


def _groups(level: Sequence[Stroke], upright: Sequence[Stroke]) -> list[tuple[list[int], list[int]]]:
    """The lines that hang together by meeting one another, as indices of level and upright ones."""
    parent = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    places = [stroke.at for stroke in level]
    order = sorted(range(len(level)), key=places.__getitem__)
    ordered = sorted(places)
    for number, line in enumerate(upright):
        first = bisect_left(ordered, line.low - _MEET)
        last = bisect_right(ordered, line.high + _MEET)
        for index in order[first:last]:
            if level[index].low - _MEET <= line.at <= level[index].high + _MEET:
                parent[root(index)] = root(len(level) + number)
    groups: defaultdict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index in range(len(parent)):
        is_level = index < len(level)
        groups[root(index)][0 if is_level else 1].append(index if is_level else index - len(level))
    return list(groups.values())


def _grid(level: Sequence[Stroke], upright: Sequence[Stroke]) -> Grid | None:
    ys = _edges(level, upright)
    xs = _edges(upright, level)
    if (len(ys) - 1) * (len(xs) - 1) > _MOST_PLACES:
        return None
    above = _marked(level, ys, xs)
    left = _marked(upright, xs, ys)
    _close_sides(above, ys, level)
    _close_sides(left, xs, upright)
    # left[column][row] and above[row][column]: whether a line stands on that side of the place.
    cells = _cells(above, left, len(ys) - 1, len(xs) - 1)
    return _compact(cells, ys, xs)


def _edges(along: Sequence[Stroke], across: Sequence[Stroke]) -> list[float]:
    """Where the lines lie, and where the lines across them end if that is well beyond the outermost."""
    edges = sorted({stroke.at for stroke in along})
    low, high = min(stroke.low for stroke in across), max(stroke.high for stroke in across)
    if low < edges[0] - _OPEN:
        edges.insert(0, low)
    if high > edges[-1] + _OPEN:
        edges.append(high)
    return edges


def _marked(lines: Sequence[Stroke], places: Sequence[float], steps: Sequence[float]) -> list[bytearray]:
    """For each place of a line and each step along it, whether a line is drawn there."""
    index = {place: number for number, place in enumerate(places)}
    marks = [bytearray(len(steps) - 1) for _ in places]
    for line in lines:
        first = bisect_left(steps, line.low - _MEET)
        last = bisect_right(steps, line.high + _MEET) - 1
        if last > first:
            marks[index[line.at]][first:last] = b"\x01" * (last - first)
    return marks


def _close_sides(marks: list[bytearray], places: Sequence[float], lines: Sequence[Stroke]) -> None:
    """Close the sides that only the ends of the lines across mark."""
    drawn = {line.at for line in lines}
    for number in (0, len(places) - 1):
        if places[number] not in drawn:
            marks[number][:] = b"\x01" * len(marks[number])


def _cells(
    above: Sequence[bytearray], left: Sequence[bytearray], row_count: int, column_count: int
) -> list[tuple[int, int, int, int]]:
    """The cells as first row, first column, end row and end column, counted from 0.

    Places without a line between them are one cell; what is open to the outside is none; what is not a
    rectangle (a line that breaks off) falls into rectangles of whole rows.
    """
    is_seen = [bytearray(column_count) for _ in range(row_count)]
    cells = []
    for row in range(row_count):
        for column in range(column_count):
            if is_seen[row][column]:
                continue
            region, is_open = _region(row, column, above, left, is_seen)
            if not is_open:
                cells.extend(_rectangles(region))
    return cells


def _region(
    row: int,
    column: int,
    above: Sequence[bytearray],
    left: Sequence[bytearray],
    is_seen: Sequence[bytearray],
) -> tuple[list[tuple[int, int]], bool]:
    row_count, column_count = len(is_seen), len(is_seen[0])
    is_seen[row][column] = 1
    waiting, region, is_open = [(row, column)], [], False
    while waiting:
        r, c = waiting.pop()
        region.append((r, c))
        for is_line, next_row, next_column in (
            (above[r][c], r - 1, c),
            (above[r + 1][c], r + 1, c),
            (left[c][r], r, c - 1),
            (left[c + 1][r], r, c + 1),
        ):
            if is_line:
                continue
            if not (0 <= next_row < row_count and 0 <= next_column < column_count):
                is_open = True
            elif not is_seen[next_row][next_column]:
                is_seen[next_row][next_column] = 1
                waiting.append((next_row, next_column))
    return region, is_open


def _rectangles(region: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    first_row, end_row = min(r for r, _ in region), max(r for r, _ in region) + 1
    first, end = min(c for _, c in region), max(c for _, c in region) + 1
    if len(region) == (end_row - first_row) * (end - first):
        return [(first_row, first, end_row, end)]
    found: list[tuple[int, int, int, int]] = []
    for row, column in sorted(region):
        last = found[-1] if found else None
        if last is not None and last[0] == row and last[3] == column:
            found[-1] = (row, last[1], row + 1, column + 1)
        else:
            found.append((row, column, row + 1, column + 1))
    merged: list[tuple[int, int, int, int]] = []
    for run in found:
        upper = next(
            (i for i, cell in enumerate(merged) if cell[2] == run[0] and cell[1::2] == run[1::2]), None
        )
        if upper is None:
            merged.append(run)
        else:
            merged[upper] = (merged[upper][0], run[1], run[2], run[3])
    return merged


def _compact(
    cells: Sequence[tuple[int, int, int, int]], ys: Sequence[float], xs: Sequence[float]
) -> Grid | None:
    """The cells on the edges that bound one of them; lines that part nothing are no edges of the grid."""
    if not cells:
        return None
    rows = sorted({row for cell in cells for row in (cell[0], cell[2])})
    columns = sorted({column for cell in cells for column in (cell[1], cell[3])})
    row_of = {row: number for number, row in enumerate(rows)}
    column_of = {column: number for number, column in enumerate(columns)}
    placed = [
        GridCell(
            row_of[top] + 1,
            column_of[left] + 1,
            row_of[bottom] - row_of[top],
            column_of[right] - column_of[left],
            (xs[left], ys[top], xs[right], ys[bottom]),
        )
        for top, left, bottom, right in cells
    ]
    return Grid(
        tuple(ys[row] for row in rows),
        tuple(xs[column] for column in columns),
        tuple(sorted(placed, key=lambda cell: (cell.row_no, cell.column_no))),
    )
