"""Pages of absurd size, place or amount of ink."""

from tests.hostile.bombs import deflated
from tests.hostile.kind import Published, Quarantined, Unread, failed, kind
from tests.hostile.pdf import Pdf, Sheet, Typeface, document
from tests.hostile.statement import disclosure_parts, sheets

MOST_PAGES = 3000


def _statement_with(entry: bytes, box: bytes = b"0 0 595 842") -> bytes:
    """The disclosure, its statement's page with more entries and another box."""
    made = disclosure_parts()
    page = made.pdf.bodies[made.sheets[1]].replace(b"[0 0 595 842]", b"[" + box + b"]")
    made.pdf.add(page.removesuffix(b">>") + entry + b" >>", made.sheets[1])
    return made.pdf.assemble(made.root)


@kind("a page a thousand million points wide", Published())
def box_giant() -> bytes:
    return _statement_with(b"", b"0 0 1000000000 1000000000")


@kind("a page with no extent", Unread())
def box_empty() -> bytes:
    return _statement_with(b"", b"0 0 0 0")


@kind("a page given from the upper right to the lower left", Published())
def box_inverted() -> bytes:
    return _statement_with(b"", b"595 842 0 0")


@kind("a page of no numbers: NaN, infinity, 1e400", Unread())
def box_not_numbers() -> bytes:
    return _statement_with(b"", b"NaN inf 1e400 -1e400")


@kind("a page with edges of 400 digits", Unread())
def box_overflow() -> bytes:
    return _statement_with(b"", b"0 0 %s %s" % (b"9" * 400, b"9" * 400))


@kind("a page cropped to a point", Unread())
def crop_tiny() -> bytes:
    return _statement_with(b"/CropBox [300 400 300.001 400.001]")


@kind("a page cropped to where nothing is", Unread())
def crop_outside() -> bytes:
    return _statement_with(b"/CropBox [9000 9000 9595 9842]")


@kind("a page turned by 45 degrees", Published())
def rotated_45() -> bytes:
    return _statement_with(b"/Rotate 45")


@kind("a page turned by 2,147,483,647 degrees", Unread())
def rotated_absurdly() -> bytes:
    return _statement_with(b"/Rotate 2147483647")


@kind("a page whose unit is a million inches", Published())
def unit_absurd() -> bytes:
    return _statement_with(b"/UserUnit 72000000")


def _with_ink(data: bytes, entries: bytes = b"") -> bytes:
    """The disclosure with something drawn on a page after it."""
    made = disclosure_parts()
    content = made.pdf.stream(data, entries)
    page = made.pdf.add(
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
        b"/Resources << /Font << /F1 %d 0 R >> >> >>" % (made.pages, content, made.font)
    )
    kids = b" ".join(b"%d 0 R" % sheet for sheet in (*made.sheets, page))
    made.pdf.add(b"<< /Type /Pages /Kids [%s] /Count 3 >>" % kids, made.pages)
    return made.pdf.assemble(made.root)


@kind("text of size 1e30 at 1e38, and of size nothing", Published())
def text_far_away() -> bytes:
    codes = b"<000100020003>"
    sizes = (b"1e30", b"0", b"-12", b"999999999999999999999999999999")
    places = (b"1e38 1e38", b"0 0", b"-99999999999 3", b"nan inf")
    texts = (
        b"BT /F1 %s Tf %s Td %s Tj ET\n" % (size, place, codes)
        for size, place in zip(sizes, places, strict=True)
    )
    return _with_ink(b"".join(texts))


@kind("matrices that flatten, mirror and overflow", Published())
def matrix_absurd() -> bytes:
    matrices = (
        b"0 0 0 0 0 0",
        b"1e38 1e38 1e38 1e38 1e38 1e38",
        b"-1 0 0 -1 595 842",
        b"nan nan nan nan 0 0",
    )
    drawn = b"BT /F1 9 Tf 10 10 Td <000100020003> Tj ET 0 0 m 500 500 l S"
    return _with_ink(b"".join(b"q %s cm %s Q\n" % (matrix, drawn) for matrix in matrices))


@kind("one path of a million segments", Published())
def path_long() -> bytes:
    return _with_ink(b"0 0 m " + b"9 9 l 1 5 l " * 500_000 + b"S")


