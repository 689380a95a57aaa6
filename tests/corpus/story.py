"""Telling prose with keyed figures: amounts, changes, shares and rates in the forms' own turns of phrase."""

from decimal import ROUND_HALF_UP, Decimal

from tests.corpus.blocks import Block, Level, PageBreak, heading, paragraph
from tests.corpus.figures import group


class Story:
    """Collects blocks; every figure that is put into a sentence is remembered under its key.

    The methods that name a figure return its placeholder, to be written into the sentence given to `say`.
    """

    def __init__(self, decimals: int) -> None:
        self.decimals = decimals
        self.told: dict[str, str] = {}
        self.blocks: list[Block] = []

    def put(self, key: str, text: str) -> str:
        """A word or count under a key."""
        self.told[key] = text
        return f"{{{key}}}"

    def money(self, key: str, value: Decimal) -> str:
        """An amount of 万元 with two decimals."""
        return f"{self.put(key, group(f'{value:.2f}'))} 万元"

    def percent(self, key: str, part: Decimal, whole: Decimal) -> str:
        """Part of whole as a percentage; the caller sees to it that the whole is not zero."""
        unit = Decimal(1).scaleb(-self.decimals)
        return f"{self.put(key, str((part / whole * 100).quantize(unit, ROUND_HALF_UP)))}%"

    def change(self, key: str, now: Decimal, change: Decimal, each: str = "") -> str:
        """The change on the year before: 增加 x 万元，增长 y%; without a percentage over a base of zero."""
        if change == 0:
            return self.put(f"{key}.direction", "持平")
        direction = self.put(f"{key}.direction", "增加" if change > 0 else "减少")
        clause = f"{each}{direction} {self.money(f'{key}.change', abs(change))}"
        before = now - change
        if before <= 0:
            return clause
        growth = self.put(f"{key}.growth", "增长" if change > 0 else "下降")
        return f"{clause}，{growth} {self.percent(f'{key}.change_percent', abs(change), before)}"

    def share(self, key: str, part: Decimal, whole: Decimal, of: str) -> str:
        """占 … z%, or nothing of a whole that is zero."""
        return f"，占{of} {self.percent(f'{key}.share', part, whole)}" if whole else ""

    def execution(self, key: str, initial: Decimal, actual: Decimal, reason: str) -> str:
        """完成年初预算的 z%, with the reason where actual and initial budget are far apart."""
        if not initial:
            return "，年初未安排预算"
        clause = f"，完成年初预算的 {self.percent(f'{key}.execution_rate', actual, initial)}"
        if abs(actual - initial) * 20 > initial:
            than = self.put(f"{key}.than", "大于" if actual > initial else "小于")
            clause += f"，支出决算数{than}年初预算数的主要原因是{reason}"
        return clause

    def say(self, text: str) -> None:
        """A paragraph, its placeholders filled."""
        self.blocks.append(paragraph(text, self.told))

    def head(self, text: str, level: Level = "section") -> None:
        """A heading."""
        self.blocks.append(heading(text, level))

    def turn(self) -> None:
        """What follows starts on a new page."""
        self.blocks.append(PageBreak())
