import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from extract.outcome import DocumentFile, Limits, Outcome
from extract.reader import ROW_KINDS, arrow_path
from extract.worker import Worker
from tests.small_pdf import table, text, together, write_dense_pdf, write_pdf

GRID = [["项目", "金额"], ["收入", "12.00"], ["支出", "10.00"]]


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    worker = Worker(Limits(file_bytes=50_000_000, pages=500))
    yield worker
    worker.close()


def document(path: Path) -> DocumentFile:
    return DocumentFile(hashlib.sha256(path.read_bytes()).hexdigest(), path)


def read(limits: Limits, path: Path) -> Outcome:
    worker = Worker(limits)
    try:
        return worker.read(document(path), path.parent)
    finally:
        worker.close()


def good(folder: Path) -> Path:
    return write_pdf(folder / "good.pdf", together(text("收入决算表", y=720), table(GRID)), title="决算")


def heavy(folder: Path, pages: int) -> Path:
    return write_dense_pdf(folder / "heavy.pdf", pages)


def wordy(folder: Path) -> Path:
    """A page with hundreds of thousands of letters."""
    lines = ["x" * 1000] * 600
    return write_pdf(folder / "wordy.pdf", text(*lines, x=10, y=810, pitch=1.3, size=1))


def is_refused(outcome: Outcome, code: str) -> bool:
    return (
        (outcome.status, outcome.reason_code) == ("failed", code)
        and bool(outcome.reason)
        and outcome.page_count is None
        and not outcome.is_transient
    )


def test_reads_a_document(worker: Worker, tmp_path: Path) -> None:
    source = document(good(tmp_path))
    outcome = worker.read(source, tmp_path)
    assert (outcome.status, outcome.reason_code, outcome.reason) == ("extracted", None, None)
    assert (outcome.page_count, outcome.table_count, outcome.cell_count) == (1, 1, 6)
    assert (outcome.sentence_count, outcome.scanned_page_count) == (1, 0)
    assert (outcome.pdf_title, outcome.byte_count) == ("决算", source.path.stat().st_size)
    assert outcome.seconds is not None
    assert 0 < outcome.seconds < 60
    assert outcome.peak_memory_bytes is not None
    assert outcome.peak_memory_bytes > 10_000_000
    assert all(arrow_path(tmp_path, source.sha256, kind).is_file() for kind in ROW_KINDS)


def test_document_without_tables(worker: Worker, tmp_path: Path) -> None:
    outcome = worker.read(document(write_pdf(tmp_path / "prose.pdf", text("本部门没有表。"))), tmp_path)
    assert (outcome.status, outcome.table_count, outcome.cell_count) == ("extracted", 0, 0)
    assert outcome.sentence_count == 1


@pytest.mark.parametrize("data", [b"", b"<!DOCTYPE html><title>404</title>", b"\x00" * 5000])
def test_what_is_no_pdf(worker: Worker, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(data)
    outcome = worker.read(document(path), tmp_path)
    assert is_refused(outcome, "not_pdf")
    assert outcome.byte_count == len(data)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_pdf_cut_short(worker: Worker, tmp_path: Path, share: float) -> None:
    whole = good(tmp_path).read_bytes()
    path = tmp_path / "short.pdf"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert is_refused(worker.read(document(path), tmp_path), "corrupt")


def test_pdf_of_rubbish(worker: Worker, tmp_path: Path) -> None:
    path = tmp_path / "rubbish.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n")
    assert is_refused(worker.read(document(path), tmp_path), "corrupt")


def test_pdf_that_asks_for_a_password(worker: Worker, tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "locked.pdf", table(GRID), encryption=StandardEncryption("secret", "owner", strength=128)
    )
    assert is_refused(worker.read(document(path), tmp_path), "encrypted")


def test_pdf_that_only_its_owner_may_change_is_read(worker: Worker, tmp_path: Path) -> None:
    path = write_pdf(
        tmp_path / "owned.pdf",
        table(GRID),
        encryption=StandardEncryption("", "owner", canCopy=0, strength=128),
    )
    outcome = worker.read(document(path), tmp_path)
    assert (outcome.status, outcome.cell_count) == ("extracted", 6)


