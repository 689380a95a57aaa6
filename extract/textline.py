"""Lines of text outside tables, from glyphs, with the place of every character."""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median

from extract.glyph import Box, Glyph

# In sizes of the glyph: how far baselines may differ within a line, how wide a gap must be to part two
# Latin words or numbers, and to part anything.
_BASELINE_REACH = 0.35
_WORD_GAP = 0.2
_WIDE_GAP = 0.8
# Two equal glyphs closer than this (in widths) are one, drawn twice to look bold.
_OVERPRINT = 0.25

# The strips at the head and foot of a page, as a share of its height, where running lines stand.
_EDGE = 0.095
_FOOT = 0.16
_LEAST_REPEATS = 3
_REPEAT_SHARE = 0.3
_PAGE_NUMBER = re.compile(
    r"[-—–－·•~～第]*(?:\d{1,4}|[ivxIVX]{1,6})(?:[/／共页第,，之of]+\d{1,4})?[-—–－·•~～页]*"
)
# Marks that a line may carry past the right edge (标点溢出边界).
_HANGING = "。，、；：,;:"
_NOT_WORD = re.compile(r"[\d\W_]+")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line: `x0s[i]` and `x1s[i]` are the edges of `text[i]`; all in points as shown."""

    page_number: int
    text: str
    x0s: "array[float]"
    x1s: "array[float]"
    top: float
    bottom: float
    size: float

    @property
    def x0(self) -> float:
        """Left edge of the first character."""
        return self.x0s[0]

    @property
    def x1(self) -> float:
        """Right edge of the last character."""
        return self.x1s[-1]


def text_lines(page_number: int, glyphs: Iterable[Glyph], table_boxes: Sequence[Box]) -> list[TextLine]:
    """Lines of the glyphs outside the tables, top to bottom; slanted text (watermarks) comes last."""
    outside = _outside(glyphs, table_boxes)
    upright = [glyph for glyph in outside if glyph.is_upright]
    slanted = [glyph for glyph in outside if not glyph.is_upright]
    rows = [sorted(row, key=attrgetter("x0")) for row in _rows(upright)]
    lines = [_line(page_number, _printed_once(row), spaced=True) for row in rows]
    if slanted:
        lines.append(_line(page_number, slanted, spaced=False))
    return [line for line in lines if line is not None]


def running_lines(pages: Sequence[tuple[float, Sequence[TextLine]]]) -> list[set[int]]:
    """Which lines of each page are page numbers or running heads and feet, as indices.

    Args:
        pages: height and lines, page after page.
    """
    edges = [_edge_lines(height, lines) for height, lines in pages]
    seen: Counter[tuple[bool, str]] = Counter()
    for (_, lines), edge in zip(pages, edges, strict=True):
        seen.update({_likeness(index, lines) for index in edge})
    enough = max(_LEAST_REPEATS, _REPEAT_SHARE * sum(bool(lines) for _, lines in pages))
    running = []
    for (height, lines), edge in zip(pages, edges, strict=True):
        found = {index for index in edge if seen[_likeness(index, lines)] >= enough}
        running.append(found | _page_numbers(height, lines))
    return running


def _outside(glyphs: Iterable[Glyph], boxes: Sequence[Box]) -> list[Glyph]:
    outside = list(glyphs)
    for x0, top, x1, bottom in boxes:
        outside = [
            glyph
            for glyph in outside
            if not (top <= (glyph.top + glyph.bottom) / 2 <= bottom and x0 <= (glyph.x0 + glyph.x1) / 2 <= x1)
        ]
    return outside


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=attrgetter("baseline", "x0")):
        reach = _BASELINE_REACH * (glyph.bottom - glyph.top)
        if rows and glyph.baseline - rows[-1][0].baseline <= reach:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _printed_once(row: Sequence[Glyph]) -> list[Glyph]:
    once: list[Glyph] = []
    for glyph in row:
        for other in once[-2:]:
            if glyph.text == other.text and glyph.x0 - other.x0 < _OVERPRINT * max(glyph.x1 - glyph.x0, 0.1):
                break
        else:
            once.append(glyph)
    return once


def _line(page_number: int, row: Sequence[Glyph], *, spaced: bool) -> TextLine | None:
    printed = [index for index, glyph in enumerate(row) if not glyph.text.isspace()]
    if not printed:
        return None
    row = row[printed[0] : printed[-1] + 1]
    text: list[str] = []
    x0s, x1s = array("d"), array("d")
    before: Glyph | None = None
    for glyph in row:
        if spaced and before is not None and _is_parted(before, glyph):
            text.append(" ")
            x0s.append(before.x1)
            x1s.append(glyph.x0)
        text.append(glyph.text)
        x0s.append(glyph.x0)
        x1s.append(glyph.x1)
        before = glyph
    inked = [glyph for glyph in row if not glyph.text.isspace()]
    return TextLine(
        page_number=page_number,
        text="".join(text),
        x0s=x0s,
        x1s=x1s,
        top=min(glyph.top for glyph in inked),
        bottom=max(glyph.bottom for glyph in inked),
        size=median(glyph.bottom - glyph.top for glyph in inked),
    )


def _is_parted(before: Glyph, glyph: Glyph) -> bool:
    gap = (glyph.x0 - before.x1) / max(glyph.bottom - glyph.top, 1.0)
    if gap <= _WORD_GAP or before.text.isspace() or glyph.text.isspace():
        return False
    return gap > (_WORD_GAP if is_latin(before.text) and is_latin(glyph.text) else _WIDE_GAP)


def is_latin(character: str) -> bool:
    """Whether a character belongs to a Latin word or a number, whose parts spaces keep apart."""
    return character.isascii() and character.isalnum()


def _edge_lines(height: float, lines: Sequence[TextLine]) -> list[int]:
    head = [index for index, line in enumerate(lines) if line.bottom < _EDGE * height]
    foot = [index for index, line in enumerate(lines) if line.top > (1 - _EDGE) * height]
    return sorted({*head[:2], *foot[-2:]})


def _likeness(index: int, lines: Sequence[TextLine]) -> tuple[bool, str]:
    """What running lines have in common from page to page: head or foot, and the words."""
    is_head = index < len(lines) / 2
    return is_head, _NOT_WORD.sub("", lines[index].text)


def _page_numbers(height: float, lines: Sequence[TextLine]) -> set[int]:
    found = set()
    for index in {0, len(lines) - 1} if lines else set():
        line = lines[index]
        is_at_edge = line.bottom < _EDGE * height or line.top > (1 - _FOOT) * height
        if is_at_edge and _PAGE_NUMBER.fullmatch("".join(line.text.split())):
            found.add(index)
    return found


def margins(lines: Iterable[tuple[float, TextLine]]) -> dict[float, tuple[float, float]]:
    """Left and right edge of the body text by width of page.

    Args:
        lines: width of the page and line.

    The left edge is the leftmost at which several lines begin, the right one that which 95 % keep to, but for
    a mark that hangs over it.
    """
    by_width: defaultdict[float, list[TextLine]] = defaultdict(list)
    for width, line in lines:
        by_width[width].append(line)
    return {width: (_left(group), _right(group)) for width, group in by_width.items()}


def _left(lines: Sequence[TextLine]) -> float:
    starts = Counter(round(line.x0 / 2) for line in lines)
    enough = max(2, 0.05 * len(lines))
    common = [start for start, count in starts.items() if count >= enough]
    return 2.0 * min(common) if common else min(line.x0 for line in lines)


def _right(lines: Sequence[TextLine]) -> float:
    ends = sorted(
        line.x1s[-2] if len(line.text) > 1 and line.text[-1] in _HANGING else line.x1 for line in lines
    )
    return ends[round(0.95 * (len(ends) - 1))]
