"""The rulings of a page: strokes, thin bars, sides of boxes, whatever the program drew them as."""

from collections.abc import Iterator
from ctypes import byref, c_float
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extract.glyph import Box, View

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

# A bar no thicker than this is one ruling along its middle, points; shorter strokes are dots and ticks.
_THICKEST = 3.0
_SHORTEST = 1.0
# How far a stroke may lean and still be level or upright, points over its length.
_LEAN = 1.0
# A path with more segments than this is a drawing, not the frame of a table.
_MOST_SEGMENTS = 20_000

_LINE, _MOVE = pdfium.FPDF_SEGMENT_LINETO, pdfium.FPDF_SEGMENT_MOVETO


class Stroke(NamedTuple):
    """A level or upright line: where it lies across its direction, and from where to where it runs."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rulings:
    """The strokes of a page, points from the top left corner of the page as shown."""

    level: list[Stroke] = field(default_factory=list)
    upright: list[Stroke] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.level) + len(self.upright)

    def add_line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Add a line if it is level or upright and no mere dot."""
        width, height = abs(x1 - x0), abs(y1 - y0)
        if not isfinite(width + height):
            return
        if width >= _SHORTEST and height <= _LEAN and height < width:
            self.level.append(Stroke((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif height >= _SHORTEST and width <= _LEAN and width < height:
            self.upright.append(Stroke((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def add_bar(self, box: Box) -> bool:
        """Add a box as the ruling it is if it is thin; tell whether it was."""
        x0, top, x1, bottom = box
        width, height = x1 - x0, bottom - top
        if min(width, height) > _THICKEST:
            return False
        if width >= height:
            self.add_line(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
        else:
            self.add_line((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)
        return True


def add_path(rulings: Rulings, handle: Any, matrix: Matrix, view: View, bounds: Box) -> None:
    """Add the rulings that a path object of pdfium draws.

    Args:
        rulings: added to.
        handle: the path object.
        matrix: from the space the object is placed in to the page's own.
        view: from the page's own space to the page as shown.
        bounds: the object's bounds on the page as shown.
    """
    if rulings.add_bar(bounds):
        return
    count = pdfium.FPDFPath_CountSegments(handle)
    if count > _MOST_SEGMENTS:
        return
    placed = product(object_matrix(handle), matrix)
    for outline in _outlines(handle, count, placed, view):
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        if not rulings.add_bar((min(xs), min(ys), max(xs), max(ys))):
            for (x0, y0), (x1, y1) in pairwise(outline):
                rulings.add_line(x0, y0, x1, y1)


def _outlines(handle: Any, count: int, matrix: Matrix, view: View) -> Iterator[list[tuple[float, float]]]:
    """The straight parts of a path, each as the points it runs through, on the page as shown."""
    x, y = c_float(), c_float()
    a, b, c, d, e, f = matrix
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = view.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind != _LINE:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if kind == _LINE and pdfium.FPDFPathSegment_GetClose(segment):
            yield [*points, points[0]]
            points = []
    if len(points) > 1:
        yield points


def object_matrix(handle: Any) -> Matrix:
    """The matrix of a page object; the identity if it has none."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, byref(matrix)):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def product(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies the first, then the second."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
