"""Planted defects: what can be made wrong in a document, and the record of what was."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.corpus.blocks import Block, Cell, Paragraph, Part, Table, cell_key, map_cells


class DefectError(ValueError):
    """A defect names something that the document does not have."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One defect as it stands in the document.

    Attributes:
        kind: changed_cell, prose_figure, wrong_percentage, template_text, wrong_spelling, other_year or
            missing_statement.
        key: of the figure or word; `statement/title` of a title, the statement of a missing one.
        stated: what is printed; None for what is missing.
        true: what should be.
        page: where it is, counted from 1; None for what is missing.
    """

    kind: str
    key: str
    stated: str | None
    true: str
    page: int | None = None
    statement: str | None = None
    item: str | None = None
    measure: str | None = None
    side: str | None = None

    def on_page(self, page: int | None) -> "Planted":
        """The same with its page."""
        return replace(self, page=page)


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A table figure is printed as `stated`, so that an identity breaks."""

    statement: str
    item: str
    measure: str
    stated: str
    side: str | None = None

    def plant(self, blocks: list[Block]) -> tuple[list[Block], Planted]:
        """Changes the cell."""
        key = cell_key(self.statement, self.item, self.measure, self.side)
        found: list[str] = []

        def change(cell: Cell) -> Cell:
            if cell.key != key:
                return cell
            found.append(cell.text)
            return replace(cell, text=self.stated)

        changed = [
            map_cells(b, change) if isinstance(b, Table) and b.name == self.statement else b for b in blocks
        ]
        if not found:
            raise DefectError(f"no table prints {key}")
        planted = Planted(
            "changed_cell",
            key,
            self.stated,
            found[0],
            None,
            self.statement,
            self.item,
            self.measure,
            self.side,
        )
        return changed, planted


@dataclass(frozen=True, slots=True)
class ProseFigure:
    """A figure in prose is stated otherwise than the tables have it."""

    key: str
    stated: str
    kind: str = "prose_figure"

    def plant(self, blocks: list[Block]) -> tuple[list[Block], Planted]:
        """Changes the figure where it is told first."""
        return _change_part(blocks, self.key, self.kind, lambda _: self.stated)


@dataclass(frozen=True, slots=True)
class WrongPercentage:
    """A stated percentage that its own terms do not give; `key` is of a share or a rate."""

    key: str
    stated: str

    def plant(self, blocks: list[Block]) -> tuple[list[Block], Planted]:
        """Changes the percentage."""
        return ProseFigure(self.key, self.stated, "wrong_percentage").plant(blocks)


TEMPLATES = {"增加": "增加(减少)", "减少": "增加(减少)", "增长": "增长(下降)", "下降": "增长(下降)"}


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A choice of the form that nobody made: 增加(减少), 增长(下降), or XX where a reason is due."""

    key: str

    def plant(self, blocks: list[Block]) -> tuple[list[Block], Planted]:
        """Puts the template's words back."""
        return _change_part(blocks, self.key, "template_text", lambda text: TEMPLATES.get(text, "XX"))


@dataclass(frozen=True, slots=True)
class WrongSpelling:
    """A keyed word of the prose, as the department's name, with a wrong character (侨口 for 硚口)."""

    key: str
    right: str
    wrong: str

    def plant(self, blocks: list[Block]) -> tuple[list[Block], Planted]:
        """Misspells the word."""
        changed, planted = _change_part(
            blocks, self.key, "wrong_spelling", lambda text: text.replace(self.right, self.wrong)
        )
        if planted.stated == planted.true:
            raise DefectError(f"{self.key} has no {self.right} in it: {planted.true}")
        return changed, planted


@dataclass(frozen=True, slots=True)
class OtherYear:
    """A statement's title bears another year."""

    statement: str
    right: int
    wrong: int

    def plant(self, blocks: list[Block]) -> tuple[list[Block], Planted]:
        """Changes the title."""
        index, table = _statement(blocks, self.statement)
        title = table.title.replace(str(self.right), str(self.wrong))
        if title == table.title:
            raise DefectError(f"the title of {self.statement} has no {self.right} in it: {title}")
        changed = [*blocks[:index], replace(table, title=title), *blocks[index + 1 :]]
        return changed, Planted(
            "other_year", f"{self.statement}/title", title, table.title, None, self.statement
        )


@dataclass(frozen=True, slots=True)
class MissingStatement:
    """A statement is left out."""

    statement: str

    def plant(self, blocks: list[Block]) -> tuple[list[Block], Planted]:
        """Removes it."""
        index, table = _statement(blocks, self.statement)
        planted = Planted("missing_statement", self.statement, None, table.title, None, self.statement)
        return [*blocks[:index], *blocks[index + 1 :]], planted


Defect = (
    ChangedCell | ProseFigure | WrongPercentage | TemplateText | WrongSpelling | OtherYear | MissingStatement
)
KINDS: dict[str, Callable[..., Defect]] = {
    "changed_cell": ChangedCell,
    "prose_figure": ProseFigure,
    "wrong_percentage": WrongPercentage,
    "template_text": TemplateText,
    "wrong_spelling": WrongSpelling,
    "other_year": OtherYear,
    "missing_statement": MissingStatement,
}


def parse(data: Mapping[str, Any]) -> Defect:
    """A defect from the form of the data files: its kind and its fields."""
    fields = {name: value for name, value in data.items() if name != "kind"}
    return KINDS[data["kind"]](**fields)


def plant(blocks: list[Block], defects: Sequence[Defect]) -> tuple[list[Block], tuple[Planted, ...]]:
    """Plants the defects one after the other; raises DefectError where one finds nothing to change."""
    planted = []
    for defect in defects:
        blocks, one = defect.plant(blocks)
        planted.append(one)
    return blocks, tuple(planted)


def _statement(blocks: list[Block], name: str) -> tuple[int, Table]:
    for index, block in enumerate(blocks):
        if isinstance(block, Table) and block.name == name:
            return index, block
    raise DefectError(f"no statement {name} in the document")


def _change_part(
    blocks: list[Block], key: str, kind: str, change: Callable[[str], str]
) -> tuple[list[Block], Planted]:
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        for place, part in enumerate(block.parts):
            if part.key == key:
                stated = change(part.text)
                parts = (*block.parts[:place], Part(stated, key), *block.parts[place + 1 :])
                changed = [*blocks[:index], replace(block, parts=parts), *blocks[index + 1 :]]
                return changed, Planted(kind, key, stated, part.text)
    raise DefectError(f"the prose tells no {key}")
