"""A page as a picture: rendered grey, evenly lit, upright, with the way back to the page as shown."""

from dataclasses import dataclass
from math import ceil, cos, radians, sin
from typing import Any

import cv2
import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.glyph import Box

# A worker is one core's.
cv2.setNumThreads(1)

Grey = NDArray[np.uint8]
"""A picture of one byte a pixel: 255 is paper, 0 is ink."""

# Dots per inch: what printed figures need at least to be told apart, and beyond which nothing is gained.
_FEWEST_DPI, _MOST_DPI = 200.0, 300.0
_POINTS_PER_INCH = 72.0
# Pages of other sizes than paper has (a pixel for a point) are measured as if they were A4, points.
_LONGEST_PAPER, _SHORTEST_PAPER, _A4 = 1400.0, 500.0, 842.0
# Sheets lie askew by no more, degrees; the angle is searched in these steps, coarse then fine.
_MOST_SKEW, _COARSE, _FINE = 6.0, 0.25, 0.02
_LEAST_SKEW, _AS_SHARP = 0.015, 0.97
_MOST_SAMPLES = 60_000
# Paper is the lightest within this reach, points: wider than a stroke, narrower than a shaded cell.
_PAPER_REACH = 14.0
# Ink is darker than this, and blackened to this share of the page's dots.
_FAINTEST_INK, _DARKEST_SHARE = 150, 0.3
# What is nearly as light as paper is paper with noise on it.
_LIGHTEST_INK = 238.0
# A seal is red and larger than this both ways, points; a pixel is red by so much.
_SEAL_SIZE, _REDNESS = 50.0, 40
# This share of a seal's dots, in percent, is what it hides besides.
_SEAL_SHARE = 25


class RasterError(Exception):
    """A page cannot be rendered; the message says why."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How the points of an upright sheet, from its top left corner, lie on the page as shown.

    The sheet is the page turned by `skew` degrees about its middle; a point of it is `unit` points of the
    page, and `scale` pixels of its picture. Width and height are in points of the sheet.
    """

    width: float
    height: float
    scale: float
    skew: float = 0.0
    unit: float = 1.0

    def box_on_page(self, box: Box) -> Box:
        """The bounds on the page as shown of a box of the sheet, points."""
        turn = radians(self.skew)
        across, down = self.width / 2, self.height / 2
        xs, ys = [], []
        for x in (box[0] - across, box[2] - across):
            for y in (box[1] - down, box[3] - down):
                xs.append(x * cos(turn) - y * sin(turn) + across)
                ys.append(x * sin(turn) + y * cos(turn) + down)
        return (
            max(min(xs), 0.0) * self.unit,
            max(min(ys), 0.0) * self.unit,
            min(max(xs), self.width) * self.unit,
            min(max(ys), self.height) * self.unit,
        )


@dataclass(frozen=True, slots=True)
class Raster:
    """An upright, evenly lit picture of a page, and how it lies on the page."""

    grey: Grey
    frame: Frame

    @property
    def scale(self) -> float:
        """Pixels per point of the upright sheet."""
        return self.frame.scale


def render(page: Any, most_pixels: int) -> Raster:
    """Render a pdfium page (pypdfium2's PdfPage), even its light and turn it upright.

    Raises:
        RasterError: it would be too coarse to read within `most_pixels`, or pdfium cannot render it.
    """
    width, height = page.get_size()
    longest = max(width, height)
    unit = 1.0 if _SHORTEST_PAPER <= longest <= _LONGEST_PAPER else longest / _A4
    dpi = min(max(_picture_dpi(page) * unit, _FEWEST_DPI), _MOST_DPI)
    bounded = (most_pixels / max(width * height, 1.0)) ** 0.5 * unit * _POINTS_PER_INCH
    if bounded < _FEWEST_DPI / 2:
        raise RasterError("it is too large a page to be rendered")
    scale = min(dpi, bounded) / _POINTS_PER_INCH
    even = _evenly_lit(_without_seals(_pixels(page, scale / unit), scale), scale)
    skew = find_skew(even)
    frame = Frame(even.shape[1] / scale, even.shape[0] / scale, scale, skew, unit)
    return Raster(_turned(even, skew), frame)


