"""The run lock: one pipeline at a time in a home directory.

The lock is the kernel's (flock), so it ends with its process however that ends. The file's text says
who holds it; text left in a file that nobody locks means that its writer was killed.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds, or left, a lock; `since` is ISO 8601 in UTC."""

    pid: int
    since: str


class HomeBusyError(Exception):
    """Another process runs the pipeline in this home."""

    def __init__(self, root: Path, holder: Holder | None) -> None:
        who = f"process {holder.pid}, since {holder.since}" if holder else "another process"
        super().__init__(
            f"The home directory {root} is in use by another run ({who}). "
            "Wait until it ends, or name another with --home."
        )
        self.holder = holder


# flock is per open file, so a process that asked twice would wait for itself.
_held: dict[Path, int] = {}


@contextmanager
def run_lock(path: Path) -> Iterator[None]:
    """Hold the lock at `path`; within the process that holds it, do nothing more.

    Raises:
        HomeBusyError: Another process holds it.
    """
    key = path.resolve()
    if key in _held:
        _held[key] += 1
        try:
            yield
        finally:
            _held[key] -= 1
        return
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HomeBusyError(path.parent, read_holder(path)) from None
        _held[key] = 1
        _sign(file, Holder(os.getpid(), datetime.now(UTC).isoformat(timespec="seconds")))
        try:
            yield
        finally:
            del _held[key]
            _sign(file, None)


def _sign(file: IO[str], holder: Holder | None) -> None:
    file.seek(0)
    file.truncate()
    if holder:
        file.write(json.dumps(asdict(holder)))
    file.flush()


def read_holder(path: Path) -> Holder | None:
    """Who signed the lock at `path` last and has not let go in good order; None if nobody."""
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def is_locked(path: Path) -> bool:
    """Whether a living process holds the lock at `path`."""
    try:
        with path.open("r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
