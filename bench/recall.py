"""Row recall: which of the codes and amounts that are printed in one row are found in one extracted row."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

Row = Sequence[str]
"""The texts of a row's cells from left to right."""

_CODE = re.compile(r"([1-9]\d{2}(?:\d{2}){0,2})(?![\d.,年])")
_CODE_PARTS = re.compile(r"[1-9]\d{2}(?: \d{2}){1,2}(?= |$)")
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


class Pair(NamedTuple):
    """A functional or economic code and an amount in its row, the amount in the unit printed."""

    code: str
    amount: Decimal


def labelled_pairs(facts: Iterable[Sequence[Any]]) -> Counter[Pair]:
    """The pairs of a document whose figures were keyed by hand.

    Args:
        facts: statement, code or other label, …, amount as printed, in some files followed by the page.
    """
    pairs: Counter[Pair] = Counter()
    for fact in facts:
        code = _CODE.fullmatch(fact[1])
        value = amount(next(item for item in reversed(fact) if isinstance(item, str)))
        if code and value is not None:
            pairs[Pair(fact[1], value)] += 1
    return pairs


def row_pairs(row: Row) -> Counter[Pair]:
    """Every code of a row with every number beside it."""
    texts = [plain(text) for text in row]
    found = codes(texts)
    amounts = [value for text in texts if text not in found and (value := amount(text)) is not None]
    return Counter(Pair(code, value) for code in found for value in amounts)


def found_count(expected: Counter[Pair], rows: Iterable[Row]) -> int:
    """How many of the pairs the rows hold; a pair printed twice must be found twice."""
    held: Counter[Pair] = Counter()
    for row in rows:
        held.update(row_pairs(row))
    return (expected & held).total()


def codes(texts: Iterable[str]) -> set[str]:
    """Codes that begin a text, and those that class, group and item make up in texts of their own."""
    filled = [text for text in texts if text]
    found = {code[1] for text in filled if (code := _CODE.match(text))}
    for parts in _CODE_PARTS.findall(" ".join(filled)):
        found.discard(parts[:3])
        found.add(parts.replace(" ", ""))
    return found


def amount(text: str) -> Decimal | None:
    """The number that a text is, None if it is not just a number."""
    digits = plain(text)
    return Decimal(digits.replace(",", "")) if _AMOUNT.fullmatch(digits) else None


def plain(text: str) -> str:
    """A text without white space, its characters in their usual form."""
    return "".join(unicodedata.normalize("NFKC", text).split())
