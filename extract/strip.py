"""Where text stands in a picture: strips, each a stretch of one line with no wide gap in it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.glyph import Box
from extract.raster import Grey

Mask = NDArray[np.uint8]

_INK = 190
# Ink smaller than this is a speck of dust: points square; a cell with less ink than this is blank.
_SPECK, _BLANK = 0.25, 1.2
# Dots are no larger than this either way, stand so near to characters, or so near to one another in rows so
# long; all in points.
_DOT, _BESIDE, _STEP, _ROW = 2.0, 5.0, 7.0, 20.0
# Fewer specks than this on a page are points and commas that stand a little apart, not dust.
_DUSTY = 150
# A cell's edge, points, where what is left of a ruling may stand.
_EDGE = 0.8
# The usual height of a line, points: what is taken where a page does not tell, and between what it lies.
_USUAL, _LOWEST, _HIGHEST = 10.5, 5.0, 24.0
_TALL_SHARE = 0.7
# In usual heights: a gap that parts strips, how far parts of one character lie apart, a line too low to be
# one, and lines that are several.
_GAP, _JOINT, _LOW, _SEVERAL = 1.5, 0.35, 0.5, 1.75
_CHARACTER = 1.25
# A wider gap parts lines outside cells before anything is known of their height, points.
_SMEAR = 24.0


class Strip(NamedTuple):
    """A stretch of text, pixels: the box of its ink, and the band of its line from `upper` to `lower`."""

    x0: int
    top: int
    x1: int
    bottom: int
    upper: int
    lower: int


def ink_of(grey: Grey, scale: float) -> Mask:
    """The inked pixels of a picture as ones; dust is left out, and painted over in the picture."""
    ink = (grey < _INK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    areas = stats[:count, cv2.CC_STAT_AREA]
    kept = areas >= max(_SPECK * scale * scale, 2)
    kept[0] = False
    # Points and commas stand beside figures; what is no larger and stands alone is dust, unless in a row of
    # dots.
    is_small = np.maximum(stats[:count, cv2.CC_STAT_WIDTH], stats[:count, cv2.CC_STAT_HEIGHT]) <= _DOT * scale
    large = (kept & ~is_small)[labels].astype(np.uint8)
    reach = 2 * round(_BESIDE * scale) + 1
    beside = cv2.dilate(large, np.ones((reach, reach), np.uint8))
    dots = (kept & is_small)[labels] & (beside == 0)
    row = cv2.morphologyEx(
        dots.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, round(_STEP * scale)), np.uint8)
    )
    _, row_labels, row_stats, _ = cv2.connectedComponentsWithStats(row, connectivity=8)
    is_row = row_stats[:, cv2.CC_STAT_WIDTH] > _ROW * scale
    is_row[0] = False
    dust = dots & ~is_row[row_labels]
    if len(np.unique(labels[dust])) < _DUSTY:
        dust[:] = False
    ink = np.asarray(kept[labels] & ~dust, np.uint8)
    grey[cv2.dilate(dust.astype(np.uint8), np.ones((3, 3), np.uint8)) > ink] = 255
    return ink


def find_strips(ink: Mask, scale: float, cells: Sequence[Box]) -> tuple[list[Strip], float]:
    """The strips of a picture: those of each cell, then those outside; and the usual height of a line.

    Args:
        ink: as `ink_of` gives it.
        scale: pixels per point.
        cells: boxes in points, whose text never runs from one into the other.
    """
    outside = ink.copy()
    areas: list[tuple[int, int, Mask]] = []
    edge = round(_EDGE * scale)
    for box in cells:
        x0, top, x1, bottom = (round(value * scale) for value in box)
        outside[max(top - 1, 0) : bottom + 1, max(x0 - 1, 0) : x1 + 1] = 0
        part = ink[top + edge : bottom - edge, x0 + edge : x1 - edge]
        if part.size and int(part.sum()) >= _BLANK * scale * scale:
            areas.append((x0 + edge, top + edge, part))
    areas.extend(_blocks(outside, scale))
    bands = [list(_bands(part)) for _, _, part in areas]
    usual = _usual_height([end - start for part in bands for start, end in part], scale)
    strips = [
        strip
        for (x, y, part), found in zip(areas, bands, strict=True)
        for band in _lines(part, found, usual)
        for strip in _cut(part, band, x, y, usual)
    ]
    return strips, usual


def _blocks(ink: Mask, scale: float) -> Iterator[tuple[int, int, Mask]]:
    """Lines of text outside cells, each alone in a picture of its own; x, y and ink."""
    across, down = round(_SMEAR * scale), max(round(0.2 * _USUAL * scale), 1)
    smeared = cv2.morphologyEx(
        cv2.copyMakeBorder(ink, 0, 0, across, across, cv2.BORDER_CONSTANT, value=(0.0,)),
        cv2.MORPH_CLOSE,
        np.ones((1, across), np.uint8),
    )[:, across:-across]
    smeared = cv2.dilate(smeared, np.ones((down, 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(smeared, connectivity=8)
    for label in range(1, count):
        x, y, width, height, _ = (int(value) for value in stats[label])
        place = np.s_[y : y + height, x : x + width]
        part = np.asarray(ink[place] * (labels[place] == label), np.uint8)
        if int(part.sum()) >= _BLANK * scale * scale:
            yield x, y, part


def _bands(ink: Mask) -> Iterator[tuple[int, int]]:
    """The runs of rows with ink in them."""
    inked = np.flatnonzero(np.diff(np.concatenate(([0], ink.any(axis=1), [0])).astype(np.int8)))
    yield from zip(inked[::2].tolist(), inked[1::2].tolist(), strict=True)


def _usual_height(heights: list[int], scale: float) -> float:
    plausible = [height for height in heights if _LOWEST * scale <= height <= _HIGHEST * scale]
    if not plausible:
        return _USUAL * scale
    # Lines of figures are lower than lines of words: what most lines do not exceed is a line of words.
    return float(np.quantile(plausible, _TALL_SHARE)) * 1.08


def _lines(ink: Mask, bands: list[tuple[int, int]], usual: float) -> list[tuple[int, int]]:
    """The bands as lines: parts of one character joined, lines that touch parted."""
    joined: list[tuple[int, int]] = []
    for start, end in bands:
        if joined:
            first, last = joined[-1]
            is_part = min(last - first, end - start) < _LOW * usual
            if is_part and start - last <= _JOINT * usual and end - first <= _CHARACTER * usual:
                joined[-1] = (first, end)
                continue
        joined.append((start, end))
    return [line for band in joined for line in _parted(ink, band, usual)]


def _parted(ink: Mask, band: tuple[int, int], usual: float) -> list[tuple[int, int]]:
    start, end = band
    if end - start < _SEVERAL * usual:
        return [band]
    # Large type is as dense in the middle as anywhere; between lines there is next to nothing.
    counts = ink[start:end].sum(axis=1)
    low, high = round(0.6 * usual), round(end - start - 0.6 * usual)
    if high <= low:
        return [band]
    cut = low + int(counts[low:high].argmin())
    if counts[cut] > 0.25 * counts.mean():
        return [band]
    middle = start + cut
    return [*_parted(ink, (start, middle), usual), *_parted(ink, (middle, end), usual)]


def _cut(ink: Mask, band: tuple[int, int], x: int, y: int, usual: float) -> Iterator[Strip]:
    """Cut a line at its wide gaps."""
    start, end = band
    columns = np.flatnonzero(ink[start:end].any(axis=0))
    if not len(columns):
        return
    gap = _GAP * max(usual, end - start)
    breaks = np.flatnonzero(np.diff(columns) > gap)
    for piece in np.split(columns, breaks + 1):
        x0, x1 = int(piece[0]), int(piece[-1]) + 1
        rows = np.flatnonzero(ink[start:end, x0:x1].any(axis=1))
        yield Strip(
            x0 + x, start + int(rows[0]) + y, x1 + x, start + int(rows[-1]) + 1 + y, start + y, end + y
        )