@kind("100,000 ruling lines on a page", Published())
def rulings_many() -> bytes:
    across = b"".join(b"10 %.3f m 585 %.3f l S\n" % (y, y) for y in _spread(50_000, 830))
    down = b"".join(b"%.3f 10 m %.3f 832 l S\n" % (x, x) for x in _spread(50_000, 585))
    return _with_ink(b"BT /F1 9 Tf 10 10 Td <00010002> Tj ET\n" + across + down)


@kind("a grid of 120 by 120 rules, 14,161 cells", Published())
def rulings_grid() -> bytes:
    across = b"".join(b"10 %.3f m 585 %.3f l S\n" % (y, y) for y in _spread(120, 830))
    down = b"".join(b"%.3f 10 m %.3f 832 l S\n" % (x, x) for x in _spread(120, 585))
    return _with_ink(b"BT /F1 9 Tf 10 10 Td <00010002> Tj ET\n" + across + down)


@kind("1,600 tables on a page, and 100,000 characters between them", Published())
def tables_many() -> bytes:
    boxes = (
        b"%d %d 4 4 re %d %d 4 4 re S\n" % (x, y, x + 4, y)
        for x in range(9, 575, 14)
        for y in range(9, 820, 20)
    )
    rows = (
        b"BT /F1 0.58 Tf 10 %.2f Td <%s> Tj ET\n" % (y, _codes(number, 1000))
        for number, y in enumerate(_spread(100, 800))
    )
    return _with_ink(b"".join((*boxes, *rows)))


@kind("strokes that never touch, at all angles", Published())
def rulings_slanted() -> bytes:
    lines = (
        b"%d %d m %d %d l S\n" % (n % 595, n % 842, (n * 7) % 595, (n * 13) % 842) for n in range(20_000)
    )
    return _with_ink(b"BT /F1 9 Tf 10 10 Td <00010002> Tj ET\n" + b"".join(lines))


def _codes(first: int, count: int) -> bytes:
    """Codes that differ from line to line: of equal lines close together a reader keeps one."""
    return b"".join(b"%04X" % ((first * 7 + number * (first % 5 + 1)) % 40 + 1) for number in range(count))


@kind("200,000 characters on a page", Published())
def characters_many() -> bytes:
    rows = (
        b"BT /F1 0.58 Tf 10 %.2f Td <%s> Tj ET\n" % (y, _codes(number, 1000))
        for number, y in enumerate(_spread(200, 800))
    )
    return _with_ink(b"".join(rows))


@kind("100,000 characters one upon the other", Published())
def characters_stacked() -> bytes:
    drawn = (
        b"1 0 0 1 %.2f 400 Tm <%s> Tj\n" % (100 + number % 97 * 0.01, _codes(number, 20))
        for number in range(5000)
    )
    return _with_ink(b"BT /F1 9 Tf\n" + b"".join(drawn) + b"ET")


@kind("thirty million characters in a small stream", failed("memory", "timeout"))
def characters_bomb() -> bytes:
    drawn = b"BT /F1 1 Tf 9 9 Td <00010002000300010002> Tj ET\n" * 16384
    return _with_ink(deflated(drawn, 300), b"/Filter /FlateDecode")


def _spread(count: int, length: float) -> list[float]:
    return [10 + (length - 20) * number / count for number in range(count)]


def _long(page_count: int) -> bytes:
    """The statement, and pages of a small table each after it."""
    face = Typeface()
    pages = sheets(typeface=face)
    for number in range(page_count - len(pages)):
        page = Sheet(face)
        # One table that goes on over all of them.
        if number == 0:
            page.text(60, 800, "附表", 14)
        rows = [[str(number), f"事项{row}", "没有"] for row in range(8)]
        page.table([["序号", "事项", "说明"], *rows], [60, 200, 200], 60, 780)
        pages.append(page)
    return document(pages, is_compressed=True)


@kind("3,000 pages, a table on each", Published())
def pages_3000() -> bytes:
    return _long(MOST_PAGES)


@kind("one page more than is allowed", failed("too_many_pages"))
def pages_3001() -> bytes:
    pdf = Pdf()
    root, pages = pdf.reserve(), pdf.reserve()
    page = pdf.add(b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % pages)
    kids = b"%d 0 R " % page * (MOST_PAGES + 1)
    pdf.add(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, MOST_PAGES + 1), pages)
    pdf.add(b"<< /Type /Catalog /Pages %d 0 R >>" % pages, root)
    return pdf.assemble(root)


@kind("pages with nothing on them", Quarantined("no_tables"))
def pages_blank() -> bytes:
    return document([Sheet(Typeface()) for _ in range(20)])
