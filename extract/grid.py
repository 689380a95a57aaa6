"""A ruled table as a grid: which rows and columns each rectangle covers."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points."""

EDGE_TOLERANCE = 1.5
"""Points within which two ruling lines are one edge of the grid."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A rectangle of the grid; rows and columns count from 1."""

    row_no: int
    column_no: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """Edges of rows and columns in ascending order, and the cells between them."""

    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def row_count(self) -> int:
        """Rows of the grid."""
        return len(self.row_edges) - 1

    @property
    def column_count(self) -> int:
        """Columns of the grid."""
        return len(self.column_edges) - 1

    @property
    def box(self) -> Box:
        """The grid's outer box."""
        return (self.column_edges[0], self.row_edges[0], self.column_edges[-1], self.row_edges[-1])


def cluster(values: Iterable[float], tolerance: float = EDGE_TOLERANCE) -> tuple[float, ...]:
    """Merge values that lie within `tolerance` of their neighbour; return the means in ascending order."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return tuple(sum(group) / len(group) for group in groups)


def nearest(edges: Sequence[float], value: float) -> int:
    """Return the index of the edge nearest to `value`."""
    right = bisect_right(edges, value)
    candidates = [i for i in (right - 1, right) if 0 <= i < len(edges)]
    return min(candidates, key=lambda i: abs(edges[i] - value))


def make_grid(boxes: Sequence[Box]) -> Grid:
    """Place rectangles on the grid that their own edges span.

    Rectangles that fall on the same place of the grid are kept once; one with no extent is dropped.
    """
    column_edges = cluster(x for box in boxes for x in (box[0], box[2]))
    row_edges = cluster(y for box in boxes for y in (box[1], box[3]))
    placed: dict[tuple[int, int], GridCell] = {}
    for box in boxes:
        left, right = nearest(column_edges, box[0]), nearest(column_edges, box[2])
        upper, lower = nearest(row_edges, box[1]), nearest(row_edges, box[3])
        if right > left and lower > upper:
            cell = GridCell(upper + 1, left + 1, lower - upper, right - left, box)
            placed.setdefault((cell.row_no, cell.column_no), cell)
    return Grid(row_edges, column_edges, tuple(placed[key] for key in sorted(placed)))
