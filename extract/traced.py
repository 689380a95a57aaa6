"""The rulings of a picture: traced through noise, gaps and slight bends, and taken out of it."""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.raster import Grey, Raster
from extract.ruling import Rulings, Stroke

# Ink of a ruling may be as faint as this (255 is paper), averaged over this many points of its length.
_FAINT, _AVERAGED = 185, 2.5
# The shortest run that may be a ruling; one that is no longer than `_LONG` must meet rulings across it at
# both ends within `_TOUCH`, or a stroke of a character would be one; all in points.
_SHORTEST, _LONG, _TOUCH = 7.0, 40.0, 1.5
# What a broken ruling must come to, and its pieces on average, points.
_LONG_IN_PIECES, _PIECE = 60.0, 15.0
# Thicker ones are bars and shades, points.
_THICKEST = 4.5
# Pieces of one ruling: so far aside at most, so far apart at most, points.
_ASIDE, _APART = 1.2, 6.0
_ROUNDS = 3
# Rulings bend gently, those shorter than so many pixels not at all; their ink fades out over so many points.
_BEND, _SKIRT = 60, 0.35
# Text close to a table may look as if its rulings ran on into it: so far at most, points, while this share
# of the rulings there end.
_OVERHANG, _ENDING = 16.0, 0.5
# Lines of text look like rulings from afar, but gape along their length and have ink on either side. The
# share of a ruling's length that is drawn, and that has paper on both sides at this distance, points.
_BLACK, _PAPER = 150, 200
_NEAR, _BESIDE = 1.1, (1.5, 2.9)
_UNBROKEN, _DRAWN, _CLEAR = 0.95, 0.6, 0.65


@dataclass(frozen=True, slots=True)
class Traced:
    """The rulings of a raster, in its points, and the picture without them."""

    rulings: Rulings
    grey: Grey


class _Run(NamedTuple):
    """A traced run, as if it were level: its stroke, points; where it begins, its course and what it covers.

    `course` is the row of its middle in each column from `first` on, `half` how far its ink reaches from
    there, pixels.
    """

    stroke: Stroke
    first: int
    course: NDArray[np.float64]
    half: float


def trace(raster: Raster) -> Traced:
    """Find the rulings of a raster."""
    level, upright = _framed(raster, _runs(raster.grey, raster.scale), _runs(raster.grey.T, raster.scale))
    level, upright = (
        _trimmed(raster.grey, level, upright, raster.scale),
        _trimmed(raster.grey.T, upright, level, raster.scale),
    )
    grey = raster.grey.copy()
    for run in level:
        _erase(grey, run, raster.scale)
    for run in upright:
        _erase(grey.T, run, raster.scale)
    return Traced(Rulings(_joined(level), _joined(upright)), grey)


def _runs(grey: Grey, scale: float) -> list[_Run]:
    """The level runs of a picture that are rulings."""
    grey = np.ascontiguousarray(grey)
    averaged = cv2.blur(grey, (max(round(_AVERAGED * scale), 3), 1))
    dark = (averaged < _FAINT).astype(np.uint8)
    # A ruling that bends or leans by a pixel runs on in the next row.
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, round(_SHORTEST * scale)), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8, ltype=cv2.CV_32S)
    sharp = np.asarray(cv2.blur(grey, (3, 1)), np.uint8)
    found = []
    for label in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[label])
        if area / width > _THICKEST * scale or height > 2 * _THICKEST * scale + 0.02 * width:
            continue
        covered = labels[y : y + height, x : x + width] == label
        course, thickness = _course(covered)
        course += y
        if _is_drawn(sharp, x, course, scale):
            at = (float(np.median(course)) + 0.5) / scale
            # What the dilation added above and below is no ink.
            half = max(thickness - 2, 1) / 2
            found.append(_Run(Stroke(at, x / scale, (x + width) / scale), x, course, half))
    return found


