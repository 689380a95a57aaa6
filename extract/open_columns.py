"""Tables without rules between their columns: the rules that the gaps in their text stand for.

Level rules alone are a table if what stands between them falls into columns. The gaps that hardly any row of
figures writes across are taken for rules; where a word does cross one (a merged cell) the rule is left out.
A table that rules its head and foot only also gets a rule between each two lines of its figures.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.finder import line_groups
from extract.glyph import Glyph
from extract.header import UNIT, is_column_numbers, is_number
from extract.heading import Column, Heading, Span, align, columns_of, fitted, make_headings, spanned_headings
from extract.ruling import Rulings, Stroke
from extract.text import normalise
from extract.word import Word, make_words

# Points: how far the ends of the rules of one table may differ, how far apart its rules may lie.
_ENDS = 10.0
_TALLEST_ROW = 90.0
_FEWEST_RULES = 2
_FEWEST_COLUMNS = 2
# A table has at least so many figures: two rows of one, or a row of several.
_FEWEST_FIGURES = 2
# A gap is a gap between columns if at most this share of the rows writes across it.
_CROSSED_SHARE = 0.1
_NARROWEST_GAP = 1.5
_HAIR = 3.0
_CODE = re.compile(r"\d{3,}")
# Lines of one cell follow one another within so many sizes.
_LEADING = 1.4
# Type larger than the table's by this factor is a title.
_TITLE = 1.2


@dataclass(slots=True)
class _Band:
    """What stands between two rules that follow one another."""

    top: float
    bottom: float
    lines: list[list[Word]]

    @property
    def words(self) -> list[Word]:
        return [word for line in self.lines for word in line]

    @property
    def is_body(self) -> bool:
        return not self.is_column_numbers and any(map(_is_figure, self.words))

    @property
    def is_column_numbers(self) -> bool:
        return is_column_numbers([normalise(word.text) for word in self.words])


def with_open_columns(rulings: Rulings, glyphs: Sequence[Glyph]) -> Rulings:
    """Return the rulings and those that tables without rules between their columns leave out."""
    tables = list(_tables(rulings))
    if not tables:
        return rulings
    lines = make_words(glyph for glyph in glyphs if glyph.is_upright)
    added = Rulings([*rulings.level], [*rulings.upright])
    for rules in tables:
        for part in _parts(_bands(rules, lines)):
            _rule(part, rules, added)
    return added


def _tables(rulings: Rulings) -> Iterable[list[Stroke]]:
    """Level rules that may belong to one table: of one width, with none across them but at their ends."""
    candidates: list[Stroke] = []
    for level, upright in line_groups(rulings):
        if not level:
            continue
        low, high = min(stroke.low for stroke in level), max(stroke.high for stroke in level)
        if all(min(abs(stroke.at - low), abs(stroke.at - high)) <= _ENDS for stroke in upright):
            candidates.extend(level)
    tables: list[list[Stroke]] = []
    for stroke in sorted(candidates):
        for table in tables:
            low, high = min(s.low for s in table), max(s.high for s in table)
            if stroke.low >= low - _ENDS and stroke.high <= high + _ENDS:
                table.append(stroke)
                break
        else:
            tables.append([stroke])
    return [table for table in tables if len({stroke.at for stroke in table}) >= _FEWEST_RULES]


def _bands(rules: Sequence[Stroke], lines: Sequence[Sequence[Word]]) -> list[_Band]:
    low, high = min(stroke.low for stroke in rules), max(stroke.high for stroke in rules)
    bands = []
    for top, bottom in pairwise(sorted({stroke.at for stroke in rules})):
        within = [
            [word for word in line if low - _ENDS <= word.middle <= high + _ENDS]
            for line in lines
            if line and top <= line[0].level <= bottom
        ]
        bands.append(_Band(top, bottom, [line for line in within if line]))
    return bands


def _parts(bands: Sequence[_Band]) -> list[list[_Band]]:
    """Part the bands where a title or a unit stands between two tables."""
    sizes = [word.size for band in bands for word in band.words]
    parts: list[list[_Band]] = [[]]
    for band in bands:
        is_caption = any(
            word.size > _TITLE * median(sizes) or UNIT.search(normalise(word.text)) for word in band.words
        )
        is_far = band.bottom - band.top > _TALLEST_ROW and not band.is_body
        if is_caption or is_far:
            parts.append([])
        else:
            parts[-1].append(band)
    return [part for part in parts if part]


def _rule(bands: list[_Band], rules: Sequence[Stroke], added: Rulings) -> None:
    """Add the rules that the gaps of one table's text stand for, if it is a table."""
    low, high = min(stroke.low for stroke in rules), max(stroke.high for stroke in rules)
    for band in bands:
        at = _above_numbers(band)
        if at is not None:
            added.level.append(Stroke(at, low, high))
            bands = [part for other in bands for part in _parted(other, at)]
    rows = [row for band in bands if band.is_body for row in _rows(band)]
    numbered = [band for band in bands if band.is_column_numbers]
    if sum(_is_figure(word) for row in rows for word in row.words) < _FEWEST_FIGURES:
        rows = numbered
    if not rows:
        return
    columns = _columns(rows)
    first = next(index for index, band in enumerate(bands) if band in rows or band.is_body)
    between = _between([column.span for column in columns], low, high)
    head = [line for band in bands[:first] if not band.is_column_numbers for line in band.lines]
    parted = [[part for word in line for part in word.parted(between)] for line in head]

    def is_ruled(top: float, bottom: float, x0: float, x1: float) -> bool:
        return any(top - 1 <= rule.at <= bottom + 1 and rule.low <= x1 and x0 <= rule.high for rule in rules)

    headings = make_headings(parted, is_ruled)
    parents = spanned_headings(headings, is_ruled)
    leaves = sorted((h for h in headings if h not in parents), key=lambda h: h.middle)
    pairs = align(columns, leaves)
    spans = columns_of(pairs)
    if len(spans) < _FEWEST_COLUMNS:
        return
    ends = {end for stroke in rules for end in (stroke.low, stroke.high) if low + _ENDS < end < high - _ENDS}
    gaps = [_place(left[1], right[0], ends) for left, right in pairwise(spans)]
    edges = [low, *gaps, high]
    place_of = {leaf: number for number, (_, leaf) in enumerate(pairs) if leaf is not None}
    reaches: list[tuple[Heading, int, int]] = []
    for heading, below in parents.items():
        foot = min(leaf.top for leaf in below)
        if len(below) > 1 and not is_ruled(heading.bottom, foot, heading.x0, heading.x1):
            below = fitted(heading, below, leaves, [edges[place_of[leaf]] for leaf in leaves] + [high])
        first_place, last_place = place_of[below[0]], place_of[below[-1]]
        reaches.append((heading, first_place, last_place))
        if not is_ruled(heading.bottom, foot, heading.x0, heading.x1):
            at = (heading.bottom + foot) / 2
            added.level.append(Stroke(at, edges[first_place], edges[last_place + 1]))
            bands = [part for band in bands for part in _parted(band, at)]
    for band in bands:
        for row in _rows(band) if band.is_body else [band]:
            if row.top > band.top:
                added.level.append(Stroke(row.top, low, high))
            spanned = {
                gap
                for heading, first_place, last_place in reaches
                if row.top <= (heading.top + heading.bottom) / 2 <= row.bottom
                for gap in range(first_place, last_place)
            }
            for number, x in enumerate(gaps):
                if number not in spanned and not any(word.crosses(x) for word in row.words):
                    added.upright.append(Stroke(x, row.top, row.bottom))
    for x in (low, high):
        added.upright.append(Stroke(x, bands[0].top, bands[-1].bottom))


