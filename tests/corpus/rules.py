"""The rules of a table: which there are, and the ways that programs draw them.

strokes: a line per edge. dashed: the same, dashed. filled: one thin rectangle per rule, as long as the rule.
cornered: thin rectangles between crossings and a little square on each crossing (Word). mitred: a polygon
per edge with a slanting end (spreadsheets). gapped: lines that stop short of crossings. edges: every cell
draws its four edges a little inside its box, so that neighbours' edges lie side by side. cell_rects: an
outline per cell.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from tests.corpus.paper import Paper, Segment
from tests.corpus.styles import Ruling

STROKE, THIN, CORNER = 0.6, 0.75, 0.48
GAP, INSET = 0.8, 0.2
DASH = (2.0, 1.2)
PAPER_GREY, HEAD_GREY = 1.0, 0.85


def paint(paper: Paper, boxes: Iterable[Segment], is_head: bool) -> None:
    """Paints the cells, before anything is written on them."""
    for box in boxes:
        paper.box(box, grey=HEAD_GREY if is_head else PAPER_GREY)


def draw(paper: Paper, boxes: Sequence[Segment], is_head: bool, is_first: bool) -> None:
    """Draws the rules of consecutive rows.

    Args:
        paper: where to draw; its style tells which rules and how.
        boxes: the cells that begin there, (left, lower, right, upper).
        is_head: the rows are the header.
        is_first: nothing of the table is above them on the page.
    """
    if not boxes:
        return
    style = paper.style
    if style.ruling == "all" and style.rules in BY_CELL:
        BY_CELL[style.rules](paper, boxes)
    else:
        BY_SEGMENT[style.rules](paper, _segments(boxes, style.ruling, is_head, is_first))


def _segments(boxes: Sequence[Segment], ruling: Ruling, is_head: bool, is_first: bool) -> set[Segment]:
    segments: set[Segment] = set()
    if ruling == "three_lines":
        left, low = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, high = max(box[2] for box in boxes), max(box[3] for box in boxes)
        segments = {(left, low, right, low)} | ({(left, high, right, high)} if is_first else set())
        if is_head:
            segments |= {(x0, y0, x1, y0) for x0, y0, x1, _ in boxes if _is_divided(boxes, x0, y0, x1)}
        return segments
    for x0, y0, x1, y1 in boxes:
        segments |= {(x0, y1, x1, y1), (x0, y0, x1, y0)}
        if ruling == "all":
            segments |= {(x0, y0, x0, y1), (x1, y0, x1, y1)}
    return segments


def _is_divided(boxes: Sequence[Segment], left: float, low: float, right: float) -> bool:
    """Whether narrower cells stand right under a cell."""
    under = [box for box in boxes if box[3] == low and left <= box[0] and box[2] <= right]
    return len(under) > 1


def _stroked(paper: Paper, segments: set[Segment]) -> None:
    paper.stroke(sorted(segments), STROKE)


def _dashed(paper: Paper, segments: set[Segment]) -> None:
    paper.stroke(_merged(segments), STROKE, DASH)


def _filled(paper: Paper, segments: set[Segment]) -> None:
    half = THIN / 2
    for x0, y0, x1, y1 in _merged(segments):
        paper.box((x0 - half, y0 - half, x1 + half, y1 + half))


def _gapped(paper: Paper, segments: set[Segment]) -> None:
    paper.stroke(sorted(_shortened(piece, GAP) for piece in _pieces(segments)), STROKE)


def _cornered(paper: Paper, segments: set[Segment]) -> None:
    half = CORNER / 2
    pieces = sorted(_pieces(segments))
    crossings = {point for x0, y0, x1, y1 in pieces for point in ((x0, y0), (x1, y1))}
    ends = [(min(x for x, _ in crossings), y) for _, y in crossings]
    for x, y in (*sorted(crossings), *sorted(set(ends) & crossings)):
        paper.box((x - half, y - half, x + half, y + half))
    for piece in pieces:
        x0, y0, x1, y1 = _shortened(piece, half)
        across, up = (half, 0.0) if x0 == x1 else (0.0, half)
        paper.box((x0 - across, y0 - up, x1 + across, y1 + up))


def _merged(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Segments that touch on one line, as one."""
    runs: list[tuple[bool, float, float, float]] = []
    for is_upright, at, start, end in sorted(_lines(segments)):
        if runs and runs[-1][:2] == (is_upright, at) and start <= runs[-1][3] + THIN:
            runs[-1] = (is_upright, at, runs[-1][2], max(runs[-1][3], end))
        else:
            runs.append((is_upright, at, start, end))
    for is_upright, at, start, end in runs:
        yield (at, start, at, end) if is_upright else (start, at, end, at)


