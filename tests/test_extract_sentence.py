from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import read_document
from extract.outcome import Limits
from extract.sentence import sentence_spans
from tests.small_pdf import FONT, Draw, table, text, together, write_pdf

FULL = "从单位构成看，某部门决算由纳入独立核算的单位本级决算和下属单位决算"
GRID = [["项目", "金额"], ["收入", "12.00"], ["支出", "10.00"]]


def sentences_of(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_document(path, "0" * 64, Limits()).sentence.to_pylist()
    return rows


def texts_of(path: Path) -> list[str]:
    return [row["text"] for row in sentences_of(path)]


def split(paragraph: str) -> list[str]:
    return [paragraph[start:end] for start, end in sentence_spans(paragraph)]


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("收入增加。支出减少！为什么？见下表；", ["收入增加。", "支出减少！", "为什么？", "见下表；"]),
        ("收入12.50万元。 支出9,000.00万元", ["收入12.50万元。", "支出9,000.00万元"]),
        ("他说：“已经完成。”随后离开。", ["他说：“已经完成。”随后离开。"]),
        ("费用（含税；不含运费。）共三元。余无。", ["费用（含税；不含运费。）共三元。", "余无。"]),
        ("括号（没有合上。下一句。", ["括号（没有合上。", "下一句。"]),
        ("右边）多了。下一句。", ["右边）多了。", "下一句。"]),
        ("引号“用错“了。下一句。", ["引号“用错“了。", "下一句。"]),
        ("主要原因是……。其他。", ["主要原因是……。", "其他。"]),
        ("好！！真的？！", ["好！！", "真的？！"]),
        ("（" + "字" * 300 + "。" + "字" * 9 + "）完。", ["（" + "字" * 300 + "。", "字" * 9 + "）完。"]),
        ("  \u3000", []),
        ("", []),
    ],
)
def test_sentences_of_a_paragraph(paragraph: str, sentences: list[str]) -> None:
    assert split(paragraph) == sentences


@given(st.text(alphabet="字12. \u3000。！？；（）()“”《》", max_size=80))
def test_splitting_loses_nothing_but_white_space(paragraph: str) -> None:
    parts = split(paragraph)
    assert "".join("".join(parts).split()) == "".join(paragraph.split())
    assert all(part == part.strip() and part for part in parts)


def test_lines_of_a_paragraph_are_joined(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "lines.pdf",
        text(
            "一、部门单位构成",
            "\u3000\u3000" + FULL[:31],
            FULL[:33],
            "组成。在职19 人。",
            "\u3000\u3000离退休人员11 人。",
        ),
    )
    rows = sentences_of(path)
    assert [row["text"] for row in rows] == [
        "一、部门单位构成",
        FULL[:31] + FULL[:33] + "组成。",
        "在职19 人。",
        "离退休人员11 人。",
    ]
    assert [row["paragraph_no"] for row in rows] == [1, 2, 2, 3]
    assert [row["sentence_no"] for row in rows] == [1, 2, 3, 4]


def test_number_broken_over_lines_is_one_number(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "number.pdf",
        text("\u3000\u3000" + FULL[:28] + "1234", "56.78万元，其中项目支出" + FULL[:23], "十元。" * 3),
    )
    assert "123456.78万元" in texts_of(path)[0]


def test_line_that_a_mark_overhangs_is_no_wider_than_the_text(tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "hanging.pdf",
        text("\u3000\u3000" + FULL[:31] + "，", FULL[:33] + "，", FULL[:32] + "1", "是0万元。"),
    )
    assert texts_of(path) == [FULL[:31] + "，" + FULL[:33] + "，" + FULL[:32] + "1是0万元。"]


@pytest.mark.parametrize("rest", ["3,163.89万元，占36%。", "12%。", "万元，占36%。"])
def test_amount_goes_on_from_a_line_that_is_nearly_full(tmp_path: Path, rest: str) -> None:
    path = write_pdf(tmp_path / "amount.pdf", text("\u3000\u3000" + FULL[:31], FULL[:26], rest, FULL))
    assert texts_of(path)[0] == FULL[:31] + FULL[:26] + rest


