"""The one font of the documents: registering it, measuring with it, and refusing what it cannot print."""

from functools import cache
from pathlib import Path
from typing import cast

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FAMILY = "Yujuesuan Sample Serif"
FONT_FILE = Path(__file__).parent / "fonts" / "YujuesuanSampleSerif.ttf"
# Characters without a glyph of their own, each drawn as another; those of full width take a whole em.
DRAWN_AS = {
    **dict(zip("０１２３４５６７８９．％", "0123456789.%", strict=True)),
    "\u3000": " ",
    "\u2212": "\u2013",
}
EM = 1000.0


class MissingCharactersError(ValueError):
    """A text uses characters that the font does not have."""


@cache
def font() -> TTFont:
    """The font, registered with reportlab under FAMILY."""
    loaded = TTFont(FAMILY, str(FONT_FILE))
    face = loaded.face
    for character, other in DRAWN_AS.items():
        if ord(character) not in face.charToGlyph:
            face.charToGlyph[ord(character)] = face.charToGlyph[ord(other)]
            is_full_width = character != "\u2212"
            face.charWidths[ord(character)] = EM if is_full_width else face.charWidths[ord(other)]
    pdfmetrics.registerFont(loaded)
    return loaded


def check(text: str) -> None:
    """Raises MissingCharactersError naming every character of the text that the font lacks."""
    known = font().face.charToGlyph
    missing = sorted({character for character in text if ord(character) not in known})
    if missing:
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
        raise MissingCharactersError(
            f"{FONT_FILE.name} has no glyph for {named} in {text[:40]!r}: change the text or remake the font"
            " with python -m tests.corpus.make_font"
        )


@cache
def width(text: str, size: float) -> float:
    """The printed width in points."""
    return cast(float, font().stringWidth(text, size))
