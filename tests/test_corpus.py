"""The sample generator: what it writes is coherent, deterministic and says what is wrong in it."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.lzw import lzwdecode

from tests.corpus import (
    SAMPLES,
    STYLES,
    ChangedCell,
    Defect,
    DefectError,
    Figures,
    MissingStatement,
    OtherYear,
    ProseFigure,
    Scan,
    TemplateText,
    WrongPercentage,
    WrongSpelling,
    load,
    negated,
    random_department,
    scan,
    truth,
    write_disclosure,
)
from tests.corpus.blocks import Cell, Grid, Paragraph, Part
from tests.corpus.compression import lzw
from tests.corpus.figures import group
from tests.corpus.fonts import FONT_FILE, MissingCharactersError
from tests.corpus.generate import COLUMNS, write_samples
from tests.corpus.grid import measure
from tests.corpus.layout import render
from tests.corpus.random_department import FORMS
from tests.corpus.scans import scan_pages

SAMPLES_FOLDER = Path(__file__).parent.parent / "samples"
TEXT_LAYER = [document for document in SAMPLES if document != "hanyang-zhengfuban-2020-final"]
FINAL, BUDGET = "hanyang-dangweiban-2020-final", "jingkai-gongwei-2021-budget"
GRIDDED = (
    "word",
    "yuan",
    "broken",
    "landscape",
    "rotated",
    "radicals",
    "spaced",
    "edged_cells",
    "filled_rules",
)
WITH_TEXT = sorted(name for name, style in STYLES.items() if style.has_statement_text)
CENT = Decimal("0.01")


def page_texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def closed_up(text: str) -> str:
    """The text without white space: where lines break is for a reader to guess."""
    return "".join(text.split())


def statement_pages(path: Path, figures: Figures) -> str:
    """The text from the first statement's page to the last one's."""
    texts = page_texts(path)
    first = next(index for index, text in enumerate(texts) if text.startswith("第二部分"))
    last = next(index for index, text in enumerate(texts) if text.startswith("第三部分"))
    return "\n".join(texts[first:last])


# The samples


def test_samples_are_rebuilt_byte_for_byte(tmp_path: Path) -> None:
    write_disclosure(random_department(1), tmp_path / "other.pdf")
    (tmp_path / "other.pdf").unlink()
    write_samples(tmp_path)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {
        path.name: path.read_bytes()
        for path in SAMPLES_FOLDER.iterdir()
        if path.suffix != ".py" and path.is_file()
    }
    assert sorted(built) == sorted(committed)
    assert [name for name in built if built[name] != committed[name]] == []


def test_samples_are_small() -> None:
    sizes = [path.stat().st_size for path in SAMPLES_FOLDER.glob("*.pdf")]
    assert len(sizes) == len(SAMPLES)
    assert sum(sizes) <= 3_000_000
    assert max(sizes) <= 1_500_000
    assert FONT_FILE.stat().st_size <= 1_210_000


def test_samples_embed_every_font() -> None:
    for path in SAMPLES_FOLDER.glob("*.pdf"):
        content = path.read_bytes()
        assert b"/Type1" not in content
        assert content.count(b"/FontFile2") == content.count(b"/Subtype /TrueType") > 0


def test_the_catalogue_names_the_samples() -> None:
    with (SAMPLES_FOLDER / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert tuple(lines[0]) == COLUMNS
    assert [line["location"] for line in lines] == [f"{document}.pdf" for document in SAMPLES]
    assert {line["division_code"] for line in lines} == {"420103", "420104", "420105", "420113"}


def test_the_truth_is_the_figures() -> None:
    told = json.loads((SAMPLES_FOLDER / "truth.json").read_text("utf-8"))
    assert list(told) == list(SAMPLES)
    for document, entry in told.items():
        assert entry["facts"] == truth(load(document))
        assert all(len(fact) == 4 and Decimal(fact[3]) >= 0 for fact in entry["facts"])
    assert [document for document, entry in told.items() if "image_pages" in entry] == [
        "hanyang-zhengfuban-2020-final"
    ]


@pytest.mark.parametrize("document", TEXT_LAYER)
def test_every_true_figure_is_printed_in_the_statements(document: str) -> None:
    figures = load(document)
    text = statement_pages(SAMPLES_FOLDER / f"{document}.pdf", figures)
    printed = Counter(re.findall(r"[\d,.]+", text.replace("\r\n", " ")))
    due = Counter(group(value) for _, _, _, value in truth(figures))
    assert {value: count for value, count in due.items() if printed[value] < count} == {}


def test_the_pictured_sample_has_no_text_on_its_statement_pages() -> None:
    told = json.loads((SAMPLES_FOLDER / "truth.json").read_text("utf-8"))["hanyang-zhengfuban-2020-final"]
    document = pypdfium2.PdfDocument(SAMPLES_FOLDER / told["file"])
    for number, page in enumerate(document, 1):
        is_picture = number in told["image_pages"]
        assert (page.get_textpage().count_chars() == 0) == is_picture
        assert any(True for _ in page.get_objects(filter=[3])) == is_picture
    assert len(told["image_pages"]) == 9
    document.close()


def test_no_sample_has_anything_like_a_telephone_number() -> None:
    for path in SAMPLES_FOLDER.glob("*.pdf"):
        text = "\n".join(page_texts(path))
        assert re.findall(r"\d{8,}|\d{3,4}-\d{7,8}|电话|手机|联系人", text) == []


def test_planted_defects_of_the_samples_are_told_and_there() -> None:
    told = json.loads((SAMPLES_FOLDER / "truth.json").read_text("utf-8"))
    planted = {document: entry["planted"] for document, entry in told.items() if entry["planted"]}
    assert {document: [one["kind"] for one in ones] for document, ones in planted.items()} == {
        FINAL: ["template_text"],
        "qiaokou-dangweiban-2021-final": ["wrong_spelling"],
    }
    for document, ones in planted.items():
        texts = page_texts(SAMPLES_FOLDER / f"{document}.pdf")
        for one in ones:
            assert closed_up(one["stated"]) in closed_up(texts[one["page"] - 1])
            assert one["stated"] != one["true"]


# Styles


@pytest.mark.parametrize("document", [FINAL, BUDGET])
@pytest.mark.parametrize("name", GRIDDED)
def test_every_statement_page_has_one_grid(tmp_path: Path, document: str, name: str) -> None:
    figures, style = load(document), STYLES[name]
    written = write_disclosure(figures, tmp_path / "it.pdf", style)
    statements = set(figures.statements) | {"government_fund", "three_public"}
    pages = sorted({one.page for one in written.printed if one.key.split("/")[0] in statements})
    with pdfplumber.open(written.path) as pdf:
        assert [len(pdf.pages[number - 1].find_tables()) for number in pages] == [1] * len(pages)
        grid = pdf.pages[pages[0] - 1].find_tables()[0].extract()
    assert len({len(row) for row in grid}) == 1
    assert len(grid[0]) == 6


def test_a_broken_table_goes_on_with_or_without_its_header(tmp_path: Path) -> None:
    heads = {}
    for name in ("broken", "broken_without_headers"):
        written = write_disclosure(load(FINAL), tmp_path / f"{name}.pdf", STYLES[name])
        first = next(one.page for one in written.printed if one.key == "expenditure_by_function/title")
        with pdfplumber.open(written.path) as pdf:
            heads[name] = pdf.pages[first].find_tables()[0].extract()[0][0]
    assert heads == {"broken": "项目", "broken_without_headers": "2081199"}


def test_orientations(tmp_path: Path) -> None:
    figures = load(FINAL)
    for name, rotation, is_wide in (("landscape", 0, True), ("rotated", 90, False)):
        written = write_disclosure(figures, tmp_path / f"{name}.pdf", STYLES[name])
        number = next(one.page for one in written.printed if one.key.startswith("expenditure_by_function/"))
        document = pypdfium2.PdfDocument(written.path)
        page = document[number - 1]
        left, bottom, right, top = page.get_mediabox()
        assert page.get_rotation() == rotation
        assert (right - left > top - bottom) == is_wide
        assert document[0].get_rotation() == 0
        document.close()


def test_yuan_prints_ten_thousand_times_the_figure(tmp_path: Path) -> None:
    figures = load(FINAL)
    written = write_disclosure(figures, tmp_path / "it.pdf", STYLES["yuan"])
    text = statement_pages(written.path, figures)
    assert "单位：元" in text
    assert "单位：万元" not in text
    assert "7,586,900.00" in text


def test_clipped_codes_lose_their_last_digit(tmp_path: Path) -> None:
    figures = load(FINAL)
    text = statement_pages(write_disclosure(figures, tmp_path / "it.pdf", STYLES["clipped"]).path, figures)
    words = set(text.split())
    assert {"201310", "20131", "3010"} <= words
    assert not {"2013101", "2080505", "30101"} & words


def test_scanned_pages_have_no_text_and_keep_their_size(tmp_path: Path) -> None:
    figures = load(BUDGET)
    plain = write_disclosure(figures, tmp_path / "plain.pdf")
    for name in ("scanned_statements", "scanned_whole"):
        written = write_disclosure(figures, tmp_path / f"{name}.pdf", STYLES[name])
        again = write_disclosure(figures, tmp_path / f"{name}-again.pdf", STYLES[name])
        assert written.path.read_bytes() == again.path.read_bytes()
        assert written.page_count == plain.page_count
        told = {number for number, text in enumerate(page_texts(written.path), 1) if not text.strip()}
        assert told == set(written.picture_pages)
        assert len(told) == (written.page_count if name == "scanned_whole" else 8)


def test_a_scan_shows_a_turned_page_upright(tmp_path: Path) -> None:
    written = write_disclosure(load(BUDGET), tmp_path / "it.pdf", STYLES["rotated"])
    document = pypdfium2.PdfDocument(scan(written.path.read_bytes(), Scan(dpi=30)))
    sizes = [page.get_size() for page in document]
    rotations = {page.get_rotation() for page in document}
    document.close()
    assert len(sizes) == written.page_count
    assert rotations == {0}
    assert {width > height for width, height in sizes} == {True, False}


def test_what_a_scanner_does_to_a_page_depends_on_its_seed(tmp_path: Path) -> None:
    page = write_disclosure(load(BUDGET), tmp_path / "it.pdf").path.read_bytes()
    pictures = [next(scan_pages(page, Scan(dpi=30, seed=seed))).content for seed in (1, 1, 2)]
    assert pictures[0] == pictures[1] != pictures[2]


# Defects

PLANTS: list[tuple[Defect, str, str | None]] = [
    (ChangedCell("expenditure_by_function", "208", "total", "53.44"), "35.44", "53.44"),
    (
        ChangedCell("revenue_expenditure_summary", "卫生健康支出", "amount", "47.27", "expenditure"),
        "42.77",
        "47.27",
    ),
    (ProseFigure("basic.personnel", "670.52"), "607.52", "670.52"),
    (WrongPercentage("expenditure.basic.share", "48.83"), "84.83", "48.83"),
    (TemplateText("total.both.direction"), "增加", "增加(减少)"),
    (TemplateText("operating.reason"), "落实过紧日子要求，从严控制公用支出", "XX"),
    (WrongSpelling("procurement.department", "汉阳", "汉阴"), "中国共产党武汉市汉阳区委员会办公室", "汉阴"),
    (OtherYear("expenditure_by_function", 2020, 2019), "2020 年度支出决算表（表 3）", "2019 年度支出决算表"),
    (MissingStatement("three_public"), "2020 年度一般公共预算财政拨款“三公”经费支出决算表（表 7）", None),
]


@pytest.mark.parametrize(("defect", "true", "stated"), PLANTS)
def test_a_planted_defect_is_told_and_in_the_document(
    tmp_path: Path, defect: Defect, true: str, stated: str | None
) -> None:
    figures = load(FINAL)
    clean = [closed_up(text) for text in page_texts(write_disclosure(figures, tmp_path / "clean.pdf").path)]
    written = write_disclosure(figures, tmp_path / "it.pdf", defects=[defect])
    (planted,) = written.planted
    assert planted.true == true
    texts = [closed_up(text) for text in page_texts(written.path)]
    if stated is None:
        assert planted.stated is None
        assert planted.page is None
        assert len(texts) == len(clean) - 1
        assert not any(closed_up(true) in text for text in texts)
    else:
        assert planted.page is not None
        assert planted.stated is not None
        assert stated in planted.stated
        assert closed_up(planted.stated) in texts[planted.page - 1]
        assert sum(text != old for text, old in zip(texts, clean, strict=True)) <= 2


def test_a_defect_in_nothing_is_refused(tmp_path: Path) -> None:
    for defect in (
        ChangedCell("expenditure_by_function", "299", "total", "1.00"),
        ProseFigure("no.such.figure", "1.00"),
        WrongSpelling("procurement.department", "硚口", "侨口"),
        OtherYear("three_public", 1999, 2019),
        MissingStatement("project_expenditure"),
    ):
        with pytest.raises(DefectError):
            write_disclosure(load(FINAL), tmp_path / "it.pdf", defects=[defect])


# Random departments


def children(rows: Mapping[str, Mapping[str, Decimal]], code: str) -> list[str]:
    """Codes of the next level under a code; the classes under TOTAL."""
    if code == "TOTAL":
        return [one for one in rows if len(one) == 3]
    return [one for one in rows if len(one) == len(code) + 2 and one.startswith(code)]


def broken_trees(figures: Figures) -> Iterator[str]:
    """Vertical identities that do not hold."""
    for statement in figures.statements:
        if statement.endswith("summary") or (statement == "three_public" and figures.rows(statement)[0].side):
            continue
        rows = {row.item: {m: Decimal(v) for m, v in row.amounts.items()} for row in figures.rows(statement)}
        for code, amounts in rows.items():
            under = children(rows, code)
            for name, value in amounts.items():
                parts = sum((rows[one].get(name, Decimal(0)) for one in under), Decimal(0))
                if under and parts != value:
                    yield f"{statement} {code} {name}: {value} is not {parts}"


HORIZONTAL = {
    "expenditure_by_function": ("basic", "project"),
    "general_budget_expenditure": ("basic", "project"),
    "revenue_by_function": ("fiscal_appropriation", "other"),
    "three_public": ("overseas_travel", "vehicle", "reception"),
    "government_fund": ("basic", "project"),
}


def broken_rows(figures: Figures) -> Iterator[str]:
    """Horizontal identities that do not hold."""
    for statement, measures in HORIZONTAL.items():
        for row in figures.rows(statement):
            parts = sum((Decimal(row.amounts.get(name, "0")) for name in measures), Decimal(0))
            if parts != Decimal(row.amounts.get("total", "0")):
                yield f"{statement} {row.item} {row.amounts}"


def broken_links(figures: Figures) -> Iterator[str]:
    """Identities across statements that do not hold."""
    value = figures.value
    whole = value("expenditure_by_function", "TOTAL", "total")
    basic = value("general_budget_expenditure", "TOTAL", "basic")
    economic, summary = "general_budget_basic_by_economic", "revenue_expenditure_summary"
    pairs = {
        "summary": (whole, value(summary, "TOTAL", "amount", "expenditure")),
        "summary sides": (whole, value(summary, "TOTAL", "amount", "revenue")),
    }
    if figures.report_type == "budget":
        pairs["economic"] = (basic, value(economic, "TOTAL", "total"))
        block = sum(
            (value(summary, code, "amount", "economic") for code in ("301", "302", "303", "310")), Decimal(0)
        )
        pairs["economic block"] = (whole, block)
    else:
        classes = [row.item for row in figures.rows(economic) if len(row.item) == 3]
        pairs["economic"] = (basic, sum((value(economic, code, "amount") for code in classes), Decimal(0)))
        pairs["revenue"] = (whole, value("revenue_by_function", "TOTAL", "total"))
        appropriated = value("general_budget_expenditure", "TOTAL", "total") + value(
            "government_fund", "TOTAL", "total"
        )
        pairs["appropriation"] = (
            appropriated,
            value("appropriation_summary", "TOTAL", "total", "expenditure"),
        )
    yield from (f"{name}: {left} is not {right}" for name, (left, right) in pairs.items() if left != right)


@given(seed=st.integers(0, 2**32), form=st.sampled_from(FORMS))
@settings(max_examples=150, deadline=None)
def test_every_identity_of_a_random_department_holds(seed: int, form: str) -> None:
    figures = random_department(seed, form)
    assert [*broken_trees(figures), *broken_rows(figures), *broken_links(figures)] == []
    assert figures == random_department(seed, form)


def test_every_identity_holds_below_zero() -> None:
    figures = negated(random_department(3))
    assert [*broken_trees(figures), *broken_rows(figures), *broken_links(figures)] == []
    assert all(Decimal(value) <= 0 for *_, value in truth(figures))


@pytest.mark.parametrize("document", SAMPLES)
def test_the_samples_miss_identities_by_rounding_tails_only(document: str) -> None:
    for breach in [*broken_trees(load(document)), *broken_rows(load(document))]:
        left, right = (Decimal(value) for value in re.findall(r"([\d.]+) is not ([\d.]+)", breach)[0])
        assert abs(left - right) <= 5 * CENT, breach


@given(
    seed=st.integers(0, 2**32),
    form=st.sampled_from(FORMS),
    name=st.sampled_from(WITH_TEXT),
)
@settings(max_examples=12, deadline=None)
def test_a_random_department_is_written_the_same_twice(
    tmp_path_factory: pytest.TempPathFactory, seed: int, form: str, name: str
) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    figures = random_department(seed, form)
    one, two = (write_disclosure(figures, folder / f"{copy}.pdf", STYLES[name]) for copy in "ab")
    assert one.path.read_bytes() == two.path.read_bytes()
    assert one.printed == two.printed
    if name in ("word", "broken", "landscape", "rotated"):
        text = statement_pages(one.path, figures)
        assert {group(value) for *_, value in truth(figures)} <= set(text.split())


# The parts


@given(st.binary(max_size=3000) | st.binary(max_size=40).map(lambda data: data * 150))
def test_lzw_is_what_readers_read(data: bytes) -> None:
    assert lzwdecode(lzw(data)) == data


def test_a_character_without_a_glyph_is_named() -> None:
    with pytest.raises(MissingCharactersError, match=r"龘 \(U\+9F98\)"):
        render([Paragraph((Part("龘"),))], STYLES["word"], "title", is_compressed=False)


def test_a_grid_with_a_gap_is_refused() -> None:
    with pytest.raises(ValueError, match="gap"):
        measure(Grid((1, 1), (), ((Cell("a"),),)), 100)
    with pytest.raises(ValueError, match="no room"):
        measure(Grid((1, 1), (), ((Cell("a", 1, 2), Cell("b")), (Cell("c", 2),))), 100)