def test_short_line_ends_its_paragraph(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "short.pdf", text("一项职责", "又一项职责", FULL))
    assert texts_of(path) == ["一项职责", "又一项职责", FULL]


def test_paragraph_runs_over_the_page_and_its_page_number(tmp_path: Path) -> None:
    def page(number: int, *lines: str) -> Draw:
        return together(text(*lines, y=100 if number == 1 else 780), text(f"- {number} -", x=280, y=30))

    path = write_pdf(
        tmp_path / "over.pdf",
        page(1, "\u3000\u3000" + FULL[:31], FULL[:33]),
        page(2, "组成。以下另起一句。", "\u3000\u3000下一段。"),
    )
    rows = sentences_of(path)
    assert [(row["text"], row["page_number"], row["end_page_number"]) for row in rows] == [
        ("- 1 -", 1, 1),
        (FULL[:31] + FULL[:33] + "组成。", 1, 2),
        ("以下另起一句。", 2, 2),
        ("- 2 -", 2, 2),
        ("下一段。", 2, 2),
    ]


def test_table_parts_the_text_before_and_after_it(tmp_path: Path) -> None:
    first = together(text(FULL, y=760), table(GRID, y=740))
    second = together(text(FULL, y=780))
    path = write_pdf(tmp_path / "between.pdf", first, second)
    assert texts_of(path) == [FULL, FULL]


def test_text_in_tables_is_no_sentence(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "table.pdf", together(text("收入决算表", y=720), table(GRID)))
    assert texts_of(path) == ["收入决算表"]


def test_running_heads_are_kept_apart(tmp_path: Path) -> None:
    def page(number: int) -> Draw:
        return together(
            text("某部门2020年度决算", x=250, y=800),
            text(FULL, *([FULL] * 31), y=760),
            text(f"第 {number} 页", x=280, y=30),
        )

    path = write_pdf(tmp_path / "heads.pdf", *(page(number) for number in range(1, 5)))
    texts = texts_of(path)
    assert texts.count("某部门2020年度决算") == 4
    assert [f"第 {number} 页" in texts for number in range(1, 5)] == [True] * 4
    assert texts.count(FULL * 32 * 4) == 1


def test_contents_lines_are_not_run_together(tmp_path: Path) -> None:
    dots = "." * 60
    path = write_pdf(tmp_path / "contents.pdf", text(f"一、部门概况{dots}1", f"二、部门决算表{dots}12", FULL))
    assert [row[:4] for row in texts_of(path)[:2]] == ["一、部门", "二、部门"]


def test_box_covers_the_part_on_the_first_page(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "box.pdf", text("收入增加。支出减少。", x=100, y=700))
    first, second = sentences_of(path)
    assert first["x0"] == pytest.approx(100, abs=1)
    assert first["x1"] == pytest.approx(160, abs=1)
    assert second["x0"] == pytest.approx(160, abs=1)
    assert second["x1"] == pytest.approx(220, abs=1)
    assert 842 - 715 < first["top"] < 842 - 700 < first["bottom"] < 842 - 690


def test_gaps_between_columns_become_one_space_and_letter_spacing_none(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont(FONT, 12)
        canvas.drawString(90, 700, "部门：办公室")
        canvas.drawString(400, 700, "单位：万元")
        canvas.drawString(90, 650, "因公出国", charSpace=3)

    assert texts_of(write_pdf(tmp_path / "gaps.pdf", draw)) == ["部门：办公室 单位：万元", "因公出国"]


def test_false_bold_is_read_once(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont(FONT, 12)
        canvas.drawString(90, 700, "部门决算")
        canvas.drawString(90.4, 700, "部门决算")

    assert texts_of(write_pdf(tmp_path / "bold.pdf", draw)) == ["部门决算"]


def test_normalised_text_has_no_white_space(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "normal.pdf", text("（一）收入 １２ 万元。"))
    assert [row["text_normalised"] for row in sentences_of(path)] == ["(一)收入12万元。"]
