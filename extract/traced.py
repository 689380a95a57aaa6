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
# Thicker ones are bars and shades, points.
_THICKEST = 4.5
# Pieces of one ruling: so far aside at most, so far apart at most, points.
_ASIDE, _APART = 1.2, 6.0
_ROUNDS = 3
# Text close to a table may look as if its rulings ran on into it: so far at most, points, while this share
# of the rulings there end.
_OVERHANG, _ENDING = 16.0, 0.5
# Lines of text look like rulings from afar, but gape along their length and have ink on either side. The
# share of a ruling's length that is drawn, and that has paper on both sides at this distance, points.
_BLACK, _PAPER, _BESIDE = 150, 200, 2.2
_UNBROKEN, _DRAWN, _CLEAR = 0.95, 0.6, 0.65


@dataclass(frozen=True, slots=True)
class Traced:
    """The rulings of a raster, in its points, and the picture without them."""

    rulings: Rulings
    grey: Grey


class _Run(NamedTuple):
    """A traced run: the stroke, the label of its pixels, and the rows they lie in."""

    stroke: Stroke
    label: int
    rows: slice


def trace(raster: Raster) -> Traced:
    """Find the rulings of a raster."""
    level_runs, level_labels = _runs(raster.grey, raster.scale)
    upright_runs, upright_labels = _runs(np.ascontiguousarray(raster.grey.T), raster.scale)
    level, upright = _framed(level_runs, upright_runs)
    level, upright = _trimmed(level, upright), _trimmed(upright, level)
    mask = _mask(level_labels, level, raster.scale) | _mask(upright_labels, upright, raster.scale).T
    grey = raster.grey.copy()
    reach = max(round(raster.scale * 0.36), 1)
    grown = cv2.dilate(mask.astype(np.uint8), np.ones((2 * reach + 1,) * 2, np.uint8))
    grey[grown > 0] = 255
    rulings = Rulings(_joined(level), _joined(upright))
    return Traced(rulings, grey)


def _runs(grey: Grey, scale: float) -> tuple[list[_Run], NDArray[np.int32]]:
    """The dark level runs of a picture and the labels of their pixels; points."""
    averaged = cv2.blur(grey, (max(round(_AVERAGED * scale), 3), 1))
    dark = (averaged < _FAINT).astype(np.uint8)
    # A ruling that bends or leans by a pixel runs on in the next row.
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, round(_SHORTEST * scale)), np.uint8))
    count, labels, stats, middles = cv2.connectedComponentsWithStats(runs, connectivity=8, ltype=cv2.CV_32S)
    sharp = np.asarray(cv2.blur(grey, (3, 1)), np.uint8)
    found = []
    for label in range(1, count):
        x, y, width, height, area = stats[label]
        if area / width > _THICKEST * scale or height > 2 * _THICKEST * scale + 0.02 * width:
            continue
        middle = float(middles[label][1])
        if _is_drawn(sharp, round(middle), x, x + width, scale):
            stroke = Stroke((middle + 0.5) / scale, float(x) / scale, float(x + width) / scale)
            found.append(_Run(stroke, label, slice(int(y), int(y + height))))
    return found, np.asarray(labels, np.int32)


def _is_drawn(grey: Grey, row: int, first: int, end: int, scale: float) -> bool:
    """Whether a level run is a ruling and no line of text; pixels."""
    near = max(round(1.1 * scale), 1)
    solid = (grey[max(row - near, 0) : row + near + 1, first:end].min(axis=0) < _BLACK).mean()
    if solid >= _UNBROKEN:
        return True
    beside, half = round(_BESIDE * scale), max(round(0.7 * scale), 1)
    above = grey[max(row - beside - half, 0) : max(row - beside + half, 1), first:end].mean(axis=0)
    below = grey[row + beside - half : row + beside + half, first:end]
    clear = above > _PAPER
    if below.size:
        clear &= below.mean(axis=0) > _PAPER
    return bool(solid >= _DRAWN and clear.mean() >= _CLEAR)


def _framed(level: list[_Run], upright: list[_Run]) -> tuple[list[_Run], list[_Run]]:
    """The runs that are long, or end on runs across them at both ends."""
    kept_level = [run for run in level if _length(run) >= _LONG]
    kept_upright = [run for run in upright if _length(run) >= _LONG]
    for _ in range(_ROUNDS):
        before = len(kept_level) + len(kept_upright)
        across = [run.stroke for run in kept_upright]
        kept_level = [run for run in level if _length(run) >= _LONG or _ends_meet(run.stroke, across)]
        across = [run.stroke for run in kept_level]
        kept_upright = [run for run in upright if _length(run) >= _LONG or _ends_meet(run.stroke, across)]
        if len(kept_level) + len(kept_upright) == before:
            break
    return kept_level, kept_upright


def _length(run: _Run) -> float:
    return run.stroke.high - run.stroke.low


def _ends_meet(stroke: Stroke, across: list[Stroke]) -> bool:
    def meets(end: float) -> bool:
        return any(
            abs(other.at - end) <= _TOUCH and other.low - _TOUCH <= stroke.at <= other.high + _TOUCH
            for other in across
        )

    return meets(stroke.low) and meets(stroke.high)


def _trimmed(runs: list[_Run], across: list[_Run]) -> list[_Run]:
    """The runs without what hangs over a ruling across them at which the others end."""
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
            if _TOUCH < first - low <= _OVERHANG and _is_end(first, [r.stroke.low for r in runs]):
                low = first
            if _TOUCH < high - last <= _OVERHANG and _is_end(last, [r.stroke.high for r in runs]):
                high = last
        found.append(run._replace(stroke=Stroke(at, low, high)))
    return found


def _is_end(place: float, ends: list[float]) -> bool:
    """Whether runs that end near a place mostly end there."""
    near = [end for end in ends if abs(end - place) <= _OVERHANG]
    return sum(abs(end - place) <= _TOUCH for end in near) >= _ENDING * len(near)


def _mask(labels: NDArray[np.int32], runs: list[_Run], scale: float) -> NDArray[np.bool_]:
    """The pixels of level runs, between their ends."""
    mask = np.zeros(labels.shape, np.bool_)
    for stroke, label, rows in runs:
        columns = slice(max(round(stroke.low * scale), 0), round(stroke.high * scale))
        mask[rows, columns] |= labels[rows, columns] == label
    return mask


def _joined(runs: list[_Run]) -> list[Stroke]:
    """Pieces of one ruling made one where little of it is missing between them."""
    joined: list[Stroke] = []
    for stroke in sorted((run.stroke for run in runs), key=lambda stroke: stroke.low):
        before = next(
            (
                number
                for number, piece in enumerate(joined)
                if abs(piece.at - stroke.at) <= _ASIDE and 0 <= stroke.low - piece.high <= _APART
            ),
            None,
        )
        if before is None:
            joined.append(stroke)
        else:
            piece = joined[before]
            one, other = piece.high - piece.low, stroke.high - stroke.low
            at = (piece.at * one + stroke.at * other) / (one + other)
            joined[before] = Stroke(at, piece.low, stroke.high)
    return joined