def _above_numbers(band: _Band) -> float | None:
    """Where to part the line that numbers the columns from the headings above it in the same band."""
    last = band.lines[-1] if len(band.lines) > 1 else []
    if not last or not is_column_numbers([normalise(word.text) for word in last]):
        return None
    return (
        max(word.bottom for line in band.lines[:-1] for word in line) + min(word.top for word in last)
    ) / 2


def _parted(band: _Band, at: float) -> list[_Band]:
    if not band.top < at < band.bottom:
        return [band]
    upper = [line for line in band.lines if line[0].level < at]
    return [_Band(band.top, at, upper), _Band(at, band.bottom, band.lines[len(upper) :])]


def _between(spans: Sequence[Span], low: float, high: float) -> list[Span]:
    """The stretches between the spans, and at both ends."""
    edges = [low, *(x for span in spans for x in span), high]
    return [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]


def _place(left: float, right: float, ends: Iterable[float]) -> float:
    """Where to rule between what ends at `left` and begins at `right`: where a rule ends, else half way."""
    inside = [end for end in ends if left - _HAIR <= end <= right + _HAIR]
    return inside[0] if inside else (left + right) / 2


def _rows(band: _Band) -> list[_Band]:
    """The rows of a band: lines that follow closely are one, unless figures then stand under one another."""
    anchors = [line for line in band.lines if any(map(_is_figure, line))]
    if len(anchors) < 2:
        return [band]
    groups = _close_lines(band.lines)
    if any(_has_repeats(group) for group in groups):
        groups = _nearest_lines(band.lines, anchors) if _has_repeats(anchors) else [band.lines]
    edges = [band.top]
    for upper, lower in pairwise(groups):
        foot = max(word.bottom for line in upper for word in line)
        head = min(word.top for line in lower for word in line)
        edges.append((foot + head) / 2)
    edges.append(band.bottom)
    return [_Band(top, bottom, group) for (top, bottom), group in zip(pairwise(edges), groups, strict=True)]


