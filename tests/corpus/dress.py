"""What a style does to the words of a document: clipped codes, radical code points, spaced header words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tests.corpus.blocks import Block, Cell, Table, map_cells
from tests.corpus.styles import Style

RADICALS = str.maketrans(
    {"门": "⻔", "长": "⻓", "用": "⽤", "行": "⾏", "金": "⾦", "工": "⼯", "入": "⼊", "人": "⼈"}
)


def dress(blocks: Iterable[Block], style: Style) -> Iterator[Block]:
    """The blocks as the style prints them."""
    for block in blocks:
        if isinstance(block, Table) and block.is_statement:
            if style.clip_codes:
                block = _clipped(block)
            if style.has_radicals:
                block = map_cells(block, lambda cell: replace(cell, text=cell.text.translate(RADICALS)))
            if style.spaces_headers:
                block = _spaced(block)
        yield block


def _clipped(table: Table) -> Table:
    """The longest codes of the statement lose their last digit."""
    digits = 5 if table.name == "general_budget_basic_by_economic" else 7

    def clip(cell: Cell) -> Cell:
        is_long_code = cell.key is None and re.fullmatch(rf"\d{{{digits}}}", cell.text)
        return replace(cell, text=cell.text[:-1]) if is_long_code else cell

    return map_cells(table, clip)


def _spaced(table: Table) -> Table:
    header = tuple(
        tuple(replace(cell, text="\n".join(" ".join(line) for line in cell.text.split("\n"))) for cell in row)
        for row in table.grid.header
    )
    return replace(table, grid=replace(table.grid, header=header))
