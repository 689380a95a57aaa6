"""Rectangles on the grid of their own edges."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from extract.grid import cluster, make_grid, nearest

edges = st.lists(st.integers(1, 400), min_size=2, max_size=8, unique=True).map(
    lambda steps: [float(sum(steps[: i + 1]) + 10 * i) for i in range(len(steps))]
)


def test_merged_cells_span() -> None:
    grid = make_grid([(0, 0, 20, 10), (0, 10, 10, 20), (10, 10, 20, 20)])
    assert [(c.row_no, c.column_no, c.row_span, c.column_span) for c in grid.cells] == [
        (1, 1, 1, 2),
        (2, 1, 1, 1),
        (2, 2, 1, 1),
    ]
    assert grid.box == (0, 0, 20, 20)


def test_edges_a_hair_apart_are_one() -> None:
    grid = make_grid([(0, 0, 10.0, 10), (10.4, 0, 20, 10)])
    assert grid.column_count == 2


def test_the_same_place_is_taken_once() -> None:
    assert len(make_grid([(0, 0, 10, 10), (0, 0, 10, 10), (10, 0, 20, 10)]).cells) == 2


@given(edges, edges)
def test_a_full_grid_comes_back_cell_by_cell(columns: list[float], rows: list[float]) -> None:
    boxes = [(x0, y0, x1, y1) for y0, y1 in pairwise(rows) for x0, x1 in pairwise(columns)]
    grid = make_grid(list(reversed(boxes)))
    assert (grid.row_count, grid.column_count) == (len(rows) - 1, len(columns) - 1)
    assert [cell.box for cell in grid.cells] == boxes
    assert all(cell.row_span == cell.column_span == 1 for cell in grid.cells)


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=30))
def test_clusters_are_apart_and_cover(values: list[float]) -> None:
    merged = cluster(values)
    assert list(merged) == sorted(merged)
    assert all(abs(merged[nearest(merged, value)] - value) <= 1.5 * len(values) for value in values)
