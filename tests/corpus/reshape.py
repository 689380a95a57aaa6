"""What a style does to the grid of a statement: empty columns and rows, titles and levels above it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from tests.corpus.blocks import Cell, Grid, Table
from tests.corpus.cells import word
from tests.corpus.styles import Style

LEAST_NAME = 8  # characters that make a column one of names
SHARE_WIDTH = 40.0
LOOKALIKES = {
    "general_budget_expenditure": "年存量资金安排情况表",
    "expenditure_by_function": "年往来资金安排情况表",
}


def reshape(table: Table, style: Style) -> Iterator[Table]:
    """The statement in the style's grid, and the table that only looks like it, if the style has one."""
    grid = table.grid
    if style.has_formulas:
        grid = _with_formulas(grid)
    if style.has_shares:
        grid = _with_shares(grid)
    if style.narrow_names < 1:
        grid = replace(grid, widths=_narrowed(grid, style.narrow_names))
    if style.header_levels:
        grid = _deepened(grid, style.header_levels)
    if style.stray_column:
        columns = len(grid.widths)
        for position in (columns - 1, columns // 2) if columns > 2 else (1,):
            grid = insert_column(grid, position, style.stray_column)
    if style.blank_rows:
        grid = replace(grid, body=grid.body + (_blanked(grid.body[-1]),) * style.blank_rows)
    table = replace(table, grid=grid)
    yield _with_title(table) if style.title == "inside" else table
    if style.has_lookalikes and table.name in LOOKALIKES:
        yield _lookalike(table)


def insert_column(grid: Grid, position: int, share: float) -> Grid:
    """The grid with an empty column; cells that stand across its place grow by it."""
    taken: dict[tuple[int, int], tuple[int, int]] = {}
    rows: list[tuple[Cell, ...]] = []
    for index, row in enumerate(grid.header + grid.body):
        cells, column, is_done, waiting = [], 0, False, iter(row)
        while column < len(grid.widths):
            if column == position and not is_done:
                cells.append(Cell())
            start, end = taken.get((index, column), (column, 0))
            if not end:
                cell = next(waiting)
                end = column + cell.columns
                taken |= {(index + below, column): (column, end) for below in range(1, cell.rows)}
                cells.append(replace(cell, columns=cell.columns + (start < position < end)))
            is_done = is_done or start < position < end
            column = end
        rows.append(tuple(cells))
    count = len(grid.header)
    widths = (*grid.widths[:position], share, *grid.widths[position:])
    return replace(grid, widths=widths, header=tuple(rows[:count]), body=tuple(rows[count:]))


def _blanked(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(Cell(columns=cell.columns) for cell in row)


def _name_columns(grid: Grid) -> set[int]:
    """Columns of long words, told by the body rows that have a cell for every column they cover alone."""
    found = set()
    for row in grid.body:
        column = 0
        for cell in row:
            if cell.key is None and cell.columns == 1 and len(cell.text) > LEAST_NAME:
                found.add(column)
            column += cell.columns
    return found


def _narrowed(grid: Grid, share: float) -> tuple[float, ...]:
    names = _name_columns(grid)
    return tuple(width * share if column in names else width for column, width in enumerate(grid.widths))


def _deepened(grid: Grid, levels: int) -> Grid:
    """Levels over the amounts' headers, with the labels' header grown beside; else one over all columns."""
    columns, labels = len(grid.widths), _label_columns(grid)
    if not labels:
        return replace(grid, header=((word("收支情况", columns),), *grid.header))
    first = grid.header[0]
    beside = [cell for cell, start in _starts(first) if start < labels]
    total, *parts = first[len(beside) :]
    if not parts:
        return grid
    rest = columns - labels - total.columns
    over = (
        (word("收支情况", columns - labels),),
        (word("总额", total.columns), word("其中", rest)),
    )[:levels]
    grown = [replace(cell, rows=cell.rows + levels) for cell in beside]
    return replace(grid, header=((*grown, *over[0]), *over[1:], (total, *parts), *grid.header[1:]))


def _starts(row: tuple[Cell, ...]) -> Iterator[tuple[Cell, int]]:
    column = 0
    for cell in row:
        yield cell, column
        column += cell.columns


def _label_columns(grid: Grid) -> int:
    """Columns of the first header cells as far as no amount stands under them."""
    amounts = [
        start for row in grid.body for cell, start in _starts(row) if cell.align == "right" and cell.text
    ]
    least = min(amounts, default=2)
    ends = [start + cell.columns for cell, start in _starts(grid.header[0])] if grid.header else []
    return max((end for end in ends if end <= least), default=0)


def _with_shares(grid: Grid) -> Grid:
    """A last column of percentages of the first amount's column, where rows have codes."""
    if not grid.header or not any(row[0].text.isdigit() for row in grid.body):
        return grid
    last = grid.header[-1]
    is_numbered = any(cell.text.isdigit() for cell in last)
    head = word("占比（%）", 1, len(grid.header) - is_numbered)
    header = ((*grid.header[0], head), *grid.header[1:])
    if is_numbered:
        header = (*header[:-1], (*last, Cell()))
    amounts = [next((cell.text for cell in row if cell.align == "right"), "") for row in grid.body]
    shares = [Cell(_share(amount, amounts[0]), align="right") for amount in amounts]
    body = tuple((*row, share) for row, share in zip(grid.body, shares, strict=True))
    return replace(grid, widths=(*grid.widths, SHARE_WIDTH), header=header, body=body)


def _share(amount: str, whole: str) -> str:
    part, all_of_it = (Decimal(text.replace(",", "") or "0") for text in (amount, whole))
    return f"{part / all_of_it * 100:.2f}%" if part and all_of_it else ""


def _with_formulas(grid: Grid) -> Grid:
    """The row of column numbers, where there is one, tells the first amount as the sum of the next two."""
    last = grid.header[-1] if grid.header else ()
    labels = _label_columns(grid)
    numbers = [cell for cell, start in _starts(last) if start >= labels and cell.text.isdigit()]
    if len(numbers) < 3 or not all(cell.text.isdigit() or cell.text in ("栏次", "") for cell in last):
        return grid
    first, second, third = (cell.text for cell in numbers[:3])
    changed = tuple(
        replace(cell, text=f"{first}={second}+{third}") if cell is numbers[0] else cell for cell in last
    )
    return replace(grid, header=(*grid.header[:-1], changed))


def _with_title(table: Table) -> Table:
    widths = table.grid.widths
    columns = len(widths)
    half = next(at for at in range(1, columns) if 2 * sum(widths[:at]) >= sum(widths) or at == columns - 1)
    rows: list[tuple[Cell, ...]] = [(replace(word(table.title, columns), key=f"{table.name}/title"),)]
    for left, right in table.above:
        parts = (Cell(left, half),) if left else ()
        rows.append((*parts, Cell(right, columns - half if left else columns, align="right")))
    return replace(table, title="", above=(), grid=replace(table.grid, header=(*rows, *table.grid.header)))


def _lookalike(table: Table) -> Table:
    """A table with the statement's columns and rows, other amounts and a title that no statement has."""

    def others(rows: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
        return tuple(
            tuple(replace(cell, key=None, text=f"9{cell.text}" if cell.key else cell.text) for cell in row)
            for row in rows
        )

    is_headless = table.name == "general_budget_expenditure"
    grid = replace(
        table.grid, body=others(table.grid.body), header=() if is_headless else others(table.grid.header)
    )
    year = "".join(character for character in table.title[:5] if character.isdigit())
    return replace(table, name="lookalike", title=f"{year}{LOOKALIKES[table.name]}", grid=grid, notes=())
