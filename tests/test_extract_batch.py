import hashlib
import random
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extract import EXTRACTOR_VERSION
from extract.batch import batch_id, extract_documents, extracted
from extract.outcome import DocumentFile, Limits, Outcome
from extract.schema import SCHEMAS
from tests.small_pdf import picture, table, text, together, write_dense_pdf, write_pdf

GRID = [["项目", "金额"], ["收入", "12.00"], ["支出", "10.00"]]
LIMITS = Limits(seconds=60)
KEYS = {
    "page": ["sha256", "page_number"],
    "sentence": ["sha256", "sentence_no"],
    "table_part": ["sha256", "table_no"],
    "cell": ["sha256", "table_no", "row_no", "column_no"],
}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[DocumentFile]:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "nothing.pdf").write_bytes(b"")
    (folder / "page.pdf").write_bytes(b"<html>404</html>")
    write_pdf(folder / "prose.pdf", text("本部门没有表。", "第二句。"))
    write_pdf(folder / "scan.pdf", picture(0, 0, 595, 842))
    for number in range(4):
        rows = [*GRID, *[[f"第{row}行", str(number * row)] for row in range(number * 5)]]
        write_pdf(
            folder / f"table{number}.pdf", *[together(text(f"表{number}", y=720), table(rows))] * (number + 1)
        )
    return [document(path) for path in sorted(folder.iterdir())]


def document(path: Path) -> DocumentFile:
    return DocumentFile(hashlib.sha256(path.read_bytes()).hexdigest(), path)


def names(out_root: Path) -> list[str]:
    return sorted(path.name for path in out_root.iterdir())


def content(out_root: Path) -> dict[str, bytes]:
    """The files without those of the outcomes, which hold times and memory."""
    found = (path for path in out_root.rglob("*.parquet") if path.name != "extraction.parquet")
    return {str(path.relative_to(out_root)): path.read_bytes() for path in found}


