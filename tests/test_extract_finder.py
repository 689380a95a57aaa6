"""Grids from rulings: the cells that pdfplumber finds, and those that broken borders hide from it."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber import table as reference

from extract.finder import find_grids
from extract.grid import Grid
from extract.ruling import Rulings, Stroke

Place = tuple[int, int, int, int]

edges = st.lists(st.integers(12, 60), min_size=2, max_size=7).map(
    lambda steps: [float(20 + sum(steps[: i + 1])) for i in range(len(steps))]
)


def places(grid: Grid) -> list[Place]:
    return [(c.row_no, c.column_no, c.row_span, c.column_span) for c in grid.cells]


def ruled(*boxes: tuple[float, float, float, float]) -> Rulings:
    """Each box drawn by its four sides."""
    rulings = Rulings()
    for x0, top, x1, bottom in boxes:
        rulings.add_line(x0, top, x1, top)
        rulings.add_line(x0, bottom, x1, bottom)
        rulings.add_line(x0, top, x0, bottom)
        rulings.add_line(x1, top, x1, bottom)
    return rulings


def _line(x0: float, x1: float, top: float, bottom: float, orientation: str) -> dict[str, Any]:
    size = {"width": x1 - x0, "height": bottom - top}
    return {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "orientation": orientation, **size}


def reference_cells(rulings: Rulings) -> list[tuple[float, float, float, float]]:
    """The cells that pdfplumber's table finder sees in the same lines, at its own defaults."""
    lines = [_line(s.low, s.high, s.at, s.at, "h") for s in rulings.level]
    lines += [_line(s.at, s.at, s.low, s.high, "v") for s in rulings.upright]
    merged = reference.merge_edges(lines, 3, 3, 3, 3)
    return sorted(reference.intersections_to_cells(reference.edges_to_intersections(merged, 3, 3)))


def test_merged_cells_span() -> None:
    (grid,) = find_grids(ruled((0, 0, 40, 10), (0, 10, 20, 20), (20, 10, 40, 20)))
    assert places(grid) == [(1, 1, 1, 2), (2, 1, 1, 1), (2, 2, 1, 1)]
    assert grid.box == (0, 0, 40, 20)


def test_sides_drawn_twice_a_hair_apart_are_one_line() -> None:
    (grid,) = find_grids(ruled((0, 0, 40.0, 10), (40.4, 0.3, 80, 10.2)))
    assert places(grid) == [(1, 1, 1, 1), (1, 2, 1, 1)]


def test_gaps_at_the_crossings_are_closed() -> None:
    rulings = Rulings()
    for y in (10.0, 30.0, 50.0):
        for x0, x1 in pairwise((10.0, 60.0, 110.0)):
            rulings.add_line(x0 + 1.2, y, x1 - 1.2, y)
    for x in (10.0, 60.0, 110.0):
        for y0, y1 in pairwise((10.0, 30.0, 50.0)):
            rulings.add_line(x, y0 + 1.2, x, y1 - 1.2)
    (grid,) = find_grids(rulings)
    assert (grid.row_count, grid.column_count, len(grid.cells)) == (2, 2, 4)


def test_open_sides_are_closed_where_the_rulings_end() -> None:
    rulings = Rulings(
        level=[Stroke(y, 50.0, 450.0) for y in (10.0, 30.0, 50.0)],
        upright=[Stroke(x, 10.0, 50.0) for x in (150.0, 300.0)],
    )
    (grid,) = find_grids(rulings)
    assert grid.column_edges == (50, 150, 300, 450)
    assert len(grid.cells) == 6


def test_a_row_that_the_page_cuts_open_is_a_row() -> None:
    rulings = Rulings(
        level=[Stroke(y, 50.0, 450.0) for y in (30.0, 50.0)],
        upright=[Stroke(x, 30.0, 90.0) for x in (50.0, 300.0, 450.0)],
    )
    (grid,) = find_grids(rulings)
    assert grid.row_edges == (30, 50, 90)
    assert len(grid.cells) == 4


def test_a_line_that_breaks_off_leaves_rectangles() -> None:
    rulings = ruled((0, 0, 60, 60), (60, 0, 120, 60))
    rulings.add_line(0, 30, 120, 30)
    rulings.add_line(30, 30, 30, 60)
    rulings.upright[:] = [s for s in rulings.upright if s.at != 60 or s.low > 0] + [Stroke(60.0, 30.0, 60.0)]
    (grid,) = find_grids(rulings)
    covered = [
        (row, column)
        for c in grid.cells
        for row in range(c.row_no, c.row_no + c.row_span)
        for column in range(c.column_no, c.column_no + c.column_span)
    ]
    assert sorted(covered) == [(row, column) for row in (1, 2) for column in (1, 2, 3)]


def test_a_lone_box_and_a_single_column_are_no_tables() -> None:
    assert find_grids(ruled((0, 0, 100, 50))) == []
    assert find_grids(ruled((0, 0, 100, 50), (0, 50, 100, 90))) == []


def test_tables_apart_are_two_and_one_within_a_frame_stands_alone() -> None:
    rulings = ruled(
        (0, 0, 400, 400), (50, 50, 100, 70), (100, 50, 150, 70), (50, 200, 90, 220), (90, 200, 150, 220)
    )
    upper, lower = find_grids(rulings)
    assert (upper.box, lower.box) == ((50, 50, 150, 70), (50, 200, 150, 220))


@given(edges, edges)
def test_a_full_grid_comes_back_cell_by_cell(columns: list[float], rows: list[float]) -> None:
    boxes = [(x0, y0, x1, y1) for y0, y1 in pairwise(rows) for x0, x1 in pairwise(columns)]
    rulings = ruled(*reversed(boxes))
    grids = find_grids(rulings)
    if len(columns) < 3:
        assert grids == []
        return
    assert [cell.box for cell in grids[0].cells] == boxes
    assert sorted(boxes) == reference_cells(rulings)


@given(edges, edges, st.data())
def test_merged_cells_are_those_the_reference_finds(
    columns: list[float], rows: list[float], data: st.DataObject
) -> None:
    boxes: list[tuple[float, float, float, float]] = []
    for y0, y1 in pairwise(rows):
        breaks = [columns[0], *(x for x in columns[1:-1] if data.draw(st.booleans())), columns[-1]]
        boxes.extend((x0, y0, x1, y1) for x0, x1 in pairwise(breaks))
    rulings = ruled(*boxes)
    found = [cell.box for grid in find_grids(rulings) for cell in grid.cells]
    if found:
        assert sorted(found) == reference_cells(rulings)
