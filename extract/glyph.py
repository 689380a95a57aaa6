"""The glyphs of a page, each with its box on the page as it is shown."""

from collections.abc import Callable, Iterator
from ctypes import PYFUNCTYPE, addressof, byref, c_double, c_int, c_uint, c_void_p, cast
from dataclasses import dataclass
from math import hypot, isfinite, pi
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the top left corner of the page as shown."""

UNMAPPED = "\ufffd"
# pdfium marks a hyphen at a line's end with this control character.
_HYPHEN = 2
# Glyphs turned by more than this (radians) are watermarks or stamps, not lines of text.
_UPRIGHT_TOLERANCE = 0.05
# Fonts tell wild tales of their own height: the em square of a Chinese font reaches so far above and
# below the baseline, in sizes.
_ABOVE, _BELOW = 0.88, 0.12


@dataclass(frozen=True, slots=True)
class View:
    """How a page's own coordinates (its visible box, y upwards) map to the page as shown.

    Rotation is clockwise, in degrees, one of 0, 90, 180, 270.
    """

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def width(self) -> float:
        """Width as shown, points."""
        return self.top - self.bottom if self.rotation in (90, 270) else self.right - self.left

    @property
    def height(self) -> float:
        """Height as shown, points."""
        return self.right - self.left if self.rotation in (90, 270) else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own space as shown, y downwards."""
        match self.rotation:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page's own space as shown."""
        if not self.rotation and left <= right and bottom <= top:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


class Glyph(NamedTuple):
    """One printed character; spaces only where the file prints them.

    The box spans its advance and the height of its font's em square. `size` is that of the font, points.
    `confidence` is that of the reading, 0 to 1, where the page is a picture, else None.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    is_upright: bool
    size: float
    confidence: float | None = None


def _bare(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium that takes addresses as whole numbers and keeps the interpreter's lock.

    For what is called for every glyph: checking typed pointers costs ctypes more than the call itself.
    """
    return PYFUNCTYPE(result, *arguments)(cast(function, c_void_p).value or 0)


_unicode = _bare(pdfium.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
_loose_box = _bare(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
_origin = _bare(pdfium.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
_text_object = _bare(pdfium.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
_render_mode = _bare(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
# Drawn with no ink (the text behind a scan, a figure smuggled in): not printed.
_UNSEEN = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


def glyphs(text_page: Any, view: View) -> Iterator[Glyph]:
    """The glyphs of a pdfium text page that lie on the page, in the order of the file.

    A glyph that maps to no character is given as U+FFFD, so that it is seen.
    """
    handle = text_page.raw
    page = cast(handle, c_void_p).value
    rect = pdfium.FS_RECTF()
    x, y = c_double(), c_double()
    box, origin_x, origin_y = addressof(rect), addressof(x), addressof(y)
    width, height = view.width, view.height
    high_surrogate = 0
    face, drawn_by, is_seen = _Face(True, 0.0), None, True
    for index in range(pdfium.FPDFText_CountChars(handle)):
        code = _unicode(page, index)
        if 0x20 < code < 0xD800:
            text = chr(code)
        else:
            if 0xD800 <= code < 0xDC00:
                high_surrogate = code
                continue
            if 0xDC00 <= code < 0xE000 and high_surrogate:
                code = 0x10000 + ((high_surrogate - 0xD800) << 10) + (code - 0xDC00)
            # pdfium adds spaces and line ends of its own where it sees gaps.
            if code <= 0x20 and code != _HYPHEN and pdfium.FPDFText_IsGenerated(handle, index) == 1:
                high_surrogate = 0
                continue
            # A control that the file itself maps a glyph to is no hyphen.
            is_control = code == _HYPHEN and pdfium.FPDFText_IsHyphen(handle, index) != 1
            text = "" if is_control else _character(code)
        high_surrogate = 0
        if not text or not _loose_box(page, index, box):
            continue
        x0, top, x1, bottom = view.box(rect.left, rect.bottom, rect.right, rect.top)
        if not (0 <= (x0 + x1) / 2 <= width and 0 <= (top + bottom) / 2 <= height):
            continue
        text_object = _text_object(page, index)
        if text_object != drawn_by:
            face, drawn_by = _face(handle, index, view.rotation), text_object
            is_seen = not text_object or _render_mode(text_object) not in _UNSEEN
        if not is_seen:
            continue
        _origin(page, index, origin_x, origin_y)
        baseline = view.point(x.value, y.value)[1]
        is_upright, size = face
        if is_upright and size > 0:
            top, bottom = baseline - _ABOVE * size, baseline + _BELOW * size
        yield Glyph(text, x0, top, x1, bottom, baseline, is_upright, size or bottom - top)


class _Face(NamedTuple):
    """What all glyphs of one text object share."""

    is_upright: bool
    size: float


def _face(handle: Any, index: int, rotation: int) -> _Face:
    size = pdfium.FPDFText_GetFontSize(handle, index)
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(handle, index, byref(matrix)):
        return _Face(True, 0.0)
    scaled = abs(size) * hypot(matrix.c, matrix.d)
    is_plain = not rotation and matrix.a > 0 and not matrix.b and not matrix.c
    is_upright = is_plain or _is_upright(pdfium.FPDFText_GetCharAngle(handle, index), rotation)
    return _Face(is_upright, scaled if isfinite(scaled) else 0.0)


def _character(code: int) -> str:
    if code == _HYPHEN:
        return "-"
    if code == 0 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF):
        return UNMAPPED
    if code in (0x09, 0x0A, 0x0D):
        return " "
    return "" if code < 0x20 else chr(code)


def _is_upright(angle: float, rotation: int) -> bool:
    turned = (angle + rotation * pi / 180 + pi) % (2 * pi) - pi
    return abs(turned) < _UPRIGHT_TOLERANCE
