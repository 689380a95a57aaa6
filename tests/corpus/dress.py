"""What a style does to the words of a document: codes clipped, code points changed, spaces and indents."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tests.corpus.blocks import Block, Cell, Grid, Table, map_cells
from tests.corpus.numerals import FULL_WIDTH
from tests.corpus.reshape import reshape
from tests.corpus.styles import Style

RADICALS = str.maketrans(
    {"门": "⻔", "长": "⻓", "用": "⽤", "行": "⾏", "金": "⾦", "工": "⼯", "入": "⼊", "人": "⼈"}
)
LEVELS = {3: 0, 5: 1, 7: 2}
INDENT = 8.0  # points per level


def dress(blocks: Iterable[Block], style: Style) -> Iterator[Block]:
    """The blocks as the style prints them."""
    for block in blocks:
        if isinstance(block, Table) and block.is_statement:
            yield from reshape(_worded(block, style), style)
        else:
            yield block


def _worded(table: Table, style: Style) -> Table:
    if style.indent != "none":
        table = replace(table, grid=_indented(table.grid, style))
    if style.clip_codes:
        table = _clipped(table)
    if style.has_radicals:
        table = map_cells(table, lambda cell: replace(cell, text=cell.text.translate(RADICALS)))
    if style.spaces_headers:
        table = replace(table, grid=_spaced(table.grid))
    if style.spaces_names or style.figures == "full":
        body = tuple(tuple(_dressed(cell, style) for cell in row) for row in table.grid.body)
        table = replace(table, grid=replace(table.grid, body=body))
    return table


def _clipped(table: Table) -> Table:
    """The longest codes of the statement lose their last digit."""
    digits = 5 if table.name == "general_budget_basic_by_economic" else 7

    def clip(cell: Cell) -> Cell:
        is_long_code = cell.key is None and re.fullmatch(rf"\d{{{digits}}}", cell.text)
        return replace(cell, text=cell.text[:-1]) if is_long_code else cell

    return map_cells(table, clip)


def _spaced(grid: Grid) -> Grid:
    header = tuple(
        tuple(replace(cell, text="\n".join(" ".join(line) for line in cell.text.split("\n"))) for cell in row)
        for row in grid.header
    )
    return replace(grid, header=header)


def _dressed(cell: Cell, style: Style) -> Cell:
    text = cell.text
    if style.figures == "full":
        text = text.translate(FULL_WIDTH)
    if style.spaces_names and cell.key is None and not text.isascii():
        text = " ".join(text)
    return replace(cell, text=text)


def _indented(grid: Grid, style: Style) -> Grid:
    """Names to the right of a code move in by the code's level."""
    body = []
    for row in grid.body:
        cells = list(row)
        for index in range(1, len(cells)):
            code, name = cells[index - 1].text, cells[index]
            if code.isdigit() and len(code) in LEVELS and name.key is None and name.align == "left":
                level = LEVELS[len(code)]
                if style.indent == "spaces":
                    cells[index] = replace(name, text="\u3000" * level + name.text)
                else:
                    cells[index] = replace(name, indent=level * INDENT)
        body.append(tuple(cells))
    return replace(grid, body=tuple(body))
