"""A document before it is printed: its blocks, and what is told and printed under which key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from tests.corpus.audit import budget_prose, final_prose, form_prose, overview_prose, reckoning_prose
from tests.corpus.audit.figures import exact, rounded
from tests.corpus.audit.teller import Teller
from tests.corpus.blocks import Block, Cell, Paragraph, Part, Table, map_cells
from tests.corpus.disclosure import FORMS
from tests.corpus.figures import Figures
from tests.corpus.styles import STYLES, Style

STYLE_NAMES = ("word", "word", "word", "yuan", "yuan", "spaced", "filled_rules")


@dataclass(frozen=True, slots=True)
class Draft:
    """A department's document as composed: nothing in it disagrees.

    Attributes:
        figures: exact amounts in 万元.
        story: how the office told them.
        style: how the statements are printed.
        blocks: the document.
        parts: what stands in prose, by key.
        cells: what stands in tables, by key.
    """

    figures: Figures
    story: Teller
    style: Style
    blocks: tuple[Block, ...]
    parts: Mapping[str, str]
    cells: Mapping[str, str]

    def table(self, statement: str) -> Table | None:
        """A table by its name."""
        return next((b for b in self.blocks if isinstance(b, Table) and b.name == statement), None)

    def told(self, prefix: str = "", suffix: str = "") -> list[str]:
        """Keys of the prose that begin and end so, each at its first telling."""
        return [
            key for key in self.parts if key.startswith(prefix) and key.endswith(suffix) and "@" not in key
        ]


def draft(seed: int, form: str) -> Draft:
    """Composes a document of the form; the same seed gives the same document."""
    random = Random(f"audit wording {seed} {form}")
    figures = exact(seed, form)
    style = STYLES[random.choice(STYLE_NAMES)]
    printed = figures if style.unit == "元" else rounded(figures)
    story = Teller(random, figures.department, figures.fiscal_year, figures.narrative["decimals"])
    is_budget = figures.report_type == "budget"
    word, span = ("预算", "年") if is_budget else ("决算", "年度")
    overview_prose.cover(story, figures, f"{figures.fiscal_year} {span}部门{word}公开")
    overview_prose.department(story, figures, word)
    story.turn()
    story.head(f"第二部分 {figures.department.name} {figures.fiscal_year} {span}部门{word}表", "part")
    # What is empty by law is said under the table, in the prose or in both.
    has_notes = random.random() < 0.7
    drawn = FORMS[form](printed, style)
    story.blocks.extend(
        table if has_notes or figures.rows(table.name) else replace(table, notes=()) for table in drawn
    )
    if is_budget:
        budget_prose.tell(story, figures)
        reckoning_prose.tell(story, figures, "(五)主要项目测算依据")
    else:
        final_prose.tell(story, figures)
        form_prose.tell(story, figures)
        overview_prose.works(story, figures, "四")
        reckoning_prose.tell(story, figures, "(二)主要支出测算依据")
    overview_prose.glossary(story, figures, "四" if is_budget else "五")
    return _read(figures, story, style, story.blocks)


def _read(figures: Figures, story: Teller, style: Style, blocks: Sequence[Block]) -> Draft:
    parts: dict[str, str] = {}
    cells: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Paragraph):
            parts |= {part.key: part.text for part in block.parts if part.key}
        elif isinstance(block, Table):
            for row in (*block.grid.header, *block.grid.body):
                cells |= {cell.key: cell.text for cell in row if cell.key}
    return Draft(figures, story, style, tuple(blocks), parts, cells)


@dataclass(frozen=True, slots=True)
class Edit:
    """What makes one defect, and its record but for the pages.

    Attributes:
        parts: new texts of the prose by key; the first is the defect itself.
        cells: new texts of table cells by key.
        names: new names by statement and code.
        lines: (statement, old, new): words to change in a table's title, in the lines above it, in its notes.
        dropped: a statement that is left out.
        without_notes: a statement whose notes are left out.
        anchor: the printed key that tells the page.
    """

    kind: str
    variety: str
    key: str
    stated: str | None
    true: str
    anchor: str | None = None
    accepts: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    lines: tuple[tuple[str, str, str], ...] = ()
    dropped: str | None = None
    without_notes: str | None = None
    also: tuple[str, ...] = ()

    def apply(self, blocks: Sequence[Block]) -> list[Block]:
        """The document with the defect in it."""
        return [self._applied(b) for b in blocks if not (isinstance(b, Table) and b.name == self.dropped)]

    def _applied(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            parts = (Part(self.parts.get(p.key, p.text), p.key) if p.key else p for p in block.parts)
            return replace(block, parts=tuple(parts))
        if isinstance(block, Table):
            return self._table(block)
        return block

    def _table(self, table: Table) -> Table:
        if self.cells:
            table = map_cells(table, lambda c: replace(c, text=self.cells.get(c.key, c.text)) if c.key else c)
        names = {code: name for (statement, code), name in self.names.items() if statement == table.name}
        if names:
            body = tuple(_renamed(row, names) for row in table.grid.body)
            table = replace(table, grid=replace(table.grid, body=body))
        for statement, old, new in self.lines:
            if statement == table.name:
                table = _reworded(table, old, new)
        return replace(table, notes=()) if table.name == self.without_notes else table


def _renamed(row: tuple[Cell, ...], names: Mapping[str, str]) -> tuple[Cell, ...]:
    cells = list(row)
    for index, cell in enumerate(row[:-1]):
        if cell.key is None and cell.text in names:
            cells[index + 1] = replace(cells[index + 1], text=names[cell.text])
    return tuple(cells)


def _reworded(table: Table, old: str, new: str) -> Table:
    return replace(
        table,
        title=table.title.replace(old, new),
        above=tuple((left.replace(old, new), right.replace(old, new)) for left, right in table.above),
        notes=tuple(note.replace(old, new) for note in table.notes),
    )


def number(text: str) -> Decimal:
    """A printed number without its separators and sign of percentage."""
    return Decimal(text.replace(",", "").removesuffix("%"))
