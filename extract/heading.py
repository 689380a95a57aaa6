"""The headings of a table without rules between its columns: which columns each stands over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.word import Word

Span = tuple[float, float]
"""From where to where across the page, points."""

# How far the middles of the lines of one heading may differ, and how far below one another they stand, in
# sizes of the type.
_SAME_MIDDLE = 0.6
_NEXT_LINE = 0.9
# How far the middle of a heading over several columns may miss theirs, as a share of a column.
_OFF_CENTRE = 0.3
# In sizes: what it costs to leave a heading or a column alone, and by how much more a heading on the wrong
# side of what it might stand over costs.
_ALONE = 6.0
_WRONG_SIDE = 4.0


@dataclass(frozen=True, slots=True)
class Column:
    """What the rows write under one another; figures stand at the right end of their column."""

    span: Span
    is_figures: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of one or more lines, and its box in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """Half way from left to right."""
        return (self.x0 + self.x1) / 2


IsRuled = Callable[[float, float, float, float], bool]
"""Whether a rule stands between two heights somewhere in a span (top, bottom, x0, x1)."""


def make_headings(lines: Sequence[Sequence[Word]], is_ruled: IsRuled) -> list[Heading]:
    """Join the lines of each heading.

    Args:
        lines: the words of the head, line by line from the top.
        is_ruled: tells where rules are drawn.
    """
    found: list[Heading] = []
    for line in lines:
        for word in line:
            above = next(
                (
                    heading
                    for heading in reversed(found)
                    if abs(heading.middle - word.middle) <= _SAME_MIDDLE * word.size
                    and word.top - heading.bottom + 0.3 * word.size >= 0
                    and word.top - heading.bottom <= _NEXT_LINE * word.size
                    and not is_ruled(
                        heading.bottom, word.top, max(heading.x0, word.x0), min(heading.x1, word.x1)
                    )
                ),
                None,
            )
            joined = Heading(word.text, word.x0, word.top, word.x1, word.bottom, word.size)
            if above is not None:
                found.remove(above)
                joined = Heading(
                    above.text + word.text,
                    min(above.x0, word.x0),
                    above.top,
                    max(above.x1, word.x1),
                    word.bottom,
                    max(above.size, word.size),
                )
            found.append(joined)
    return found


def spanned_headings(headings: Sequence[Heading], is_ruled: IsRuled) -> dict[Heading, tuple[Heading, ...]]:
    """Return the headings that stand over others, each with the lowest headings that it spans."""
    spans: dict[Heading, tuple[Heading, ...]] = {}
    for heading in sorted(headings, key=lambda h: -h.top):
        lower = sorted(
            (h for h in headings if h not in spans and h.top >= heading.bottom - 0.2 * h.size),
            key=lambda h: h.middle,
        )
        beside = [
            h for h in headings if h is not heading and h.top < heading.bottom and heading.top < h.bottom
        ]
        best: tuple[Heading, ...] = ()
        for first in range(len(lower)):
            for last in range(first, len(lower)):
                run = tuple(lower[first : last + 1])
                if len(run) > len(best) and _stands_over(heading, run, beside, is_ruled):
                    best = run
        if best:
            spans[heading] = best
    return spans


def fitted(
    heading: Heading, run: tuple[Heading, ...], leaves: Sequence[Heading], edges: Sequence[float]
) -> tuple[Heading, ...]:
    """The run of lowest headings whose columns together have the heading in their middle.

    Args:
        heading: no rule tells how far it reaches.
        run: what it spans by the middles of what is below.
        leaves: the headings of the columns, from the left.
        edges: where the columns begin, and where the last one ends.
    """
    first, last = leaves.index(run[0]), leaves.index(run[-1])

    def miss(ends: tuple[int, int]) -> float:
        return abs((edges[ends[0]] + edges[ends[1] + 1]) / 2 - heading.middle)

    near = [
        (low, high)
        for low in range(max(first - 1, 0), first + 2)
        for high in range(max(last - 1, low), min(last + 2, len(leaves)))
        if low <= high and all(leaf.top >= heading.bottom - 1 for leaf in leaves[low : high + 1])
    ]
    low, high = min(near, key=lambda ends: (round(miss(ends) / 2), ends[0] - ends[1]), default=(first, last))
    return tuple(leaves[low : high + 1])


def _stands_over(
    heading: Heading, run: Sequence[Heading], beside: Sequence[Heading], is_ruled: IsRuled
) -> bool:
    if len(run) == 1:
        return heading.x0 < run[0].x1 and run[0].x0 < heading.x1
    # Where a rule parts it from what is below, the rule reaches as far as the heading does.
    foot = max(h.top for h in run)
    has_rule = is_ruled(heading.bottom, foot, heading.x0, heading.x1)
    if has_rule and not all(is_ruled(heading.bottom, h.top, h.middle, h.middle) for h in run):
        return False
    left, right = run[0].middle, run[-1].middle
    if any(left - 1 < h.middle < right + 1 or (h.x0 < left < h.x1) or (h.x0 < right < h.x1) for h in beside):
        return False
    pitch = (right - left) / (len(run) - 1)
    return left < heading.middle < right and abs((left + right) / 2 - heading.middle) <= _OFF_CENTRE * pitch


def align(columns: Sequence[Column], leaves: Sequence[Heading]) -> list[tuple[Column | None, Heading | None]]:
    """Pair columns and lowest headings, both from the left, so that the least is left alone or far away.

    A column that no heading stands over and a heading over nothing printed are given with None.
    """
    count, width = len(columns), len(leaves)
    cost = [[0.0] * (width + 1) for _ in range(count + 1)]
    for i in range(count + 1):
        for j in range(width + 1):
            choices = []
            if i:
                choices.append(cost[i - 1][j] + _ALONE)
            if j:
                choices.append(cost[i][j - 1] + _ALONE)
            if i and j:
                choices.append(cost[i - 1][j - 1] + _distance(columns[i - 1], leaves[j - 1]))
            cost[i][j] = min(choices, default=0.0)
    pairs: list[tuple[Column | None, Heading | None]] = []
    i, j = count, width
    while i or j:
        if i and j and cost[i][j] == cost[i - 1][j - 1] + _distance(columns[i - 1], leaves[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((columns[i], leaves[j]))
        elif i and cost[i][j] == cost[i - 1][j] + _ALONE:
            i -= 1
            pairs.append((columns[i], None))
        else:
            j -= 1
            pairs.append((None, leaves[j]))
    return pairs[::-1]


def _distance(column: Column, leaf: Heading) -> float:
    """How far a heading is from what it might stand over, in sizes; 0 if it stands over it."""
    low, high = column.span
    if leaf.x0 < high and low < leaf.x1:
        return 0.0
    is_left = leaf.x1 <= low
    gap = (low - leaf.x1 if is_left else leaf.x0 - high) / max(leaf.size, 1.0)
    return gap if is_left == column.is_figures else gap + _WRONG_SIDE


def columns_of(pairs: Sequence[tuple[Column | None, Heading | None]]) -> list[Span]:
    """The spans of all columns from the left, as wide as what stands in them and over them."""
    spans = []
    for column, leaf in pairs:
        parts = [span for span in (column and column.span, leaf and (leaf.x0, leaf.x1)) if span]
        spans.append((min(low for low, _ in parts), max(high for _, high in parts)))
    return _apart(spans)


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans without overlap: what two share is parted half way."""
    done = [list(span) for span in spans]
    for left, right in pairwise(done):
        if left[1] > right[0]:
            left[1] = right[0] = (left[1] + right[0]) / 2
    return [(low, max(low, high)) for low, high in done]
