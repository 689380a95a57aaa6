"""Files whose structure is broken: cut short, wrong tables, loops, leftovers."""

from dataclasses import replace
from random import Random

from tests.hostile.kind import Published, Quarantined, failed, kind
from tests.hostile.pdf import HEAD, Pdf, document, section, stream
from tests.hostile.statement import ROWS, TOTAL, Row, disclosure, disclosure_parts

_DEEP = 5000


def _newer(row: Row) -> Row:
    total, basic, project = (amount and "7" + amount for amount in row.amounts)
    return replace(row, amounts=(total, basic, project))


_NEWER_ROWS, _NEWER_TOTAL = tuple(map(_newer, ROWS)), _newer(TOTAL)
_NEWER_FIGURES = tuple(a for row in (_NEWER_TOTAL, *_NEWER_ROWS) for a in row.amounts if a)


@kind("the first 60 % of a file", failed("corrupt"))
def cut_short() -> bytes:
    whole = disclosure()
    return whole[: len(whole) * 6 // 10]


@kind("a file without its last line", failed("corrupt"))
def end_mark_missing() -> bytes:
    return disclosure().removesuffix(b"%%EOF\n")


@kind("a head and a tail with rubbish between", failed("corrupt"))
def rubbish_inside() -> bytes:
    return HEAD + Random(1).randbytes(20_000) + b"\n%%EOF\n"


@kind("a head and nothing else", failed("corrupt"))
def head_only() -> bytes:
    return HEAD


@kind("startxref leads out of the file", Published())
def xref_elsewhere() -> bytes:
    before, _, after = disclosure().rpartition(b"startxref\n")
    return before + b"startxref\n999999999\n" + after.partition(b"\n")[2]


@kind("every entry of the cross-reference table is 7 bytes off", Published())
def xref_shifted() -> bytes:
    made = disclosure_parts()
    whole = made.pdf.assemble(made.root)
    objects, mark, table = whole.partition(b"xref\n")
    lines = table.split(b"\n")
    moved = [
        b"%010d%s" % (int(line[:10]) + 7, line[10:]) if line.endswith(b" n ") else line for line in lines
    ]
    return objects + mark + b"\n".join(moved)


@kind("the trailer's /Prev leads to itself", Published())
def xref_loop() -> bytes:
    made = disclosure_parts()
    at = made.pdf.assemble(made.root).rindex(b"xref\n0 1")
    made.pdf.trailer = b"/Prev %d" % at
    return made.pdf.assemble(made.root)


@kind("no trailer, no table: objects only", Published())
def objects_only() -> bytes:
    made = disclosure_parts()
    whole = made.pdf.assemble(made.root)
    return whole[: whole.rindex(b"xref\n0 1")] + b"trailer\n<< /Root %d 0 R >>\n%%%%EOF\n" % made.root


@kind("the page tree holds itself", failed("corrupt"))
def page_tree_loop() -> bytes:
    made = disclosure_parts()
    kids = b" ".join(b"%d 0 R" % number for number in (*made.sheets, made.pages))
    made.pdf.add(b"<< /Type /Pages /Kids [%s] /Count 3 >>" % kids, made.pages)
    return made.pdf.assemble(made.root)


@kind("a page tree of 5,000 levels", failed("corrupt"))
def page_tree_deep() -> bytes:
    made = disclosure_parts()
    first = made.pdf.reserve()
    for number in range(first, first + _DEEP):
        made.pdf.add(b"<< /Type /Pages /Kids [%d 0 R] /Count 2 >>" % (number + 1), number)
    made.pdf.add(made.pdf.bodies[made.pages], first + _DEEP)
    made.pdf.add(b"<< /Type /Pages /Kids [%d 0 R] /Count 2 >>" % first, made.pages)
    return made.pdf.assemble(made.root)


def _counted(count: int) -> bytes:
    made = disclosure_parts()
    kids = b" ".join(b"%d 0 R" % number for number in made.sheets)
    made.pdf.add(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), made.pages)
    return made.pdf.assemble(made.root)


