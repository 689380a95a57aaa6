"""Short ways to write the cells of a form."""

from collections.abc import Iterable, Sequence

from tests.corpus.blocks import Cell, cell_key
from tests.corpus.figures import Figures, Row
from tests.corpus.numerals import printed
from tests.corpus.styles import Style


def word(text: str, columns: int = 1, rows: int = 1) -> Cell:
    """A centred cell of a header."""
    return Cell(text, columns, rows, "center")


def words(texts: Iterable[str]) -> tuple[Cell, ...]:
    """Centred cells side by side."""
    return tuple(word(text) for text in texts)


def blanks(count: int) -> tuple[Cell, ...]:
    """Empty cells."""
    return (Cell(),) * count


def figure(value: str | None, key: str, style: Style) -> Cell:
    """An amount, to the right; an empty cell where there is none."""
    return Cell(printed(value, style), align="right", key=key) if value is not None else Cell()


def amounts(statement: str, row: Row, measures: Sequence[str], style: Style) -> tuple[Cell, ...]:
    """The row's amounts in the order of the measures; a measure named '' is a column that stays empty."""
    return tuple(
        figure(row.amounts.get(measure), cell_key(statement, row.item, measure, row.side), style)
        for measure in measures
    )


def looked_up(
    figures: Figures, statement: str, item: str, measures: Sequence[str], side: str, style: Style
) -> tuple[Cell, ...]:
    """The amounts of a row that the form always prints, whether the figures have it or not."""
    row = next((row for row in figures.rows(statement, side) if row.item == item), Row(item, item, {}, side))
    return amounts(statement, row, measures, style)


ORDINALS = "一二三四五六七八九"


def ordinal(number: int) -> str:
    """1 to 99 as a Chinese ordinal: 一, 十, 二十六."""
    tens, ones = divmod(number, 10)
    text = "" if tens == 0 else ("十" if tens == 1 else ORDINALS[tens - 1] + "十")
    return text + (ORDINALS[ones - 1] if ones else "")
