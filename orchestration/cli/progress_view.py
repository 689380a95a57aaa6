"""Progress on the console: bars on a terminal, lines elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from orchestration.progress import Stage

_LINE_EVERY_SECONDS = 10.0


@dataclass(slots=True)
class _Work:
    """A stage that is going on."""

    started: float
    total: int | None
    unit: str
    done: int = 0
    note: str = ""
    told: float = 0.0


class Display(Protocol):
    """Where progress is shown."""

    def begun(self, stage: Stage, work: _Work) -> None:
        """A stage began."""

    def moved(self, stage: Stage, work: _Work) -> None:
        """A unit of a stage is done."""

    def ended(self, stage: Stage, work: _Work, note: str, seconds: float) -> None:
        """A stage ended well."""


class Timekeeper:
    """The progress sink of a run: keeps the wall seconds of each stage and tells a display.

    `start_seconds` went by before the first stage: loading Dagster, parsing the dbt project if it changed.
    """

    def __init__(self, display: Display) -> None:
        self.seconds: dict[Stage, float] = {}
        self.notes: dict[Stage, str] = {}
        self.start_seconds = 0.0
        self._began = time.monotonic()
        self._display = display
        self._works: dict[Stage, _Work] = {}

    def start(self, stage: Stage, total: int | None, unit: str) -> None:
        """Begin a stage."""
        work = _Work(time.monotonic(), total, unit)
        self.start_seconds = self.start_seconds or work.started - self._began
        self._works[stage] = work
        self._display.begun(stage, work)

    def advance(self, stage: Stage, note: str | None = None) -> None:
        """Count a unit."""
        work = self._works[stage]
        work.done += 1
        work.note = note or work.note
        self._display.moved(stage, work)

    def finish(self, stage: Stage, note: str) -> None:
        """End a stage."""
        work = self._works[stage]
        self.seconds[stage] = time.monotonic() - work.started
        self.notes[stage] = note
        self._display.ended(stage, work, note, self.seconds[stage])


class LineDisplay:
    """One line when a stage ends, and one every ten seconds of a long one."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def begun(self, stage: Stage, work: _Work) -> None:
        """Note the time."""
        work.told = work.started

    def moved(self, stage: Stage, work: _Work) -> None:
        """Print a line if the last one is some time ago."""
        if time.monotonic() - work.told < _LINE_EVERY_SECONDS:
            return
        work.told = time.monotonic()
        of = f" of {work.total}" if work.total else ""
        note = f", {work.note}" if work.note else ""
        self._print(f"{stage}: {work.done}{of} {work.unit}{note}")

    def ended(self, stage: Stage, work: _Work, note: str, seconds: float) -> None:
        """Print what came of the stage."""
        self._print(f"{stage}: {note} ({seconds:.1f} s)")

    def _print(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)


class BarDisplay:
    """A bar for each stage, and what came of it."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[Stage, TaskID] = {}

    def begun(self, stage: Stage, work: _Work) -> None:
        """Add a bar."""
        self._tasks[stage] = self._bars.add_task(stage, total=work.total, note=work.unit)

    def moved(self, stage: Stage, work: _Work) -> None:
        """Move the bar."""
        note = f"{work.unit}, {work.note}" if work.note else work.unit
        self._bars.update(self._tasks[stage], completed=work.done, note=note)

    def ended(self, stage: Stage, work: _Work, note: str, seconds: float) -> None:
        """Fill the bar."""
        total = work.total or work.done or 1
        self._bars.update(self._tasks[stage], total=total, completed=total, note=note)
        self._bars.stop_task(self._tasks[stage])


@contextmanager
def watched(console: Console) -> Iterator[Timekeeper]:
    """A sink that shows progress on `console` as fits it."""
    if not console.is_terminal:
        yield Timekeeper(LineDisplay(console))
        return
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}", markup=False),
        TimeElapsedColumn(),
    )
    # What the libraries write goes to the log (see `hush.py`), not above the bars.
    with Progress(*columns, console=console, redirect_stdout=False, redirect_stderr=False) as bars:
        yield Timekeeper(BarDisplay(bars))
