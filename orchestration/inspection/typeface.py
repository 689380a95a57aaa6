"""A typeface that can write Chinese, if this machine has one."""

import re
from functools import cache

from PIL import ImageFont

# Faces that systems and office programs bring along; Pillow looks for them where the system keeps fonts.
_FACES = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "SourceHanSansCN-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "STHeiti Light.ttc",
    "msyh.ttc",
    "simsun.ttc",
)

_PLAIN = str.maketrans({"·": "-", "←": "<", "Σ": "=", "×": "x", "–": "-", "…": ".."})
_NOT_LATIN = re.compile(r"[^\x00-\x7f]+")

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@cache
def font(size: int) -> Font:
    """A face of `size` pixels: a Chinese one, else Pillow's own, which is Latin."""
    name = _chinese_face()
    return ImageFont.truetype(name, size) if name else ImageFont.load_default(size)


def writable(text: str) -> str:
    """The text as the face can write it; without a Chinese one, what the page itself shows becomes dots."""
    if _chinese_face():
        return text
    return _NOT_LATIN.sub("..", text.translate(_PLAIN))


@cache
def _chinese_face() -> str | None:
    for name in _FACES:
        try:
            ImageFont.truetype(name, 10)
        except OSError:
            continue
        return name
    return None
