"""How a disclosure is printed: the same figures in another dress."""

from dataclasses import dataclass
from typing import Literal

from tests.corpus.scans import Scan

Orientation = Literal["portrait", "landscape", "rotated"]
Ruling = Literal["all", "rows", "three_lines"]
Rules = Literal["strokes", "dashed", "filled", "cornered", "mitred", "gapped", "edges", "cell_rects"]
Runs = Literal["cell", "glyph", "row", "column"]


@dataclass(frozen=True, slots=True)
class Style:
    """Rendering choices; the default is a Word file printed to PDF. All but the page's apply to statements.

    Attributes:
        unit: unit of the statement tables, 万元 or 元 with thousands separators; the prose stays in 万元.
        clip_codes: long codes lose their last digit, as in a narrow column (2013101 as 201310).
        repeat_header: a table that runs over a page repeats its header rows.
        rows_per_page: breaks a statement after so many body rows even where more would fit.
        cuts_rows: a row whose name takes two lines may be cut by the page's end, its box drawn on both pages.
        cuts_figures: where the figures of a cut row stand.
        orientation: of statement pages; landscape is by MediaBox, rotated an upright sheet with /Rotate 90.
        has_pictures: statement pages are pictures without text.
        scan: how the pages that are pictures were scanned; without one the pictures are clean.
        is_scanned_whole: all pages of the document are scanned.
        has_radicals: header words use CJK radical code points for the characters they look like.
        spaces_headers: header words are set with a space between characters.
        rules: how a rule is drawn, see rules.py.
        ruling: which rules there are: all, none between columns, or those of a 三线表.
        has_fills: cells are painted under their text, the header grey.
        stray_column: share of the width of two empty columns without a header; 0 for none.
        blank_rows: empty rows at the table's end.
        spills_blank_rows: these rows stand on a page of their own.
        title: where a table's title and unit stand: above it, or in its first rows, merged over all columns.
        repeats_title: a page on which a table goes on says so: title with （续）, unit line.
        unit_place: where in the lines above a table the unit stands; `title` is on the title's own line.
        has_lookalikes: statements are followed by tables that have their columns, and another title.
        header_levels: levels that are put over a header: 收支情况, then 预算科目 and 金额.
        has_shares: tables by code end in a column of percentages.
        has_formulas: the row of column numbers says how a column is reckoned (1=2+3).
        narrow_names: share of its width that a column of names keeps, so that names wrap.
        row_overflow: points by which a row is too low for a text of several lines.
        breaks_numbers: a long amount goes on in a second line after a thousands separator.
        clips_numbers: an amount that is wider than its cell stays in one line, cut off at the cell's edge.
        padding: points between a rule and the text beside it.
        figures: digits and point of statement bodies, half or full width.
        minus: how an amount below zero is marked; with a closing bracket if it is an opening one.
        has_separators: amounts have thousands separators.
        suffixes_unit: amounts are followed by their unit.
        zero: how an amount of zero is printed; None as its figures have it.
        spaces_names: names in the body are set with a space between characters.
        glyph_gap: points put between the glyphs of body cells where there is room.
        indent: how levels of coded rows are indented.
        runs: what is drawn as one operation: a line of a cell, a glyph, or a line of a whole row; by column
            the cells' lines are drawn column after column.
        doubles_heads: header words are bold by being drawn twice, a little aside.
        mixes_units: every other statement is in the other unit.
        in_form: a page's content is a Form XObject.
        scale: content is written in units of so many points, as a printer driver does.
        origin: of the MediaBox.
        trim: points on each side by which the CropBox is smaller than the MediaBox; digits stand out there.
    """

    unit: Literal["万元", "元"] = "万元"
    clip_codes: bool = False
    repeat_header: bool = True
    rows_per_page: int | None = None
    cuts_rows: bool = False
    cuts_figures: Literal["above", "below"] = "above"
    orientation: Orientation = "portrait"
    has_pictures: bool = False
    scan: Scan | None = None
    is_scanned_whole: bool = False
    has_radicals: bool = False
    spaces_headers: bool = False
    rules: Rules = "strokes"
    ruling: Ruling = "all"
    has_fills: bool = False
    stray_column: float = 0.0
    blank_rows: int = 0
    spills_blank_rows: bool = False
    title: Literal["above", "inside"] = "above"
    repeats_title: bool = False
    unit_place: Literal["right", "left", "title"] = "right"
    has_lookalikes: bool = False
    header_levels: int = 0
    has_shares: bool = False
    has_formulas: bool = False
    narrow_names: float = 1.0
    row_overflow: float = 0.0
    breaks_numbers: bool = False
    clips_numbers: bool = False
    padding: float = 2.0
    figures: Literal["half", "full"] = "half"
    minus: str = "-"
    has_separators: bool = True
    suffixes_unit: bool = False
    zero: str | None = None
    spaces_names: bool = False
    glyph_gap: float = 0.0
    indent: Literal["none", "spaces", "offset"] = "none"
    runs: Runs = "cell"
    doubles_heads: bool = False
    mixes_units: bool = False
    in_form: bool = False
    scale: float = 1.0
    origin: tuple[float, float] = (0.0, 0.0)
    trim: float = 0.0

    @property
    def has_statement_text(self) -> bool:
        """Whether the statements have a text layer."""
        return not (self.has_pictures or self.is_scanned_whole)

    def plain(self) -> "Style":
        """What of the style applies to pages other than statements: how the page is written."""
        return Style(in_form=self.in_form, scale=self.scale, origin=self.origin, trim=self.trim)


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
    "filled_rules": Style(rules="filled", has_fills=True),
    "cornered_rules": Style(rules="cornered", runs="glyph"),
    "mitred_rules": Style(rules="mitred"),
    "gapped_rules": Style(rules="gapped"),
    "edged_cells": Style(rules="edges"),
    "cell_rects": Style(rules="cell_rects"),
    "dashed_rules": Style(rules="dashed"),
    "open_columns": Style(ruling="rows"),
    "three_line": Style(ruling="three_lines"),
    "stray_columns": Style(stray_column=10.0),
    "hidden_columns": Style(stray_column=0.5),
    "blank_rows": Style(blank_rows=3, rows_per_page=15),
    "spilled_rows": Style(blank_rows=2, spills_blank_rows=True),
    "spilled_rows_without_headers": Style(blank_rows=2, spills_blank_rows=True, repeat_header=False),
    "cut_rows": Style(cuts_rows=True, narrow_names=0.55, rows_per_page=9),
    "cut_rows_without_headers": Style(
        cuts_rows=True, cuts_figures="below", narrow_names=0.55, rows_per_page=9, repeat_header=False
    ),
    "titles_inside": Style(title="inside", rows_per_page=12),
    "titles_inside_once": Style(title="inside", rows_per_page=12, repeat_header=False),
    "titles_repeated": Style(repeats_title=True, rows_per_page=12, unit_place="left"),
    "units_beside_titles": Style(unit_place="title"),
    "lookalikes": Style(has_lookalikes=True),
    "many_pages": Style(rows_per_page=4),
    "many_pages_without_headers": Style(rows_per_page=4, repeat_header=False),
    "deep_headers": Style(header_levels=2, has_formulas=True),
    "share_columns": Style(has_shares=True),
    "narrow_names": Style(narrow_names=0.5, row_overflow=6.0),
    "broken_numbers": Style(unit="元", breaks_numbers=True),
    "clipped_numbers": Style(unit="元", clips_numbers=True),
    "glued": Style(padding=0.2, runs="row"),
    "full_width": Style(figures="full", minus="－", zero="０"),
    "minus_sign": Style(minus="−", zero="0.00", has_separators=False),
    "minus_dash": Style(minus="–", zero="-", unit="元"),
    "minus_brackets": Style(minus="(", zero=""),
    "suffixed": Style(suffixes_unit=True),
    "minus_wide_brackets": Style(minus="（", unit="元"),
    "minus_triangle": Style(minus="△"),
    "spaced_bodies": Style(spaces_names=True, glyph_gap=2.0, runs="glyph"),
    "indented_by_spaces": Style(indent="spaces"),
    "indented_by_offset": Style(indent="offset"),
    "columns_first": Style(runs="column"),
    "doubled_heads": Style(doubles_heads=True),
    "mixed_units": Style(mixes_units=True),
    "in_forms": Style(in_form=True),
    "scaled": Style(scale=0.24),
    "offset_origin": Style(origin=(-120.0, 72.0)),
    "trimmed": Style(trim=36.0, origin=(20.0, -15.0), orientation="rotated"),
}