def find_skew(grey: Grey) -> float:
    """The angle, degrees, by which lines of text and rulings run down to the right.

    It is that which, undone, gathers the ink in the fewest rows.
    """
    ys, xs = np.nonzero(grey[:, ::2] < _FAINTEST_INK)
    if len(ys) == 0:
        return 0.0
    step = ceil(len(ys) / _MOST_SAMPLES)
    across = (2 * xs[::step] - grey.shape[1] / 2).astype(np.float32)
    down = ys[::step].astype(np.float32)

    def sharpness(angle: float) -> float:
        rows = np.rint(down - across * np.tan(np.radians(angle))).astype(np.int64)
        counts = np.bincount(rows - rows.min())
        return float(np.square(counts, dtype=np.float64).sum())

    coarse = max(np.arange(-_MOST_SKEW, _MOST_SKEW + _COARSE / 2, _COARSE), key=sharpness)
    angles = np.arange(coarse - _COARSE, coarse + _COARSE + _FINE / 2, _FINE)
    scores = np.array([sharpness(angle) for angle in angles])
    # Angles too close for pixels to tell apart are as good as the best: their middle is taken.
    best = float(angles[scores >= _AS_SHARP * scores.max()].mean())
    return best if abs(best) >= _LEAST_SKEW else 0.0


def _turned(grey: Grey, skew: float) -> Grey:
    if skew == 0.0:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    return np.asarray(
        cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255.0,)), np.uint8
    )


def _pixels(page: Any, scale: float) -> NDArray[np.uint8]:
    """The page as shown, height x width x 3 (blue, green, red)."""
    try:
        bitmap = page.render(scale=scale)
    except Exception as error:
        raise RasterError("it cannot be rendered") from error
    try:
        pixels = bitmap.to_numpy()
        return np.ascontiguousarray(pixels[:, :, :3]) if pixels.ndim == 3 else cv2.merge([pixels] * 3)
    finally:
        bitmap.close()


def _picture_dpi(page: Any) -> float:
    """Dots per inch of the largest picture of a page; 0 if there is none."""
    best_area, best = 0.0, 0.0
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = item.get_bounds()
        area = (right - left) * (top - bottom)
        across, down = item.get_px_size()
        if area > best_area:
            best_area, best = area, (across * down / area) ** 0.5 * _POINTS_PER_INCH
    return best


def _without_seals(pixels: NDArray[np.uint8], scale: float) -> Grey:
    """The picture in grey; where a red seal lies, only what is dark to red light is left."""
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    small = cv2.resize(pixels, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA).astype(np.int16)
    redness = small[:, :, 2] - np.maximum(small[:, :, 0], small[:, :, 1])
    red = (redness > _REDNESS).astype(np.uint8)
    if not red.any():
        return grey
    closed = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    least = _SEAL_SIZE * scale / 4
    for x, y, width, height, _ in stats[1:count]:
        if width >= least and height >= least:
            place = np.s_[y * 4 : (y + height) * 4, x * 4 : (x + width) * 4]
            light = pixels[place][:, :, 2].astype(np.float32)
            inked = np.repeat(np.repeat(red[y : y + height, x : x + width], 4, axis=0), 4, axis=1)
            level = float(np.percentile(light[inked[: light.shape[0], : light.shape[1]] > 0], _SEAL_SHARE))
            grey[place] = np.minimum(light * (255 / max(level, 64.0)), 255)
    return grey


def _evenly_lit(grey: Grey, scale: float) -> Grey:
    """Paper brought to 255 wherever it is, and the darkest ink to 0."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    reach = max(int(_PAPER_REACH * scale / 4), 3)
    paper = cv2.GaussianBlur(cv2.dilate(small, np.ones((reach, reach), np.uint8)), (0, 0), reach / 2)
    paper = np.maximum(cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR), 32)
    even = cv2.divide(grey, paper, scale=255.0)
    ink = even[::3, ::3]
    ink = ink[ink < _FAINTEST_INK + 50]
    if ink.size < 100:
        return np.asarray(even, np.uint8)
    darkest = min(float(np.percentile(ink, 100 * _DARKEST_SHARE)), float(_FAINTEST_INK))
    table = np.clip((np.arange(256) - darkest) * (255 / (_LIGHTEST_INK - darkest)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(even, table), np.uint8)
