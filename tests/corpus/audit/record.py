"""What was planted: the record of one defect, with what a reader of the document may rightly say of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

ALIASES = (
    ("fiscal_appropriation", "appropriation"),
    ("vehicle_operation", "vehicle_running"),
    ("overseas_travel", "abroad"),
    ("public_use", "public"),
    ("three_public.total.", "three_public."),
    (".share_of_total", ".share"),
    (".share_of_sme", ".share"),
    ("total.execution_rate", "execution_rate"),
)
BROKEN = "broken"
ANYWHERE = -1


@dataclass(frozen=True, slots=True)
class Record:
    """One defect as it stands in a document.

    Attributes:
        document: the file's name.
        kind: as quality.contradiction calls it; changed_cell is for quality.reconciliation.
        variety: which of the ways to have that kind.
        key: of the figure or word.
        stated: what is printed; None for what is missing.
        true: what should be.
        page: where it is, counted from 1; None for what is missing.
        accepts: kinds under which it counts as found; `broken` is a broken identity.
        follows: kinds that are right too, because the same place disagrees with others.
        pages: where these may be reported; ANYWHERE among them for the whole document.
    """

    document: str
    kind: str
    variety: str
    key: str
    stated: str | None
    true: str
    page: int | None
    accepts: tuple[str, ...]
    follows: tuple[str, ...]
    pages: tuple[int, ...]

    def data(self) -> dict[str, Any]:
        """As planted.json has it."""
        return asdict(self)


def record(data: Mapping[str, Any]) -> Record:
    """From a line of planted.json."""
    values: dict[str, Any] = {}
    for field in fields(Record):
        value = data[field.name]
        values[field.name] = tuple(value) if isinstance(value, list) else value
    return Record(**values)


def figure_code(key: str) -> str:
    """The key of a figure in prose as fct_disclosed_figure has it."""
    code = key.partition("@")[0]
    for own, other in ALIASES:
        code = code.replace(own, other)
    return code
