"""Processor time by step, each moment counted for the innermost step alone."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

REST = "rest"


class Clock:
    """Sums up seconds of processor time by step; what is in no step is the rest."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._open = [REST]
        self._since = time.process_time()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the time of the block for a step, less that of the steps within it."""
        self._turn()
        self._open.append(name)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time counted for a step."""

        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            with self.step(name):
                return function(*args, **kwargs)

        return run

    def take(self) -> dict[str, float]:
        """Seconds by step since the last call."""
        self._turn()
        seconds, self._seconds = dict(self._seconds), defaultdict(float)
        return seconds

    def _turn(self) -> None:
        now = time.process_time()
        self._seconds[self._open[-1]] += now - self._since
        self._since = now
