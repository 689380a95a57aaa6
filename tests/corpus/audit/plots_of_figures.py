"""Figures of the prose spoilt: amounts, percentages, directions, parts of a sum, counts."""

from decimal import Decimal
from random import Random

from tests.corpus.audit.draft import Draft, Edit, number
from tests.corpus.audit.plot import (
    LEAST_AMOUNT,
    LEAST_CELL,
    LEAST_PERCENT,
    PROSE,
    Plot,
    chosen,
    least_told,
    misprint,
    misstated,
)
from tests.corpus.audit.tables import table_cells

OPPOSITE = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "降低": "增长"}


def told_otherwise(prefix: str, suffix: str = "") -> Plot:
    """A figure in prose that its table has otherwise."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        keys = [
            key
            for key in draft.told(prefix, suffix)
            if key in draft.story.values and table_cells(draft, key) and draft.story.values[key] >= 1
        ]
        key = chosen(random, keys)
        stated = misprint(random, draft.parts[key], least_told(draft, LEAST_AMOUNT)) if key else None
        if not key or not stated:
            return None
        return misstated(draft, "narrative_vs_table", prefix.strip("."), key, stated, PROSE)

    return plot


def _ratio_keys(draft: Draft, prefix: str, suffix: str) -> list[str]:
    """Percentages whose terms are large enough to tell that they are wrong."""
    ratios = draft.story.ratios
    return [key for key in draft.told(prefix, suffix) if key in ratios and min(ratios[key]) >= 2]


def wrong_percentage(variety: str, prefix: str, suffix: str) -> Plot:
    """A percentage that its own terms do not give."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        keys = [key for key in _ratio_keys(draft, prefix, suffix) if number(draft.parts[key]) >= 3]
        key = chosen(random, keys)
        stated = misprint(random, draft.parts[key], LEAST_PERCENT) if key else None
        if not key or not stated:
            return None
        follows = ("rate_of_other_base", "narrative_vs_form", "direction_vs_sign", "sum_vs_total")
        # A misprint may happen to be what another base, or the opposite direction, would make.
        part, whole = draft.story.ratios[key]
        others = {"rate_of_other_base": (-part, part), "direction_vs_sign": (-2 * part, 2 * part)}
        accepts = tuple(
            kind
            for kind, more in others.items()
            if any(whole + one > 0 and draft.story.rate(part, whole + one) == stated for one in more)
        )
        return misstated(draft, "percent_vs_computed", variety, key, stated, follows, accepts)

    return plot


def other_base(variety: str, prefix: str, suffix: str) -> Plot:
    """A rate over this year's figure, or budget over actual instead of actual over budget."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        stated: dict[str, str] = {}
        for own in _ratio_keys(draft, prefix, suffix):
            part, whole = draft.story.ratios[own]
            if suffix == "change_percent":
                growth = draft.parts.get(own.removesuffix("change_percent") + "growth")
                part, whole = part, whole + (part if growth in ("增长", "增加") else -part)
            else:
                part, whole = whole, part
            if whole > 0:
                told = draft.story.rate(part, whole)
                if abs(number(told) - number(draft.parts[own])) >= LEAST_PERCENT:
                    stated[own] = told
        key = chosen(random, list(stated))
        if not key:
            return None
        return misstated(
            draft,
            "rate_of_other_base",
            variety,
            key,
            stated[key],
            ("narrative_vs_form",),
            accepts=("percent_vs_computed",),
        )

    return plot


def wrong_direction(variety: str, prefix: str, suffix: str) -> Plot:
    """增加 for 减少, 增长 for 下降: the sentence's other words or figures say the opposite."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        keys = [
            key
            for key in draft.told(prefix, f".{suffix}")
            if draft.parts[key] in OPPOSITE
            and (
                suffix == "growth"
                or key.endswith("against_initial.direction")
                or key.replace("direction", "growth") in draft.parts
            )
        ]
        key = chosen(random, keys)
        if not key:
            return None
        stated = OPPOSITE[draft.parts[key]]
        return misstated(
            draft, "direction_vs_sign", variety, key, stated, ("percent_vs_computed", "rate_of_other_base")
        )

    return plot


