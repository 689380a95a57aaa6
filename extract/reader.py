"""The process that reads documents: requests come in as lines of JSON, outcomes go out as lines of JSON.

Started by `extract.worker`, never by hand: `python -m extract.reader LIMITS`, LIMITS being JSON.
"""

import errno
import gc
import json
import os
import queue
import resource
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import pyarrow as pa

from extract import EXTRACTOR_VERSION
from extract.outcome import DocumentFile, Limits, Outcome, UnreadableError
from extract.schema import SCHEMAS

if TYPE_CHECKING:
    from extract.document import DocumentRows

# Files a process may hold open: its channels, the document, the rows, what libraries load.
_OPEN_FILES = 128
# The message that a picture of a page is taken up.
PICTURE = "picture"
# The message that the process is ready, with the peak of memory it began with: its parent's, in bytes.
INHERITED_PEAK = "inherited_peak"
ROW_KINDS = tuple(kind for kind in SCHEMAS if kind != "extraction")
_PROCESS = Path("/proc/self")
# Processor time may exceed wall time by what the libraries' own threads use.
_SPARE_SECONDS = 2


def main() -> None:
    """Serve requests until the other side closes the line."""
    requests, replies = _take_over_channels()
    # Paid once for all documents, and before memory is limited.
    import extract.document  # noqa: F401

    pa.set_cpu_count(1)
    # Parsing makes millions of small objects without cycles: collecting garbage at the usual pace would
    # take an eighth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    limits = Limits(**json.loads(sys.argv[1]))
    waiting = _listen(requests)
    _limit_files(limits.memory_bytes)
    _reply(replies, {INHERITED_PEAK: bytes_of(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)})
    for request in iter(waiting.get, None):
        document = DocumentFile(request["sha256"], Path(request["path"]))
        outcome = read(document, Path(request["folder"]), limits, lambda: _reply(replies, {PICTURE: True}))
        _reply(replies, {**asdict(outcome), "extracted_at": outcome.extracted_at.isoformat()})
        if outcome.reason_code == "memory":
            # Want of memory may have left anything half done: the next document gets a new process.
            os._exit(0)


def read(document: DocumentFile, folder: Path, limits: Limits, on_picture: Callable[[], None]) -> Outcome:
    """Read one document, write its rows to `folder`, an Arrow file per kind; never raises for its sake."""
    started = time.monotonic()
    _limit_memory(limits.memory_bytes)
    _limit_processor_time(limits.seconds_with(limits.pictures))
    _forget_peak_memory()
    try:
        outcome = _read(document, folder, limits, started, on_picture)
    except UnreadableError as error:
        outcome = _failure(document, error.code, error.reason, started)
    except MemoryError:
        _lift_memory_limit()
        outcome = _failure(document, "memory", memory_reason(limits), started)
    except OSError as error:
        if error.errno == errno.ENOMEM:
            _lift_memory_limit()
            return _failure(document, "memory", memory_reason(limits), started)
        reason = f"The stored file cannot be read ({error.strerror}): see to the disk and run again."
        outcome = _failure(document, "crashed", reason, started)
    except Exception as error:
        reason = (
            f"The reader failed ({type(error).__name__}): run again; if it stays so, report the document."
        )
        outcome = _failure(document, "crashed", reason, started)
    return outcome


def memory_reason(limits: Limits) -> str:
    """Why a document failed for want of memory and what to do."""
    size = limits.memory_bytes / 1024**2
    return (
        f"Reading took more than the {size:.0f} MiB of memory allowed, or the machine ran short: "
        "raise the limit (run --memory), or use fewer workers, and run again."
    )


def arrow_path(folder: Path, sha256: str, kind: str) -> Path:
    """Where the rows of one kind of one document are handed over."""
    return folder / f"{sha256}.{kind}.arrow"


def _read(
    document: DocumentFile, folder: Path, limits: Limits, started: float, on_picture: Callable[[], None]
) -> Outcome:
    from extract.document import read_document

    rows = read_document(document.path, document.sha256, limits, on_picture)
    for kind in ROW_KINDS:
        _write(arrow_path(folder, document.sha256, kind), getattr(rows, kind))
    return _success(document, rows, started)


def _write(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _success(document: DocumentFile, rows: "DocumentRows", started: float) -> Outcome:
    return Outcome(
        sha256=document.sha256,
        extractor_version=EXTRACTOR_VERSION,
        status="extracted",
        reason_code=None,
        reason=rows.notice,
        page_count=rows.page_count,
        scanned_page_count=rows.scanned_page_count,
        table_count=len(rows.table_part),
        cell_count=len(rows.cell),
        sentence_count=len(rows.sentence),
        byte_count=rows.byte_count,
        pdf_title=rows.pdf_title,
        pdf_producer=rows.pdf_producer,
        seconds=time.monotonic() - started,
        peak_memory_bytes=_peak_memory(),
        extracted_at=datetime.now(UTC),
    )


def _failure(document: DocumentFile, code: str, reason: str, started: float) -> Outcome:
    byte_count = None
    with suppress(OSError):
        byte_count = document.path.stat().st_size
    return Outcome.failed(
        document,
        code,
        reason,
        time.monotonic() - started,
        byte_count=byte_count,
        peak_memory_bytes=_peak_memory(),
    )


def _take_over_channels() -> tuple[TextIO, TextIO]:
    """Keep the two pipes for requests and replies; whatever a library prints goes to standard error."""
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return requests, replies


def _listen(requests: TextIO) -> "queue.SimpleQueue[Any]":
    """Requests as they come; the process ends at once when the line is closed, even in mid-document."""
    waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def listen() -> None:
        for line in requests:
            waiting.put(json.loads(line))
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    return waiting


def _reply(replies: TextIO, message: dict[str, Any]) -> None:
    replies.write(json.dumps(message) + "\n")
    replies.flush()


def _limit_files(largest_bytes: int) -> None:
    """No image of the memory of a process that dies, no file beyond a size, few files at a time."""
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: largest_bytes,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
    }
    for name, most in limits.items():
        with suppress(OSError, ValueError):
            _, hard = resource.getrlimit(name)
            resource.setrlimit(name, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _limit_memory(memory_bytes: int) -> None:
    """Allow `memory_bytes` beyond what is mapped now, so that no document pays for those before it.

    Some systems cannot limit it.
    """
    with suppress(OSError, ValueError):
        mapped = int((_PROCESS / "statm").read_text().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (mapped + memory_bytes, hard))


def _lift_memory_limit() -> None:
    """Lift the limit, so that at least the failure can be told."""
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _limit_processor_time(seconds: float) -> None:
    """Have the system stop this process once it has used so many more seconds of processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds) + _SPARE_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def _forget_peak_memory() -> None:
    with suppress(OSError):
        (_PROCESS / "clear_refs").write_text("5")


def _peak_memory() -> int:
    """Largest resident memory since the document was begun (of the whole process where /proc is missing)."""
    with suppress(OSError):
        for line in (_PROCESS / "status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return bytes_of(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def bytes_of(resident: int) -> int:
    """Bytes of a resident size as the system reports it in `ru_maxrss`: kibibytes, but on macOS bytes."""
    return resident if sys.platform == "darwin" else resident * 1024


if __name__ == "__main__":
    main()
