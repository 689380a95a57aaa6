"""The reader over documents wounded at random: every one has an outcome, and the same one each time.

YUJUESUAN_FUZZ_SECONDS says how long to go on; the documents come in the same order every time.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from math import isfinite
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from extract.outcome import DocumentFile, Limits, Outcome
from extract.reader import ROW_KINDS, arrow_path
from extract.schema import SCHEMAS
from extract.worker import Worker
from tests.hostile.mutation import mutated

SECONDS = float(os.environ.get("YUJUESUAN_FUZZ_SECONDS", "20"))
LIMITS = Limits(seconds=20, memory_bytes=1024**3, pages=200)
REASONS = {"not_pdf", "encrypted", "corrupt", "too_large", "too_many_pages", "timeout", "memory"}
ROUND = settings(max_examples=50, deadline=None, database=None, suppress_health_check=list(HealthCheck))
BOX = ("x0", "top", "x1", "bottom")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    worker = Worker(LIMITS)
    yield worker
    worker.close()


def read(worker: Worker, data: bytes, folder: Path) -> tuple[Outcome, dict[str, pa.Table]]:
    """Read a document; its outcome without what differs from run to run, and its rows."""
    path = folder / "wounded.pdf"
    path.write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    outcome = worker.read(DocumentFile(sha256, path), folder)
    rows = {}
    if outcome.status == "extracted":
        for kind in ROW_KINDS:
            target = arrow_path(folder, sha256, kind)
            with pa.OSFile(str(target)) as file:
                rows[kind] = pa.ipc.open_file(file).read_all()
            target.unlink()
    return replace(outcome, seconds=0, peak_memory_bytes=0, extracted_at=outcome.extracted_at.min), rows


def check(outcome: Outcome, rows: dict[str, pa.Table]) -> None:
    if outcome.status == "failed":
        assert outcome.reason_code in REASONS, outcome.reason
        return
    for kind, table in rows.items():
        assert table.schema.equals(SCHEMAS[kind])
        table.validate(full=True)
    pages = {page["page_number"]: page for page in rows["page"].to_pylist()}
    assert sorted(pages) == list(range(1, (outcome.page_count or 0) + 1))
    assert (outcome.table_count, outcome.cell_count, outcome.sentence_count) == tuple(
        len(rows[kind]) for kind in ("table_part", "cell", "sentence")
    )
    for kind in ("sentence", "table_part", "cell"):
        for row in rows[kind].to_pylist():
            x0, top, x1, bottom = (row[edge] for edge in BOX)
            assert all(map(isfinite, (x0, top, x1, bottom)))
            assert x0 <= x1
            assert top <= bottom
            assert row["page_number"] in pages
    for page in pages.values():
        assert isfinite(page["width"])
        assert isfinite(page["height"])
        assert 0 <= page["image_share"] <= 1


def test_wounded_documents_have_outcomes(worker: Worker, tmp_path: Path) -> None:
    def one(random: Random) -> None:
        data = mutated(random)
        outcome, rows = read(worker, data, tmp_path)
        check(outcome, rows)
        if not outcome.is_transient:
            assert read(worker, data, tmp_path) == (outcome, rows)

    until = time.monotonic() + SECONDS
    for round_no in count():
        # A round at a time: hypothesis counts examples, not seconds.
        search = given(st.randoms(use_true_random=False))(one)
        seed(round_no)(ROUND(search))()
        if time.monotonic() > until:
            break
