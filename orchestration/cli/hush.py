"""The console kept for the command while libraries talk to a log file."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def hushed(log: Path) -> Iterator[IO[str]]:
    """Send the process's stdout and stderr, also its children's, to `log`; yield the real stdout."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(1), os.dup(2)]
    with log.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    encoding = sys.stdout.encoding
    console = os.fdopen(os.dup(kept[0]), "w", encoding=encoding, errors="backslashreplace")
    try:
        yield console
    finally:
        console.close()
        sys.stdout.flush()
        sys.stderr.flush()
        for number, original in enumerate(kept, start=1):
            os.dup2(original, number)
            os.close(original)
