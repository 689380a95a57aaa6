"""How a disclosure is printed: the same figures in another dress."""

from dataclasses import dataclass
from typing import Literal

from tests.corpus.scans import Scan

Orientation = Literal["portrait", "landscape", "rotated"]


@dataclass(frozen=True, slots=True)
class Style:
    """Rendering choices; the default is a Word file printed to PDF.

    Attributes:
        unit: unit of the statement tables, 万元 or 元 with thousands separators; the prose stays in 万元.
        clip_codes: long codes lose their last digit, as in a narrow column (2013101 as 201310).
        repeat_header: a table that runs over a page repeats its header rows.
        rows_per_page: breaks a statement after so many body rows even where more would fit.
        orientation: of statement pages; landscape is by MediaBox, rotated an upright sheet with /Rotate 90.
        has_pictures: statement pages are pictures without text.
        scan: how the pages that are pictures were scanned; without one the pictures are clean.
        is_scanned_whole: all pages of the document are scanned.
        has_radicals: header words use CJK radical code points for the characters they look like.
        spaces_headers: header words are set with a space between characters.
    """

    unit: Literal["万元", "元"] = "万元"
    clip_codes: bool = False
    repeat_header: bool = True
    rows_per_page: int | None = None
    orientation: Orientation = "portrait"
    has_pictures: bool = False
    scan: Scan | None = None
    is_scanned_whole: bool = False
    has_radicals: bool = False
    spaces_headers: bool = False

    @property
    def has_statement_text(self) -> bool:
        """Whether the statements have a text layer."""
        return not (self.has_pictures or self.is_scanned_whole)


STYLES: dict[str, Style] = {
    "word": Style(),
    "yuan": Style(unit="元"),
    "broken": Style(rows_per_page=12),
    "broken_without_headers": Style(rows_per_page=12, repeat_header=False),
    "clipped": Style(clip_codes=True),
    "landscape": Style(orientation="landscape"),
    "rotated": Style(orientation="rotated"),
    "pictures": Style(has_pictures=True),
    "scanned_statements": Style(has_pictures=True, scan=Scan()),
    "scanned_whole": Style(is_scanned_whole=True, scan=Scan(skew_degrees=1.0, seed=1)),
    "radicals": Style(has_radicals=True),
    "spaced": Style(spaces_headers=True),
}
