"""Tables that run over pages: which part continues which, and the header paths a part inherits."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.cut_row import join_cut_row
from extract.grid import nearest
from extract.header import TextCell, path_over
from extract.table import Cell, Table
from extract.text import normalise

_EDGE_TOLERANCE = 6.0
_RUNNING_SHARE = 0.5
# What a title says of itself on the pages that its table runs on to.
_CONTINUED = re.compile(r"^续(表[一二三四五六七八九十\d]*)?$|\(续(表)?[一二三四五六七八九十\d]*\)")


def join_parts(parts: Sequence[tuple[int, Table]]) -> list[tuple[int, int, int, Table]]:
    """Number the tables of a document and say which one each continues.

    Args:
        parts: page number and table, in reading order.

    Returns:
        Page number, table number, number of the first part of the table it belongs to, and the table;
        a part without headers of its own carries the header paths of the first part.
    """
    running = _running_lines(parts)
    joined: list[tuple[int, int, int, Table]] = []
    for index, (page_number, table) in enumerate(parts):
        number = index + 1
        root = number
        if index and _continues(parts, index, _root_table(joined, joined[-1][2]), running):
            root = joined[-1][2]
            table = _inherit(table, _root_table(joined, root))
            before = joined[-1]
            if one_row := join_cut_row(before[3], table):
                joined[-1] = (*before[:3], one_row[0])
                table = one_row[1]
        joined.append((page_number, number, root, table))
    return joined


def _root_table(joined: Sequence[tuple[int, int, int, Table]], root: int) -> Table:
    return joined[root - 1][3]


def _lines(table: Table) -> list[str]:
    lines = (normalise(line) for line in (table.lines_above or "").split("\n") if line.strip())
    return [line for line in (_CONTINUED.sub("", line) for line in lines) if line]


def _running_lines(parts: Sequence[tuple[int, Table]]) -> set[str]:
    """Lines that stand over the first table of most pages: running heads, no titles."""
    first_of_page = dict(reversed(parts))
    counts = Counter(line for table in first_of_page.values() for line in set(_lines(table)[:2]))
    least = max(3, _RUNNING_SHARE * len(first_of_page))
    return {line for line, count in counts.items() if count >= least}


def _continues(parts: Sequence[tuple[int, Table]], index: int, root: Table, running: set[str]) -> bool:
    (page_before, _), (page, table) = parts[index - 1], parts[index]
    if page != page_before + 1:
        return False
    if not set(_lines(table)) - running <= set(_lines(root)):
        return False
    if table.header_row_count and _header_texts(table) != _header_texts(root):
        return False
    return same_columns(root.column_edges, table.column_edges) or bool(
        table.header_row_count and table.column_count == root.column_count
    )


def same_columns(whole: Sequence[float], part: Sequence[float]) -> bool:
    """Tell whether a part has its column rules where the whole has them, within a few points.

    Both must begin and end alike; the part may lack rules that only the head of the whole needs (a code
    column that the head divides into three).
    """
    if 2 * len(part) < len(whole) or len(part) > len(whole):
        return False
    ends_meet = all(abs(whole[i] - part[i]) <= _EDGE_TOLERANCE for i in (0, -1))
    return ends_meet and all(abs(whole[nearest(whole, x)] - x) <= _EDGE_TOLERANCE for x in part)


def _header_texts(table: Table) -> list[str]:
    return [header.text for header in table.headers]


def _inherit(table: Table, root: Table) -> Table:
    """Give the body cells of a part without headers the header paths of the first part, by position."""
    if table.headers or not root.headers:
        return table
    return replace(
        table, cells=tuple(_with_path(cell, root.column_edges, root.headers) for cell in table.cells)
    )


def _with_path(cell: Cell, edges: Sequence[float], headers: Sequence[TextCell]) -> Cell:
    first = nearest(edges, cell.x0) + 1
    last = max(first, nearest(edges, cell.x1))
    return replace(cell, header_path=path_over(headers, first, last))
