"""Scanned pages end to end: figures as printed, wrong ones flagged, boxes where they stand on the page."""

import re
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest

from extract.document import DocumentRows, read_document
from extract.outcome import Limits
from extract.recognition import recognise
from tests.corpus import SAMPLES, STYLES, load, write_disclosure
from tests.corpus.scans import Scan, scan

# Readings less sure are findings; the same figure as in dbt_project.yml.
LEAST_CONFIDENCE = 0.9
# Three scanners, from careful to careless, and the pages that each is given.
SCANNERS = [
    ("hanyang-dangweiban-2020-final", Scan(dpi=200, skew_degrees=0.6, jpeg_quality=60, noise=5, seed=1), 3),
    ("qiaokou-dangweiban-2021-final", Scan(dpi=200, skew_degrees=1.5, jpeg_quality=40, noise=8, seed=2), 3),
    ("jingkai-gongwei-2021-budget", Scan(dpi=200, skew_degrees=1.0, jpeg_quality=30, noise=10, seed=3), 3),
]
_FIGURE = re.compile(r"-?[\d,]+(\.\d+)?%?")


def _read(path: Path, content: bytes, limits: Limits | None = None) -> DocumentRows:
    path.write_bytes(content)
    return read_document(path, "0" * 64, limits or Limits())


def _pages_with_most_figures(path: Path, count: int) -> bytes:
    """A document of the pages that print the most figures in tables."""
    rows = read_document(path, "0" * 64, Limits()).cell.to_pylist()
    figures: dict[int, int] = {}
    for row in rows:
        figures[row["page_number"]] = figures.get(row["page_number"], 0) + bool(
            _FIGURE.fullmatch(row["text_normalised"])
        )
    chosen = sorted(sorted(figures, key=lambda page: -figures[page])[:count])
    source, target = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new()
    target.import_pages(source, [page - 1 for page in chosen])
    target.save(path.with_suffix(".part.pdf"))
    return path.with_suffix(".part.pdf").read_bytes()


@cache
def _both(folder: Path, document: str, scanner: Scan, count: int) -> tuple[DocumentRows, DocumentRows]:
    whole = folder / f"{document}.pdf"
    write_disclosure(load(document), whole, style=STYLES[next(iter(STYLES))])
    part = _pages_with_most_figures(whole, count)
    return _read(folder / "text.pdf", part), _read(folder / "scan.pdf", scan(part, scanner))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scans")


def _printed(rows: DocumentRows) -> list[dict[str, Any]]:
    return [row for row in rows.cell.to_pylist() if row["text_normalised"]]


@pytest.mark.parametrize(("document", "scanner", "count"), SCANNERS)
def test_figures_are_exact_and_wrong_ones_flagged(
    document: str, scanner: Scan, count: int, folder: Path
) -> None:
    text, scanned = (_printed(rows) for rows in _both(folder, document, scanner, count))
    true = [row["text_normalised"] for row in text if _FIGURE.fullmatch(row["text_normalised"])]
    read = [row for row in scanned if any(character.isdigit() for character in row["text_normalised"])]
    matches = SequenceMatcher(None, true, [row["text_normalised"] for row in read], autojunk=False)
    exact = sum(block.size for block in matches.get_matching_blocks())
    assert len(true) > 100
    assert exact >= 0.995 * len(true)
    wrong = [
        row
        for kind, _, _, first, end in matches.get_opcodes()
        for row in read[first:end]
        if kind == "replace" and row["ocr_confidence"] >= LEAST_CONFIDENCE
    ]
    assert wrong == []


@pytest.mark.parametrize(("document", "scanner", "count"), SCANNERS)
def test_a_scan_gives_the_rows_of_a_text_layer(
    document: str, scanner: Scan, count: int, folder: Path
) -> None:
    text, scanned = _both(folder, document, scanner, count)
    assert scanned.scanned_page_count == scanned.page_count == count
    assert scanned.notice is None
    facts = ("page_number", "row_count", "column_count", "header_row_count", "title_normalised")
    assert [[row[fact] for fact in facts] for row in scanned.table_part.to_pylist()] == [
        [row[fact] for fact in facts] for row in text.table_part.to_pylist()
    ]
    paths = [(row["row_no"], row["column_no"], row["header_path"]) for row in scanned.cell.to_pylist()]
    assert paths == [(row["row_no"], row["column_no"], row["header_path"]) for row in text.cell.to_pylist()]


@pytest.mark.parametrize(("document", "scanner", "count"), SCANNERS)
def test_cells_stand_where_they_are_printed(document: str, scanner: Scan, count: int, folder: Path) -> None:
    """The middle of a cell is where it was before the sheet was laid askew, turned by the skew."""
    text, scanned = (rows.cell.to_pylist() for rows in _both(folder, document, scanner, count))
    furthest = np.tan(np.radians(scanner.skew_degrees)) * 450 + 2
    for before, after in zip(text, scanned, strict=True):
        for low, high in (("x0", "x1"), ("top", "bottom")):
            moved = (after[low] + after[high] - before[low] - before[high]) / 2
            assert abs(moved) <= furthest


def test_only_what_is_printed_on_a_scan_has_a_confidence(folder: Path) -> None:
    text, scanned = _both(folder, *SCANNERS[0])
    assert {row["ocr_confidence"] for row in text.cell.to_pylist()} == {None}
    for row in scanned.cell.to_pylist():
        assert (row["ocr_confidence"] is None) == (row["text"] == "")
        assert row["ocr_confidence"] is None or 0 < row["ocr_confidence"] <= 1


def test_the_text_of_a_scanned_page_becomes_sentences(tmp_path: Path) -> None:
    path = tmp_path / "whole.pdf"
    write_disclosure(load(SAMPLES[0]), path, style=STYLES[next(iter(STYLES))])
    source, target = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new()
    target.import_pages(source, [0])
    target.save(tmp_path / "cover.pdf")
    text = read_document(tmp_path / "cover.pdf", "0" * 64, Limits()).sentence.to_pylist()
    scanned = _read(tmp_path / "scan.pdf", scan((tmp_path / "cover.pdf").read_bytes())).sentence.to_pylist()
    assert [row["text_normalised"] for row in scanned] == [row["text_normalised"] for row in text]


def test_a_page_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "whole.pdf"
    write_disclosure(load(SAMPLES[0]), path, style=STYLES["pictures"])
    rows = read_document(path, "0" * 64, Limits(raster_pixels=100_000))
    assert rows.scanned_page_count > 0
    assert rows.notice is not None
    assert "The picture was not read on page" in rows.notice
    late = read_document(path, "0" * 64, Limits(seconds=0.001))
    assert late.notice is not None
    assert "time was short" in late.notice


def test_nothing_to_read_needs_no_recogniser() -> None:
    assert recognise([]) == []


def test_blank_paper_says_nothing() -> None:
    assert recognise([np.full((40, 120), 255, np.uint8)]) == [[]]
