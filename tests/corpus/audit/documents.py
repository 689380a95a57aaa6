"""Documents with and without defects: which there are, and writing them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

from tests.corpus.audit.catalogue import PLOTS
from tests.corpus.audit.draft import Draft, Edit, draft
from tests.corpus.audit.record import ANYWHERE, Record, figure_code
from tests.corpus.dress import dress
from tests.corpus.layout import render

FORMS = ("final_2020", "final_2024", "budget_2021")
CLEAN_OF = {0, 4, 8}  # of thirteen documents, these have no defect
CYCLE = 13
MOST_TRIES = 60

# What can be only alone: it takes away the figures that others would disagree with, or spoils many of them.
ALONE = frozenset(("statement_missing", "changed_cell"))


@dataclass(frozen=True, slots=True)
class AuditDocument:
    """A document that was written: its name, its PDF, what was planted in it (nothing in a clean one)."""

    name: str
    form: str
    content: bytes
    page_count: int
    planted: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A document before it is printed: what it is and what is to be wrong in it."""

    name: str
    form: str
    draft: Draft
    edits: tuple[Edit, ...]


def documents(seed: int, count: int) -> Iterator[AuditDocument]:
    """The documents of a seed: of thirteen, three are clean; the others take their defects from PLOTS."""
    return map(print_out, plans(seed, count))


def plans(seed: int, count: int) -> Iterator[Plan]:
    """What the documents of a seed are."""
    turn = 0
    for index in range(count):
        random = Random(f"audit {seed} {index}")
        if index % CYCLE in CLEAN_OF:
            form = FORMS[index % 3]
            yield Plan(f"clean-{index:04d}-{form}.pdf", form, draft(seed * 100_000 + index, form), ())
            continue
        form, drawn, edits = _spoilt(random, seed * 100_000 + index, turn)
        turn += 1
        yield Plan(f"{edits[0].kind}-{index:04d}-{form}.pdf", form, drawn, edits)


def _spoilt(random: Random, seed: int, turn: int) -> tuple[str, Draft, tuple[Edit, ...]]:
    plot = PLOTS[turn % len(PLOTS)]
    for attempt in range(MOST_TRIES):
        form = FORMS[(turn + attempt) % 3]
        drawn = draft(seed + attempt * 10_000_000, form)
        edit = plot(drawn, random)
        if edit:
            return form, drawn, _with_others(random, drawn, edit)
    raise ValueError(f"no document of seed {seed} has what plot {turn % len(PLOTS)} spoils")


def _with_others(random: Random, drawn: Draft, first: Edit) -> tuple[Edit, ...]:
    """The edit and, in every second document, one or two more of other kinds that touch nothing of it."""
    edits = [first]
    if first.kind in ALONE or random.random() < 0.5:
        return (first,)
    for plot in random.sample(PLOTS, 4):
        edit = plot(drawn, random)
        if (
            edit
            and edit.kind not in ALONE
            and all(_is_apart(edit, other) for other in edits)
            and len(edits) < 3
        ):
            edits.append(edit)
    return tuple(edits)


def _is_apart(one: Edit, other: Edit) -> bool:
    def subjects(edit: Edit) -> set[str]:
        keys = [edit.key, *edit.parts, *edit.cells, *(f"name/{code}" for _, code in edit.names)]
        return {figure_code(key).split(".")[0].split("/")[0] for key in keys}

    related = {
        "appropriation",
        "general",
        "general_budget",
        "actual",
        "class",
        "item",
        "initial_budget",
        "total",
    }
    touched = subjects(one) | subjects(other)
    return one.kind != other.kind and not subjects(one) & subjects(other) and len(touched & related) < 2


def print_out(plan: Plan) -> AuditDocument:
    """The plan as a PDF with the records of its defects."""
    blocks = list(plan.draft.blocks)
    for edit in plan.edits:
        blocks = edit.apply(blocks)
    style = plan.draft.style
    content, paper = render(
        dress(blocks, style), style, plan.draft.figures.department.name, is_compressed=False
    )
    pages: dict[str, int] = {}
    for printed in paper.printed:
        pages.setdefault(printed.key, printed.page)
    planted = tuple(map(partial(_recorded, plan.name, pages), plan.edits))
    return AuditDocument(plan.name, plan.form, content, paper.page, planted)


def _recorded(document: str, pages: dict[str, int], edit: Edit) -> Record:
    page = pages.get(edit.anchor) if edit.anchor else None
    code = figure_code(edit.key)
    near = [pages[key] for key in (*edit.also, *edit.parts, *edit.cells) if key in pages]
    again = [number for key, number in pages.items() if figure_code(key) == code]
    is_anywhere = page is None or edit.kind == "changed_cell"
    where = {ANYWHERE} if is_anywhere else {page, *near, *again} - {None}
    return Record(
        document,
        edit.kind,
        edit.variety,
        code,
        edit.stated,
        edit.true,
        page,
        edit.accepts,
        edit.follows,
        tuple(sorted(number for number in where if number is not None)),
    )


def write_documents(folder: Path, seed: int, count: int) -> list[AuditDocument]:
    """Writes the PDFs and planted.json, which lists every document with its records."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for document in documents(seed, count):
        (folder / document.name).write_bytes(document.content)
        written.append(replace(document, content=b""))
    listed = [
        {
            "document": one.name,
            "form": one.form,
            "pages": one.page_count,
            "planted": [r.data() for r in one.planted],
        }
        for one in written
    ]
    (folder / "planted.json").write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return written
