"""Glyphs into lines of text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.glyph import UNMAPPED, Glyph

# Digits that overlap by this share of their width are printed over one another.
_OVERPRINT = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and its box; `size` is the largest font size in it, points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


def glyph_rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Group glyphs whose vertical middles lie within half a character of one another."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda c: ((c.top + c.bottom) / 2, c.x0)):
        middle = (glyph.top + glyph.bottom) / 2
        if rows:
            last = rows[-1][-1]
            reach = max(last.bottom - last.top, glyph.bottom - glyph.top) / 2
            if middle - (last.top + last.bottom) / 2 < reach:
                rows[-1].append(glyph)
                continue
        rows.append([glyph])
    return rows


def _join(glyphs: Sequence[Glyph]) -> str:
    """Join the glyphs of a row; a wide gap becomes a space, a glyph drawn twice (false bold) is one.

    Digits printed over one another are parted by U+FFFD: they are no number.
    """
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None:
            width = max(glyph.x1 - glyph.x0, 0.1)
            if glyph.text == last.text and abs(glyph.x0 - last.x0) < 0.25 * width:
                continue
            if _is_overprinted(last, glyph):
                parts.append(UNMAPPED)
            if glyph.x0 - last.x1 > 0.8 * max(glyph.size, 1.0):
                parts.append(" ")
        parts.append(glyph.text)
        last = glyph
    return "".join(parts).strip()


def _is_overprinted(last: Glyph, glyph: Glyph) -> bool:
    """Whether two digits stand on one another: what they mean no one can tell, and the text must say so."""
    overlap = last.x1 - glyph.x0
    narrower = min(last.x1 - last.x0, glyph.x1 - glyph.x0)
    return last.text.isdigit() and glyph.text.isdigit() and overlap > _OVERPRINT * narrower


def _prints(text: str) -> bool:
    """A space prints nothing, nor does a glyph that the font could not name (a control character)."""
    return text > " " and not text.isspace()


def make_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the lines of text from top to bottom; glyphs that print nothing make no line."""
    lines = []
    for row in glyph_rows(glyphs):
        row.sort(key=lambda c: c.x0)
        text = _join(row)
        printed = [c for c in row if _prints(c.text)]
        if text and printed:
            lines.append(
                Line(
                    text,
                    min(c.x0 for c in printed),
                    min(c.top for c in printed),
                    max(c.x1 for c in printed),
                    max(c.bottom for c in printed),
                    max(c.size for c in printed),
                )
            )
    return lines
