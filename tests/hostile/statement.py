"""A small disclosure that is a real one: a cover, a narrative and a statement, in Wuhan's form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.hostile.pdf import Parts, Sheet, Typeface, document, parts

DEPARTMENT = "武汉市江汉区财政局"
YEAR = 2023
_HEADER = (("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"),)
_WIDTHS = (60.0, 190.0, 85.0, 85.0, 85.0)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the statement as printed: code, name, total, basic, project."""

    code: str
    name: str
    amounts: tuple[str, str, str]


ROWS = (
    Row("201", "一般公共服务支出", ("120.50", "100.50", "20.00")),
    Row("20106", "财政事务", ("120.50", "100.50", "20.00")),
    Row("2010601", "行政运行", ("100.50", "100.50", "")),
    Row("2010602", "一般行政管理事务", ("20.00", "", "20.00")),
)
TOTAL = Row("", "合计", ("120.50", "100.50", "20.00"))
FIGURES = tuple(amount for row in (TOTAL, *ROWS) for amount in row.amounts if amount)
"""Every figure of the statement as printed, in the order of its rows."""


def sheets(
    rows: Sequence[Row] = ROWS,
    total: Row = TOTAL,
    *,
    typeface: Typeface | None = None,
    title: str = f"{YEAR}年度支出决算表",
    prose: str = "",
    entries: Mapping[int, bytes] | None = None,
) -> list[Sheet]:
    """The pages: cover, statement; `entries` go into the dictionary of a page, by number from 0."""
    face = typeface or Typeface()
    cover, statement = Sheet(face), Sheet(face)
    cover.text(120, 600, f"{DEPARTMENT}{YEAR}年度部门决算公开", 16)
    cover.text(90, 500, f"{YEAR}年度，{DEPARTMENT}支出总计{total.amounts[0]}万元。{prose}")
    statement.text(200, 790, title, 16)
    statement.text(40, 765, f"部门：{DEPARTMENT}")
    statement.text(460, 765, "单位：万元")
    body = [(row.code, row.name, *row.amounts) for row in (total, *rows)]
    statement.table([*_HEADER, *body], _WIDTHS, 40, 750)
    for number, entry in (entries or {}).items():
        (cover, statement)[number].entries = entry
    return [cover, statement]


def disclosure(rows: Sequence[Row] = ROWS, total: Row = TOTAL) -> bytes:
    """The disclosure as a file."""
    return document(sheets(rows, total))


def disclosure_parts(
    rows: Sequence[Row] = ROWS, total: Row = TOTAL, *, catalog: bytes = b"", is_compressed: bool = False
) -> Parts:
    """The disclosure as objects."""
    return parts(sheets(rows, total), catalog=catalog, is_compressed=is_compressed)
