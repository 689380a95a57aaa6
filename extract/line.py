"""Characters into lines of text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Char = dict[str, Any]
"""A character as pdfplumber gives it: text, x0, x1, top, bottom, size."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and its box; `size` is the largest font size in it, points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float


def _rows(chars: Iterable[Char]) -> list[list[Char]]:
    """Group characters whose vertical middles lie within half a character of one another."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: ((c["top"] + c["bottom"]) / 2, c["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if rows:
            last = rows[-1][-1]
            reach = max(last["bottom"] - last["top"], char["bottom"] - char["top"]) / 2
            if middle - (last["top"] + last["bottom"]) / 2 < reach:
                rows[-1].append(char)
                continue
        rows.append([char])
    return rows


def _join(chars: Sequence[Char]) -> str:
    """Join the characters of a row; a wide gap becomes a space, a glyph drawn twice (false bold) is one."""
    parts: list[str] = []
    last: Char | None = None
    for char in chars:
        if last is not None:
            width = max(char["x1"] - char["x0"], 0.1)
            if char["text"] == last["text"] and abs(char["x0"] - last["x0"]) < 0.25 * width:
                continue
            if char["x0"] - last["x1"] > 0.8 * max(char["size"], 1.0):
                parts.append(" ")
        parts.append(char["text"])
        last = char
    return "".join(parts).strip()


def _prints(text: str) -> bool:
    """A space prints nothing, nor does a glyph that the font could not name (a control character)."""
    return text > " " and not text.isspace()


def make_lines(chars: Iterable[Char]) -> list[Line]:
    """Return the lines of text from top to bottom; characters that print nothing make no line."""
    lines = []
    for row in _rows(chars):
        row.sort(key=lambda c: c["x0"])
        text = _join(row)
        printed = [c for c in row if _prints(c["text"])]
        if text and printed:
            lines.append(
                Line(
                    text,
                    min(c["x0"] for c in printed),
                    min(c["top"] for c in printed),
                    max(c["x1"] for c in printed),
                    max(c["bottom"] for c in printed),
                    max(c["size"] for c in printed),
                )
            )
    return lines