def lasting(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes without what differs from run to run."""
    moment = outcomes[0].extracted_at
    return [replace(o, seconds=0, peak_memory_bytes=0, extracted_at=moment) for o in outcomes]


def test_every_document_has_an_outcome_and_its_rows(tmp_path: Path, documents: list[DocumentFile]) -> None:
    seen: list[Outcome] = []
    threads: set[int] = set()

    def on_outcome(outcome: Outcome) -> None:
        seen.append(outcome)
        threads.add(threading.get_ident())

    out_root = tmp_path / "new" / "extracted"
    outcomes = extract_documents(documents, out_root, LIMITS, 2, on_outcome)
    by_name = {d.path.name: o for d in documents for o in outcomes if o.sha256 == d.sha256}
    assert by_name["nothing.pdf"].reason_code == "not_pdf"
    assert by_name["page.pdf"].reason_code == "not_pdf"
    assert by_name["scan.pdf"].scanned_page_count == 1
    assert by_name["table3.pdf"].cell_count == 4 * 2 * 18
    assert [o.sha256 for o in outcomes] == sorted(d.sha256 for d in documents)
    assert sorted(seen, key=lambda o: o.sha256) == outcomes
    assert threads == {threading.get_ident()}
    assert extracted(out_root) == {o.sha256: o for o in outcomes}
    (name,) = names(out_root)
    assert name == batch_id([d.sha256 for d in documents])
    for kind, schema in SCHEMAS.items():
        rows = pq.read_table(out_root / name / f"{kind}.parquet")
        assert rows.schema.equals(schema)
        if kind != "extraction":
            keys = [tuple(row[key] for key in KEYS[kind]) for row in rows.to_pylist()]
            assert keys == sorted(set(keys))
    assert len(pq.read_table(out_root / name / "page.parquet")) == sum(o.page_count or 0 for o in outcomes)


def test_order_and_number_of_workers_change_nothing(tmp_path: Path, documents: list[DocumentFile]) -> None:
    shuffled = random.Random(7).sample(documents, len(documents))
    first = extract_documents(documents, tmp_path / "a", LIMITS, 1, batch_size=3)
    second = extract_documents([*shuffled, documents[0]], tmp_path / "b", LIMITS, 3, batch_size=3)
    assert names(tmp_path / "a") == names(tmp_path / "b")
    assert len(names(tmp_path / "a")) == 3
    assert content(tmp_path / "a") == content(tmp_path / "b")
    assert lasting(first) == [replace(o, extracted_at=first[0].extracted_at) for o in lasting(second)]


def test_no_documents_no_batches(tmp_path: Path) -> None:
    assert extract_documents([], tmp_path, LIMITS, 4) == []
    assert names(tmp_path) == []
    assert extracted(tmp_path / "missing") == {}


def test_what_a_killed_run_left_is_removed(tmp_path: Path, documents: list[DocumentFile]) -> None:
    stale = tmp_path / ".partial-killed"
    stale.mkdir()
    (stale / "extraction.parquet").write_bytes(b"half a fi")
    assert extracted(tmp_path) == {}
    extract_documents(documents[:1], tmp_path, LIMITS, 1)
    assert names(tmp_path) == [batch_id([documents[0].sha256])]


def test_killed_run_leaves_whole_batches_only(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(6):
        write_dense_pdf(folder / f"{number}.pdf", 3 + number)
    program = (
        "import sys, hashlib, pathlib\n"
        "from extract.batch import extract_documents\n"
        "from extract.outcome import DocumentFile, Limits\n"
        "paths = sorted(pathlib.Path(sys.argv[1]).iterdir())\n"
        "documents = [DocumentFile(hashlib.sha256(p.read_bytes()).hexdigest(), p) for p in paths]\n"
        "extract_documents(documents, pathlib.Path(sys.argv[2]), Limits(), 2, batch_size=2)\n"
    )
    out_root = tmp_path / "extracted"
    run = subprocess.Popen([sys.executable, "-c", program, str(folder), str(out_root)])
    deadline = time.monotonic() + 60
    while not list(out_root.glob("[!.]*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    run.kill()
    run.wait()
    documents = [document(path) for path in sorted(folder.iterdir())]
    done = extracted(out_root)
    assert 2 <= len(done) <= 6
    for path in out_root.glob("[!.]*"):
        assert sorted(file.stem for file in path.iterdir()) == sorted(SCHEMAS)
    rest = [d for d in documents if d.sha256 not in done]
    extract_documents(rest, out_root, LIMITS, 2, batch_size=2)
    assert extracted(out_root).keys() == {d.sha256 for d in documents}
    assert not list(out_root.glob(".*"))


def test_transient_failures_are_told_and_replaced_by_a_later_run(tmp_path: Path) -> None:
    source = document(write_dense_pdf(tmp_path / "slow.pdf", 10))
    (failed,) = extract_documents([source], tmp_path / "out", Limits(seconds=0.01), 1)
    assert (failed.reason_code, failed.is_transient) == ("timeout", True)
    assert extracted(tmp_path / "out")[source.sha256] == failed
    (name,) = names(tmp_path / "out")
    assert len(pq.read_table(tmp_path / "out" / name / "page.parquet")) == 0
    (read,) = extract_documents([source], tmp_path / "out", LIMITS, 1)
    assert (read.status, read.is_transient) == ("extracted", False)
    assert extracted(tmp_path / "out")[source.sha256] == read
    assert names(tmp_path / "out") == [name]
    assert len(pq.read_table(tmp_path / "out" / name / "page.parquet")) == 10


def test_outcomes_of_another_extractor_version_do_not_count(tmp_path: Path) -> None:
    source = document(write_pdf(tmp_path / "prose.pdf", text("一句。")))
    extract_documents([source], tmp_path / "out", LIMITS, 1)
    (path,) = (tmp_path / "out").glob("*/extraction.parquet")
    rows = pq.read_table(path).to_pylist()
    assert rows[0]["extractor_version"] == EXTRACTOR_VERSION
    older = pq.read_table(path).to_pandas().assign(extractor_version="0")
    older.to_parquet(path)
    assert extracted(tmp_path / "out") == {}


def test_failing_caller_stops_the_workers(tmp_path: Path, documents: list[DocumentFile]) -> None:
    def on_outcome(outcome: Outcome) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract_documents(documents, tmp_path, LIMITS, 2, on_outcome, batch_size=2)
    assert names(tmp_path) == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("extract")]