def wrong_comparison(is_level: bool) -> Plot:
    """大于 for 小于, or 持平 of figures that differ."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        keys = [
            key
            for key in draft.told(suffix=".than")
            if "大于" in draft.parts[key] or "小于" in draft.parts[key]
        ]
        key = chosen(random, keys)
        if not key:
            return None
        text = draft.parts[key]
        swapped = text.replace("大于", "小于") if "大于" in text else text.replace("小于", "大于")
        stated = text.replace("大于", "等于").replace("小于", "等于") if is_level else swapped
        return misstated(draft, "direction_vs_sign", "level" if is_level else "than", key, stated, ())

    return plot


def wrong_part(
    variety: str, prefix: str, keys: tuple[str, ...] = (), least: Decimal = Decimal("0.2")
) -> Plot:
    """One of the parts of a total that are told in prose only."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        told = [key for key in draft.told(prefix) if (not keys or key in keys) and not key.endswith(".total")]
        # One part alone may be less than its total: the rest of it is not told.
        if len(told) < 2:
            return None
        parts = [
            key
            for key in told
            if draft.story.values.get(key, Decimal(0)) >= 1
            and f"{key.rpartition('.')[0]}.rate" not in draft.parts
        ]
        key = chosen(random, parts)
        stated = misprint(random, draft.parts[key], least_told(draft, least)) if key else None
        if not key or not stated:
            return None
        return misstated(draft, "sum_vs_total", variety, key, stated, PROSE)

    return plot


def wrong_count(variety: str, prefix: str, kind: str = "sum_vs_total", parts: tuple[str, ...] = ()) -> Plot:
    """A number of vehicles, people, units or projects that the listed ones do not make.

    Of `parts`, which make a total, one that is told alone may be less: the rest is not told.
    """

    def plot(draft: Draft, random: Random) -> Edit | None:
        key = chosen(random, [key for key in draft.told(prefix) if draft.parts[key].isdigit()])
        if not key:
            return None
        is_alone = sum(len(draft.told(part)) for part in parts) == 1
        stated = str(max(int(draft.parts[key]) + random.choice((1, 2) if is_alone else (-1, 1, 2)), 0))
        if stated == draft.parts[key]:
            return None
        follows = ("count_vs_list", "sum_vs_total", "narrative_vs_narrative")
        return misstated(draft, kind, variety, key, stated, follows)

    return plot


def wrong_initial_total(draft: Draft, random: Random) -> Edit | None:
    """The initial budget of all classes is not the sum of theirs; its rate follows the misprint."""
    if "total.execution_rate" not in draft.parts:
        return None
    initial, actual = draft.story.values["initial_budget"], draft.story.values["actual"]
    told = misprint(random, draft.parts["initial_budget"], least_told(draft, LEAST_CELL))
    if not told:
        return None
    wrong = number(told) / (10_000 if draft.story.unit == "元" else 1)
    same_side = (actual > wrong) == (actual > initial) and "持平" not in draft.parts.get("total.than", "")
    if not same_side or abs(actual - wrong) * 20 <= wrong:
        return None
    parts = {"total.execution_rate": draft.story.rate(actual, wrong)}
    if "initial_budget@2" in draft.parts:
        parts["initial_budget@2"] = told
    return misstated(draft, "sum_vs_total", "initial", "initial_budget", told, PROSE, parts=parts)


def told_twice(key: str, accepts: tuple[str, ...]) -> Plot:
    """A figure is told a second time, and otherwise."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        again = f"{key}@2"
        if again not in draft.parts:
            return None
        text = draft.parts[again]
        is_amount = again in draft.story.values
        stated = misprint(random, text, least_told(draft, LEAST_CELL)) if is_amount else str(int(text) + 1)
        return misstated(draft, "narrative_vs_narrative", key, again, stated, (), accepts) if stated else None

    return plot


def wrong_evaluated_amount(draft: Draft, random: Random) -> Edit | None:
    """The amount under evaluation is not what the listed projects make."""
    key = "evaluation.amount"
    stated = misprint(random, draft.parts[key], least_told(draft, LEAST_CELL)) if key in draft.parts else None
    if not stated:
        return None
    wrong = number(stated) / (10_000 if draft.story.unit == "元" else 1)
    share = draft.story.rate(wrong, draft.story.ratios["evaluation.share"][1])
    accepts = ("narrative_vs_form", "narrative_vs_table", "narrative_vs_narrative")
    return misstated(
        draft,
        "sum_vs_total",
        "evaluation",
        key,
        stated,
        PROSE,
        parts={"evaluation.share": share},
        accepts=accepts,
    )


def wrong_result(is_tenfold: bool) -> Plot:
    """A calculation written out that does not come out, or comes out ten times as much."""

    def plot(draft: Draft, random: Random) -> Edit | None:
        key = chosen(random, draft.told("reckoning.", ".result"))
        if not key:
            return None
        told = draft.parts[key]
        shifted = f"{(number(told) / 10).normalize():f}"
        stated = shifted if is_tenfold else misprint(random, told, max(number(told) / 20, LEAST_AMOUNT))
        if not stated:
            return None
        return misstated(draft, "arithmetic", "tenfold" if is_tenfold else "result", key, stated)

    return plot
