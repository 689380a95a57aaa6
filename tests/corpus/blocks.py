"""The document model: what a disclosure is made of before it is laid out on pages.

Every figure carries a key (`statement/item/measure[/side]` in a table, a dotted name in prose), so that a
defect can be planted in it and the page it came to stand on can be told.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

Align = Literal["left", "center", "right"]
Level = Literal["title", "part", "section", "text"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid, covering `columns` by `rows` places of it; `indent` is in points."""

    text: str = ""
    columns: int = 1
    rows: int = 1
    align: Align = "left"
    key: str | None = None
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: column widths as shares of the text width, rows of cells in HTML's reading order."""

    widths: tuple[float, ...]
    header: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    size: float = 8.0


@dataclass(frozen=True, slots=True)
class Table:
    """A titled grid on pages of its own: lines above it as (left, right) pairs, notes below."""

    name: str
    title: str
    above: tuple[tuple[str, str], ...]
    grid: Grid
    notes: tuple[str, ...] = ()
    is_statement: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text; a figure or a chosen word has a key."""

    text: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `level` decides its size, place and indent."""

    parts: tuple[Part, ...]
    level: Level = "text"

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Table | Paragraph | PageBreak


def cell_key(statement: str, item: str, measure: str, side: str | None = None) -> str:
    """The key of a table figure; `item` is a code, a label without its ordinal, or TOTAL."""
    return "/".join((statement, item, measure) + ((side,) if side else ()))


def paragraph(template: str, told: Mapping[str, str], level: Level = "text") -> Paragraph:
    """A paragraph whose {keys} are filled from `told`; raises KeyError for a key that is not there."""
    parts = []
    for index, text in enumerate(re.split(r"\{([^}]+)\}", template)):
        if index % 2:
            parts.append(Part(told[text], text))
        elif text:
            parts.append(Part(text))
    return Paragraph(tuple(parts), level)


def heading(text: str, level: Level = "section") -> Paragraph:
    """A heading without figures."""
    return Paragraph((Part(text),), level)


def map_cells(table: Table, change: Callable[[Cell], Cell]) -> Table:
    """The table with `change` applied to every cell."""

    def changed(rows: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
        return tuple(tuple(change(cell) for cell in row) for row in rows)

    return replace(
        table, grid=replace(table.grid, header=changed(table.grid.header), body=changed(table.grid.body))
    )
