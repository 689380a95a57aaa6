"""Batches: loaded once, whole or not at all, the newest reading wins."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.batches import BatchError, load_batch, pending_batches
from orchestration.workbench import create_tables, open_workbench
from tests.orchestration_stand_in import write_batch


@contextmanager
def raw_tables(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_workbench(folder / "workbench.duckdb") as connection:
        create_tables(connection)
        yield connection


def load_all(connection: duckdb.DuckDBPyConnection, extracted: Path) -> list[str]:
    pending = pending_batches(connection, extracted)
    for batch in pending:
        load_batch(connection, batch)
    return [batch.name for batch in pending]


def cells(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.sql(
        "SELECT sha256, extractor_version, text, page_number FROM raw.cell ORDER BY ALL"
    ).fetchall()


def test_a_batch_is_loaded_once(tmp_path: Path) -> None:
    batch = write_batch(tmp_path / "extracted", "one", ["a", "b"])
    with raw_tables(tmp_path) as connection:
        assert pending_batches(connection, tmp_path / "extracted") == [batch]
        counts = load_batch(connection, batch)
        assert counts == {"extraction": 2, "page": 4, "sentence": 0, "table_part": 0, "cell": 4}
        assert pending_batches(connection, tmp_path / "extracted") == []
        assert load_batch(connection, batch) == dict.fromkeys(counts, 0)
        assert connection.sql("SELECT DISTINCT batch_id FROM raw.cell").fetchall() == [("one",)]


def test_no_batches_at_all(tmp_path: Path) -> None:
    with raw_tables(tmp_path) as connection:
        assert pending_batches(connection, tmp_path / "nothing") == []


def test_a_newer_reading_replaces_and_a_newer_version_adds(tmp_path: Path) -> None:
    extracted = tmp_path / "extracted"
    write_batch(extracted, "old", ["a", "b"], age=2)
    with raw_tables(tmp_path) as connection:
        load_all(connection, extracted)
        write_batch(extracted, "retried", ["b"], age=1, pages=1)
        write_batch(extracted, "version", ["a"], version="2", pages=1)
        assert load_all(connection, extracted) == ["retried", "version"]
        assert cells(connection) == [
            ("a", "1", "old 2", 1),
            ("a", "1", "old 2", 2),
            ("a", "2", "version 0", 1),
            ("b", "1", "retried 1", 1),
        ]
        assert load_all(connection, extracted) == []


def test_a_batch_that_cannot_be_read_leaves_nothing_half_loaded(tmp_path: Path) -> None:
    extracted = tmp_path / "extracted"
    write_batch(extracted, "old", ["a"], age=1)
    with raw_tables(tmp_path) as connection:
        load_all(connection, extracted)
        before = cells(connection)
        broken = write_batch(extracted, "torn", ["a", "b"])
        (broken / "cell.parquet").write_bytes(b"PAR1")
        with pytest.raises(BatchError, match=r"torn.*Remove the folder"):
            load_all(connection, extracted)
        assert cells(connection) == before
        assert connection.table("raw.page").shape[0] == 2


def test_an_unreadable_list_of_documents_is_named(tmp_path: Path) -> None:
    extracted = tmp_path / "extracted"
    (write_batch(extracted, "torn", ["a"]) / "extraction.parquet").write_bytes(b"")
    with raw_tables(tmp_path) as connection, pytest.raises(BatchError, match="torn"):
        pending_batches(connection, extracted)


@settings(max_examples=10, deadline=None)
@given(order=st.permutations(["one", "two", "three"]))
def test_the_order_of_arrival_does_not_matter(order: list[str]) -> None:
    batches = {"one": (["a", "b"], 3), "two": (["b", "c"], 2), "three": (["a"], 1)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with raw_tables(folder) as connection:
            for batch in order:
                documents, age = batches[batch]
                write_batch(folder / "extracted", batch, documents, age=age, pages=1)
                load_all(connection, folder / "extracted")
            assert cells(connection) == [
                ("a", "1", "three 1", 1),
                ("b", "1", "two 2", 1),
                ("c", "1", "two 2", 1),
            ]
