"""The facts of one document as an inspection shows them."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

Box = tuple[float, float, float, float]

# Below this the reading of a cell is to be looked at.
LOW_CONFIDENCE = 0.9


class Meaning(StrEnum):
    """What a cell was understood as."""

    caption = "caption"
    header = "header"
    column_number = "column_number"
    code = "code"
    label = "label"
    total = "total"
    unnamed = "unnamed"
    loaded = "loaded"
    unread = "unread"
    unmapped = "unmapped"
    withheld = "withheld"
    other = "other"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and its meaning; the box is x0, top, x1, bottom in points of the page as shown.

    `indent` is where its text begins, points from its left edge; `amount` the amount loaded from it, yuan;
    `code` the code its row resolved to.
    """

    row_no: int
    column_no: int
    box: Box
    indent: float | None
    meaning: Meaning
    amount: Decimal | None
    code: str | None
    ocr_confidence: float | None

    @property
    def is_doubtful(self) -> bool:
        """Whether it was read from a picture with little confidence."""
        return self.ocr_confidence is not None and self.ocr_confidence < LOW_CONFIDENCE


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what its header was recognised as; `role` is None where no seed row knows it."""

    column_no: int
    header_path: str
    role: str | None
    measure_code: str | None
    side: str | None
    filled: int
    loaded: int

    @property
    def is_unmapped(self) -> bool:
        """Whether something stands in it that nothing reads."""
        return self.role is None and self.filled > 0

    @property
    def meaning(self) -> str:
        """What it is: the measure and side of an amount column, the role of any other, else `?`."""
        if self.role != "amount":
            return self.role or ("?" if self.filled else "-")
        return " ".join(filter(None, (self.measure_code or "?", self.side)))


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Rows of a statement table by what they were understood as."""

    by_code: int = 0
    by_name: int = 0
    totals: int = 0
    unnamed: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """The part of a table that stands on one page.

    `is_withheld`: it is no statement and holds personal data, so nothing of it is shown.
    """

    table_no: int
    root_table_no: int
    page_number: int
    box: Box
    row_count: int
    column_count: int
    header_row_count: int
    title: str | None
    statement_code: str | None
    statement_name: str | None
    statement_kind: str | None
    unit: str | None
    is_unit_printed: bool
    is_withheld: bool
    columns: list[Column]
    rows: RowCounts
    printed_amounts: int
    loaded_amounts: int
    cells: list[Cell] = field(repr=False)

    @property
    def is_statement(self) -> bool:
        """Whether its amounts are loaded."""
        return self.statement_kind == "statement"

    @property
    def doubtful_cells(self) -> int:
        """Cells read from a picture with little confidence."""
        return sum(cell.is_doubtful for cell in self.cells)

    @property
    def is_continuation(self) -> bool:
        """Whether it goes on with a table of a page before."""
        return self.table_no != self.root_table_no


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size as shown in points, and what must not be shown of it."""

    page_number: int
    kind: str
    width: float
    height: float
    hidden: list[Box]


@dataclass(frozen=True, slots=True)
class Identity:
    """An accounting identity that is broken; amounts in yuan, cells as page:table:row:column."""

    rule_code: str
    rule_name: str
    statement_code: str | None
    scope: str | None
    expected: Decimal
    actual: Decimal
    difference: Decimal
    expected_cells: str
    actual_cells: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that may fit where a person has to decide, and the row it is taken from."""

    value: str
    why: str
    similarity: float


@dataclass(frozen=True, slots=True)
class SeedRow:
    """A row that would help: the seed's path in the dbt project, the CSV line, what is left to decide.

    `line` holds `<column>` where a person has to decide; `undecided` says for each such column what may stand
    there, `choices` ranks the likeliest, and `likely` is the line with the best one if it is good.
    """

    seed: str
    line: str
    undecided: dict[str, str]
    choices: list[Choice]
    likely: str | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was not recognised, where it stands, and the rows of seeds that would help."""

    kind: str
    page_number: int | None
    table_no: int | None
    text: str
    example: str | None
    hint: str
    seed_rows: list[SeedRow]

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody; personal data is meant to be kept back."""
        return self.kind != "personal_data"


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything about one document. `problems` are why it, or the run that read it, failed."""

    file_name: str
    sha256: str
    title: str | None
    department: str | None
    fiscal_year: int | None
    report_type: str | None
    problems: list[str]
    pages: list[Page]
    tables: list[Table]
    identities: dict[str, int]
    broken: list[Identity]
    findings: list[Finding]

    @property
    def is_clean(self) -> bool:
        """Whether everything was recognised."""
        return not self.problems and not any(finding.is_open for finding in self.findings)
