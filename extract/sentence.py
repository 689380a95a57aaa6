"""Sentences of the text outside tables, with the page they stand on and their box."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.glyph import Box
from extract.paragraph import PageText, paragraphs
from extract.textline import TextLine, is_latin

_ENDS = "。！？；"
_AFTER_END = "。！？；”’」』）)】》"
_PAIRS = {"（": "）", "(": ")", "“": "”", "‘": "’", "「": "」", "『": "』", "【": "】", "《": "》"}
_CLOSERS = frozenset(_PAIRS.values())
# A pair that spans more characters than this is two slips of the writer, not one bracket.
_LONGEST_PAIR = 200


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, numbered through the document; the box is that of its part on the first page."""

    sentence_no: int
    paragraph_no: int
    page_number: int
    end_page_number: int
    text: str
    box: Box


def sentences(pages: Sequence[PageText]) -> Iterator[Sentence]:
    """Sentences of a document in reading order, every printed line outside tables in exactly one or more."""
    number = 0
    sizes = {page.page_number: (page.width, page.height) for page in pages}
    for paragraph_no, lines in enumerate(paragraphs(pages), start=1):
        text, places = _joined(lines)
        for start, end in sentence_spans(text):
            number += 1
            used = [place for place in places[start:end] if place is not None]
            first, last = lines[used[0][0]], lines[used[-1][0]]
            yield Sentence(
                sentence_no=number,
                paragraph_no=paragraph_no,
                page_number=first.page_number,
                end_page_number=last.page_number,
                text=text[start:end],
                box=_box(lines, used, first.page_number, sizes[first.page_number]),
            )


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end, without the white space around them.

    A sentence ends after 。！？； (and quotes or brackets that close with it), but not inside brackets
    or quotes.
    """
    spans = []
    inside = _bracketed(text)
    start = index = 0
    while index < len(text):
        index += 1
        if text[index - 1] in _ENDS and not inside[index - 1]:
            while index < len(text) and text[index] in _AFTER_END:
                index += 1
            spans.append((start, index))
            start = index
    spans.append((start, len(text)))
    trimmed = (_trimmed(text, *span) for span in spans)
    return [(first, end) for first, end in trimmed if first < end]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _bracketed(text: str) -> bytearray:
    """For each character, whether it stands inside brackets or quotes that close again."""
    inside = bytearray(len(text))
    opened: list[tuple[str, int]] = []
    for index, character in enumerate(text):
        if character in _PAIRS:
            opened.append((_PAIRS[character], index))
        elif character in _CLOSERS:
            depth = next((i for i in reversed(range(len(opened))) if opened[i][0] == character), None)
            if depth is None:
                continue
            start = opened[depth][1]
            del opened[depth:]
            # What ends with the bracket ends inside it only if more of the sentence follows.
            if index - start <= _LONGEST_PAIR:
                inside[start:index] = b"\x01" * (index - start)
    return inside


def _joined(lines: Sequence[TextLine]) -> tuple[str, list[tuple[int, int] | None]]:
    """The lines as one text, and for each character its line and index there (none for added spaces)."""
    parts: list[str] = []
    places: list[tuple[int, int] | None] = []
    for number, line in enumerate(lines):
        if parts and _are_words(parts[-1][-1], line.text[0]):
            parts.append(" ")
            places.append(None)
        parts.append(line.text)
        places.extend((number, index) for index in range(len(line.text)))
    return "".join(parts), places


def _are_words(before: str, after: str) -> bool:
    # Digits are one number that was broken, letters are two words.
    return is_latin(before) and is_latin(after) and not (before.isdigit() and after.isdigit())


def _box(
    lines: Sequence[TextLine], used: Sequence[tuple[int, int]], page_number: int, size: tuple[float, float]
) -> Box:
    width, height = size
    here = [(lines[line], index) for line, index in used if lines[line].page_number == page_number]
    return (
        round(max(min(line.x0s[index] for line, index in here), 0.0), 2),
        round(max(min(line.top for line, _ in here), 0.0), 2),
        round(min(max(line.x1s[index] for line, index in here), width), 2),
        round(min(max(line.bottom for line, _ in here), height), 2),
    )
