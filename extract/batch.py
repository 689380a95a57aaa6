"""Documents in batches: read in parallel, written as Parquet, a directory per batch, whole or not at all."""

import hashlib
import os
import queue
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from extract import EXTRACTOR_VERSION
from extract.outcome import DocumentFile, Limits, Outcome
from extract.reader import ROW_KINDS, arrow_path
from extract.schema import SCHEMAS
from extract.worker import Worker

_PARTIAL = ".partial-"
_ROWS_PER_GROUP = 131_072


def extract_documents(
    documents: Sequence[DocumentFile],
    out_root: Path,
    limits: Limits,
    workers: int,
    on_outcome: Callable[[Outcome], None] | None = None,
    batch_size: int = 32,
) -> list[Outcome]:
    """Read documents and write their rows to `out_root/<batch_id>/<kind>.parquet`.

    A batch appears under its name only when it is complete; the rows in it are in the order of the
    documents' hashes, whatever the order in which they were read. A batch written again replaces the
    one of the same name.

    Args:
        documents: what to read; a hash given twice is read once.
        out_root: made if missing. No other process may be writing to it: what a killed one left is removed.
        limits: what one document may cost.
        workers: how many processes read at a time, at least 1.
        on_outcome: called in this thread for each document as it ends.
        batch_size: documents in a batch, at least 1.

    Returns:
        One outcome per document, in the order of the hashes.

    Raises:
        WorkerError: no process can be started.
        OSError: `out_root` cannot be written.
    """
    out_root.mkdir(parents=True, exist_ok=True)
    remove_partial(out_root)
    ordered = _largest_first(documents)
    batches = [ordered[start : start + batch_size] for start in range(0, len(ordered), batch_size)]
    batch_of = {document.sha256: number for number, batch in enumerate(batches) for document in batch}
    ended: defaultdict[int, list[Outcome]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix=_PARTIAL, dir=out_root, ignore_cleanup_errors=True) as name:
        partial = Path(name)
        with closing(_outcomes(ordered, partial, limits, min(workers, len(ordered)))) as outcomes:
            for outcome in outcomes:
                number = batch_of[outcome.sha256]
                ended[number].append(outcome)
                if on_outcome is not None:
                    on_outcome(outcome)
                if len(ended[number]) == len(batches[number]):
                    _write_batch(ended[number], partial, out_root)
    return sorted((o for outcomes in ended.values() for o in outcomes), key=lambda outcome: outcome.sha256)


def extracted(out_root: Path) -> dict[str, Outcome]:
    """The latest outcome on disk of each document, by hash, of the present extractor version only.

    A document whose outcome `is_transient` has no rows and is worth another run.
    """
    latest: dict[str, Outcome] = {}
    for path in sorted(out_root.glob("[!.]*/extraction.parquet")):
        for row in pq.read_table(path, schema=SCHEMAS["extraction"]).to_pylist():
            outcome = Outcome(**row)
            known = latest.get(outcome.sha256)
            if outcome.extractor_version == EXTRACTOR_VERSION and (
                known is None or known.extracted_at < outcome.extracted_at
            ):
                latest[outcome.sha256] = outcome
    return latest


def remove_partial(out_root: Path) -> None:
    """Remove what a killed run left half written."""
    for path in out_root.glob(f"{_PARTIAL}*"):
        shutil.rmtree(path)


def batch_id(hashes: Sequence[str]) -> str:
    """Name of the batch of these documents: 16 hex digits, the same whatever their order."""
    return hashlib.sha256("\n".join([*sorted(hashes), EXTRACTOR_VERSION]).encode()).hexdigest()[:16]


def _largest_first(documents: Sequence[DocumentFile]) -> list[DocumentFile]:
    def rank(document: DocumentFile) -> tuple[int, str]:
        # A file that is gone is an outcome like any other, told by the worker.
        size = document.path.stat().st_size if document.path.is_file() else 0
        return -size, document.sha256

    return sorted({document.sha256: document for document in documents}.values(), key=rank)


def _outcomes(
    documents: Sequence[DocumentFile], folder: Path, limits: Limits, worker_count: int
) -> Generator[Outcome, None, None]:
    """Outcomes as they come, the documents being taken up in the order given."""
    if not documents:
        return
    with _crew(limits, worker_count) as (pool, idle):

        def read(document: DocumentFile) -> Outcome:
            worker = idle.get()
            try:
                return worker.read(document, folder)
            finally:
                idle.put(worker)

        for future in as_completed([pool.submit(read, document) for document in documents]):
            yield future.result()


@contextmanager
def _crew(limits: Limits, count: int) -> Iterator[tuple[ThreadPoolExecutor, "queue.SimpleQueue[Worker]"]]:
    """Workers and as many threads to wait for them; all processes have ended on leaving."""
    workers = [Worker(limits) for _ in range(count)]
    idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    for worker in workers:
        idle.put(worker)
    pool = ThreadPoolExecutor(count, thread_name_prefix="extract")
    try:
        yield pool, idle
    except BaseException:
        for worker in workers:
            worker.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        for worker in workers:
            worker.close()


def _write_batch(outcomes: Sequence[Outcome], partial: Path, out_root: Path) -> None:
    outcomes = sorted(outcomes, key=lambda outcome: outcome.sha256)
    name = batch_id([outcome.sha256 for outcome in outcomes])
    folder = partial / name
    folder.mkdir()
    rows = [outcome.as_row() for outcome in outcomes]
    _write_parquet(folder / "extraction.parquet", pa.Table.from_pylist(rows, schema=SCHEMAS["extraction"]))
    read = [outcome.sha256 for outcome in outcomes if outcome.status == "extracted"]
    for kind in ROW_KINDS:
        paths = [arrow_path(partial, sha256, kind) for sha256 in read]
        _write_parquet(folder / f"{kind}.parquet", _gathered(paths, SCHEMAS[kind]))
        for path in paths:
            path.unlink()
    target = out_root / name
    if target.exists():
        target.rename(partial / f"{name}.replaced")
    folder.rename(target)
    _sync(out_root)


def _gathered(paths: Sequence[Path], schema: pa.Schema) -> pa.Table:
    tables = [pa.ipc.open_file(pa.memory_map(str(path))).read_all() for path in paths]
    return pa.concat_tables([schema.empty_table(), *tables]).combine_chunks()


def _write_parquet(path: Path, table: pa.Table) -> None:
    pq.write_table(table, path, compression="zstd", row_group_size=_ROWS_PER_GROUP)
    _sync(path)


def _sync(path: Path) -> None:
    """Have it on the disk before what depends on it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
