"""Pictures of pages: turned upright, their rulings traced to the point, boxes found again on the page."""

from math import cos, radians, sin

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.finder import find_grids
from extract.raster import Frame, Grey, Raster, find_skew
from extract.strip import ink_of
from extract.traced import trace

SCALE = 200 / 72
WIDTH, HEIGHT = 420.0, 420.0

edges = st.lists(st.integers(21, 60), min_size=3, max_size=6).map(
    lambda steps: [float(24 + sum(steps[: i + 1])) for i in range(len(steps))]
)


def table(ys: list[float], xs: list[float], *, level: int = 40, words: bool = True) -> Grey:
    """A ruled table; `level` is the grey of its rulings; a word of strokes in every other cell."""
    grey = np.full((round(HEIGHT * SCALE), round(WIDTH * SCALE)), 255, np.uint8)
    for y in ys:
        row = round(y * SCALE)
        grey[row : row + 2, round(xs[0] * SCALE) : round(xs[-1] * SCALE) + 2] = level
    for x in xs:
        column = round(x * SCALE)
        grey[round(ys[0] * SCALE) : round(ys[-1] * SCALE) + 2, column : column + 2] = level
    if words:
        for number, (y, x) in enumerate((y, x) for y in ys[:-1] for x in xs[:-1]):
            if number % 2:
                _word(grey, round((x + 3) * SCALE), round((y + 3.5) * SCALE))
    return grey


def _word(grey: Grey, x: int, y: int) -> None:
    for stroke in range(3):
        grey[y + 8 * stroke : y + 8 * stroke + 2, x : x + 20] = 20
    grey[y : y + 18, x + 9 : x + 11] = 20


def scanned(grey: Grey, skew: float, noise: float, seed: int = 0) -> Grey:
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -skew, 1.0)
    turned = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255.0,))
    noisy = turned + np.random.default_rng(seed).normal(0, noise, turned.shape)
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)


def raster(grey: Grey) -> Raster:
    return Raster(grey, Frame(grey.shape[1] / SCALE, grey.shape[0] / SCALE, SCALE))


def near(found: list[float], true: list[float]) -> bool:
    return len(found) == len(true) and all(abs(a - b) <= 1.0 for a, b in zip(found, true, strict=True))


@given(edges, edges)
@settings(max_examples=25, deadline=None)
def test_the_rulings_of_any_table_are_traced_to_the_point(ys: list[float], xs: list[float]) -> None:
    (grid,) = find_grids(trace(raster(scanned(table(ys, xs), 0.0, 6.0))).rulings)
    assert near(list(grid.row_edges), ys)
    assert near(list(grid.column_edges), xs)
    assert len(grid.cells) == (len(ys) - 1) * (len(xs) - 1)


@given(st.floats(-4, 4))
@settings(max_examples=15, deadline=None)
def test_skew_is_found_to_a_twentieth_of_a_degree(skew: float) -> None:
    grey = scanned(table([40.0, 70.0, 100.0, 160.0], [40.0, 120.0, 200.0, 360.0]), skew, 6.0)
    assert find_skew(grey) == pytest.approx(skew, abs=0.05)


@pytest.mark.parametrize("level", [40, 110, 140])
def test_faint_and_broken_rulings_hold(level: int) -> None:
    ys, xs = [40.0, 70.0, 100.0, 160.0], [40.0, 120.0, 200.0, 360.0]
    grey = table(ys, xs, level=level)
    chance = np.random.default_rng(3)
    for _ in range(40):
        x, y = chance.integers(40, 380) * SCALE, chance.choice(ys) * SCALE
        grey[round(y) - 1 : round(y) + 4, round(x) : round(x) + 4] = 255
    (grid,) = find_grids(trace(raster(scanned(grey, 0.0, 5.0))).rulings)
    assert near(list(grid.row_edges), ys)
    assert near(list(grid.column_edges), xs)


def test_rulings_are_taken_out_and_the_text_that_touches_them_stays() -> None:
    ys, xs = [40.0, 70.0, 100.0], [40.0, 120.0, 200.0]
    grey = table(ys, xs, words=False)
    beside = round(120 * SCALE) - 4
    grey[round(48 * SCALE) : round(62 * SCALE), beside : beside + 3] = 20
    cleared = trace(raster(grey)).grey
    assert (cleared[round(48 * SCALE) + 1 : round(62 * SCALE) - 1, beside] < 100).all()
    cleared[:, beside : beside + 4] = 255
    assert (cleared > 200).all()


def test_short_dividers_count_and_strokes_of_characters_do_not() -> None:
    ys, xs = [40.0, 53.0, 66.0, 100.0], [40.0, 120.0, 200.0]
    grey = table(ys, xs, words=False)
    for x in (66, 93):
        column = round(x * SCALE)
        grey[round(53 * SCALE) : round(66 * SCALE), column : column + 2] = 40
    column = round(160 * SCALE)
    grey[round(54.5 * SCALE) : round(64.5 * SCALE), column : column + 2] = 20
    (grid,) = find_grids(trace(raster(scanned(grey, 0.0, 5.0))).rulings)
    assert near(list(grid.column_edges), [40.0, 66.0, 93.0, 120.0, 200.0])
    assert [(cell.column_no, cell.column_span) for cell in grid.cells if cell.row_no == 2] == [
        (1, 1),
        (2, 1),
        (3, 1),
        (4, 1),
    ]


def test_lines_of_text_are_no_rulings() -> None:
    grey = np.full((round(HEIGHT * SCALE), round(WIDTH * SCALE)), 255, np.uint8)
    for y in range(100, 700, 40):
        for x in range(60, 1000, 27):
            _word(grey, x, y)
    assert len(trace(raster(grey)).rulings) == 0


def test_dust_goes_and_the_points_of_figures_stay() -> None:
    clean = np.full((round(HEIGHT * SCALE), round(WIDTH * SCALE)), 255, np.uint8)
    for y in range(100, 700, 40):
        for x in range(60, 1000, 60):
            _word(clean, x, y)
            clean[y + 15 : y + 18, x + 24 : x + 27] = 20
    dusty = clean.copy()
    chance = np.random.default_rng(7)
    for y, x in zip(chance.integers(800, 1100, 400), chance.integers(60, 1000, 400), strict=True):
        dusty[y : y + 3, x : x + 3] = 20
    assert (ink_of(clean.copy(), SCALE) == (clean < 100)).all()
    found = ink_of(dusty, SCALE)
    assert (found[:700] == (clean[:700] < 100)).all()
    assert found[800:].sum() < 0.1 * 9 * 400
    assert (dusty[found == 0] > 100).all()


@given(st.floats(-5, 5), st.floats(50, 500), st.floats(50, 700), st.floats(0.5, 3))
@settings(max_examples=50, deadline=None)
def test_a_box_is_found_again_on_the_page(skew: float, x: float, y: float, unit: float) -> None:
    frame = Frame(595.0, 842.0, SCALE, skew, unit)
    x0, top, x1, bottom = frame.box_on_page((x, y, x + 20, y + 10))
    turn = radians(skew)
    across, down = x + 10 - 297.5, y + 5 - 421.0
    assert (x0 + x1) / 2 == pytest.approx((across * cos(turn) - down * sin(turn) + 297.5) * unit, abs=0.01)
    assert (top + bottom) / 2 == pytest.approx(
        (across * sin(turn) + down * cos(turn) + 421.0) * unit, abs=0.01
    )
    assert x1 - x0 >= 20 * unit * cos(turn) - 1e-6
