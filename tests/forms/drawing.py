"""Draws a form as a PDF: a cover, then each table on pages as large as it needs."""

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from tests.forms.form import Form, Table
from tests.small_pdf import FONT

_SIZE = 9.0
_ROW = 16.0
_MARGIN = 50.0
_COVERED = ("<", "^")


def draw(form: Form, folder: Path) -> Path:
    """Write the form as `NAME.pdf` into `folder`."""
    path = folder / f"{form.name}.pdf"
    canvas = Canvas(str(path), pageCompression=0, invariant=1)
    canvas.setPageSize((595, 842))
    for line, (text, size) in enumerate([(form.title, 20), (form.department, 14)]):
        canvas.setFont(FONT, size)
        canvas.drawCentredString(297, 600 - 60 * line, text)
    canvas.showPage()
    for table in form.tables:
        for number, rows in enumerate(table.pages):
            _draw_page(canvas, table, [*table.header, *rows] if number == 0 else rows, is_first=number == 0)
            canvas.showPage()
    canvas.save()
    return path


def _length(text: str) -> float:
    return sum(_SIZE if ord(character) > 255 else _SIZE * 0.55 for character in text)


def _widths(table: Table) -> list[float]:
    rows = [*table.header, *table.rows]
    widths = [24.0] * len(table.read)
    for row in rows:
        for column, text in enumerate(row):
            last = _last_covered(row, column)
            if text not in _COVERED:
                room = sum(widths[column : last + 1])
                widths[last] += max(0.0, _length(text) + 10 - room)
    return widths


def _last_covered(row: Sequence[str], column: int) -> int:
    last = column
    while last + 1 < len(row) and row[last + 1] == "<":
        last += 1
    return last


def _draw_page(canvas: Any, table: Table, rows: Sequence[Sequence[str]], *, is_first: bool) -> None:
    edges = [_MARGIN, *accumulate(_widths(table), initial=_MARGIN)][1:]
    height = max(595.0, _ROW * len(rows) + 220)
    width = max(595.0, edges[-1] + _MARGIN)
    canvas.setPageSize((width, height))
    top = height - 60
    if is_first:
        canvas.setFont(FONT, 16)
        canvas.drawCentredString(width / 2, top, table.title)
        canvas.setFont(FONT, _SIZE)
        for line in range(max(len(table.left), len(table.right))):
            top -= 18
            if line < len(table.left):
                canvas.drawString(_MARGIN, top, table.left[line])
            if line < len(table.right):
                canvas.drawRightString(edges[-1], top, table.right[line])
        top -= 8
    _draw_rows(canvas, rows, edges, top)


def _draw_rows(canvas: Any, rows: Sequence[Sequence[str]], edges: Sequence[float], top: float) -> None:
    canvas.setFont(FONT, _SIZE)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text in _COVERED:
                continue
            last = _last_covered(row, column)
            below = number
            while below + 1 < len(rows) and rows[below + 1][column] == "^":
                below += 1
            y = top - _ROW * (below + 1)
            canvas.rect(edges[column], y, edges[last + 1] - edges[column], _ROW * (below + 1 - number))
            canvas.drawString(edges[column] + 3, y + _ROW * (below + 1 - number) / 2 - 3, text)