@kind("two pages that say they are two thousand million", Published())
def page_count_huge() -> bytes:
    return _counted(2_000_000_000)


@kind("two pages that say they are minus five", Published())
def page_count_negative() -> bytes:
    return _counted(-5)


@kind("two pages that say they are 2,900", failed("corrupt"))
def page_count_wrong() -> bytes:
    return _counted(2900)


@kind("no page at all", failed("corrupt"))
def pages_missing() -> bytes:
    return document([])


@kind("a page whose content is not there", Quarantined("no_tables"))
def content_missing() -> bytes:
    made = disclosure_parts()
    return made.pdf.assemble(
        made.root, bodies={n: b for n, b in made.pdf.bodies.items() if n not in made.contents}
    )


@kind("objects that are references to themselves", Quarantined("no_tables"))
def reference_loop() -> bytes:
    made = disclosure_parts()
    for number in made.contents:
        made.pdf.add(b"%d 0 R" % number, number)
    return made.pdf.assemble(made.root)


@kind("streams that lie about their length", Published())
def length_wrong() -> bytes:
    made = disclosure_parts()
    for number, size in zip(made.contents, (b"999999999", b"-1"), strict=True):
        head, _, rest = made.pdf.bodies[number].partition(b"/Length ")
        made.pdf.add(head + b"/Length " + size + b" >>" + rest.partition(b">>")[2], number)
    return made.pdf.assemble(made.root)


@kind("arrays within arrays, 100,000 deep", Published())
def arrays_deep() -> bytes:
    made = disclosure_parts()
    made.pdf.add(b"[" * 100_000 + b"]" * 100_000)
    return made.pdf.assemble(made.root)


@kind("900 bytes of rubbish before the head", Published())
def garbage_before() -> bytes:
    return Random(2).randbytes(900).replace(b"%", b"x") + disclosure()


@kind("2,000 bytes of a web server after the end", Published())
def garbage_after() -> bytes:
    return disclosure() + b"<!-- served in 12 ms -->\r\n" * 80


@kind("100,000 bytes of zeros after the end", failed("corrupt"))
def zeros_after() -> bytes:
    return disclosure() + bytes(100_000)


@kind("two disclosures one after the other: readers show the second", Published(_NEWER_FIGURES))
def two_in_one() -> bytes:
    return disclosure() + disclosure(_NEWER_ROWS, _NEWER_TOTAL)


@kind("an update that replaces the statement: readers show the newer", Published(_NEWER_FIGURES))
def updated() -> bytes:
    made = disclosure_parts()
    other = disclosure_parts(_NEWER_ROWS, _NEWER_TOTAL)
    whole = made.pdf.assemble(made.root)
    previous = b"/Prev %d" % whole.rindex(b"xref\n0 1")
    return b"".join(section(whole, other.pdf.bodies, other.root, previous))


@kind("a compressed object stream that says it holds a thousand million objects", failed("corrupt"))
def object_stream_absurd() -> bytes:
    pdf = Pdf()
    root = pdf.add(b"<< /Type /Catalog /Pages 3 0 R >>")
    pdf.stream(b"3 0 4 10 ", b"/Type /ObjStm /N 1000000000 /First 2000000000", is_compressed=True)
    body = section(HEAD, pdf.bodies, root)
    return b"".join(body[:-3]) + b"trailer\n<< /Root 1 0 R /Size 99999999 >>\nstartxref\n0\n%%EOF\n"


@kind("a cross-reference stream with absurd widths and size", failed("corrupt"))
def xref_stream_absurd() -> bytes:
    entries = b"/Type /XRef /Size 2147483647 /W [8 2147483647 8] /Index [0 2147483647] /Root 1 0 R"
    body = b"9 0 obj\n%s\nendobj\n" % stream(bytes(4096), entries)
    return HEAD + body + b"startxref\n%d\n%%%%EOF\n" % len(HEAD)
