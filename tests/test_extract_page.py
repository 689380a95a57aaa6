from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import read_document
from extract.glyph import View
from extract.outcome import Limits, UnreadableError
from extract.page import PageFacts, PageInk, read_page
from tests.small_pdf import A4, picture, table, text, together, turned, write_pdf

GRID = [["项目", "金额"], ["收入", "12.00"], ["支出", "10.00"]]


def facts_of(path: Path) -> list[PageFacts]:
    return [ink.facts for ink in read_all(path)]


def read_all(path: Path) -> list[PageInk]:
    with pypdfium2.PdfDocument(path) as document:
        return [read_page(document[index], index + 1) for index in range(len(document))]


def patched(path: Path, old: bytes, new: bytes) -> Path:
    """Swap equally long bytes of a file, so that its cross-reference table stays right."""
    assert len(old) == len(new)
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    return path


def test_kind_of_page(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "kinds.pdf",
        text("本部门没有政府性基金预算财政拨款收入。"),
        picture(50, 50, 495, 742),
        together(picture(50, 100, 495, 500), text("- 3 -")),
        lambda canvas: None,
        together(picture(400, 700, 60, 60), text("部门决算")),
        together(picture(0, 0, *A4), text("2020年度收入支出决算总表", "单位：万元", "部门：办公室")),
    )
    facts = facts_of(path)
    assert [page.kind for page in facts] == ["text", "scanned", "scanned", "blank", "text", "scanned"]
    assert [page.char_count for page in facts] == [19, 0, 3, 0, 4, 25]
    assert facts[1].image_share == pytest.approx(495 * 742 / (595 * 842), abs=0.03)
    assert facts[0].image_share == 0


def test_overlapping_pictures_count_once(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "twice.pdf", together(picture(0, 0, 595, 421), picture(0, 0, 595, 421)))
    assert facts_of(path)[0].image_share == pytest.approx(0.5, abs=0.02)


