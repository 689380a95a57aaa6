"""LZW for PDF streams.

zlib's output differs between its implementations, so a Flate stream would make the samples differ from
machine to machine. LZW leaves an encoder no choice: the same input gives the same bytes everywhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from reportlab.pdfbase import pdfdoc

CLEAR, END, FIRST_FREE, LIMIT = 256, 257, 258, 4095


def lzw(data: bytes) -> bytes:
    """The data for PDF's LZWDecode: most significant bit first, codes of 9 to 12 bits, early change."""
    out = bytearray()
    pending = bits = 0
    width = 9
    codes: dict[tuple[int, int], int] = {}
    next_code = FIRST_FREE

    def emit(code: int) -> None:
        nonlocal pending, bits
        pending = (pending << width) | code
        bits += width
        while bits >= 8:
            bits -= 8
            out.append(pending >> bits)
            pending &= (1 << bits) - 1

    emit(CLEAR)
    prefix = -1
    for byte in data:
        if prefix < 0:
            prefix = byte
            continue
        known = codes.get((prefix, byte))
        if known is not None:
            prefix = known
            continue
        emit(prefix)
        codes[prefix, byte] = next_code
        next_code += 1
        if next_code == LIMIT:
            emit(CLEAR)
            codes.clear()
            next_code, width = FIRST_FREE, 9
        elif next_code + 1 > (1 << width):
            width += 1
        prefix = byte
    if prefix >= 0:
        emit(prefix)
        if next_code + 2 > (1 << width) and width < 12:
            width += 1
    emit(END)
    if bits:
        out.append((pending << (8 - bits)) & 0xFF)
    return bytes(out)


class LzwFilter:
    """A stream filter of reportlab's kind."""

    pdfname = "LZWDecode"

    def encode(self, data: bytes | str) -> bytes:
        """Compresses; text is UTF-8."""
        return lzw(data.encode() if isinstance(data, str) else data)


@contextmanager
def lzw_streams() -> Iterator[None]:
    """Inside, reportlab compresses with LZW where it would use zlib."""
    original = pdfdoc.PDFZCompress
    pdfdoc.PDFZCompress = LzwFilter()
    try:
        yield
    finally:
        pdfdoc.PDFZCompress = original
