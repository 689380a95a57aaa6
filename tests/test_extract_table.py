"""Tables of real pages: cells, header paths, titles, units, and parts joined over page breaks."""

from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.continuation import join_parts, same_columns
from extract.finder import find_grids
from extract.page import read_page
from extract.table import Table, page_tables

FONT = "STSong-Light"
HEIGHT = A4[1]


@pytest.fixture(scope="module", autouse=True)
def _font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def draw_table(
    canvas: Canvas, top: float, widths: list[float], rows: list[list[str]], height: float = 20
) -> float:
    """Draw a ruled table from `top` down (points from the top of the page); return its bottom."""
    x = 60.0
    edges = [x]
    for width in widths:
        edges.append(edges[-1] + width)
    for r, row in enumerate(rows):
        y = HEIGHT - top - (r + 1) * height
        for c, text in enumerate(row):
            canvas.rect(edges[c], y, widths[c], height)
            canvas.setFont(FONT, 9)
            for line_no, line in enumerate(text.split("\n")):
                canvas.drawString(edges[c] + 2, y + height - 9 - 10 * line_no, line)
    return top + len(rows) * height


def draw_line(canvas: Canvas, top: float, text: str, size: float = 10) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(60, HEIGHT - top, text)


def parts_of(path: Path) -> list[tuple[int, Table]]:
    parts: list[tuple[int, Table]] = []
    with pypdfium2.PdfDocument(path) as document:
        for number in range(1, len(document) + 1):
            ink = read_page(document[number - 1], number)
            parts.extend((number, table) for table in page_tables(find_grids(ink.rulings), ink.glyphs))
    return parts


HEAD = ["科目编码", "科目名称", "合计"]
WIDTHS = [100.0, 200.0, 100.0]


def test_title_unit_and_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path))
    draw_line(canvas, 60, "2024 年度支出决算表", 16)
    draw_line(canvas, 85, "部门：某某局 单位：万元")
    draw_table(canvas, 100, WIDTHS, [HEAD, ["201", "一般公共服务\n支出", "1,234.56"]])
    canvas.save()
    ((page, table),) = parts_of(path)
    assert page == 1
    assert table.title_normalised == "2024年度支出决算表"
    assert table.unit_line == "部门：某某局 单位：万元"
    assert table.lines_above_normalised == "2024年度支出决算表\n部门:某某局单位:万元"
    body = [cell for cell in table.cells if cell.row_kind == "body"]
    assert [cell.text for cell in body] == ["201", "一般公共服务\n支出", "1,234.56"]
    assert [cell.header_path for cell in body] == HEAD
    assert body[1].text_normalised == "一般公共服务支出"
    assert (round(body[2].x0), round(body[2].top)) == (360, 120)


def test_a_part_without_head_inherits_and_a_titled_one_does_not(tmp_path: Path) -> None:
    path = tmp_path / "b.pdf"
    canvas = Canvas(str(path))
    draw_line(canvas, 60, "表五 政府性基金表", 16)
    draw_table(canvas, 100, WIDTHS, [HEAD, ["212", "城乡社区支出", "1.00"]])
    canvas.showPage()
    draw_table(canvas, 60, WIDTHS, [["21203", "设施", "1.00"]])
    canvas.showPage()
    draw_line(canvas, 60, "表六 国有资本经营表", 16)
    draw_table(canvas, 100, WIDTHS, [HEAD, ["223", "国有资本", "2.00"]])
    canvas.save()
    joined = join_parts(parts_of(path))
    assert [(page, number, root) for page, number, root, _ in joined] == [(1, 1, 1), (2, 2, 1), (3, 3, 3)]
    assert [cell.header_path for cell in joined[1][3].cells] == HEAD


