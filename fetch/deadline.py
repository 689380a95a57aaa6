"""The time one file may take."""

import time


class Deadline:
    """The time until which one file must be complete."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def remaining(self) -> float:
        """Seconds left, not below 0."""
        return max(0.0, self._end - time.monotonic())

    def extend(self, seconds: float) -> None:
        """Put the deadline off, by time that was not the file's fault."""
        self._end += seconds