def _is_figure(word: Word) -> bool:
    return is_number(normalise(word.text))


def _level(line: Sequence[Word]) -> float:
    return sum(word.level for word in line) / len(line)


def _close_lines(lines: Sequence[list[Word]]) -> list[list[list[Word]]]:
    groups = [[lines[0]]]
    for line in lines[1:]:
        is_close = _level(line) - _level(groups[-1][-1]) <= _LEADING * max(word.size for word in line)
        if is_close:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _nearest_lines(lines: Sequence[list[Word]], anchors: Sequence[Sequence[Word]]) -> list[list[list[Word]]]:
    """The lines with figures, each with the lines without that are nearest to it."""
    levels = [_level(line) for line in anchors]
    groups: list[list[list[Word]]] = [[] for _ in anchors]
    for line in lines:
        nearest = min(range(len(levels)), key=lambda index: abs(levels[index] - _level(line)))
        groups[nearest].append(line)
    return groups


def _has_repeats(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether lines have figures under one another, and more than one a line: not one broken over two."""
    figures = [words for words in ([word for word in line if _is_figure(word)] for line in lines) if words]
    return any(
        max(len(upper), len(lower)) > 1 and any(a.x0 < b.x1 and b.x0 < a.x1 for a in upper for b in lower)
        for upper, lower in pairwise(figures)
    )


def _columns(rows: Sequence[_Band]) -> list[Column]:
    """What the rows write under one another, from left to right; words over several columns are set aside."""
    words = [word for row in rows for word in row.words]
    cores = _cores(rows)
    spans: list[Span] = []
    for word in sorted(words, key=lambda word: word.x0):
        if sum(word.x0 < high and low < word.x1 for low, high in cores) > 1:
            continue
        if spans and word.x0 < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], word.x1))
        else:
            spans.append((word.x0, word.x1))
    return [Column(span, _is_figures(span, rows)) for span in spans]


def _cores(rows: Sequence[_Band]) -> list[Span]:
    """The stretches that more than a few rows write in."""
    edges = sorted({x for row in rows for word in row.words for x in (word.x0, word.x1)})
    allowed = int(_CROSSED_SHARE * len(rows))
    cores: list[Span] = []
    for left, right in pairwise(edges):
        middle = (left + right) / 2
        if sum(any(word.x0 < middle < word.x1 for word in row.words) for row in rows) > allowed:
            if cores and left - cores[-1][1] < _NARROWEST_GAP:
                cores[-1] = (cores[-1][0], right)
            else:
                cores.append((left, right))
    return cores


def _is_figures(span: Span, rows: Sequence[_Band]) -> bool:
    """Whether most of what stands in a span is numbers, codes apart."""
    texts = [
        normalise(word.text) for row in rows for word in row.words if word.x0 < span[1] and span[0] < word.x1
    ]
    return 2 * sum(is_number(text) and not _CODE.fullmatch(text) for text in texts) > len(texts)
