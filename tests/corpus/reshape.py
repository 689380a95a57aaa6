"""What a style does to the grid of a statement: empty columns and rows, titles and levels above it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tests.corpus.blocks import Cell, Grid, Table
from tests.corpus.cells import word
from tests.corpus.styles import Style

LEAST_NAME = 8  # characters that make a column one of names
LOOKALIKES = {
    "general_budget_expenditure": "年财政专户管理资金支出表",
    "expenditure_by_function": "年往来资金支出表",
}


def reshape(table: Table, style: Style) -> Iterator[Table]:
    """The statement in the style's grid, and the table that only looks like it, if the style has one."""
    grid = table.grid
    if style.has_formulas:
        grid = _with_formulas(grid)
    if style.narrow_names < 1:
        grid = replace(grid, widths=_narrowed(grid, style.narrow_names))
    if style.header_levels:
        grid = _deepened(grid, style.header_levels)
    if style.stray_column:
        for position in (len(grid.widths) - 1, len(grid.widths) // 2):
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
    """Levels over the header: 金额 over the columns of amounts, over all of it 收支情况."""
    columns = len(grid.widths)
    labels = 0
    for cell in grid.body[0]:
        if cell.align == "right":
            break
        labels += cell.columns
    labels = min(max(labels, 1), columns - 1)
    over = ((word("预算科目", labels), word("金额", columns - labels)), (word("收支情况", columns),))
    return replace(grid, header=(*reversed(over[:levels]), *grid.header))


def _with_formulas(grid: Grid) -> Grid:
    """The row of column numbers, where there is one, says that the first is the sum of the next two."""
    if not grid.header:
        return grid
    *above, last = grid.header
    numbers = [cell.text for cell in last if cell.text.isdigit()]
    if len(numbers) < 3 or not all(cell.text.isdigit() or cell.text in ("栏次", "") for cell in last):
        return grid
    formula = f"{numbers[0]}={numbers[1]}+{numbers[2]}"
    changed = tuple(replace(cell, text=formula) if cell.text == numbers[0] else cell for cell in last)
    return replace(grid, header=(*above, changed))


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