def test_a_repeated_title_continues(tmp_path: Path) -> None:
    path = tmp_path / "c.pdf"
    canvas = Canvas(str(path))
    for name in ("甲", "乙"):
        draw_line(canvas, 60, "支出总表", 16)
        draw_table(canvas, 100, WIDTHS, [HEAD, ["201", name, "1.00"]])
        canvas.showPage()
    canvas.save()
    assert [root for _, _, root, _ in join_parts(parts_of(path))] == [1, 1]


def test_a_page_between_parts_them(tmp_path: Path) -> None:
    path = tmp_path / "d.pdf"
    canvas = Canvas(str(path))
    draw_table(canvas, 100, WIDTHS, [HEAD, ["201", "甲", "1.00"]])
    canvas.showPage()
    draw_line(canvas, 60, "说明")
    canvas.showPage()
    draw_table(canvas, 60, WIDTHS, [["202", "乙", "1.00"]])
    canvas.save()
    assert [root for _, _, root, _ in join_parts(parts_of(path))] == [1, 2]


def test_a_number_that_sticks_out_of_its_cell_stays_whole(tmp_path: Path) -> None:
    path = tmp_path / "e.pdf"
    canvas = Canvas(str(path))
    draw_table(canvas, 100, [30.0, 200.0, 100.0], [HEAD, ["2013101", "行政运行", "1.00"]])
    canvas.save()
    ((_, table),) = parts_of(path)
    body = [cell.text for cell in table.cells if cell.row_kind == "body"]
    assert body == ["2013101", "行政运行", "1.00"]


def test_figures_that_touch_the_next_label_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "f.pdf"
    canvas = Canvas(str(path))
    draw_table(canvas, 100, [100.0, 60.0, 160.0], [["项目", "金额", "项目"], ["一、拨款", "", "一、教育"]])
    canvas.setFont(FONT, 9)
    canvas.drawRightString(60 + 160 + 1, HEIGHT - 100 - 20 - 9, "758.69")
    canvas.save()
    ((_, table),) = parts_of(path)
    assert [cell.text for cell in table.cells if cell.row_kind == "body"] == [
        "一、拨款",
        "758.69",
        "一、教育",
    ]


def test_a_lone_box_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "g.pdf"
    canvas = Canvas(str(path))
    canvas.rect(60, 400, 200, 100)
    draw_line(canvas, 380, "提示")
    canvas.save()
    assert parts_of(path) == []


def test_columns_compare_within_a_few_points() -> None:
    assert same_columns((0, 100, 200), (2, 103, 198))
    assert same_columns((0, 20, 40, 100, 200), (0, 41, 100, 200)), "the head divides a column of the body"
    assert not same_columns((0, 100, 200), (0, 100))
    assert not same_columns((0, 100, 200), (0, 120, 200))


def test_leading_spaces_are_indent(tmp_path: Path) -> None:
    path = tmp_path / "h.pdf"
    canvas = Canvas(str(path))
    rows = [
        ["科目名称", "合计"],
        ["一般公共服务支出", "3.00"],
        ["\u3000统计信息事务", "3.00"],
        ["\u3000\u3000行政运行", "3.00"],
    ]
    draw_table(canvas, 100, [200.0, 100.0], rows)
    canvas.save()
    ((_, table),) = parts_of(path)
    indents = [cell.indent for cell in table.cells if cell.row_kind == "body" and cell.column_no == 1]
    assert indents == [pytest.approx(2, abs=1), pytest.approx(11, abs=1), pytest.approx(20, abs=1)]


def test_digits_printed_over_digits_are_no_number(tmp_path: Path) -> None:
    path = tmp_path / "over.pdf"
    canvas = Canvas(str(path))
    draw_table(canvas, 100, [100, 100], [["项目", "金额"], ["收入", "758.69"]])
    canvas.setFont(FONT, 9)
    canvas.drawString(162 + canvas.stringWidth("758.", FONT, 9), HEIGHT - 129, "12")
    canvas.save()
    ((_, table),) = parts_of(path)
    assert [cell.text for cell in table.cells][-1].count("\ufffd") > 0
