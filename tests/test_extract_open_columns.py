"""Tables without rules between their columns: the columns that the text shows, and the headings over them."""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.finder import find_grids
from extract.open_columns import with_open_columns
from extract.page import read_page
from extract.table import Table, page_tables
from tests.small_pdf import FONT, Draw, together, write_pdf

LEFT, RIGHT = 60.0, 500.0
EDGES = (60.0, 130.0, 290.0, 360.0, 430.0, 500.0)
BODY = [
    ["合计", "", "1,758.69", "643.59", "1,115.10"],
    ["2013101", "行政运行", "568.18", "568.18", ""],
    ["2013102", "一般行政管理事务", "98.74", "", "98.74"],
]


def write(canvas: Canvas, text: str, x0: float, x1: float, baseline: float, align: str) -> None:
    canvas.setFont(FONT, 9)
    width = canvas.stringWidth(text, FONT, 9)
    x = {"left": x0 + 3, "center": (x0 + x1 - width) / 2, "right": x1 - 3 - width}[align]
    canvas.drawString(x, baseline, text)


def head(canvas: Canvas) -> None:
    """Two rows of headings from 700 up to 740: 本年支出 over the last three columns."""
    write(canvas, "本年支出", EDGES[2], EDGES[5], 726, "center")
    for column, text in enumerate(("科目编码", "科目名称")):
        write(canvas, text, EDGES[column], EDGES[column + 1], 716, "center")
    for column, text in enumerate(("合计", "基本支出", "项目支出"), 2):
        write(canvas, text, EDGES[column], EDGES[column + 1], 706, "center")


def body(canvas: Canvas, rows: Sequence[Sequence[str]] = BODY) -> None:
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            align = "left" if column < 2 else "right"
            write(canvas, text, EDGES[column], EDGES[column + 1], 686 - 20 * number, align)


def rules(*heights: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        for y in heights:
            canvas.line(LEFT, y, RIGHT, y)

    return draw


def frame(canvas: Canvas) -> None:
    canvas.line(LEFT, 640, LEFT, 740)
    canvas.line(RIGHT, 640, RIGHT, 740)


def under_the_upper_heading(canvas: Canvas) -> None:
    canvas.line(EDGES[2], 720, RIGHT, 720)


def tables_of(path: Path) -> list[Table]:
    with pypdfium2.PdfDocument(path) as document:
        ink = read_page(document[0], 1)
        return page_tables(find_grids(with_open_columns(ink.rulings, ink.glyphs)), ink.glyphs)


EVERY_ROW = rules(740, 700, 680, 660, 640)


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(together(EVERY_ROW, under_the_upper_heading), id="rules-under-rows"),
        pytest.param(together(EVERY_ROW, under_the_upper_heading, frame), id="frame"),
        pytest.param(together(rules(740, 700, 640), under_the_upper_heading), id="head-and-foot"),
        pytest.param(rules(740, 700, 640), id="head-and-foot-alone"),
    ],
)
def test_columns_and_the_headings_over_them(tmp_path: Path, drawn: Draw) -> None:
    (table,) = tables_of(write_pdf(tmp_path / "a.pdf", together(drawn, head, body)))
    cells = [cell for cell in table.cells if cell.row_kind == "body"]
    assert [cell.text for cell in cells] == [text for row in BODY for text in row]
    assert [cell.header_path for cell in cells[:5]] == [
        "科目编码",
        "科目名称",
        "本年支出 / 合计",
        "本年支出 / 基本支出",
        "本年支出 / 项目支出",
    ]


def test_a_row_alone_on_its_page_is_read_in_columns(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "b.pdf", together(rules(700, 680), lambda canvas: body(canvas, BODY[:1])))
    (table,) = tables_of(path)
    assert [cell.text for cell in table.cells if cell.text] == ["合计", "1,758.69", "643.59", "1,115.10"]


def test_prose_between_rules_is_no_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 12)
        canvas.drawString(80, 715, "2020年度收入总计758.69万元，其中：财政拨款收入758.69万元。")
        canvas.drawString(80, 695, "支出总计758.69万元，比上年增加12.50万元，增长1.7%。")

    assert tables_of(write_pdf(tmp_path / "c.pdf", together(rules(740, 680), draw))) == []
