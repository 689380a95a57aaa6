"""How a run tells what it is doing: the stages of the line and the sink that hears of them.

Here belongs the protocol between the assets and whoever watches. Not here: how it looks on a screen
(see `cli/progress_view.py`).
"""

from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    """The stages of a run in their order."""

    LANDING = "landing"
    EXTRACTION = "extraction"
    RAW = "raw"
    RAW_CONTRACTS = "raw contracts"
    MODELS = "models"
    MART_CONTRACTS = "mart contracts"
    PUBLICATION = "publication"


class Progress(Protocol):
    """Hears of stages; calls may come from any thread."""

    def start(self, stage: Stage, total: int | None, unit: str) -> None:
        """A stage begins with `total` units of work, None if that is not known."""

    def advance(self, stage: Stage, note: str | None = None) -> None:
        """One unit of work is done; `note` is a few words to show, such as pages so far."""

    def finish(self, stage: Stage, note: str) -> None:
        """A stage ended well; `note` says in a few words what came of it."""


class NoProgress:
    """Nobody watches: Dagster's own events tell what happens."""

    def start(self, stage: Stage, total: int | None, unit: str) -> None:
        """Ignore."""

    def advance(self, stage: Stage, note: str | None = None) -> None:
        """Ignore."""

    def finish(self, stage: Stage, note: str) -> None:
        """Ignore."""
