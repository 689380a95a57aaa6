"""Politeness: one connection at a time to a host, and a pause between requests."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class HostTurns:
    """Hands out turns to ask a host: one at a time, at least `interval` seconds from start to start."""

    def __init__(self, interval: float, stop: threading.Event) -> None:
        self._interval = interval
        self._stop = stop
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._next_start: dict[str, float] = {}
        self._guard = threading.Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[float]:
        """Wait for the host's turn and hold it; gives the seconds waited."""
        asked = time.monotonic()
        with self._guard:
            lock = self._locks[host]
        with lock:
            self._stop.wait(self._next_start.get(host, asked) - time.monotonic())
            started = time.monotonic()
            self._next_start[host] = started + self._interval
            yield started - asked
