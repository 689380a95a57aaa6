"""Words on a page: glyphs that stand together, with the stretch of the line they cover."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.glyph import Glyph
from extract.line import glyph_rows

# In sizes of the glyph: a wider gap parts two words; Chinese characters are set apart further, and those
# of one word that is spread over a cell (合　计, 类 款 项) further still.
_GAP = 0.35
_CHINESE_GAP = 0.6
_SPREAD_GAP = 4.0
# A gap as narrow as this is none; words may stick out of their column by a hair, points.
_LEAST_GAP = 0.3
_HAIR = 1.0
_FIRST_CHINESE = "\u2e80"


@dataclass(frozen=True, slots=True)
class Word:
    """Printed characters that belong together, from left to right, and their box in points."""

    glyphs: tuple[Glyph, ...]
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    is_spread: bool = False

    @property
    def middle(self) -> float:
        """Half way from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def level(self) -> float:
        """Half way from top to bottom."""
        return (self.top + self.bottom) / 2

    def crosses(self, x: float) -> bool:
        """Whether the word is printed across this place, not beside it or on both sides of a gap there."""
        if not self.x0 + _HAIR < x < self.x1 - _HAIR:
            return False
        before = [glyph for glyph in self.glyphs if glyph.x0 + glyph.x1 < 2 * x]
        if self.is_spread or not before or len(before) == len(self.glyphs):
            return True
        left, right = before[-1], self.glyphs[len(before)]
        return right.x0 - left.x1 < _LEAST_GAP * left.size

    def parted(self, stretches: Sequence[tuple[float, float]]) -> "list[Word]":
        """The words it is if its gaps, however narrow, part it within these stretches of the line."""
        if self.is_spread:
            return [self]
        parts: list[list[Glyph]] = [[self.glyphs[0]]]
        for left, right in pairwise(self.glyphs):
            middle = (left.x1 + right.x0) / 2
            is_gap = right.x0 - left.x1 >= _LEAST_GAP * left.size
            if is_gap and any(low <= middle <= high for low, high in stretches):
                parts.append([])
            parts[-1].append(right)
        return [self] if len(parts) == 1 else [_word(part) for part in parts]


def make_words(glyphs: Iterable[Glyph]) -> list[list[Word]]:
    """Return the words of each line of text, lines from the top, words from the left."""
    lines = []
    for row in glyph_rows(glyph for glyph in glyphs if not glyph.text.isspace()):
        row.sort(key=lambda glyph: glyph.x0)
        words: list[list[Glyph]] = []
        for glyph in row:
            if words and glyph.x0 - words[-1][-1].x1 <= _reach(words[-1][-1], glyph):
                words[-1].append(glyph)
            else:
                words.append([glyph])
        lines.append(_respread(words))
    return lines


def _respread(words: Sequence[list[Glyph]]) -> list[Word]:
    """Join Chinese characters that stand alone one after another: they are one word set wide."""
    joined: list[list[Glyph]] = []
    spread: set[int] = set()
    is_after_single = False
    for word in words:
        is_single = len(word) == 1 and word[0].text >= _FIRST_CHINESE
        if is_single and is_after_single and word[0].x0 - joined[-1][-1].x1 <= _SPREAD_GAP * word[0].size:
            joined[-1].append(word[0])
            spread.add(len(joined) - 1)
        else:
            joined.append(list(word))
        is_after_single = is_single
    return [_word(word, is_spread=number in spread or _is_spread(word)) for number, word in enumerate(joined)]


def _is_spread(glyphs: Sequence[Glyph]) -> bool:
    gaps = [(right.x0 - left.x1) / max(left.size, 1.0) for left, right in pairwise(glyphs)]
    return bool(gaps) and min(gaps) >= _LEAST_GAP


def _reach(before: Glyph, glyph: Glyph) -> float:
    is_chinese = before.text >= _FIRST_CHINESE and glyph.text >= _FIRST_CHINESE
    return (_CHINESE_GAP if is_chinese else _GAP) * max(glyph.size, 1.0)


def _word(glyphs: Sequence[Glyph], *, is_spread: bool = False) -> Word:
    return Word(
        tuple(glyphs),
        "".join(glyph.text for glyph in glyphs),
        min(glyph.x0 for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
        max(glyph.size for glyph in glyphs),
        is_spread,
    )
