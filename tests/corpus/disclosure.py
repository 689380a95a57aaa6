"""A whole disclosure: composed from figures, dressed in a style, with defects planted, written as a PDF."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.corpus import (
    budget_2021,
    evaluation,
    final_2020,
    final_2024,
    narrative,
    narrative_budget,
    overview,
)
from tests.corpus.blocks import Block, Table
from tests.corpus.defects import Defect, Planted, plant
from tests.corpus.dress import dress
from tests.corpus.figures import Figures
from tests.corpus.layout import render
from tests.corpus.paper import Printed
from tests.corpus.scans import scan
from tests.corpus.story import Story
from tests.corpus.styles import Style

FORMS = {
    "final_2020": final_2020.statements,
    "final_2024": final_2024.statements,
    "budget_2021": budget_2021.statements,
}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A document that was written.

    Attributes:
        path: the PDF.
        page_count: its pages.
        planted: the defects that are in it, with the page where each stands.
        printed: every keyed figure with its text and page.
        picture_pages: pages without a text layer, counted from 1.
    """

    path: Path
    page_count: int
    planted: tuple[Planted, ...]
    printed: tuple[Printed, ...]
    picture_pages: tuple[int, ...]


def compose(figures: Figures, style: Style) -> list[Block]:
    """The blocks of the document, before a style dresses them and defects are planted."""
    is_budget = figures.report_type == "budget"
    story = Story(figures.narrative["decimals"])
    year, word = figures.fiscal_year, "预算" if is_budget else "决算"
    span = f"{year} 年" if is_budget else f"{year} 年度"
    overview.cover(story, figures, f"{span}部门{word}公开")
    overview.department(story, figures)
    story.turn()
    story.head(f"第二部分 {figures.department.name} {span}部门{word}表", "part")
    story.blocks.extend(_statements(figures, style))
    if is_budget:
        narrative_budget.tell(story, figures)
        overview.glossary(story, figures, "四")
    else:
        narrative.tell(story, figures)
        evaluation.tell(story, figures)
        overview.works(story, figures)
        overview.glossary(story, figures, "五")
    return story.blocks


def _statements(figures: Figures, style: Style) -> Iterable[Table]:
    drawn = FORMS[figures.form](figures, style)
    if not style.mixes_units:
        return drawn
    other = replace(style, unit="元" if style.unit == "万元" else "万元")
    pairs = zip(drawn, FORMS[figures.form](figures, other), strict=True)
    return [pair[number % 2] for number, pair in enumerate(pairs)]


def write_disclosure(
    figures: Figures,
    path: Path,
    style: Style | None = None,
    defects: Sequence[Defect] = (),
    is_compressed: bool = False,
) -> Disclosure:
    """Writes the figures as a PDF.

    Args:
        figures: what is true of the department; the figures' own defects are not planted unless passed.
        path: the file to write; its folder must exist.
        style: how it is printed; a Word file printed to PDF by default.
        defects: what is to be wrong in it.
        is_compressed: compress streams: five times slower to write, a fifth of the size.

    Raises:
        DefectError: a defect names a figure that the document does not print.
        MissingCharactersError: a text uses a character that the font lacks.
    """
    style = style or Style()
    blocks, planted = plant(compose(figures, style), defects)
    content, paper = render(dress(blocks, style), style, figures.department.name, is_compressed)
    scanned: Iterable[int] = paper.picture_pages
    if style.is_scanned_whole:
        content, scanned = scan(content, style.scan), range(1, paper.page + 1)
    path.write_bytes(content)
    pages = {printed.key: printed.page for printed in reversed(paper.printed)}
    return Disclosure(
        path,
        paper.page,
        tuple(one.on_page(pages.get(one.key)) for one in planted),
        tuple(paper.printed),
        tuple(scanned),
    )
