"""How amounts are printed: in 万元 or 元, with what signs, separators, digits and zeros."""

from decimal import Decimal

from tests.corpus.figures import group
from tests.corpus.styles import Style

FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
CLOSING = {"(": ")", "（": "）"}
LEAST_BROKEN = 9  # characters of an amount that goes on in a second line


def printed(value: str | None, style: Style) -> str:
    """The amount as a statement prints it; nothing for an empty cell."""
    if value is None:
        return ""
    number = Decimal(value)
    if not number and style.zero is not None:
        return style.zero
    size = value.removeprefix("-")
    text = group(size) if style.unit == "万元" else f"{Decimal(size) * 10000:,.2f}"
    if not style.has_separators:
        text = text.replace(",", "")
    if style.breaks_numbers and len(text) >= LEAST_BROKEN:
        head, comma, tail = text.rpartition(",")
        text = f"{head}{comma}\n{tail}" if comma else text
    if style.suffixes_unit:
        text += style.unit
    if number < 0:
        text = f"{style.minus}{text}{CLOSING.get(style.minus, '')}"
    return text.translate(FULL_WIDTH) if style.figures == "full" else text
