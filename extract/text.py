"""Text as printed, and the one normal form that all matching uses."""

import re
import unicodedata

# NFKC maps the Kangxi radicals (U+2F00..2FD5) but not this supplement, which fonts of office programs
# put into PDFs in place of the characters themselves.
_RADICALS = dict(
    zip(
        "⺁⺄⺇⺈⺊⺌⺍⺎⺏⺗⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺧⺩⺪⺫⺭⺮⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙几刀卜小小尢尢心攵旡日月歹母民水水火牛王疋目示竹网网网网网羊羊羊老老肉臼艸艸艸虎衣西西见角角言贝足车辵辵辵邑金長长长门阜雨青韦页风飞食食食食首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟亀龟",
        strict=True,
    )
)
# NFKC makes the traditional form of this one; mainland documents mean the simplified.
_RADICALS["⼾"] = "户"
_RADICAL_TABLE = str.maketrans(_RADICALS)
_INVISIBLE = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)


def unify(text: str) -> str:
    """Return text with CJK radicals replaced by the characters they stand for, else as printed."""
    return text.translate(_RADICAL_TABLE)


def normalise(text: str) -> str:
    """Return the form that matching uses: radicals unified, NFKC, no white space or invisible characters."""
    stripped = _INVISIBLE.sub("", unicodedata.normalize("NFKC", unify(text)))
    # What a space kept apart may compose once the space is gone.
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", stripped))


def normalise_lines(text: str | None) -> str | None:
    """Return the normal form line by line, the line feeds kept; None for none."""
    return None if text is None else "\n".join(normalise(line) for line in text.split("\n"))
