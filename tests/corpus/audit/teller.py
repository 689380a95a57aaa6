"""How an office words what all of them tell: amounts, changes, shares, rates, in several turns of phrase.

An office keeps its manner throughout a document: spaces round figures, brackets, decimals, 万元 or 元. Which
turn of phrase it takes for a clause is drawn each time.
"""

from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tests.corpus.figures import Department, group
from tests.corpus.story import Story

LEAST_CHANGE = Decimal("0.01")  # 万元: what is less is printed as nothing
CAUSE = ("，主要原因是{}。", "，主要原因：{}。", "。主要原因是{}。", "，主要是{}。")


class Teller(Story):
    """A story whose figures can be altered afterwards one by one: every number and chosen word has a key.

    A key that was told before gets `@2`, `@3`, …, so that each place has a key of its own.
    """

    def __init__(self, random: Random, department: Department, year: int, decimals: int) -> None:
        super().__init__(decimals)
        self.random, self.department, self.year = random, department, year
        self.is_spaced = random.random() < 0.6
        self.is_wide = random.random() < 0.5
        self.strips_zeros = random.random() < 0.3
        self.has_separators = random.random() < 0.6
        self.unit = "元" if random.random() < 0.12 else "万元"
        self.values: dict[str, Decimal] = {}
        self.ratios: dict[str, tuple[Decimal, Decimal]] = {}
        self.us = random.choice(("本部门", "我部门", "本单位", department.short_name, department.name))

    def pick(self, *choices: str) -> str:
        """One of the turns of phrase."""
        return self.random.choice(choices)

    def put(self, key: str, text: str) -> str:
        """A word or count under a key of its own."""
        unique, number = key, 1
        while unique in self.told:
            number += 1
            unique = f"{key}@{number}"
        return super().put(unique, text)

    def say(self, text: str) -> None:
        """A paragraph in the office's manner."""
        if not self.is_spaced:
            text = text.replace(" ", "")
        super().say(text.translate(WIDE if self.is_wide else NARROW))

    def money(self, key: str, value: Decimal) -> str:
        """An amount of 万元, told in the office's unit."""
        told = self.put(key, self.number(value))
        self.values[told[1:-1]] = value
        return f"{told} {self.unit}"

    def number(self, value: Decimal) -> str:
        """An amount of 万元 as the office prints it, without its unit."""
        scaled = value * 10_000 if self.unit == "元" else value
        text = group(str(scaled.quantize(Decimal("0.01"), ROUND_HALF_UP)))
        if self.strips_zeros:
            text = text.rstrip("0").rstrip(".")
        return text if self.has_separators else text.replace(",", "")

    def rate(self, part: Decimal, whole: Decimal) -> str:
        """Part of whole in per cent as the office prints it, without the sign."""
        unit = Decimal(1).scaleb(-self.decimals)
        text = str((part / whole * 100).quantize(unit, ROUND_HALF_UP))
        return text.rstrip("0").rstrip(".") if self.strips_zeros and "." in text else text

    def percent(self, key: str, part: Decimal, whole: Decimal) -> str:
        """Part of whole as a percentage."""
        told = self.put(key, self.rate(part, whole))
        self.ratios[told[1:-1]] = part, whole
        return f"{told}%"

    def this_year(self, key: str) -> str:
        """The document's year under a key."""
        return self.put(f"{key}.year", str(self.year))

    def named(self, key: str) -> str:
        """The department's full name under a key."""
        return self.put(f"{key}.department", self.department.name)

    def change(self, key: str, now: Decimal, change: Decimal, each: str = "") -> str:
        """增加 x 万元，增长 y%, or what is said of no change, or of one from nothing."""
        if abs(change) < LEAST_CHANGE:
            change = Decimal(0)
            amount, percent = self.money(f"{key}.change", change), self.put(f"{key}.change_percent", "0")
            return self.pick("持平", f"{each}增加 {amount}，增长 {percent}%")
        up = change > 0
        direction = self.put(f"{key}.direction", "增加" if up else "减少")
        clause = f"{each}{direction} {self.money(f'{key}.change', abs(change))}"
        if now - change <= 0:
            return clause + self.pick(
                "（上年为零，无法比较）",
                f"，增长 {self.put(f'{key}.change_percent', '100')}%",
                "，增长 —",
                "",
            )
        growth = self.put(
            f"{key}.growth", self.pick("增长", "增长", "增加") if up else self.pick("下降", "降低", "减少")
        )
        percent = self.percent(f"{key}.change_percent", abs(change), now - change)
        return clause + self.pick(
            f"，{growth} {percent}",
            f"，{growth} {percent}",
            f"，同比{growth} {percent}",
            f"（{growth} {percent}）",
        )

    def compared(self) -> str:
        """Compared with the year before."""
        before = str(self.year - 1)
        return self.pick(f"与 {before} 年度相比", "与上年相比", "较上年")

    def because(self, key: str, reason: str) -> str:
        """The reason, ending the sentence."""
        return self.pick(*CAUSE).format(self.put(f"{key}.reason", reason))

    def execution(
        self, key: str, initial: Decimal, actual: Decimal, reason: str, word: str = "年初预算"
    ) -> str:
        """完成年初预算的 z%, with the reason where actual and initial budget are far apart."""
        if not initial:
            return self.pick("，年初未安排预算", "，年初没有安排预算，年中追加")
        told = f"，完成{word}的 {self.percent(f'{key}.execution_rate', actual, initial)}"
        if actual == initial:
            return told + self.pick("", f"，{self.put(f'{key}.than', f'决算数与{word}数持平')}")
        if abs(actual - initial) * 20 <= initial:
            return told
        than = self.put(f"{key}.than", f"支出决算数{'大于' if actual > initial else '小于'}{word}数")
        return told + self.pick(
            f"，{than}的主要原因是{reason}", f"，{than}的主要原因：{reason}", f"，{than}，主要是{reason}"
        )


WIDE = str.maketrans("()", "（）")
NARROW = str.maketrans("（）", "()")
