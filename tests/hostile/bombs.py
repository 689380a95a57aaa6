"""Files that are small and want to become large: streams, pictures, forms, fonts."""

import struct
import zlib

from tests.hostile.kind import Published, Unread, failed, kind
from tests.hostile.pdf import Parts, document
from tests.hostile.statement import disclosure_parts, sheets

_MEGABYTE = 1024**2


def deflated(pattern: bytes, times: int) -> bytes:
    """The pattern many times over, as zlib data made without ever being held whole."""
    compressor = zlib.compressobj(9)
    block = compressor.compress(pattern) + compressor.flush(zlib.Z_FULL_FLUSH)
    again = zlib.compressobj(9, wbits=-15)
    repeated = again.compress(pattern) + again.flush(zlib.Z_FULL_FLUSH)
    # The checksum that should follow is left out: readers do without.
    return block + repeated * (times - 1) + zlib.compressobj(9, wbits=-15).flush()


def _with_content(data: bytes, entries: bytes) -> bytes:
    made = disclosure_parts()
    made.pdf.stream(data, entries)
    return _attached(made, max(made.pdf.bodies))


def _attached(made: Parts, number: int) -> bytes:
    """The document with one more content stream on its cover."""
    page, first = made.sheets[0], made.contents[0]
    body = made.pdf.bodies[page].replace(
        b"/Contents %d 0 R" % first, b"/Contents [%d 0 R %d 0 R]" % (first, number)
    )
    made.pdf.add(body, page)
    return made.pdf.assemble(made.root)


@kind("a content stream of three gigabytes of spaces", failed("too_large"))
def stream_bomb() -> bytes:
    return _with_content(deflated(b" " * _MEGABYTE, 3 * 1024), b"/Filter /FlateDecode")


@kind("three gigabytes, compressed three times over", failed("too_large"))
def stream_bomb_nested() -> bytes:
    data = deflated(b" " * _MEGABYTE, 3 * 1024)
    nested = zlib.compress(zlib.compress(data, 9), 9)
    return _with_content(nested, b"/Filter [/FlateDecode /FlateDecode /FlateDecode]")


@kind("a run-length stream within a hexadecimal one, compressed", Published())
def filters_mixed() -> bytes:
    run = b"\x81 " * (2 * _MEGABYTE)
    coded = zlib.compress(run.hex().encode() + b">", 9)
    data = zlib.compress(coded, 9)
    return _with_content(data, b"/Filter [/FlateDecode /FlateDecode /ASCIIHexDecode /RunLengthDecode]")


@kind("fifty filters on one stream", Published())
def filters_many() -> bytes:
    data = b" "
    for _ in range(50):
        data = zlib.compress(data)
    return _with_content(data, b"/Filter [%s]" % (b"/FlateDecode " * 50))


@kind("eighteen million strokes in a small stream", failed("memory", "timeout"))
def strokes_bomb() -> bytes:
    return _with_content(deflated(b"1 1 m 9 9 l S\n" * 65536, 280), b"/Filter /FlateDecode")


