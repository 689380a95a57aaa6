"""PDFs put together object by object, so that any object can be wrong.

Text is set in a font of our own making that is not embedded: its /ToUnicode maps a code to any text at all,
controls and half characters too, which no drawing library would let through.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

A4 = (0.0, 0.0, 595.0, 842.0)
HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_NARROW = 0x2E80
_ENTRIES_PER_RANGE = 100


@dataclass(slots=True)
class Pdf:
    """Objects by number, from 1, and what the trailer says besides its root and size."""

    bodies: dict[int, bytes] = field(default_factory=dict)
    trailer: bytes = b""

    def reserve(self) -> int:
        """A number for an object that is given later, or never."""
        number = max(self.bodies, default=0) + 1
        self.bodies[number] = b"null"
        return number

    def add(self, body: bytes, number: int | None = None) -> int:
        """Add an object, under a reserved number if one is given."""
        number = number or self.reserve()
        self.bodies[number] = body
        return number

    def stream(self, data: bytes, entries: bytes = b"", *, is_compressed: bool = False) -> int:
        """Add a stream, its data compressed or as they are."""
        if is_compressed:
            data, entries = zlib.compress(data, 9), entries + b" /Filter /FlateDecode"
        return self.add(stream(data, entries))

    def assemble(self, root: int, *, bodies: Mapping[int, bytes] | None = None) -> bytes:
        """The file: objects, cross-reference table, trailer."""
        return b"".join(section(HEAD, bodies or self.bodies, root, self.trailer))


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """The body of a stream object."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def section(before: bytes, bodies: Mapping[int, bytes], root: int, trailer: bytes = b"") -> list[bytes]:
    """What is there before, and objects with their cross-reference table and trailer after it."""
    pieces, places, at = [before], {}, len(before)
    for number, body in sorted(bodies.items()):
        places[number] = at
        pieces.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(pieces[-1])
    pieces.append(b"xref\n0 1\n0000000000 65535 f \n")
    pieces.extend(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items())
    size = max(bodies) + 1
    pieces.append(b"trailer\n<< /Size %d /Root %d 0 R %s >>\n" % (size, root, trailer))
    pieces.append(b"startxref\n%d\n%%%%EOF\n" % at)
    return pieces


class Typeface:
    """Codes for the texts that a document prints; every code stands for one text of any length."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def codes(self, texts: Iterable[str]) -> str:
        """The codes of texts (characters, as a rule) as hexadecimal digits."""
        return "".join(f"{self._codes.setdefault(text, len(self._codes) + 1):04X}" for text in texts)

    def add_to(self, pdf: Pdf, *, has_map: bool = True) -> int:
        """Add the font, with or without its map to Unicode."""
        descriptor = pdf.add(
            b"<< /Type /FontDescriptor /FontName /Hostile /Flags 4 /FontBBox [0 -200 1000 900] "
            b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>"
        )
        widths = b" ".join(b"%d [%d]" % (code, _width(text)) for text, code in self._codes.items())
        descendant = pdf.add(
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Hostile /CIDToGIDMap /Identity /DW 1000 "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            b"/FontDescriptor %d 0 R /W [%s] >>" % (descriptor, widths)
        )
        unicode_map = b" /ToUnicode %d 0 R" % pdf.stream(self._map()) if has_map else b""
        return pdf.add(
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Hostile /Encoding /Identity-H "
            b"/DescendantFonts [%d 0 R]%s >>" % (descendant, unicode_map)
        )

    def _map(self) -> bytes:
        pairs = [
            b"<%04X> <%s>" % (code, text.encode("utf-16-be", "surrogatepass").hex().upper().encode())
            for text, code in self._codes.items()
        ]
        blocks = [pairs[at : at + _ENTRIES_PER_RANGE] for at in range(0, len(pairs), _ENTRIES_PER_RANGE)]
        ranges = b"\n".join(
            b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks
        )
        return (
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            b"/CMapName /Hostile def /CMapType 2 def\n"
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + ranges + b"\nendcmap end end"
        )


def _width(text: str) -> int:
    return 500 if all(ord(character) < _NARROW for character in text) else 1000


@dataclass(slots=True)
class Sheet:
    """A page: what is drawn on it, and what its dictionary says. The origin is at the lower left."""

    typeface: Typeface
    drawn: list[bytes] = field(default_factory=list)
    box: Sequence[float] = A4
    entries: bytes = b""

    def text(self, x: float, y: float, texts: Iterable[str], size: float = 9) -> None:
        """Draw texts side by side from a point of the base line."""
        codes = self.typeface.codes(texts)
        self.drawn.append(f"BT /F1 {size:g} Tf {x:g} {y:g} Td <{codes}> Tj ET".encode())

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Rule a line."""
        self.drawn.append(f"{x0:g} {y0:g} m {x1:g} {y1:g} l S".encode())

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[float], x: float, y: float) -> None:
        """Rule and fill a table from its upper left corner; rows are 18 points high."""
        edges = [x + sum(widths[:number]) for number in range(len(widths) + 1)]
        bottom = y - 18 * len(rows)
        for number in range(len(rows) + 1):
            self.line(edges[0], y - 18 * number, edges[-1], y - 18 * number)
        for edge in edges:
            self.line(edge, y, edge, bottom)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    size = min(9, 1000 * (widths[column] - 6) / sum(map(_width, cell)))
                    self.text(edges[column] + 3, y - 18 * number - 12, cell, size)

    @property
    def content(self) -> bytes:
        """The page's content stream."""
        return b"\n".join(self.drawn)


@dataclass(frozen=True, slots=True)
class Parts:
    """The numbers of a document's objects that a hostile one may want to change."""

    pdf: Pdf
    root: int
    pages: int
    sheets: tuple[int, ...]
    contents: tuple[int, ...]
    font: int


def parts(
    sheets: Sequence[Sheet], *, catalog: bytes = b"", is_compressed: bool = False, has_map: bool = True
) -> Parts:
    """Put a document together from its pages."""
    pdf = Pdf()
    root, pages = pdf.reserve(), pdf.reserve()
    contents = tuple(pdf.stream(sheet.content, is_compressed=is_compressed) for sheet in sheets)
    font = sheets[0].typeface.add_to(pdf, has_map=has_map) if sheets else 0
    numbers = tuple(
        pdf.add(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [%s] /Contents %d 0 R "
            b"/Resources << /Font << /F1 %d 0 R >> >> %s >>"
            % (pages, b" ".join(b"%.10g" % edge for edge in sheet.box), content, font, sheet.entries)
        )
        for sheet, content in zip(sheets, contents, strict=True)
    )
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    pdf.add(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(numbers)), pages)
    pdf.add(b"<< /Type /Catalog /Pages %d 0 R %s >>" % (pages, catalog), root)
    return Parts(pdf, root, pages, numbers, contents, font)


def document(
    sheets: Sequence[Sheet], *, catalog: bytes = b"", is_compressed: bool = False, has_map: bool = True
) -> bytes:
    """A document of these pages as a file."""
    made = parts(sheets, catalog=catalog, is_compressed=is_compressed, has_map=has_map)
    return made.pdf.assemble(made.root)
