"""Makes the font from Noto Serif CJK: `python -m tests.corpus.make_font NotoSerifCJK-Regular.ttc`.

The result is committed, so nobody needs the original to write documents. Run this again only when a text
needs a character that the font lacks; fonts/README.md tells where the original comes from.
"""

import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

from tests.corpus.fonts import FAMILY, FONT_FILE

MAX_ERROR = 5.0  # font units of 1000 per em: invisible in print, and half the points of a finer fit
PUNCTUATION = "　、。〈〉《》「」『』【】〔〕…—–·×÷≤≥≠±√□■○●△▲☆★℃％‰＝＋－（），；：？！／＜＞“”‘’"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
RADICALS = "⼀⼆⼈⼊⼒⼯⽂⽅⽇⽔⽣⽤⽬⽴⾏⾦⻔⻓"


def wanted_characters() -> list[int]:
    """ASCII, the punctuation above, this package's characters, and as a reserve GB 2312's first level."""
    package = Path(__file__).parent
    text = "".join(map(chr, range(0x20, 0x7F))) + PUNCTUATION + CIRCLED + RADICALS
    text += "".join(
        path.read_text("utf-8") for path in sorted([*package.glob("*.py"), *package.glob("data/*")])
    )
    for row in range(16, 56):
        for cell in range(1, 95):
            text += bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312", "ignore")
    return sorted({ord(character) for character in text if character.isprintable()})


def simplified_chinese(collection: Path) -> TTFont:
    """The face of the collection that is drawn for Simplified Chinese."""
    for font in TTCollection(collection, lazy=True).fonts:
        if font["name"].getDebugName(1) == "Noto Serif CJK SC":
            return font
    raise SystemExit(f"{collection}: no face named Noto Serif CJK SC in it")


def build(source: TTFont, characters: list[int]) -> FontBuilder:
    """A TrueType font of those characters: quadratic outlines, metrics, a character map and no more."""
    character_map = source.getBestCmap()
    glyph_set = source.getGlyphSet()
    chosen = {code: character_map[code] for code in characters if code in character_map}
    order = [".notdef", *sorted(set(chosen.values()) - {".notdef"})]
    glyphs, metrics = {}, {}
    for name in order:
        pen = TTGlyphPen(None)
        glyph_set[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
        metrics[name] = (glyph_set[name].width, 0)
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(chosen)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(
        {name: (width, getattr(glyphs[name], "xMin", 0)) for name, (width, _) in metrics.items()}
    )
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable(
        {
            "familyName": FAMILY,
            "styleName": "Regular",
            "fullName": FAMILY,
            "psName": FAMILY.replace(" ", ""),
            "version": "Version 1.000",
            "copyright": source["name"].getDebugName(0),
            "licenseDescription": "SIL Open Font License 1.1, see OFL.txt",
        },
        mac=False,
    )
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=1160, usWinDescent=288)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=3_600_000_000, modified=3_600_000_000)
    builder.font.recalcTimestamp = False
    return builder


def main() -> None:
    """Builds the font from the collection named on the command line."""
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m tests.corpus.make_font NotoSerifCJK-Regular.ttc")
    characters = wanted_characters()
    source = simplified_chinese(Path(sys.argv[1]))
    build(source, characters).save(FONT_FILE)
    lacking = [chr(code) for code in characters if code not in source.getBestCmap()]
    size = FONT_FILE.stat().st_size
    print(
        f"{FONT_FILE.name}: {len(characters)} characters, {size:,} bytes, lacking: "
        f"{' '.join(lacking) or 'none'}"
    )


if __name__ == "__main__":
    main()