@kind("an object stream that inflates to three gigabytes", failed("too_large"))
def object_stream_bomb() -> bytes:
    made = disclosure_parts()
    data = deflated(b" " * _MEGABYTE, 3 * 1024)
    packed = made.pdf.stream(data, b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode")
    hidden = made.pdf.reserve()
    table = made.pdf.reserve()
    root = made.pdf.add(b"<< /Type /Catalog /Pages %d 0 R >>" % hidden)
    bodies = {n: b for n, b in made.pdf.bodies.items() if n not in (hidden, table)}
    pieces, entries, at = [b"%PDF-1.7\n"], {}, 9
    for number, body in sorted(bodies.items()):
        entries[number] = struct.pack(">BIH", 1, at, 0)
        pieces.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(pieces[-1])
    entries |= {0: struct.pack(">BIH", 0, 0, 65535), hidden: struct.pack(">BIH", 2, packed, 0)}
    entries[table] = struct.pack(">BIH", 1, at, 0)
    rows = b"".join(row for _, row in sorted(entries.items()))
    pieces.append(
        b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Length %d >>\nstream\n%s\nendstream\n"
        b"endobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(entries), root, len(rows), rows, at)
    )
    return b"".join(pieces)


def _with_picture(data: bytes, entries: bytes) -> bytes:
    """The disclosure with a page that a picture fills."""
    made = disclosure_parts()
    number = made.pdf.stream(data, b"/Type /XObject /Subtype /Image " + entries)
    content = made.pdf.stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    page = made.pdf.add(
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
        b"/Resources << /XObject << /Im0 %d 0 R >> >> >>" % (made.pages, content, number)
    )
    kids = b" ".join(b"%d 0 R" % sheet for sheet in (*made.sheets, page))
    made.pdf.add(b"<< /Type /Pages /Kids [%s] /Count 3 >>" % kids, made.pages)
    return made.pdf.assemble(made.root)


@kind("a picture of 60,000 by 60,000 points, 50 kB", Published())
def image_bomb() -> bytes:
    return _with_picture(
        deflated(bytes(_MEGABYTE), 430),
        b"/Width 60000 /Height 60000 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /FlateDecode",
    )


@kind("a picture of two thousand million points each way", Published())
def image_absurd() -> bytes:
    return _with_picture(
        b"\xff", b"/Width 2147483647 /Height 2147483647 /BitsPerComponent 16 /ColorSpace /DeviceCMYK"
    )


@kind("a JPEG 2000 head that names 4,000 million points each way", Published())
def image_jpeg_2000() -> bytes:
    size = struct.pack(">HIIIIIIIIH", 0, *(0xFFFFFFFF, 0xFFFFFFFF, 0, 0, 0xFFFFFFFF, 0xFFFFFFFF, 0, 0), 3)
    data = b"\xff\x4f\xff\x51" + struct.pack(">H", len(size) + 11) + size + b"\x07\x01\x01" * 3 + b"\xff\xd9"
    return _with_picture(data, b"/Width 60000 /Height 60000 /Filter /JPXDecode")


@kind("a JBIG2 head that names 4,000 million points each way", Published())
def image_jbig2() -> bytes:
    page = struct.pack(">IBBI", 0, 48, 1, 19) + struct.pack(">IIIIBH", 0xFFFFFFFF, 0xFFFFFFFF, 0, 0, 0, 0)
    return _with_picture(
        page, b"/Width 60000 /Height 60000 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /JBIG2Decode"
    )


@kind("a JPEG head of 65,500 points each way with no data", Published())
def image_jpeg() -> bytes:
    frame = (
        b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, 65500, 65500, 3) + b"\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    )
    scan = b"\xff\xda" + struct.pack(">HB", 12, 3) + b"\x01\x00\x02\x11\x03\x11\x00\x3f\x00"
    return _with_picture(
        b"\xff\xd8" + frame + scan + bytes(1000) + b"\xff\xd9",
        b"/Width 65500 /Height 65500 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode",
    )


def _with_forms(count: int, times: int, *, closes: bool) -> bytes:
    """Forms that draw the next form `times` times; the last draws a line or, if it closes, the first."""
    made = disclosure_parts()
    first = max(made.pdf.bodies) + 1
    for number in range(first, first + count):
        is_last = number == first + count - 1
        after = first if is_last else number + 1
        drawn = b"0 0 m 9 9 l S" if is_last and not closes else b"/Fm Do " * times
        body = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /Fm %d 0 R >> >>"
        made.pdf.stream(drawn, body % after)
    page = made.pdf.bodies[made.sheets[0]]
    resources = page.replace(b"/Resources <<", b"/Resources << /XObject << /Fm %d 0 R >>" % first)
    made.pdf.add(resources, made.sheets[0])
    return _attached(made, made.pdf.stream(b"/Fm Do"))


@kind("a form that draws itself", Published())
def form_loop() -> bytes:
    return _with_forms(1, 1, closes=True)


@kind("forms that draw each other in a ring, each twice", failed("timeout", "memory"))
def form_ring() -> bytes:
    return _with_forms(5, 2, closes=True)


@kind("ten levels of forms, each drawing the next ten times", failed("timeout", "memory"))
def form_laughs() -> bytes:
    return _with_forms(10, 10, closes=False)


@kind("3,000 levels of forms", Published())
def form_deep() -> bytes:
    return _with_forms(3000, 1, closes=False)


@kind("a map to Unicode that fills its whole range a hundred times", Published())
def font_map_bomb() -> bytes:
    made = disclosure_parts()
    text = b"0041" * 200
    ranges = (b"100 beginbfrange\n" + b"<0400> <FFFF> <%s>\n" % text * 100 + b"endbfrange\n") * 5
    for number, body in made.pdf.bodies.items():
        if b"begincmap" in body:
            _, _, rest = body.partition(b"stream\n")
            data = rest.removesuffix(b"\nendstream").replace(b"endcmap", ranges + b"endcmap")
            made.pdf.bodies[number] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)
    return made.pdf.assemble(made.root)


@kind("a font without a map to Unicode: its text is nobody's to read", Unread())
def font_unmapped() -> bytes:
    return document(sheets(), has_map=False)
