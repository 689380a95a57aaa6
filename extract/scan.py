"""A page that is a picture, read: rulings traced, text recognised, as glyphs like those of a text layer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import pypdfium2.raw as pdfium

from extract.canvas import is_drawable
from extract.finder import find_grids
from extract.glyph import Box, Glyph
from extract.grid import Grid
from extract.open_columns import with_open_columns
from extract.outcome import Limits
from extract.page import DEEPEST_FORM
from extract.raster import Grey, RasterError, render
from extract.recognition import Character, recognise
from extract.strip import Strip, find_strips, ink_of
from extract.traced import trace

# Readings less sure than this are taken again from another cut of the picture; where the two differ, or the
# text is like a number but is none, confidence is no more than this.
_UNSURE, _DOUBTFUL = 0.9, 0.5
# Strips of words are narrowed by this much: they are legible still, and take less time.
_NARROWED = 0.75
# A glyph's width in sizes; how much of its size the ink of words and of figures is high.
_WIDE, _NARROW = 1.0, 0.6
_WORD_HEIGHT, _FIGURE_HEIGHT = 0.92, 0.74
_BASELINE = 0.12
# Sizes this near to one another are one.
_SAME_SIZE = 1.08
_LIKE_NUMBER = re.compile(r"[\d.,，．。·:;'\-−–—oOlI()（）%％\s]*\d[\d.,，．。·:;'\-−–—oOlI()（）%％\s]*")
_NUMBER = re.compile(r"[-−–—]?[(（]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?[)）]?[%％]?")


@dataclass(frozen=True, slots=True)
class Scan:
    """What the picture of a page holds: sizes, glyphs and grids in points of the upright sheet."""

    width: float
    height: float
    glyphs: list[Glyph]
    grids: list[Grid]


class Sheet:
    """A page's picture, turned upright and its rulings traced, ready to be read."""

    def __init__(self, page: Any, limits: Limits) -> None:
        """Render a pdfium page (pypdfium2's PdfPage).

        Raises:
            RasterError: it cannot be rendered within the limits.
        """
        pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=DEEPEST_FORM)
        if not is_drawable((picture.raw for picture in pictures), limits):
            raise RasterError("its picture has more pixels than are allowed")
        raster = render(page, limits.raster_pixels)
        traced = trace(raster)
        self.grids = find_grids(traced.rulings)
        self._rulings = traced.rulings
        self._grey: Grey | None = traced.grey
        self._frame = raster.frame

    def box_on_page(self, box: Box) -> Box:
        """The bounds on the page as shown of a box of the upright sheet, points."""
        return self._frame.box_on_page(box)

    def read(self) -> Scan:
        """Read the text; the picture is let go of, so this can be done once.

        Raises:
            RecognitionError: the recogniser failed.
        """
        grey, self._grey = self._grey, None
        assert grey is not None
        scale = self._frame.scale
        cells = [cell.box for grid in self.grids for cell in grid.cells]
        strips, usual = find_strips(ink_of(grey, scale), scale, cells)
        readings = _read(grey, strips, usual)
        sizes = _sizes(strips, readings, usual)
        glyphs = [
            glyph
            for strip, reading, size in zip(strips, readings, sizes, strict=True)
            for glyph in _glyphs(strip, reading, size, scale)
        ]
        grids = find_grids(with_open_columns(self._rulings, glyphs))
        return Scan(self._frame.width, self._frame.height, glyphs, grids)


def _read(grey: Grey, strips: Sequence[Strip], usual: float) -> list[list[Character]]:
    """The characters of each strip, their places as shares of its width."""
    readings = _placed(strips, grey, usual, 1.0)
    unsure = [i for i, reading in enumerate(readings) if _is_unsure(reading) or _is_no_number(reading)]
    again = _placed([strips[i] for i in unsure], grey, usual, 1.25)
    for index, second in zip(unsure, again, strict=True):
        readings[index] = _settled(readings[index], second)
    return [_without_trust(reading) if _is_no_number(reading) else reading for reading in readings]


def _placed(strips: Sequence[Strip], grey: Grey, usual: float, room: float) -> list[list[Character]]:
    cuts = [_cut(grey, strip, usual, room) for strip in strips]
    return [
        [
            Character(
                text,
                min(max((middle * width - margin) / max(strip.x1 - strip.x0, 1), 0.0), 1.0),
                confidence,
            )
            for text, middle, confidence in reading
        ]
        for strip, (_, width, margin), reading in zip(
            strips, cuts, recognise([picture for picture, _, _ in cuts]), strict=True
        )
    ]


