"""The codes and amounts that stand on one printed line: what an extracted row should hold.

Read from pdfium's text layer, without regard to rulings and without the product's own reading of glyphs.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from ctypes import byref, c_double
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from bench.recall import Pair, amount, codes, plain
from extract.glyph import View

# In heights of a character: how far baselines differ within a line, and the gap that parts two words.
_BASELINE_REACH = 0.3
_GAP = 0.35
# A code may be printed in three columns: class, group, item.
_MOST_PARTS = 3
# With decimals or separators, or too long for a count, a year or a part of a code.
_AMOUNT = re.compile(r"-?(?:\d+\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{6}|\d{8,})")


class _Character(NamedTuple):
    text: str
    x0: float
    x1: float
    baseline: float
    height: float


def page_count(path: Path) -> int:
    """Pages of a PDF."""
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def printed_pairs(path: Path) -> Counter[Pair]:
    """The pairs of each line that begins with a code; numbers that may be counts or years are left out."""
    pairs: Counter[Pair] = Counter()
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            for words in _lines(_characters(page)):
                pairs.update(line_pairs(words))
            page.close()
    return pairs


def line_pairs(words: list[str]) -> Counter[Pair]:
    """The pairs of one line: the code it begins with, and every number that is surely an amount."""
    parts = list(takewhile(str.isdecimal, words[:_MOST_PARTS]))
    first = codes(words[:1]) and codes(parts or words[:1])
    amounts = [value for word in words[1:] if _AMOUNT.fullmatch(word) and (value := amount(word)) is not None]
    return Counter(Pair(code, value) for code in first for value in amounts)


def _characters(page: Any) -> Iterator[_Character]:
    text_page = page.get_textpage()
    left, bottom, right, top = page.get_bbox()
    view = View(left, bottom, right, top, page.get_rotation())
    x, y = c_double(), c_double()
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1 or 0xD800 <= code < 0xE000:
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, index, byref(x), byref(y))
        x0, upper, x1, lower = view.box(*text_page.get_charbox(index, loose=True))
        yield _Character(chr(code), x0, x1, view.point(x.value, y.value)[1], lower - upper)
    text_page.close()


def _lines(characters: Iterable[_Character]) -> Iterator[list[str]]:
    """The words of each line, from left to right."""
    rows: list[list[_Character]] = []
    for one in sorted(characters, key=lambda one: one.baseline):
        if rows and one.baseline - rows[-1][-1].baseline <= _BASELINE_REACH * one.height:
            rows[-1].append(one)
        else:
            rows.append([one])
    for row in rows:
        words, end = [""], float("inf")
        for one in sorted(row, key=lambda one: one.x0):
            if one.text.isspace() or one.x0 - end > _GAP * one.height:
                words.append("")
            words[-1] += one.text.strip()
            end = one.x1
        yield [plain(word) for word in words if word]
