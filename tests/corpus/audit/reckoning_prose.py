"""Calculations written out (测算依据): what comes out, and what only looks like one that does not."""

from decimal import ROUND_HALF_UP, Decimal
from random import Random

from tests.corpus.audit.teller import Teller
from tests.corpus.figures import Figures

TIMES = ("*", "×", "x")
PRODUCTS = (
    ("培训费按综合定额标准测算，{a} 人{t}{b} 天{t}{c} 元/人/天={r}。", 10_000),
    ("会议费{a} 人{t}{b} 次{t}{c} 元={r}。", 10_000),
    ("宣传册印制：{a} 册{t}{b} 批{t}{c} 元/册={r}。", 1),
    ("值班补助（{a} 人{t}{b} 天{t}{c} 元={r}）按标准发放。", 1),
)
# None of these is wrong: ranges, notes of forms, what is about so much, parts that are named and not told.
DOUBTFUL = (
    "差旅费按 3-5 人{t}1200 元/人据实结算，标准=当年文件规定。",
    "接待费预计约 20 人{t}300 元=0.5 万元左右。",
    "专家咨询费：副高 3 人+中级 5 人{t}2 天=13 人天。",
    "物业费 3.33 万元/季度{t}4 季度=13.3 万元。",
    "得分计算：分值=20{t}98%=19.6 分，合计栏（3=1+2）自动生成。",
    "1.5 人{t}200 元=1000 元。",
)


def tell(story: Teller, figures: Figures, heading: str) -> None:
    """A product, a sum, a product of a sum, and two that must not be taken for wrong."""
    random = Random(f"reckoning {figures.department.name} {figures.fiscal_year} {figures.form}")
    times = random.choice(TIMES)
    story.head(heading, "text")
    words, unit = random.choice(PRODUCTS)
    numbers = [random.randint(12, 90), random.randint(2, 20), 50 * random.randint(2, 20)]
    told = {
        name: story.put(f"reckoning.product.{name}", str(n)) for name, n in zip("abc", numbers, strict=True)
    }
    product = Decimal(numbers[0] * numbers[1] * numbers[2]) / unit
    told["r"] = _result(story, "reckoning.product", product, "万元" if unit > 1 else "元")
    story.say(words.format(t=times, **told))
    parts = [
        Decimal(random.randint(11, 999)) / random.choice((10, 100, 1000)) for _ in range(random.randint(2, 4))
    ]
    summands = [story.put(f"reckoning.sum.{number}", str(part)) for number, part in enumerate(parts, 1)]
    total = _result(story, "reckoning.sum", sum(parts, Decimal(0)), "万元")
    story.say(f"运行维护费测算：{'+'.join(summands)}={total}。")
    if random.random() < 0.5:
        groups = [random.randint(3, 40), random.randint(3, 40), 20 * random.randint(2, 30)]
        told = {
            name: story.put(f"reckoning.group.{name}", str(n)) for name, n in zip("abc", groups, strict=True)
        }
        told["r"] = _result(story, "reckoning.group", Decimal((groups[0] + groups[1]) * groups[2]), "元")
        story.say("体检费：({a}+{b})人{t}{c} 元={r}。".format(t=times, **told))
    for words in random.sample(DOUBTFUL, 2):
        story.say(words.format(t=times))


def _result(story: Teller, key: str, value: Decimal, unit: str) -> str:
    exact = value.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return f"{story.put(f'{key}.result', f'{exact.normalize():f}')} {unit}"
