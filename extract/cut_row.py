"""A row that a page break cuts in two: its words are put together where its figures stand."""

from collections.abc import Sequence
from dataclasses import replace

from extract.header import is_number
from extract.table import Cell, Table

# A column that so many of a table's rows fill is one that a whole row fills.
_USUAL_SHARE = 0.8
_FEWEST_ROWS = 2
# A line that goes on is full: no more than this is left of it, in sizes of its type.
_ROOM = 2.0


def join_cut_row(upper: Table, lower: Table) -> tuple[Table, Table] | None:
    """Put together the last row of a part and the first row of the next if the page break cut one row.

    Neither half is a whole row: what a whole row of the table fills is filled in one of them or the other,
    no column holds a number in both, and words that go on below fill their line above. The words join the
    half that holds the figures; the cells of the other half are kept as printed, of kind `cut`.

    Returns:
        The two parts with the row put together; None if the page break cut none.
    """
    head, tail = _row(upper, upper.row_count), _first_body_row(lower)
    if not head or not tail or any(cell.row_kind != "body" for cell in (*head, *tail)):
        return None
    others = [
        row
        for table, own in ((upper, head), (lower, tail))
        for row in _body_rows(table)
        if row[0].row_no != own[0].row_no
    ]
    usual = _usual_places(others, upper)
    if len(others) < _FEWEST_ROWS or not _is_one_row(head, tail, usual, upper):
        return None
    if sum(map(_is_figure, head)) > sum(map(_is_figure, tail)):
        return _with_row(upper, head, tail, is_upper=True), _as_cut(lower, tail)
    return _as_cut(upper, head), _with_row(lower, tail, head, is_upper=False)


def _row(table: Table, row_no: int) -> list[Cell]:
    row = [cell for cell in table.cells if cell.row_no <= row_no < cell.row_no + cell.row_span]
    return row if all(cell.row_span == 1 for cell in row) else []


def _first_body_row(table: Table) -> list[Cell]:
    numbers = [cell.row_no for cell in table.cells if cell.row_kind == "body"]
    return _row(table, min(numbers)) if numbers else []


def _body_rows(table: Table) -> list[list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.row_kind == "body":
            rows.setdefault(cell.row_no, []).append(cell)
    return list(rows.values())


def _middle(cell: Cell) -> float:
    return (cell.x0 + cell.x1) / 2


def _at(row: Sequence[Cell], x: float) -> Cell | None:
    """The cell of a row at a place across the page."""
    return next((cell for cell in row if cell.x0 <= x <= cell.x1), None)


def _fills(row: Sequence[Cell], x: float) -> bool:
    cell = _at(row, x)
    return cell is not None and bool(cell.text_normalised)


def _usual_places(rows: Sequence[Sequence[Cell]], table: Table) -> list[float]:
    """The middles of the columns that nearly every row fills."""
    edges = table.column_edges
    places = [(edges[i] + edges[i + 1]) / 2 for i in range(len(edges) - 1)]
    return [x for x in places if sum(_fills(row, x) for row in rows) >= _USUAL_SHARE * len(rows)]


def _is_one_row(head: Sequence[Cell], tail: Sequence[Cell], usual: Sequence[float], upper: Table) -> bool:
    if not any(cell.text_normalised for cell in head) or not any(cell.text_normalised for cell in tail):
        return False
    for below in tail:
        above = _at(head, _middle(below))
        if above is None:
            return False
        if above.text_normalised and below.text_normalised:
            if is_number(above.text_normalised) or is_number(below.text_normalised):
                return False
            if above.room is None or above.room > _ROOM * above.size:
                return False
    lacks_above = [x for x in usual if not _fills(head, x)]
    lacks_below = [x for x in usual if not _fills(tail, x)]
    is_whole = all(_fills(tail, x) for x in lacks_above) and all(_fills(head, x) for x in lacks_below)
    if not is_whole or not (lacks_above or lacks_below):
        return False
    # Amounts in both halves could not each be told from its own page.
    return not (any(map(_is_amount, head)) and any(map(_is_amount, tail)))


def _is_figure(cell: Cell) -> bool:
    return is_number(cell.text_normalised)


def _is_amount(cell: Cell) -> bool:
    return _is_figure(cell) and "." in cell.text_normalised


def _with_row(table: Table, own: Sequence[Cell], other: Sequence[Cell], *, is_upper: bool) -> Table:
    """The part with the words of the other half in the cells of its own."""
    changed = {}
    for cell in own:
        more = _at(other, _middle(cell))
        if more is not None and more.text_normalised:
            first, second = (cell, more) if is_upper else (more, cell)
            changed[cell] = replace(
                cell,
                text="\n".join(text for text in (first.text, second.text) if text),
                text_normalised=first.text_normalised + second.text_normalised,
                indent=first.indent if first.indent is not None else second.indent,
            )
    return replace(table, cells=tuple(changed.get(cell, cell) for cell in table.cells))


def _as_cut(table: Table, row: Sequence[Cell]) -> Table:
    cut = set(row)
    return replace(
        table, cells=tuple(replace(cell, row_kind="cut") if cell in cut else cell for cell in table.cells)
    )