def _cut(grey: Grey, strip: Strip, usual: float, room: float) -> tuple[Grey, int, int]:
    """A strip on paper of its own; its width before it is narrowed, and the margin on the left, pixels.

    `room` widens the paper over and under the line.
    """
    line = strip.lower - strip.upper
    has_words = line >= 0.84 * usual
    high = 1.2 * usual if line < 0.45 * usual else (1.3 if has_words else 1.75) * line
    high = max(round(high * room), line + 4)
    margin = max(round(0.2 * high), 3)
    paper = np.full((high, strip.x1 - strip.x0 + 2 * margin), 255, np.uint8)
    first, last = max(strip.upper - 2, 0), min(strip.lower + 2, grey.shape[0])
    left, right = max(strip.x0 - 2, 0), min(strip.x1 + 2, grey.shape[1])
    y, x = (high - (last - first)) // 2, margin - (strip.x0 - left)
    paper[y : y + last - first, x : x + right - left] = grey[first:last, left:right]
    width = paper.shape[1]
    if has_words and width > 4 * high and room == 1.0:
        paper = np.asarray(
            cv2.resize(paper, (round(width * _NARROWED), high), interpolation=cv2.INTER_AREA), np.uint8
        )
    return paper, width, margin


def _text(reading: Sequence[Character]) -> str:
    return "".join(character.text for character in reading)


def _trust(reading: Sequence[Character]) -> float:
    return min((character.confidence for character in reading), default=0.0)


def _is_unsure(reading: Sequence[Character]) -> bool:
    return _trust(reading) < _UNSURE and any(character.text.isdigit() for character in reading)


def _is_no_number(reading: Sequence[Character]) -> bool:
    text = _text(reading)
    return _LIKE_NUMBER.fullmatch(text) is not None and _NUMBER.fullmatch(text) is None


def _settled(first: list[Character], second: list[Character]) -> list[Character]:
    """The surer of two readings, a number before what is like one; if they differ it is not trusted."""
    if _is_no_number(first) != _is_no_number(second):
        better = second if _is_no_number(first) else first
    else:
        better = first if _trust(first) >= _trust(second) else second
    return better if _text(first) == _text(second) else _without_trust(better)


def _without_trust(reading: Sequence[Character]) -> list[Character]:
    return [character._replace(confidence=min(character.confidence, _DOUBTFUL)) for character in reading]


def _sizes(strips: Sequence[Strip], readings: Sequence[list[Character]], usual: float) -> list[float]:
    """The size of each strip's font, pixels; sizes that differ by a little are brought together."""
    raw = [_size(strip, reading, usual) for strip, reading in zip(strips, readings, strict=True)]
    order = sorted(range(len(raw)), key=raw.__getitem__)
    groups: list[list[int]] = []
    for index in order:
        if (
            groups
            and raw[index] <= _SAME_SIZE * raw[groups[-1][-1]]
            and (raw[index] <= _SAME_SIZE**2 * raw[groups[-1][0]])
        ):
            groups[-1].append(index)
        else:
            groups.append([index])
    sizes = [0.0] * len(raw)
    for group in groups:
        mean = sum(raw[index] for index in group) / len(group)
        for index in group:
            sizes[index] = mean
    return sizes


def _size(strip: Strip, reading: Sequence[Character], usual: float) -> float:
    line = strip.lower - strip.upper
    if line < 0.45 * usual:
        return usual / _WORD_HEIGHT
    has_words = any(_is_wide(character.text) for character in reading)
    return line / (_WORD_HEIGHT if has_words else _FIGURE_HEIGHT)


def _is_wide(text: str) -> bool:
    return ord(text[0]) >= 0x2E80


def _glyphs(strip: Strip, reading: Sequence[Character], size: float, scale: float) -> list[Glyph]:
    """The characters of a strip as glyphs, points; each as wide as its kind, up to its neighbours."""
    if not reading:
        return []
    width = strip.x1 - strip.x0
    middles = [strip.x0 + character.middle * width for character in reading]
    bounds = [strip.x0, *((a + b) / 2 for a, b in pairwise(middles)), strip.x1]
    middle = (strip.upper + strip.lower) / 2
    top, bottom = (middle - size / 2) / scale, (middle + size / 2) / scale
    found = []
    for index, character in enumerate(reading):
        reach = (_WIDE if _is_wide(character.text) else _NARROW) * size / 2
        left = bounds[index] if index == 0 else max(bounds[index], middles[index] - reach)
        last = index == len(reading) - 1
        right = bounds[index + 1] if last else min(bounds[index + 1], middles[index] + reach)
        found.append(
            Glyph(
                text=character.text,
                x0=left / scale,
                top=top,
                x1=max(left, right) / scale,
                bottom=bottom,
                baseline=bottom - _BASELINE * size / scale,
                is_upright=True,
                size=size / scale,
                confidence=character.confidence,
            )
        )
    return found
