"""Tables spoilt: statements left out or emptied, scores and cells misprinted, reviews unlike their forms."""

from decimal import Decimal
from random import Random

from tests.corpus.audit.draft import Draft, Edit, number
from tests.corpus.audit.plot import (
    ANY_FIGURE,
    LEAST_AMOUNT,
    LEAST_CELL,
    PROSE,
    Plot,
    chosen,
    least_told,
    misprint,
    misstated,
)
from tests.corpus.audit.record import BROKEN
from tests.corpus.blocks import Paragraph


def left_out(statement: str) -> Plot:
    """A required statement is not there."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        table = draft.table(statement)
        if table is None:
            return None
        accepts = ("statement_missing",)
        return Edit(
            accepts[0], statement, statement, None, table.title, None, accepts, ANY_FIGURE, dropped=statement
        )

    return plot


def empty_without_a_word(statement: str, key: str) -> Plot:
    """A statement has no figures, and nothing says that this is right."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        if draft.figures.rows(statement) or key not in draft.parts or _is_said_elsewhere(draft, statement):
            return None
        title = f"{statement}/title"
        return Edit(
            "statement_empty",
            statement,
            statement,
            None,
            draft.parts[key],
            title,
            ("statement_empty",),
            (),
            parts={key: random.choice(("具体情况见附表。", "详见公开表格。"))},
            without_notes=statement,
        )

    return plot


def _is_said_elsewhere(draft: Draft, statement: str) -> bool:
    """Whether another section says that there is nothing of the kind."""
    texts = (block.text for block in draft.blocks if isinstance(block, Paragraph))
    return statement == "state_capital" and any("持平主要原因是没有" in text for text in texts)


def wrong_score(measure: str) -> Plot:
    """A score, total or rate of a form that does not follow from its rule."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        keys = sorted(
            k for k in draft.cells if k.startswith("evaluation.") and k.endswith(f"/TOTAL/{measure}")
        )
        keys = [k for k in keys if not k.startswith("evaluation.0") or measure != "score"]
        key = chosen(random, keys)
        # Scores are told to a tenth too: less than that may be rounding.
        least = Decimal(2) if measure == "rate" else Decimal("0.1")
        stated = misprint(random, draft.cells[key], least) if key else None
        if not key or not stated:
            return None
        return Edit(
            "score_vs_rule",
            measure,
            key,
            stated,
            draft.cells[key],
            key,
            ("score_vs_rule",),
            ("narrative_vs_form", "percent_vs_computed"),
            cells={key: stated},
        )

    return plot


def review_otherwise(measure: str) -> Plot:
    """A review tells another amount than its form; its rate follows the misprint."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        reviews = [
            k
            for k in draft.told("project_list.", f".{measure}")
            if f"{k.rpartition('.')[0]}.rate" in draft.parts
        ]
        key = chosen(random, [k for k in reviews if draft.story.values[k] >= 1])
        stated = misprint(random, draft.parts[key], least_told(draft, LEAST_AMOUNT)) if key else None
        if not key or not stated:
            return None
        wrong = number(stated) / (10_000 if draft.story.unit == "元" else 1)
        rate = key.rpartition(".")[0] + ".rate"
        executed, budget = draft.story.ratios[rate]
        terms = (wrong, budget) if measure == "executed" else (executed, wrong)
        parts = {rate: draft.story.rate(*terms)}
        return misstated(draft, "narrative_vs_form", measure, key, stated, PROSE, parts=parts)

    return plot


def department_otherwise(measure: str) -> Plot:
    """The department's own amounts or score in prose are not its form's."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        key = f"evaluation.department.{measure}"
        if key not in draft.parts or f"evaluation.0/TOTAL/{measure}" not in draft.cells:
            return None
        stated = misprint(
            random, draft.parts[key], LEAST_AMOUNT if measure == "score" else least_told(draft, LEAST_CELL)
        )
        if not stated:
            return None
        return misstated(draft, "narrative_vs_form", f"department_{measure}", key, stated, PROSE)

    return plot


def wrong_cell(variety: str, statement: str, suffix: str) -> Plot:
    """A figure of a statement is misprinted, so that an identity breaks."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        factor = 10_000 if draft.style.unit == "元" else 1
        keys = [
            key
            for key, text in draft.cells.items()
            if key.startswith(statement)
            and key.endswith(suffix)
            and text.strip()
            and number(text) >= 10 * factor
        ]
        key = chosen(random, keys)
        stated = misprint(random, draft.cells[key], LEAST_CELL * factor) if key else None
        if not key or not stated:
            return None
        return Edit(
            "changed_cell",
            variety,
            key,
            stated,
            draft.cells[key],
            key,
            (BROKEN,),
            ANY_FIGURE,
            cells={key: stated},
        )

    return plot


def wrong_note(draft: Draft, random: Random) -> Edit | None:
    """A note under a table gives the sum to another line."""
    statement = "revenue_expenditure_summary"
    table = draft.table(statement)
    if table is None or not any("57 行＝" in note for note in table.notes):
        return None
    title = f"{statement}/title"
    return Edit(
        "table_note",
        "line",
        title,
        "59 行＝",
        "57 行＝",
        title,
        ("table_note", BROKEN),
        (),
        lines=((statement, "57 行＝", "59 行＝"),),
    )
