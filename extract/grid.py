"""A ruled table as a grid: which rows and columns each rectangle covers."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.glyph import Box


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


def nearest(edges: Sequence[float], value: float) -> int:
    """Return the index of the edge nearest to `value`."""
    right = bisect_right(edges, value)
    candidates = [i for i in (right - 1, right) if 0 <= i < len(edges)]
    return min(candidates, key=lambda i: abs(edges[i] - value))
