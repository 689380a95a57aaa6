"""A kind of hostile file: what it is, how it is made, what must come of it."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.hostile.statement import FIGURES


@dataclass(frozen=True, slots=True)
class Rejected:
    """It is refused on landing, for this reason."""

    code: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It lands and cannot be read, for one of these reasons."""

    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """It is read and kept out of the marts by this contract."""

    code: str


@dataclass(frozen=True, slots=True)
class Published:
    """It is published with exactly these figures as printed, in the order of the page."""

    figures: tuple[str, ...] = FIGURES


@dataclass(frozen=True, slots=True)
class Unread:
    """No figure of it is published, for none can be seen, and a row of quality says what is amiss."""


Verdict = Rejected | Failed | Quarantined | Published | Unread


@dataclass(frozen=True, slots=True)
class Kind:
    """One hostile file. `is_slow` says that it is stopped by time or memory and not before."""

    name: str
    what: str
    make: Callable[[], bytes]
    verdict: Verdict

    @property
    def file_name(self) -> str:
        """The name it is written under."""
        return f"{self.name}.pdf"


KINDS: dict[str, Kind] = {}


def kind(what: str, verdict: Verdict) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Enter a function that makes a file, under its own name."""

    def enter(make: Callable[[], bytes]) -> Callable[[], bytes]:
        name = make.__name__
        if name in KINDS:
            raise ValueError(f"two kinds are called {name}")
        KINDS[name] = Kind(name, what, make, verdict)
        return make

    return enter


def failed(*codes: str) -> Failed:
    """It cannot be read, for one of these reasons."""
    return Failed(frozenset(codes))