def _pieces(segments: Iterable[Segment]) -> set[Segment]:
    """Segments split wherever another one ends on or crosses them."""
    merged = list(_merged(segments))
    pieces: set[Segment] = set()
    for x0, y0, x1, y1 in merged:
        if x0 == x1:
            cuts = {y0, y1, *(s[1] for s in merged if s[1] == s[3] and s[0] <= x0 <= s[2] and y0 < s[1] < y1)}
            pieces |= {(x0, low, x0, high) for low, high in pairwise(sorted(cuts))}
        else:
            cuts = {x0, x1, *(s[0] for s in merged if s[0] == s[2] and s[1] <= y0 <= s[3] and x0 < s[0] < x1)}
            pieces |= {(left, y0, right, y0) for left, right in pairwise(sorted(cuts))}
    return pieces


def _lines(segments: Iterable[Segment]) -> Iterator[tuple[bool, float, float, float]]:
    for x0, y0, x1, y1 in segments:
        if x0 == x1:
            yield True, x0, min(y0, y1), max(y0, y1)
        else:
            yield False, y0, x0, x1


def _shortened(segment: Segment, by: float) -> Segment:
    x0, y0, x1, y1 = segment
    return (x0, y0 + by, x1, y1 - by) if x0 == x1 else (x0 + by, y0, x1 - by, y1)


def _mitred(paper: Paper, boxes: Sequence[Segment]) -> None:
    right, low = max(box[2] for box in boxes), min(box[1] for box in boxes)
    for x0, y0, x1, y1 in boxes:
        paper.polygon([(x0, y1), (x1, y1), (x1, y1 - THIN), (x0 + THIN, y1 - THIN)])
        paper.polygon([(x0, y0), (x0, y1), (x0 + THIN, y1 - THIN), (x0 + THIN, y0)])
        if x1 == right:
            paper.polygon([(x1, y0), (x1, y1), (x1 - THIN, y1 - THIN), (x1 - THIN, y0)])
        if y0 == low:
            paper.polygon([(x0, y0), (x1, y0), (x1 - THIN, y0 + THIN), (x0, y0 + THIN)])


def _edged(paper: Paper, boxes: Sequence[Segment]) -> None:
    for x0, y0, x1, y1 in boxes:
        left, low, right, high = x0 + INSET, y0 + INSET, x1 - INSET, y1 - INSET
        for edge in (
            (left, high, right, high),
            (right, low, right, high),
            (left, low, right, low),
            (left, low, left, high),
        ):
            paper.stroke([edge], STROKE / 2)


def _outlined(paper: Paper, boxes: Sequence[Segment]) -> None:
    for box in boxes:
        paper.box(box, STROKE)


BY_CELL: dict[str, Callable[[Paper, Sequence[Segment]], None]] = {
    "mitred": _mitred,
    "edges": _edged,
    "cell_rects": _outlined,
}
BY_SEGMENT: dict[str, Callable[[Paper, set[Segment]], None]] = {
    "strokes": _stroked,
    "dashed": _dashed,
    "filled": _filled,
    "gapped": _gapped,
    "cornered": _cornered,
    **dict.fromkeys(BY_CELL, _stroked),
}