def test_too_large_and_too_many_pages(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "two.pdf", text("一"), text("二"))
    assert is_refused(read(Limits(file_bytes=100), path), "too_large")
    assert is_refused(read(Limits(pages=1), path), "too_many_pages")


def test_file_that_is_gone_may_come_back(worker: Worker, tmp_path: Path) -> None:
    outcome = worker.read(DocumentFile("0" * 64, tmp_path / "gone.pdf"), tmp_path)
    assert (outcome.status, outcome.reason_code, outcome.is_transient) == ("failed", "crashed", True)


def test_slow_document_is_stopped_and_the_next_is_read(tmp_path: Path) -> None:
    worker = Worker(Limits(seconds=4))
    try:
        started = time.monotonic()
        outcome = worker.read(document(heavy(tmp_path, 400)), tmp_path)
        assert (outcome.status, outcome.reason_code, outcome.is_transient) == ("failed", "timeout", True)
        assert time.monotonic() - started < 30
        assert worker.read(document(good(tmp_path)), tmp_path).status == "extracted"
    finally:
        worker.close()


@pytest.mark.parametrize("mebibytes", [80, 128])
def test_document_that_wants_too_much_memory(tmp_path: Path, mebibytes: int) -> None:
    worker = Worker(Limits(memory_bytes=mebibytes * 1024**2))
    try:
        outcome = worker.read(document(wordy(tmp_path)), tmp_path)
        assert (outcome.status, outcome.reason_code, outcome.is_transient) == ("failed", "memory", True)
        assert outcome.reason is not None
        assert f"{mebibytes} MiB" in outcome.reason
        assert worker.read(document(good(tmp_path)), tmp_path).status == "extracted"
    finally:
        worker.close()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGSEGV, "crashed"), (signal.SIGKILL, "memory"), (signal.SIGXCPU, "timeout")]
)
def test_process_that_dies_is_told_and_replaced(tmp_path: Path, number: int, code: str) -> None:
    worker = Worker(Limits(seconds=60))
    outcomes: list[Outcome] = []
    slow = document(heavy(tmp_path, 400))
    assert worker.read(document(good(tmp_path)), tmp_path).status == "extracted"
    child = worker.process_id
    assert child is not None
    thread = threading.Thread(target=lambda: outcomes.append(worker.read(slow, tmp_path)))
    thread.start()
    time.sleep(0.5)
    os.kill(child, number)
    thread.join(30)
    try:
        assert [outcome.reason_code for outcome in outcomes] == [code]
        assert worker.read(document(good(tmp_path)), tmp_path).status == "extracted"
        assert worker.process_id != child
    finally:
        worker.close()
    assert worker.process_id is None


def test_memory_of_the_parent_is_not_held_against_the_reader(tmp_path: Path) -> None:
    limits = Limits(seconds=60, memory_bytes=512 * 1024**2)
    # More than half of what a reader may take: the system gives a child its parent's peak to begin with.
    assert len(bytes(bytearray(limits.memory_bytes))) == limits.memory_bytes
    worker = Worker(limits)
    outcomes: list[Outcome] = []
    slow = document(heavy(tmp_path, 400))
    try:
        assert worker.read(document(good(tmp_path)), tmp_path).status == "extracted"
        child = worker.process_id
        assert child is not None
        thread = threading.Thread(target=lambda: outcomes.append(worker.read(slow, tmp_path)))
        thread.start()
        time.sleep(0.5)
        os.kill(child, signal.SIGSEGV)
        thread.join(30)
    finally:
        worker.close()
    assert [(outcome.reason_code, outcome.peak_memory_bytes) for outcome in outcomes] == [("crashed", None)]


def test_reader_ends_with_its_parent(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib, extract.worker as w, extract.outcome as o\n"
        "worker = w.Worker(o.Limits())\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "worker.read(o.DocumentFile('0' * 64, path), path.parent)\n"
        "print(worker.process_id, flush=True)\n"
        "worker.read(o.DocumentFile('1' * 64, pathlib.Path(sys.argv[2])), path.parent)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(good(tmp_path)), str(heavy(tmp_path, 400))],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    reader = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert is_gone_within(10, reader)


def is_gone_within(seconds: float, pid: int) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