def test_graphics_in_nested_forms_count(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.beginForm("inner")
        table(GRID)(canvas)
        picture(0, 0, 100, 100)(canvas)
        canvas.endForm()
        canvas.beginForm("outer")
        canvas.doForm("inner")
        canvas.endForm()
        canvas.scale(2, 2)
        canvas.doForm("outer")

    facts = facts_of(write_pdf(tmp_path / "forms.pdf", draw))[0]
    assert facts.ruling_count == 7
    assert facts.image_share == pytest.approx(200 * 200 / (595 * 842), abs=0.02)


def test_text_drawn_as_outlines_is_a_picture(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        for number in range(150):
            path = canvas.beginPath()
            path.moveTo(50 + number, 100)
            for step in range(30):
                path.lineTo(50 + number + step % 7, 100 + step)
            canvas.drawPath(path)

    assert facts_of(write_pdf(tmp_path / "outlines.pdf", draw))[0].kind == "scanned"


def test_only_ruled_pages_with_text_are_searched(tmp_path: Path) -> None:
    empty_grid = [["", ""], ["", ""]]
    path = write_pdf(tmp_path / "ruled.pdf", table(GRID), text("没有表"), table(empty_grid))
    assert [page.may_hold_tables for page in facts_of(path)] == [True, False, False]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_rotated_page_is_measured_as_shown(tmp_path: Path, degrees: int) -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(300, 400)
        canvas.rotate(degrees)
        canvas.drawString(0, 0, "金额")

    ink, *_ = read_all(write_pdf(tmp_path / "turned.pdf", turned(degrees, draw)))
    facts, glyphs = ink.facts, ink.glyphs
    assert facts.view.rotation == degrees
    assert (facts.view.width, facts.view.height) == pytest.approx(A4, abs=0.1)
    assert [glyph.text for glyph in glyphs] == ["金", "额"]
    assert all(glyph.is_upright for glyph in glyphs)
    assert glyphs[0].x1 == pytest.approx(glyphs[1].x0, abs=0.5)
    assert glyphs[0].baseline == pytest.approx(glyphs[1].baseline, abs=0.01)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_tables_of_a_rotated_cropped_page_stand_where_its_text_does(tmp_path: Path, degrees: int) -> None:
    def draw(canvas: Any) -> None:
        canvas.setCropBox((40, 60, 555, 540))
        canvas.translate(300, 400)
        canvas.rotate(degrees)
        canvas.translate(-300, -400)
        table(GRID, x=200, y=450)(canvas)
        text("单位：万元", x=200, y=460)(canvas)

    path = write_pdf(tmp_path / "cropped.pdf", turned(degrees, draw))
    rows = read_document(path, "0" * 64, Limits())
    cells = rows.cell.to_pylist()
    assert [cell["text"] for cell in cells] == ["项目", "金额", "收入", "12.00", "支出", "10.00"]
    ink, *_ = read_all(path)
    facts, glyphs = ink.facts, ink.glyphs
    assert (facts.view.width, facts.view.height) == pytest.approx(
        (480, 515) if degrees in (90, 270) else (515, 480), abs=0.1
    )
    first = next(glyph for glyph in glyphs if glyph.text == "收")
    cell = cells[2]
    assert cell["x0"] < first.x0 < first.x1 < cell["x1"]
    assert cell["top"] < (first.top + first.bottom) / 2 < cell["bottom"]
    assert [row["text"] for row in rows.sentence.to_pylist()] == ["单位：万元"]


@pytest.mark.parametrize(
    "box", [b"[ 0 0 0 0 ]", b"[ 595 842 0 0 ]", b"[ 0 0 /A /B ]", b"[ 0 0 595", b"null", b"[ -9 -9 99 99 ]"]
)
def test_odd_media_boxes_are_survived(tmp_path: Path, box: bytes) -> None:
    path = write_pdf(tmp_path / "odd.pdf", table(GRID), size=(595, 842))
    patched(path, b"/MediaBox [ 0 0 595 842 ]", b"/MediaBox " + box.ljust(15))
    rows = read_document(path, "0" * 64, Limits())
    (page,) = rows.page.to_pylist()
    assert page["width"] > 0
    assert page["height"] > 0
    assert rows.page_count == 1


def test_page_that_holds_too_much_is_recorded_but_not_searched(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(90, 800, "正常的文字。")
        for number in range(50_001):
            x, y = 10 + number % 500, 10 + number // 500
            canvas.line(x, y, x + 5, y)

    rows = read_document(write_pdf(tmp_path / "heavy.pdf", table(GRID), draw), "0" * 64, Limits())
    assert [page["table_count"] for page in rows.page.to_pylist()] == [1, 0]
    assert rows.notice is not None
    assert "page 2 " in rows.notice
    assert [row["text"] for row in rows.sentence.to_pylist()] == ["正常的文字。"]


def test_slanted_watermark_does_not_mix_with_the_lines(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        text("支出决算为九百元。")(canvas)
        canvas.translate(90, 700)
        canvas.rotate(45)
        canvas.drawString(20, 0, "内部资料")

    rows = read_document(write_pdf(tmp_path / "mark.pdf", draw), "0" * 64, Limits())
    assert [row["text"] for row in rows.sentence.to_pylist()] == ["支出决算为九百元。", "内部资料"]


def test_document_facts(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "facts.pdf", text("一"), picture(0, 0, *A4), title="部门决算")
    rows = read_document(path, "a" * 64, Limits())
    assert rows.page_count == 2
    assert rows.scanned_page_count == 1
    assert rows.byte_count == path.stat().st_size
    assert rows.pdf_title == "部门决算"
    assert rows.pdf_producer is not None
    assert "ReportLab" in rows.pdf_producer
    assert rows.notice is None
    assert {row["sha256"] for row in rows.page.to_pylist()} == {"a" * 64}


@pytest.mark.parametrize(
    ("limits", "code"), [(Limits(file_bytes=100), "too_large"), (Limits(pages=1), "too_many_pages")]
)
def test_documents_beyond_the_limits_are_refused(tmp_path: Path, limits: Limits, code: str) -> None:
    path = write_pdf(tmp_path / "two.pdf", text("一"), text("二"))
    with pytest.raises(UnreadableError) as refusal:
        read_document(path, "0" * 64, limits)
    assert refusal.value.code == code
    assert "raise the limit" in refusal.value.reason


coordinates = st.floats(0, 1000, allow_nan=False)


@given(
    st.sampled_from([0, 90, 180, 270]),
    st.tuples(coordinates, coordinates, coordinates, coordinates),
    st.tuples(st.floats(-50, 50), st.floats(-50, 50)),
)
def test_a_view_keeps_boxes_in_the_page_and_their_size(
    rotation: int, box: tuple[float, float, float, float], origin: tuple[float, float]
) -> None:
    view = View(origin[0], origin[1], origin[0] + 1000, origin[1] + 1000, rotation)
    left, right = sorted((box[0] + origin[0], box[2] + origin[0]))
    bottom, top = sorted((box[1] + origin[1], box[3] + origin[1]))
    x0, y0, x1, y1 = view.box(left, bottom, right, top)
    assert -0.001 <= x0 <= x1 <= view.width + 0.001
    assert -0.001 <= y0 <= y1 <= view.height + 0.001
    assert {round(x1 - x0, 6), round(y1 - y0, 6)} == {round(right - left, 6), round(top - bottom, 6)}
