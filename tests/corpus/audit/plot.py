"""What all plots share: the type, misprinting a number, and the edit of one figure or word of the prose."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import pairwise
from random import Random

from tests.corpus.audit.draft import Draft, Edit, number
from tests.corpus.audit.record import BROKEN

Plot = Callable[[Draft, Random], Edit | None]
"""Makes one defect in a draft; None where the draft has nothing that it could spoil."""

LEAST_AMOUNT = Decimal("0.05")
LEAST_CELL = Decimal(1)
LEAST_PERCENT = Decimal(2)
NUMERIC = (
    "percent_vs_computed",
    "rate_of_other_base",
    "sum_vs_total",
    "narrative_vs_narrative",
    "narrative_vs_form",
)
PROSE = ("narrative_vs_table", "direction_vs_sign", *NUMERIC)
ANY_FIGURE = (BROKEN, *PROSE, "score_vs_rule")


def misprint(random: Random, text: str, least: Decimal) -> str | None:
    """The number with two neighbouring digits swapped or one digit wrong, off by at least so much."""
    digits = [index for index, character in enumerate(text) if character.isdigit()]
    tries = [(i, j) for i, j in pairwise(digits) if text[i] != text[j]]
    random.shuffle(tries)
    drawn = [_with(text, {i: text[j], j: text[i]}) for i, j in tries]
    for index in random.sample(digits, len(digits)):
        drawn.append(_with(text, {index: str((int(text[index]) + random.randint(1, 9)) % 10)}))
    for changed in drawn:
        is_whole = changed[0] != "0" or changed.startswith("0.")
        if is_whole and abs(number(changed) - number(text)) >= least:
            return changed
    return None


def _with(text: str, changes: dict[int, str]) -> str:
    return "".join(changes.get(index, character) for index, character in enumerate(text))


def least_told(draft: Draft, least: Decimal) -> Decimal:
    return least * (10_000 if draft.story.unit == "元" else 1)


def chosen(random: Random, keys: list[str]) -> str | None:
    return random.choice(sorted(keys)) if keys else None


def misstated(
    draft: Draft,
    kind: str,
    variety: str,
    key: str,
    stated: str,
    follows: tuple[str, ...] = (),
    accepts: tuple[str, ...] = (),
    parts: Mapping[str, str] | None = None,
) -> Edit:
    """A figure or word of the prose is `stated` instead; `parts` change with it, for they follow from it."""
    return Edit(
        kind=kind,
        variety=variety,
        key=key,
        stated=stated,
        true=draft.parts[key],
        anchor=key,
        accepts=(kind, *accepts),
        follows=follows,
        parts={key: stated, **(parts or {})},
    )
