"""Sound PDFs made unsound at random: as bytes, and within their streams."""

import re
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from random import Random

from reportlab.pdfgen.canvas import Canvas

from tests.hostile.statement import disclosure, disclosure_parts
from tests.small_pdf import picture, table, text, together, turned

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NAME = re.compile(rb"/[A-Za-z]\w*")
_ABSURD_NUMBERS = (
    b"0",
    b"-1",
    b"1e309",
    b"-0.0000000001",
    b"2147483647",
    b"2147483648",
    b"-2147483649",
    b"4294967296",
    b"18446744073709551616",
    b"9" * 60,
    b"." + b"3" * 60,
    b"--5",
    b"nan",
    b"inf",
)
_NAMES = (
    b"/Page",
    b"/Pages",
    b"/Kids",
    b"/Parent",
    b"/Contents",
    b"/Font",
    b"/XObject",
    b"/Length",
    b"/Filter",
    b"/W",
)
_OPERATORS = (
    b" q ",
    b" Q ",
    b" BT ",
    b" ET ",
    b" re ",
    b" l ",
    b" m ",
    b" S ",
    b" f ",
    b" cm ",
    b" Tj ",
    b" Tm ",
    b" Do ",
)


def mutated(random: Random) -> bytes:
    """A sound document with one to eight wounds."""
    data = random.choice(sound_documents())
    for _ in range(random.randint(1, 8)):
        data = random.choice(_WOUNDS)(data, random)
    return data


@cache
def sound_documents() -> tuple[bytes, ...]:
    """Small documents of different makes: objects plain and compressed, tables, pictures, turned pages."""
    made = disclosure_parts(is_compressed=True)
    grid = table([["项目", "金额"], ["收入", "12.00"], ["支出", "10.00"]])
    quick = (
        disclosure(),
        made.pdf.assemble(made.root),
        _drawn(grid, together(text("支出决算表", y=740), turned(90, grid))),
        _drawn(text("本部门没有政府性基金预算财政拨款收入。", "第二句。"), picture(50, 50, 90, 90)),
    )
    # A page that is a picture takes a hundred times as long to read.
    return (*quick * 8, _drawn(text("第一句。"), picture(50, 50, 495, 742)))


def _drawn(*pages: Callable[[Canvas], None]) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1, pageCompression=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _span(data: bytes, random: Random, most: int = 200) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(start + random.randint(1, most), len(data))


def _flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, 20)):
        if changed:
            changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _remove(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _repeat(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:end] * random.randint(1, 50) + data[end:]


def _swap(data: bytes, random: Random) -> bytes:
    a, b, c, d = sorted((*_span(data, random), *_span(data, random)))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _insert(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.randbytes(random.randint(1, 100)) + data[at:]


def _number(data: bytes, random: Random) -> bytes:
    return _replaced(data, random, _NUMBER, random.choice(_ABSURD_NUMBERS))


def _name(data: bytes, random: Random) -> bytes:
    return _replaced(data, random, _NAME, random.choice(_NAMES))


def _operator(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(_OPERATORS) * random.choice((1, 1, 3, 40)) + data[at:]


def _replaced(data: bytes, random: Random, pattern: re.Pattern[bytes], by: bytes) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data
    one = random.choice(found)
    return data[: one.start()] + by + data[one.end() :]


def _stream(data: bytes, random: Random) -> bytes:
    """Wound what a stream holds, not what it is packed in."""
    found = list(_STREAM.finditer(data))
    if not found:
        return data
    one = random.choice(found)
    inner = one[1]
    try:
        inner, is_packed = zlib.decompressobj().decompress(inner, 1_000_000), True
    except zlib.error:
        is_packed = False
    for _ in range(random.randint(1, 6)):
        inner = random.choice((*_SIMPLE_WOUNDS, _operator, _number))(inner, random)
    # Long runs grow at every wound.
    inner = inner[:2_000_000]
    return data[: one.start(1)] + (zlib.compress(inner) if is_packed else inner) + data[one.end(1) :]


_Wound = Callable[[bytes, Random], bytes]
_SIMPLE_WOUNDS: tuple[_Wound, ...] = (_flip, _remove, _repeat, _swap, _insert)
_WOUNDS: tuple[_Wound, ...] = (*_SIMPLE_WOUNDS, _number, _number, _name, _stream, _stream, _stream, _stream)
