"""The audit's bench multiplies disclosures: each copy is a document of its own that still adds up."""

import os
from pathlib import Path

import duckdb
import pytest

from bench.audit import fill, resident_bytes, templates


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw rows of five documents copied from two."""
    folder = tmp_path_factory.mktemp("bench")
    path = folder / "workbench.duckdb"
    fill(path, folder / "extracted", templates(folder / "templates", 1, 2), 5)
    return path


def test_every_copy_is_a_document(workbench: Path) -> None:
    with duckdb.connect(workbench, read_only=True) as connection:
        counts = connection.execute(
            """
            SELECT count(*), count(DISTINCT sha256), count(DISTINCT pdf_title),
                count(*) FILTER (WHERE sha256 IN (SELECT sha256 FROM raw.fetch_attempt)),
                sum(cell_count) = (SELECT count(*) FROM raw.cell)
            FROM raw.extraction
            """
        ).fetchone()
    assert counts == (5, 5, 5, 5, True)


def test_copies_differ_in_amounts_but_not_in_form(workbench: Path) -> None:
    with duckdb.connect(workbench, read_only=True) as connection:
        counts = connection.execute(
            """
            SELECT count(DISTINCT most), count(DISTINCT places)
            FROM (
                SELECT
                    max(try_cast(replace(text, ',', '') AS DECIMAL(18, 2))) FILTER (WHERE text LIKE '%,%.%')
                        AS most,
                    string_agg(row_kind || column_no, ' ' ORDER BY table_no, row_no, column_no) AS places
                FROM raw.cell
                GROUP BY sha256
            )
            """
        ).fetchone()
    assert counts == (5, 2)


def test_memory_is_that_of_the_process_and_its_children() -> None:
    assert resident_bytes(os.getpid()) > 10_000_000
    assert resident_bytes(2**30) == 0
