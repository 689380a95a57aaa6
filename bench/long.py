"""Speed and peak memory of a very long document: every page a statement with a paragraph over it.

`make bench-long ARGS="[--pages N] [--one-table]"`, or run this file.
"""

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

# Run by its path, its own folder would hide the package `extract`.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extract.outcome import DocumentFile, Limits
from extract.worker import Worker

_FONT = "STSong-Light"
_LEFT, _TOP, _WIDTH, _HEIGHT = 60.0, 640.0, 95.0, 18.0
_HEADER = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
_ROW_COUNT = 30


def main() -> None:
    """Write the document, have a worker read it, and print what that took."""
    parser = argparse.ArgumentParser(prog="bench/long.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--one-table", action="store_true", help="one table over all pages")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.pdf"
        write_long(path, arguments.pages, is_one_table=arguments.one_table)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        # Not the time but the memory is the point: a busy machine may take long.
        worker = Worker(Limits(seconds=900, pages=arguments.pages))
        try:
            outcome = worker.read(DocumentFile(sha256, path), Path(folder))
        finally:
            worker.close()
    if outcome.status != "extracted":
        raise SystemExit(f"{outcome.reason_code}: {outcome.reason}")
    print(
        f"{outcome.page_count} pages, {outcome.table_count} table parts, {outcome.cell_count} cells, "
        f"{outcome.sentence_count} sentences: {outcome.seconds:.1f} s, "
        f"{arguments.pages / outcome.seconds:.0f} pages/s, "
        f"peak memory {(outcome.peak_memory_bytes or 0) / 1e6:.0f} MB"
    )


def write_long(path: Path, page_count: int, *, is_one_table: bool) -> None:
    """Write the document; with one table only the first page has a title, prose and headers."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    canvas = Canvas(str(path), pagesize=(595.0, 842.0), pageCompression=1, invariant=1)
    for number in range(page_count):
        canvas.setFont(_FONT, 9)
        if number == 0 or not is_one_table:
            _draw_prose(canvas, number)
            _draw_table(canvas, [_HEADER, *_rows(number)])
        else:
            _draw_table(canvas, _rows(number))
        canvas.showPage()
    canvas.save()


def _draw_prose(canvas: Any, number: int) -> None:
    lines = [
        f"第{number + 1}号预算单位本年支出合计{number * 7 + 120}.35万元，比上年增加{number + 1}.08万元，增长",
        f"{number % 40}.5%。其中：基本支出{number * 4 + 90}.20万元，项目支出{number * 3 + 30}.15万元。",
        "支出增加的主要原因是人员增加；项目支出按照年初批复的预算执行，没有调整。",
    ]
    for index, line in enumerate(lines):
        canvas.drawString(_LEFT + 18 * (index == 0), 770 - 16 * index, line)
    canvas.drawString(220, 690, f"支出预算表（{number + 1}）")
    canvas.drawString(460, _TOP + 6, "单位：万元")


def _rows(number: int) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for index in range(_ROW_COUNT):
        basic, project = number * 31 + index * 17 + 5, number * 13 + index * 29 + 3
        code = f"201{(number + index) % 40 + 1:02}{index + 1:02}"
        rows.append((code, "一般行政管理事务", f"{basic + project:,}.00", f"{basic:,}.00", f"{project:,}.00"))
    return rows


def _draw_table(canvas: Any, rows: list[tuple[str, ...]]) -> None:
    right, bottom = _LEFT + len(_HEADER) * _WIDTH, _TOP - len(rows) * _HEIGHT
    for index in range(len(rows) + 1):
        canvas.line(_LEFT, _TOP - index * _HEIGHT, right, _TOP - index * _HEIGHT)
    for index in range(len(_HEADER) + 1):
        canvas.line(_LEFT + index * _WIDTH, _TOP, _LEFT + index * _WIDTH, bottom)
    for row_no, row in enumerate(rows):
        for column, text in enumerate(row):
            canvas.drawString(_LEFT + column * _WIDTH + 4, _TOP - (row_no + 1) * _HEIGHT + 5, text)


if __name__ == "__main__":
    main()
