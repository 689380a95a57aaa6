"""How large a page may be drawn, and whether it may be drawn at all."""

from collections.abc import Iterable
from ctypes import byref, c_uint
from math import ceil, isfinite, sqrt
from typing import Any

import pypdfium2.raw as pdfium

from extract.outcome import Limits

# A side longer than this (pixels) is a thread, not a page; many libraries cannot hold it.
_LONGEST_SIDE = 20_000


def drawing_scale(width: float, height: float, wanted: float, limits: Limits) -> float | None:
    """Scale at which a page may be drawn within `limits.raster_pixels`.

    Args:
        width: of the page, points.
        height: of the page, points.
        wanted: pixels per point that would be best.
        limits: what one document may cost.

    Returns:
        The scale, at most `wanted`; None for a page without extent or not of this world.
    """
    if not (isfinite(width) and isfinite(height) and width > 0 and height > 0):
        return None
    scale = min(wanted, sqrt(limits.raster_pixels / width / height), _LONGEST_SIDE / max(width, height))
    # Sides are rounded up to whole pixels.
    while ceil(width * scale) * ceil(height * scale) > limits.raster_pixels:
        scale *= 0.99
    return scale


def is_drawable(pictures: Iterable[Any], limits: Limits) -> bool:
    """Whether none of a page's pictures (raw pdfium image objects) has more pixels than may be decoded."""
    return all(_pixels(picture) <= limits.picture_pixels for picture in pictures)


def _pixels(picture: Any) -> int:
    width, height = c_uint(), c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(picture, byref(width), byref(height)):
        return 0
    return width.value * height.value
