"""Patterns of the seeds and the wordings they stand for, both ways.

The seeds hold regular expressions of a small dialect that several engines read alike. A new wording becomes
a pattern that matches it and nothing else but the same of another year; a pattern becomes the wordings it
was written for, so that a new wording can be compared with them.
"""

import re
from itertools import islice, product

_SPECIAL = re.compile("[.*+?(){}|$]")
_YEAR = re.compile("(?<![0-9])20[0-9]{2}(?![0-9])")
_ANY_YEAR = "20[0-9][0-9]"


def exact_pattern(wording: str, *, is_start: bool = True, is_end: bool = True) -> str:
    r"""A pattern for a wording as printed: `2026年预算数(万元)` becomes `^20[0-9][0-9]年预算数[(]万元[)]$`.

    Special characters become classes of one, as the seeds have them; a year stands for any year.
    """
    parts = _YEAR.split(wording)
    escaped = _ANY_YEAR.join(_escaped(part) for part in parts)
    return ("^" if is_start else "") + escaped + ("$" if is_end else "")


def wordings(pattern: str, limit: int = 60) -> list[str]:
    """Up to `limit` of the shortest texts that a pattern of the seeds matches.

    What is optional is given and left out, a class gives its first character, a free run gives nothing. An
    expression of a kind that the seeds do not use gives no wording.
    """
    try:
        texts, rest = _alternatives(pattern, limit)
    except (IndexError, ValueError):
        return []
    return list(dict.fromkeys(texts))[:limit] if not rest else []


def _escaped(text: str) -> str:
    """Text as a pattern; what cannot stand in a class of one is escaped."""
    text = re.sub(r"[\\^\[\]]", r"\\\g<0>", text)
    return _SPECIAL.sub(lambda match: f"[{match[0]}]", text)


def _alternatives(pattern: str, limit: int) -> tuple[list[str], str]:
    """Texts of the alternatives up to an unmatched `)` or the end, and what follows."""
    texts: list[str] = []
    while True:
        found, pattern = _sequence(pattern, limit)
        texts += found
        if not pattern.startswith("|"):
            return texts, pattern
        pattern = pattern[1:]


def _sequence(pattern: str, limit: int) -> tuple[list[str], str]:
    texts = [""]
    while pattern and pattern[0] not in "|)":
        options, pattern = _atom(pattern, limit)
        if pattern and pattern[0] in "?*":
            options = [*options, ""] if pattern[0] == "?" else [""]
            pattern = pattern[1:].removeprefix("?")
        elif pattern.startswith("+"):
            pattern = pattern[1:]
        elif pattern.startswith("{"):
            raise ValueError(pattern)
        texts = ["".join(pair) for pair in islice(product(texts, options), limit)]
    return texts, pattern


def _atom(pattern: str, limit: int) -> tuple[list[str], str]:
    head, rest = pattern[0], pattern[1:]
    if head in "^$":
        return [""], rest
    if head == ".":
        return ["…"], rest
    if head == "\\":
        if rest[0].isalnum():
            raise ValueError(pattern)
        return [rest[0]], rest[1:]
    if head == "(":
        texts, rest = _alternatives(rest.removeprefix("?:"), limit)
        return texts, rest[1:] if rest[0] == ")" else rest
    if head == "[":
        end = rest.index("]", 2 if rest.startswith("^") else 1)
        inside = rest[:end]
        return ["…" if inside.startswith("^") else inside[0]], rest[end + 1 :]
    return [head], rest
