"""Where the head of a table ends, and which header texts stand over a cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.grid import GridCell

PATH_SEPARATOR = " / "
_SIGN = r"[-+−–—﹣△▲▽▼]?"
_UNIT_OR_SHARE = r"(%|[百千万亿]*元)?"
_NUMBER = re.compile(rf"^{_SIGN}\(?[\d,]*\.?\d+\)?{_UNIT_OR_SHARE}$")
_FIGURE = re.compile(rf"^{_SIGN}\(?(\d{{1,3}}(,\d{{3}})+|\d+)?\.?\d+\)?{_UNIT_OR_SHARE}$")
_ORDINAL = re.compile(r"^(\d{1,2})([=].*)?$")
_MOST_CAPTION_ROWS = 7
# Points: hardly a character has room in a column as narrow as this.
_STRAY_WIDTH = 14.0
_NO_ORDINAL = re.compile(r"^(栏次|行次|类|款|项|类款项|\*+|—+|-+|甲|乙|丙|丁|序号)?$")
UNIT = re.compile(r"单位[:：]?(人民币)?[万亿千百]*元")
"""A unit of money, in normalised text."""


@dataclass(frozen=True, slots=True)
class TextCell:
    """A grid cell with its normalised text."""

    place: GridCell
    text: str


def is_number(text: str) -> bool:
    """Tell whether normalised text is a number and nothing else."""
    return bool(_FIGURE.match(text) or _NUMBER.match(text))


def _starting(cells: Sequence[TextCell], row_no: int) -> list[TextCell]:
    return [cell for cell in cells if cell.place.row_no == row_no]


def is_column_numbers(texts: Sequence[str]) -> bool:
    """Tell whether a row numbers its columns (栏次): 1, 2, 3, … or formulas as in `7=1+3`."""
    ordinals = [int(m.group(1)) for text in texts if (m := _ORDINAL.match(text))]
    others = [text for text in texts if not _ORDINAL.match(text)]
    if not ordinals or not all(_NO_ORDINAL.match(text) for text in others):
        return False
    has_marker = any(others)
    rises = all(b == a + 1 for a, b in pairwise(ordinals))
    return rises and ordinals[0] in (1, 2, 3) and (len(ordinals) >= 2 or has_marker)


def _caption_row_count(cells: Sequence[TextCell], row_count: int, column_count: int) -> int:
    """Count the rows over the header that hold a title, a unit or nothing; none unless a header follows."""
    for row_no in range(1, min(row_count, _MOST_CAPTION_ROWS) + 1):
        row = _starting(cells, row_no)
        if not _is_caption(row, column_count):
            return row_no - 1 if _is_first_header(row, column_count) else 0
    return 0


def _is_caption(row: Sequence[TextCell], column_count: int) -> bool:
    printed = [cell for cell in row if cell.text]
    if column_count == 1 or _has_number(row):
        return False
    return len(printed) <= 1 or (len(printed) == 2 and any(UNIT.search(cell.text) for cell in printed))


def _is_first_header(row: Sequence[TextCell], column_count: int) -> bool:
    """The first header row holds words, no number, and leaves a third of the columns empty at most."""
    blank = sum(cell.place.column_span for cell in row if not cell.text)
    return blank <= column_count // 3 and any(cell.text for cell in row) and not _has_number(row)


def _is_lower_header(row_no: int, row: Sequence[TextCell], headers: Sequence[TextCell]) -> bool:
    """A further header row holds words only: beside a header from above, or dividing wider ones above."""
    if _has_number(row) or not all(cell.text or _is_stray(cell.place, headers) for cell in row):
        return False
    if any(h.text and h.place.row_no < row_no < h.place.row_no + h.place.row_span for h in headers):
        return True
    return 2 * sum(_divides(cell.place, headers) for cell in row) >= len(row)


def _is_stray(place: GridCell, headers: Sequence[TextCell]) -> bool:
    """A blank cell under blank header cells alone belongs to a stray column, of no account."""
    return all(not h.text for h in headers if _covers(h.place, place.column_no, place.column_no))


def _divides(place: GridCell, headers: Sequence[TextCell]) -> bool:
    last = place.column_no + place.column_span - 1
    return any(
        h.place.row_no + h.place.row_span == place.row_no
        and h.place.column_span > place.column_span
        and _covers(h.place, place.column_no, last)
        for h in headers
    )


def _columns(place: GridCell) -> range:
    return range(place.column_no, place.column_no + place.column_span)


def stray_columns(cells: Sequence[TextCell]) -> set[int]:
    """The columns too narrow for a word, in which nothing stands, not even a heading: left from a layout."""
    own = [cell for cell in cells if cell.place.column_span == 1]
    used = {cell.place.column_no for cell in own if cell.text}
    return {
        cell.place.column_no for cell in own if cell.place.box[2] - cell.place.box[0] <= _STRAY_WIDTH
    } - used


def _has_number(row: Sequence[TextCell]) -> bool:
    return any(is_number(cell.text) for cell in row)


def row_kinds(cells: Sequence[TextCell], row_count: int, column_count: int) -> list[str]:
    """Return the kind of each row: caption, header, column_number or body, in that order from the top.

    A row that is covered by cells from above alone takes the kind of the row above it.
    """
    stray = stray_columns(cells)
    cells = [cell for cell in cells if not set(_columns(cell.place)) <= stray]
    column_count -= len(stray)
    kinds: list[str] = []
    headers: list[TextCell] = []
    captions = _caption_row_count(cells, row_count, column_count)
    for row_no in range(1, row_count + 1):
        row = _starting(cells, row_no)
        if kinds and kinds[-1] in ("body", "column_number"):
            kinds.append("body")
        elif not row:
            kinds.append(kinds[-1] if kinds else "body")
        elif is_column_numbers([cell.text for cell in row]) and headers:
            kinds.append("column_number")
        elif row_no <= captions:
            kinds.append("caption")
        elif _numbers_follow(cells, row_no, row) or (
            _is_lower_header(row_no, row, headers) if headers else _is_first_header(row, column_count)
        ):
            kinds.append("header")
            headers.extend(row)
        else:
            kinds.append("body")
    return kinds


def late_headers(cells: Sequence[TextCell], kinds: Sequence[str]) -> list[TextCell]:
    """Return the header cells that share their row with the first row of the body.

    Some forms print the lowest header words and the total row in one line of the grid: below a wide header
    (not the leftmost, which heads the row labels) stand words alone while the rest of the row is body.
    """
    if "body" not in kinds or "header" not in kinds:
        return []
    first = kinds.index("body") + 1
    row = _starting(cells, first)
    found: list[TextCell] = []
    for wide in cells:
        place = wide.place
        if (
            kinds[place.row_no - 1] != "header"
            or place.row_no + place.row_span != first
            or place.column_no == 1
        ):
            continue
        last = place.column_no + place.column_span - 1
        below = [cell for cell in row if place.column_no <= cell.place.column_no <= last]
        if len(below) > 1 and all(cell.text and not is_number(cell.text) for cell in below):
            found.extend(below)
    return found


def _numbers_follow(cells: Sequence[TextCell], row_no: int, row: Sequence[TextCell]) -> bool:
    """A wordy row with gaps is a header still if the next row numbers the columns."""
    if _has_number(row):
        return False
    following = _starting(cells, row_no + 1)
    return bool(following) and is_column_numbers([cell.text for cell in following])


def path_over(headers: Sequence[TextCell], first: int, last: int) -> str:
    """Return the header texts over columns `first`..`last`, from the top, joined by ' / '.

    A header counts if it covers all of these columns; if none does, those over the first column count.
    """
    over = [h for h in headers if _covers(h.place, first, last)] or [
        h for h in headers if _covers(h.place, first, first)
    ]
    return PATH_SEPARATOR.join(
        h.text for h in sorted(over, key=lambda h: (h.place.row_no, h.place.column_no)) if h.text
    )


def _covers(place: GridCell, first: int, last: int) -> bool:
    return place.column_no <= first and last < place.column_no + place.column_span