def _course(covered: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """The row of a run's middle in each column, and how thick the run is, pixels.

    Characters that touch a ruling pull its middle their way: a gentle curve through its thin columns is
    what the ruling does.
    """
    height, width = covered.shape
    counts = covered.sum(axis=0)
    thickness = float(np.percentile(counts, 30))
    middles = (np.arange(height)[:, None] * covered).sum(axis=0) / np.maximum(counts, 1)
    columns = np.flatnonzero((counts > 0) & (counts <= thickness + 1))
    degree = min(width // _BEND, 2)
    if degree == 0:
        return np.full(width, float(np.median(middles[columns]))), thickness
    places = np.linspace(-1, 1, width)
    for _ in range(2):
        curve = np.polynomial.Polynomial.fit(places[columns], middles[columns], degree, domain=[-1, 1])
        near = np.abs(middles[columns] - curve(places[columns])) <= 1.5
        if 2 * near.sum() > len(columns):
            columns = columns[near]
    return curve(places), thickness


def _is_drawn(grey: Grey, first: int, course: NDArray[np.float64], scale: float) -> bool:
    """Whether a level run is a ruling and no line of text; pixels."""
    columns = first + np.arange(len(course))

    def beside(low: float, high: float) -> Grey:
        offsets = np.arange(round(low * scale), max(round(high * scale), round(low * scale)) + 1)
        rows = np.clip(np.rint(course).astype(np.int64) + offsets[:, None], 0, grey.shape[0] - 1)
        return np.asarray(grey[rows, columns], np.uint8)

    solid = (beside(-_NEAR, _NEAR).min(axis=0) < _BLACK).mean()
    if solid >= _UNBROKEN:
        return True
    low, high = _BESIDE
    clear = (beside(-high, -low).mean(axis=0) > _PAPER) & (beside(low, high).mean(axis=0) > _PAPER)
    return bool(solid >= _DRAWN and clear.mean() >= _CLEAR)


def _erase(grey: Grey, run: _Run, scale: float) -> None:
    """Paint a run over with paper, between the ends of its stroke."""
    low = max(round(run.stroke.low * scale) - run.first, 0)
    course = run.course[low : max(round(run.stroke.high * scale) - run.first, 0)]
    if not len(course):
        return
    reach = run.half + _SKIRT * scale
    upper = max(int(course.min() - reach), 0)
    lower = min(int(course.max() + reach) + 2, grey.shape[0])
    rows = np.arange(upper, lower)[:, None]
    place = grey[upper:lower, run.first + low : run.first + low + len(course)]
    place[np.abs(rows - course) <= reach] = 255


def _framed(raster: Raster, level: list[_Run], upright: list[_Run]) -> tuple[list[_Run], list[_Run]]:
    """The runs that are long, or end on runs across them at both ends."""

    def kept(grey: Grey, runs: list[_Run], across: list[_Run]) -> list[_Run]:
        strokes = [run.stroke for run in across]
        return [run for run in runs if _ends_meet(grey, run, strokes, raster.scale)]

    long_level, short_level = _by_length(level)
    long_upright, short_upright = _by_length(upright)
    kept_level, kept_upright = long_level, long_upright
    for _ in range(_ROUNDS):
        before = len(kept_level) + len(kept_upright)
        kept_level = long_level + kept(raster.grey, short_level, kept_upright)
        kept_upright = long_upright + kept(raster.grey.T, short_upright, kept_level)
        if len(kept_level) + len(kept_upright) == before:
            break
    return kept_level, kept_upright


def _by_length(runs: list[_Run]) -> tuple[list[_Run], list[_Run]]:
    """The runs that are long, or pieces of a long one, and the others."""
    pieces: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: run.stroke.low):
        whole = next((piece for piece in pieces if _goes_on(piece[-1].stroke, run.stroke)), None)
        if whole is None:
            pieces.append([run])
        else:
            whole.append(run)
    long: list[_Run] = []
    short: list[_Run] = []
    for piece in pieces:
        length = sum(run.stroke.high - run.stroke.low for run in piece)
        is_long = length >= (_LONG if len(piece) == 1 else max(_LONG_IN_PIECES, _PIECE * len(piece)))
        (long if is_long else short).extend(piece)
    return long, short


def _goes_on(piece: Stroke, after: Stroke) -> bool:
    return abs(piece.at - after.at) <= _ASIDE and 0 <= after.low - piece.high <= _APART


def _ends_meet(grey: Grey, run: _Run, across: list[Stroke], scale: float) -> bool:
    """Whether a short run ends on rulings across it; strokes of characters leave some paper in between."""
    # The ends of a run are blurred: it is looked at a little further in.
    inside = round(_AVERAGED * scale / 2)

    def meets(end: float, row: int, towards: int) -> bool:
        for other in across:
            if abs(other.at - end) <= _TOUCH and other.low - _TOUCH <= run.stroke.at <= other.high + _TOUCH:
                edge = round(other.at * scale)
                within = round(end * scale) + towards * inside
                first, last = (edge, max(within, edge)) if towards > 0 else (min(within, edge), edge)
                part = grey[max(row - 1, 0) : row + 2, max(first, 0) : last + 1]
                return bool((part.min(axis=0) < _PAPER).all()) if part.size else True
        return False

    return meets(run.stroke.low, round(run.course[0]), 1) and meets(
        run.stroke.high, round(run.course[-1]), -1
    )


def _trimmed(grey: Grey, runs: list[_Run], across: list[_Run], scale: float) -> list[_Run]:
    """The runs without what hangs over the last ruling across them, if others end there or it has gaps."""

    def is_text(run: _Run, low: float, high: float) -> bool:
        first, end = round(low * scale), round(high * scale)
        row = round(run.course[min(max(first - run.first, 0), len(run.course) - 1)])
        part = grey[max(row - 1, 0) : row + 2, max(first, 0) : end]
        return bool(part.size and (part.min(axis=0) < _BLACK).mean() < _UNBROKEN)

    found = []
    for run in runs:
        at, low, high = run.stroke
        crossed = sorted(
            other.stroke.at
            for other in across
            if other.stroke.low - _TOUCH <= at <= other.stroke.high + _TOUCH
            and low - _TOUCH <= other.stroke.at <= high + _TOUCH
        )
        if crossed:
            first, last = crossed[0], crossed[-1]
            if _TOUCH < first - low <= _OVERHANG and (
                is_text(run, low, first) or _is_end(first, [other.stroke.low for other in runs])
            ):
                low = first
            if _TOUCH < high - last <= _OVERHANG and (
                is_text(run, last, high) or _is_end(last, [other.stroke.high for other in runs])
            ):
                high = last
        found.append(run._replace(stroke=Stroke(at, low, high)))
    return found


def _is_end(place: float, ends: list[float]) -> bool:
    """Whether runs that end near a place mostly end there."""
    near = [end for end in ends if abs(end - place) <= _OVERHANG]
    return sum(abs(end - place) <= _TOUCH for end in near) >= _ENDING * len(near)


def _joined(runs: list[_Run]) -> list[Stroke]:
    """Pieces of one ruling made one where little of it is missing between them."""
    joined: list[Stroke] = []
    for stroke in sorted((run.stroke for run in runs), key=lambda stroke: stroke.low):
        before = next((i for i, piece in enumerate(joined) if _goes_on(piece, stroke)), None)
        if before is None:
            joined.append(stroke)
        else:
            piece = joined[before]
            one, other = piece.high - piece.low, stroke.high - stroke.low
            at = (piece.at * one + stroke.at * other) / (one + other)
            joined[before] = Stroke(at, piece.low, stroke.high)
    return joined
