"""A worker: one process that reads document after document, replaced when it dies or takes too long.

The process is a fresh interpreter (see `extract.reader`), so it is safe to start from a program with
threads, and it does not import the main module of that program again.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from extract.outcome import DocumentFile, Limits, Outcome
from extract.reader import INHERITED_PEAK, PICTURE, bytes_of, memory_reason

_ROOT = Path(__file__).resolve().parent.parent
_READER = "extract.reader"
_START_SECONDS = 120.0
# Libraries keep caches: a worker is replaced after so many documents, or if it has grown this far: what it
# keeps comes on top of what the next document may take.
_DOCUMENTS_PER_PROCESS = 100
_LARGEST_SHARE_TO_KEEP = 0.25
# A process that dies with this much of its memory in use died of it.
_SHARE_OF_MEMORY_DEATH = 0.5
_NOTE_BYTES = 2000


class WorkerError(Exception):
    """No worker can be started: the installation is at fault, not a document."""


class _SlowError(Exception):
    """No answer within the time allowed."""


class _DeadError(Exception):
    """The process closed its line."""


class Worker:
    """Reads documents one at a time; `read` never raises for a document's sake."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._notes: IO[bytes] | None = None
        self._pending = b""
        self._count = 0
        self._inherited_bytes = 0
        self._is_killed = False

    @property
    def process_id(self) -> int | None:
        """The process that reads for this worker; None if none is running."""
        process = self._process
        return None if process is None else process.pid

    def read(self, document: DocumentFile, folder: Path) -> Outcome:
        """Read a document; its rows are left in `folder`, one Arrow file per kind.

        Raises:
            WorkerError: no process can be started.
        """
        process = self._process or self._start()
        started = time.monotonic()
        request = {
            "sha256": document.sha256,
            "path": str(document.path.absolute()),
            "folder": str(folder.absolute()),
        }
        try:
            _send(process, request)
            reply = self._reply(process, started)
        except _SlowError:
            process.kill()
            status, peak = self._bury()
            return self._failed(document, "timeout", started, status, peak)
        except _DeadError:
            status, peak = self._bury()
            return self._failed(document, self._cause(status, peak), started, status, peak)
        outcome = Outcome(**{**reply, "extracted_at": datetime.fromisoformat(reply["extracted_at"])})
        self._count += 1
        if self._is_worn(outcome):
            self._end()
        return outcome

    def kill(self) -> None:
        """Stop the process in mid-document and start no other; callable from any thread."""
        self._is_killed = True
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process and release what it held; not while `read` is running."""
        self._end()

    def _start(self) -> "subprocess.Popen[bytes]":
        self._notes = tempfile.TemporaryFile()  # noqa: SIM115
        process = subprocess.Popen(
            [sys.executable, "-m", _READER, json.dumps(asdict(self._limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._notes,
            env=_environment(),
            # An interrupt from the keyboard is for the parent, which then ends its workers.
            start_new_session=True,
        )
        self._process, self._pending, self._count = process, b"", 0
        if self._is_killed:
            process.kill()
        try:
            ready = self._receive(process, _START_SECONDS)
        except (_SlowError, _DeadError) as error:
            self._notes.seek(0)
            notes = self._notes.read()[-_NOTE_BYTES:].decode(errors="replace").strip()
            self._end()
            raise WorkerError(f"cannot start a process to read documents: {notes}") from error
        self._inherited_bytes = ready[INHERITED_PEAK]
        return process

    def _reply(self, process: "subprocess.Popen[bytes]", started: float) -> dict[str, Any]:
        """The outcome; before it come words of each picture taken up, for which there is more time."""
        pictures = 0
        while True:
            deadline = started + self._limits.seconds_with(pictures)
            message = self._receive(process, deadline - time.monotonic())
            if PICTURE not in message:
                return message
            pictures += 1

    def _receive(self, process: "subprocess.Popen[bytes]", seconds: float) -> dict[str, Any]:
        assert process.stdout is not None
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while b"\n" not in self._pending:
                if not selector.select(max(deadline - time.monotonic(), 0)):
                    raise _SlowError
                data = os.read(process.stdout.fileno(), 65536)
                if not data:
                    raise _DeadError
                self._pending += data
        line, _, self._pending = self._pending.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message

    def _bury(self) -> tuple[int, int]:
        """Exit status (negative: signal) and largest resident memory, bytes, of the process that died.

        The memory is 0 where it is not known: the system counts a parent's peak as its child's, so a
        child that never passed it has none of its own.
        """
        process = self._process
        assert process is not None
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except ChildProcessError:
            # `kill` in another thread was first to learn of the death.
            self._release()
            return process.wait(), 0
        process.returncode = os.waitstatus_to_exitcode(status)
        self._release()
        peak = bytes_of(usage.ru_maxrss)
        return process.returncode, peak if peak > self._inherited_bytes else 0

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._release()

    def _release(self) -> None:
        process, self._process = self._process, None
        for pipe in (process.stdin, process.stdout) if process is not None else ():
            if pipe is not None:
                _close_quietly(pipe.close)
        if self._notes is not None:
            self._notes.close()
            self._notes = None

    def _cause(self, status: int, peak: int) -> str:
        if status == -signal.SIGXCPU:
            return "timeout"
        # Libraries in C++ abort when memory is refused them, however little they have taken by then.
        if status in (-signal.SIGKILL, -signal.SIGABRT):
            return "memory"
        if peak >= _SHARE_OF_MEMORY_DEATH * self._limits.memory_bytes:
            return "memory"
        return "crashed"

    def _failed(
        self, document: DocumentFile, code: str, started: float, status: int, peak_bytes: int
    ) -> Outcome:
        seconds = time.monotonic() - started
        reasons = {
            "timeout": f"Reading took more than the {self._limits.seconds:g} s allowed: raise the limit "
            "(run --seconds) and run again.",
            "memory": memory_reason(self._limits),
            "crashed": f"The reading process died ({_name(status)}): run again; if it stays so, report the "
            "document.",
        }
        try:
            byte_count = document.path.stat().st_size
        except OSError:
            byte_count = None
        return Outcome.failed(
            document,
            code,
            reasons[code],
            seconds,
            byte_count=byte_count,
            peak_memory_bytes=peak_bytes or None,
        )

    def _is_worn(self, outcome: Outcome) -> bool:
        if outcome.reason_code == "memory" or self._count >= _DOCUMENTS_PER_PROCESS:
            return True
        return (outcome.peak_memory_bytes or 0) > _LARGEST_SHARE_TO_KEEP * self._limits.memory_bytes


def _send(process: "subprocess.Popen[bytes]", request: dict[str, Any]) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
    except OSError as error:
        raise _DeadError from error


def _close_quietly(close: Callable[[], None]) -> None:
    try:
        close()
    except OSError:
        # The other end is gone and what was left to send with it.
        return


def _environment() -> dict[str, str]:
    """The environment of the reader: it must find this package however the parent did."""
    paths = [str(_ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    # One document is one core's work; an arena of malloc for each thread would map memory never used.
    single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    return {**os.environ, **single, "PYTHONPATH": os.pathsep.join(paths)}


def _name(status: int) -> str:
    if status >= 0:
        return f"exit status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"
