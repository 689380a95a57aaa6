"""The styles of the sample generator: each shows the trait that it names, and prints the same figures."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus import (
    SAMPLES,
    STYLES,
    Disclosure,
    Style,
    load,
    negated,
    random_department,
    write_disclosure,
)
from tests.corpus.blocks import Grid, Table
from tests.corpus.disclosure import compose
from tests.corpus.dress import dress
from tests.corpus.grid import measure
from tests.corpus.numerals import printed
from tests.corpus.pagination import paginate
from tests.corpus.random_department import FORMS
from tests.corpus.reshape import LOOKALIKES, insert_column

FINAL, BUDGET = SAMPLES[0], SAMPLES[-1]
WITH_TEXT = [name for name, style in STYLES.items() if style.has_statement_text]
DRAWN_OTHERWISE = [
    "filled_rules",
    "cornered_rules",
    "mitred_rules",
    "gapped_rules",
    "edged_cells",
    "cell_rects",
    "dashed_rules",
    "open_columns",
    "three_line",
    "columns_first",
    "in_forms",
    "scaled",
    "offset_origin",
]
STATEMENT = "expenditure_by_function"


def written(folder: Path, name: str, document: str = FINAL) -> Disclosure:
    figures, style = load(document), STYLES[name]
    if style.minus != Style().minus:
        figures = negated(figures)
    return write_disclosure(figures, folder / f"{document}-{name}.pdf", style)


def page_texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return texts


def pages_of(disclosure: Disclosure, statement: str = STATEMENT) -> list[int]:
    return sorted({one.page for one in disclosure.printed if one.key.startswith(f"{statement}/")})


def tables(style: Style, document: str) -> Iterator[Table]:
    blocks = dress(compose(load(document), style), style)
    return (block for block in blocks if isinstance(block, Table) and block.is_statement)


@pytest.mark.parametrize("name", WITH_TEXT)
def test_a_style_writes_the_same_bytes_twice(tmp_path: Path, name: str) -> None:
    one, two = (written(tmp_path, name, BUDGET).path.read_bytes() for _ in range(2))
    assert one == two
    assert (one == written(tmp_path, "word", BUDGET).path.read_bytes()) == (name == "word")


@pytest.mark.parametrize("name", DRAWN_OTHERWISE)
def test_how_a_page_is_drawn_changes_no_character(tmp_path: Path, name: str) -> None:
    plain, other = (written(tmp_path, one, BUDGET) for one in ("word", name))
    assert [sorted(text) for text in page_texts(other.path)] == [
        sorted(text) for text in page_texts(plain.path)
    ]
    assert other.printed == plain.printed


def test_rules_are_what_their_style_says(tmp_path: Path) -> None:
    seen = {}
    for name in ("word", "filled_rules", "cornered_rules", "mitred_rules", "cell_rects", "open_columns"):
        disclosure = written(tmp_path, name)
        with pdfplumber.open(disclosure.path) as pdf:
            page = pdf.pages[pages_of(disclosure)[0] - 1]
            thin = [r for r in page.rects if min(r["width"], r["height"]) < 1]
            squares = [r for r in thin if max(r["width"], r["height"]) < 1]
            upright = [line for line in page.lines if line["x0"] == line["x1"]]
            outlines = [r for r in page.rects if r["stroke"]]
            seen[name] = tuple(map(bool, (page.lines, upright, thin, squares, page.curves, outlines)))
    assert seen == {
        "word": (True, True, False, False, False, False),
        "filled_rules": (False, False, True, False, False, False),
        "cornered_rules": (False, False, True, True, False, False),
        "mitred_rules": (False, False, False, False, True, False),
        "cell_rects": (False, False, False, False, False, True),
        "open_columns": (True, False, False, False, False, False),
    }


def test_a_three_line_table_has_no_rule_between_its_rows(tmp_path: Path) -> None:
    disclosure = written(tmp_path, "three_line")
    with pdfplumber.open(disclosure.path) as pdf:
        lines = pdf.pages[pages_of(disclosure)[0] - 1].lines
    whole = {round(line["top"]) for line in lines if line["width"] > 400}
    assert len(whole) == 3
    assert all(line["top"] == line["bottom"] for line in lines)


def test_a_cut_row_stands_on_both_pages(tmp_path: Path) -> None:
    for name in ("cut_rows", "cut_rows_without_headers"):
        disclosure = written(tmp_path, name)
        texts = page_texts(disclosure.path)
        names = [row.name for row in load(FINAL).rows(STATEMENT)]
        assert any(cut_between(first, second, one) for first, second in pairwise(texts) for one in names)


def cut_between(first: str, second: str, name: str) -> bool:
    if name in first + second:
        return False
    return any(name[:at] in first and name[at:] in second for at in range(4, len(name)))


def test_spilled_rows_leave_a_page_without_a_figure(tmp_path: Path) -> None:
    disclosure = written(tmp_path, "spilled_rows_without_headers")
    plain = written(tmp_path, "word")
    assert disclosure.page_count == plain.page_count + 9
    last = pages_of(disclosure)[-1]
    assert not any(character.isdigit() for character in page_texts(disclosure.path)[last].partition("注")[0])


def test_titles_stand_where_the_style_says(tmp_path: Path) -> None:
    disclosures = {name: written(tmp_path, name) for name in ("titles_inside", "titles_repeated", "broken")}
    title = "2020年度支出决算表（表3）"
    starts = {
        name: [page_texts(one.path)[page - 1].startswith(title[:11]) for page in pages_of(one)]
        for name, one in disclosures.items()
    }
    assert starts == {
        "titles_inside": [True, True],
        "titles_repeated": [True, True],
        "broken": [True, False],
    }
    repeated = disclosures["titles_repeated"]
    assert f"{title}（续）" in page_texts(repeated.path)[pages_of(repeated)[1] - 1]


def test_lookalikes_have_the_columns_of_their_neighbours_and_no_key() -> None:
    found = list(tables(STYLES["lookalikes"], BUDGET))
    for table, other in pairwise(found):
        if other.name == "lookalike":
            assert other.title.endswith(LOOKALIKES[table.name])
            assert other.grid.widths == table.grid.widths
            assert bool(other.grid.header) == (table.name == STATEMENT)
            assert all(cell.key is None for row in other.grid.body for cell in row)
    assert [table.name for table in found].count("lookalike") == 2


def test_boxes_of_pages(tmp_path: Path) -> None:
    boxes = {}
    for name in ("word", "offset_origin", "trimmed"):
        document = pypdfium2.PdfDocument(written(tmp_path, name, BUDGET).path)
        boxes[name] = [
            tuple(round(x) for x in box) for box in (document[0].get_mediabox(), document[0].get_cropbox())
        ]
        document.close()
    assert boxes["word"] == [(0, 0, 595, 842)] * 2
    assert boxes["offset_origin"] == [(-120, 72, 475, 914)] * 2
    assert boxes["trimmed"] == [(-16, -51, 651, 863), (20, -15, 615, 827)]


def test_pages_may_be_forms_or_scaled(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(written(tmp_path, "in_forms", BUDGET).path)
    assert all(
        [one.type for one in page.get_objects(max_depth=1)] == [pdfium.FPDF_PAGEOBJ_FORM] for page in document
    )
    document.close()
    assert written(tmp_path, "scaled", BUDGET).path.read_bytes().count(b".24 0 0 .24 0 0 cm") == 14


@given(seed=st.integers(0, 2**16), form=st.sampled_from(FORMS), share=st.floats(0.1, 50), data=st.data())
@settings(max_examples=25, deadline=None)
def test_an_inserted_column_leaves_every_cell_in_place(
    seed: int, form: str, share: float, data: st.DataObject
) -> None:
    blocks = compose(random_department(seed, form), Style())
    grids = [block.grid for block in blocks if isinstance(block, Table) and block.is_statement]
    grid = data.draw(st.sampled_from(grids))
    wider = insert_column(grid, data.draw(st.integers(1, len(grid.widths) - 1)), share)
    assert len(wider.widths) == len(grid.widths) + 1
    assert words(wider) == words(grid)
    assert len(measure(wider, 480).owners) == len(grid.header + grid.body)


def words(grid: Grid) -> list[str]:
    return [cell.text for row in grid.header + grid.body for cell in row if cell.text]


@given(
    limit=st.none() | st.integers(1, 30),
    room=st.floats(60, 700),
    name=st.sampled_from(["word", "narrow_names", "cut_rows", "cut_rows_without_headers"]),
    document=st.sampled_from(SAMPLES),
    spilled=st.integers(0, 3),
)
@settings(max_examples=40, deadline=None)
def test_pages_hold_every_row_once(
    limit: int | None, room: float, name: str, document: str, spilled: int
) -> None:
    style = STYLES[name]
    for table in tables(style, document):
        before = measure(table.grid, 480, style)
        after, pages = paginate(before, style, limit, room, 700, spilled)
        rows = [row for page in pages for row in page]
        assert rows == list(range(before.header_rows, len(after.heights)))
        assert lines(after.owners) == lines(before.owners)
        assert not style.cuts_rows or len(after.heights) - len(before.heights) <= len(pages) - 1


def lines(owners: object) -> dict[int, list[str]]:
    """The lines of every column from top to bottom."""
    found: dict[int, list[str]] = {}
    seen = set()
    for row in owners:  # type: ignore[attr-defined]
        for owner in row:
            if (owner.row, owner.column) not in seen:
                seen.add((owner.row, owner.column))
                found.setdefault(owner.column, []).extend(line for line in owner.lines if line)
    return found


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        ("1234.5", Style(), "1,234.5"),
        ("-1234.56", Style(), "-1,234.56"),
        ("-1234.56", Style(minus="("), "(1,234.56)"),
        ("-1234.56", Style(minus="（", unit="元"), "（12,345,600.00）"),
        ("-8.1", Style(minus="△"), "△8.1"),
        ("-8.1", Style(minus="－", figures="full"), "－８．１"),
        ("1234.56", Style(has_separators=False), "1234.56"),
        ("1234.56", Style(suffixes_unit=True), "1,234.56万元"),
        ("123.45", Style(unit="元", breaks_numbers=True), "1,234,\n500.00"),
        ("0.00", Style(zero="-"), "-"),
        ("0", Style(zero=""), ""),
        ("0", Style(), "0"),
        (None, Style(zero="-"), ""),
    ],
)
def test_how_amounts_are_printed(value: str | None, style: Style, text: str) -> None:
    assert printed(value, style) == text
