"""Small PDFs for tests, drawn with reportlab and its built-in Chinese font."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

A4 = (595.0, 842.0)
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

Draw = Callable[[Any], None]


def write_pdf(
    path: Path,
    *pages: Draw,
    size: tuple[float, float] = A4,
    title: str | None = None,
    encryption: StandardEncryption | None = None,
) -> Path:
    """Write a PDF with one page per function; each gets the canvas (origin at the lower left)."""
    canvas = Canvas(str(path), pagesize=size, encrypt=encryption, invariant=1)
    if title is not None:
        canvas.setTitle(title)
    for draw in pages:
        canvas.setFont(FONT, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def text(*lines: str, x: float = 90, y: float = 750, pitch: float = 20, size: float = 12) -> Draw:
    """Draw lines of text; a line that begins with two full-width spaces is set in by two characters."""

    def draw(canvas: Any) -> None:
        canvas.setFont(FONT, size)
        for number, line in enumerate(lines):
            indent = 2 * size if line.startswith("\u3000\u3000") else 0
            canvas.drawString(x + indent, y - number * pitch, line.lstrip("\u3000"))

    return draw


def table(rows: Sequence[Sequence[str]], *, x: float = 90, y: float = 700, width: float = 80) -> Draw:
    """Draw a ruled table with its upper left corner at (x, y), rows 20 points high."""

    def draw(canvas: Any) -> None:
        columns = len(rows[0])
        canvas.setFont(FONT, 10)
        for number in range(len(rows) + 1):
            canvas.line(x, y - 20 * number, x + width * columns, y - 20 * number)
        for number in range(columns + 1):
            canvas.line(x + width * number, y, x + width * number, y - 20 * len(rows))
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                canvas.drawString(x + width * column + 4, y - 20 * row - 14, cell)

    return draw


def picture(x: float, y: float, width: float, height: float) -> Draw:
    """Draw a grey picture with its lower left corner at (x, y)."""

    def draw(canvas: Any) -> None:
        canvas.drawImage(_grey(), x, y, width, height)

    return draw


def together(*draws: Draw) -> Draw:
    """Draw several things on one page."""

    def draw(canvas: Any) -> None:
        for one in draws:
            one(canvas)

    return draw


def turned(degrees: int, draw_one: Draw) -> Draw:
    """Draw on a page with that /Rotate (0, 90, 180 or 270)."""

    def draw(canvas: Any) -> None:
        canvas.setPageRotation(degrees)
        draw_one(canvas)

    return draw


def write_dense_pdf(path: Path, pages: int) -> Path:
    """Write a PDF that takes long to read: the same table of 300 cells on every page."""
    rows = [[f"{row}.{column}" for column in range(10)] for row in range(30)]

    def define(canvas: Any) -> None:
        canvas.beginForm("dense")
        table(rows, x=10, width=55)(canvas)
        canvas.endForm()
        canvas.doForm("dense")

    return write_pdf(path, define, *[lambda canvas: canvas.doForm("dense")] * (pages - 1))


def _grey() -> ImageReader:
    # A portable grey map needs no imaging library to be written.
    return ImageReader(BytesIO(b"P5 2 2 255\n" + bytes([90, 120, 150, 180])))
