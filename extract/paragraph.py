"""Paragraphs: lines that run on, over page breaks too."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.glyph import Box
from extract.textline import TextLine, is_latin, margins, running_lines

# In sizes of the line: how far a first line is set in, and how much of the line's end may stay free
# though the next word would just have fitted.
_INDENT = 0.8
_FREE_END = 0.3
_SIZE_CHANGE = 0.25
# In usual distances between baselines: a wider one parts paragraphs.
_WIDE_PITCH = 1.6
_LEAST_LINES_FOR_PITCH = 4
_PITCH_OF_FEW_LINES = 2.4
# Boxes of tables and lines may overlap by this much, points.
_OVERLAP = 2.0

# What no heading, label or list item ends with: words that a figure or a name follows.
_OPEN_ENDS = "为占的与和及比较至，、"
# In sizes of the line: the room that a piece kept whole may leave.
_CUT_ROOM = 8.0

_CLOSING = "。，、；：！？）】》〉”’%％)],.;:"
_OPENING = "（《【〈“‘(["
_TERMINAL = tuple("。！？；：”）)")
# No heading or list item begins with an amount or its unit: the line goes on from the one above.
_AMOUNT = re.compile(r"\d[\d,，]*(?:\.\d+)?\s*(?:[亿万千百]*元|[%％])|[亿万]元|[%％]")
_LEADER = re.compile(r"[.…·．⋯]{4,}[\s\d.…·．⋯-]*$")
_ORDINAL = re.compile(
    r"(?:第[一二三四五六七八九十]+[部章节条]|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[、.．](?!\d))"
)


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page outside its tables; sizes and boxes in points as shown."""

    page_number: int
    width: float
    height: float
    lines: Sequence[TextLine]
    table_boxes: Sequence[Box]


@dataclass(frozen=True, slots=True)
class _Measure:
    """The page a line stands on, the edges of its body text and the usual distance of its lines."""

    page: PageText
    left: float
    right: float
    pitch: float


def paragraphs(pages: Sequence[PageText]) -> list[list[TextLine]]:
    """Paragraphs in reading order; page numbers and running lines are paragraphs of their own.

    Those of a page come before the paragraphs that begin on it, so that they interrupt none.
    """
    running = running_lines([(page.height, page.lines) for page in pages])
    bodies = [
        [line for index, line in enumerate(page.lines) if index not in found]
        for page, found in zip(pages, running, strict=True)
    ]
    edges = margins(
        (round(page.width), line) for page, body in zip(pages, bodies, strict=True) for line in body
    )
    done = [
        [page.lines[index]] for page, found in zip(pages, running, strict=True) for index in sorted(found)
    ]
    current: list[TextLine] = []
    before: _Measure | None = None
    for page, body in zip(pages, bodies, strict=True):
        left, right = edges.get(round(page.width), (0.0, page.width))
        here = _Measure(page, left, right, _usual_pitch(body))
        for line in body:
            if current and before is not None and _runs_on(current, line, before, here):
                current.append(line)
            else:
                current = [line]
                done.append(current)
            before = here
    # Stable: what runs along a page was put first.
    return sorted(done, key=lambda lines: lines[0].page_number)


def _usual_pitch(lines: Sequence[TextLine]) -> float:
    pitches = [line.bottom - above.bottom for above, line in pairwise(lines)]
    if len(pitches) < _LEAST_LINES_FOR_PITCH:
        return _PITCH_OF_FEW_LINES * max((line.size for line in lines), default=0.0)
    return median(pitches)


def _runs_on(current: Sequence[TextLine], line: TextLine, before: _Measure, here: _Measure) -> bool:
    last = current[-1]
    if not _follows(last, line, before, here) or _is_table_between(last, line, before, here):
        return False
    if abs(line.size - last.size) > _SIZE_CHANGE * max(line.size, last.size) or _LEADER.search(last.text):
        return False
    if last.text.endswith(_TERMINAL) and _ORDINAL.match(line.text):
        return False
    is_full = not _would_fit(line, before.right - last.x1)
    # Indents are told against the page's own left edge: margins may change over a page break.
    indent, last_indent = line.x0 - here.left, last.x0 - before.left
    if indent > _INDENT * line.size:
        if indent > last_indent + _INDENT * line.size:
            return False
        is_outdented = indent < last_indent - _INDENT * line.size
        if len(current) == 1 and not is_outdented and last.text.endswith(_TERMINAL):
            return False
    return is_full or _is_cut(last, line, before.right - last.x1)


def _is_cut(last: TextLine, line: TextLine, room: float) -> bool:
    """Whether a line that is nearly full stops in the middle of what it says.

    A number or a word that the layout kept whole leaves more room than the next piece seems to need.
    """
    is_open = not last.text.endswith(_TERMINAL) and not _ORDINAL.match(line.text)
    stops_short = last.text[-1] in _OPEN_ENDS or _AMOUNT.match(line.text) is not None
    return is_open and stops_short and room <= _CUT_ROOM * line.size


def _follows(last: TextLine, line: TextLine, before: _Measure, here: _Measure) -> bool:
    if last.page_number == line.page_number:
        return 0 < line.bottom - last.bottom <= _WIDE_PITCH * here.pitch
    return before.page.page_number + 1 == here.page.page_number


def _is_table_between(last: TextLine, line: TextLine, before: _Measure, here: _Measure) -> bool:
    def is_under(box: Box) -> bool:
        return box[1] >= last.bottom - _OVERLAP

    def is_over(box: Box) -> bool:
        return box[3] <= line.top + _OVERLAP

    if before.page is here.page:
        return any(is_under(box) and is_over(box) for box in here.page.table_boxes)
    return any(map(is_under, before.page.table_boxes)) or any(map(is_over, here.page.table_boxes))


def _would_fit(line: TextLine, room: float) -> bool:
    """Whether the first unbreakable piece of a line had room at the end of the line before it."""
    end = 1
    while end < len(line.text) and _is_inseparable(line.text[end - 1], line.text[end]):
        end += 1
    return line.x1s[end - 1] - line.x0 + _FREE_END * line.size <= room


def _is_inseparable(first: str, second: str) -> bool:
    if second in _CLOSING or first in _OPENING:
        return True
    return (is_latin(first) or first in ".,-") and is_latin(second)
