"""A form as text becomes cells to draw and amounts to expect."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent
FORMS = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))
UNITS = {"万元": 10000, "千元": 1000, "元": 1}
_WHOLE_CODE = re.compile(r"^([23]\d{2}|[23]\d{4}|[23]\d{6})$")
_FIGURE = re.compile(r"^-?[\d,]*\.?\d+$")


class FormError(ValueError):
    """A form is not written as `tests.forms` says; the text names the line."""


@dataclass(frozen=True, slots=True, order=True)
class Amount:
    """One amount as the warehouse must tell it, in yuan; `key` is a code, a line item or TOTAL."""

    statement: str
    key: str
    measure: str
    side: str
    amount: Decimal


@dataclass(slots=True)
class Table:
    """A table: its rows in pieces, one for each page it stands on."""

    statement: str
    title: str = ""
    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    header: list[list[str]] = field(default_factory=list)
    pages: list[list[list[str]]] = field(default_factory=lambda: [[]])
    keys: list[list[str]] = field(default_factory=list)

    @property
    def rows(self) -> list[list[str]]:
        """The body's rows, whatever page they stand on."""
        return [row for page in self.pages for row in page]

    @property
    def unit(self) -> int:
        """Yuan in one of the unit that the table prints."""
        printed = " ".join([*self.left, *self.right, self.title])
        found = re.search(r"单位[:：](万元|千元|元)", printed)
        return UNITS[found.group(1)] if found else UNITS["万元"]

    def amounts(self) -> Iterator[Amount]:
        """Everything that must be read from the table."""
        for row, keys in zip(self.rows, self.keys, strict=True):
            block, in_labels = 0, False
            for cell, read in zip(row, self.read, strict=True):
                block += read == "." and not in_labels
                in_labels = read == "."
                if read != "." and _FIGURE.match(cell) and keys != ["!"]:
                    key = keys[min(block, len(keys)) - 1]
                    if key != "!":
                        yield self._amount(key, read, cell)

    def _amount(self, key: str, read: str, cell: str) -> Amount:
        measure, _, side = read.partition("@")
        if key.startswith("*"):
            own, _, own_side = key[1:].partition("@")
            key, measure, side = "TOTAL", own or measure, own_side or side
        return Amount(self.statement, key, measure, side, Decimal(cell.replace(",", "")) * self.unit)


@dataclass(slots=True)
class Form:
    """A document: who publishes what, and its tables."""

    name: str
    department: str = ""
    title: str = ""
    report_type: str = ""
    fiscal_year: int = 0
    tables: list[Table] = field(default_factory=list)

    def amounts(self) -> list[Amount]:
        """Everything that must be read from the document, in order."""
        found = (table.amounts() for table in self.tables if table.statement != "-")
        return sorted(amount for amounts in found for amount in amounts)


def load(name: str) -> Form:
    """The form of that name.

    Raises:
        FormError: It is not written as it should be.
    """
    form = Form(name)
    for number, line in enumerate((FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines(), 1):
        try:
            if line.strip() and not line.startswith("#"):
                _take(form, line)
        except (AttributeError, IndexError, KeyError, ValueError) as error:
            raise FormError(f"{name}.txt, line {number}: {line!r}: {error}") from error
    return form


def _take(form: Form, line: str) -> None:
    word, colon, value = line.partition(": ")
    table = form.tables[-1] if form.tables else None
    if line.startswith("== "):
        form.tables.append(Table(line[3:].strip()))
    elif table is None:
        setattr(form, word, int(value) if word == "fiscal_year" else value)
    elif colon and word in ("left", "right"):
        getattr(table, word).append(value)
    elif colon and word == "title":
        table.title = value
    elif colon and word == "read":
        table.read = value.split()
    elif line.startswith("---"):
        if line.endswith("page"):
            table.pages.append([])
        else:
            table.header, table.pages = table.pages[0], [[]]
            table.keys.clear()
    else:
        _take_row(table, line)


def _take_row(table: Table, line: str) -> None:
    cells, _, keys = line.partition("=>")
    row = [cell.strip(" ") for cell in cells.split("|")]
    if len(row) != len(table.read):
        raise ValueError(f"{len(row)} cells, {len(table.read)} columns")
    table.pages[-1].append(row)
    table.keys.append([key.strip() for key in keys.split(";")] if keys else [_own_key(row)])


def _own_key(row: Sequence[str]) -> str:
    return row[0] if _WHOLE_CODE.match(row[0]) else "!"
