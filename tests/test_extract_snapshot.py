"""Pages as pictures: the right size, at the right place, within limits."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from extract.document import read_document
from extract.outcome import Limits
from extract.snapshot import SnapshotError, snapshots
from tests.small_pdf import A4, Draw, table, text, turned, write_pdf

ROWS = [["科目", "金额"], ["行政运行", "1.00"], ["合计", "1.00"]]


def upright(degrees: int) -> Draw:
    """A table that reads upright on a page with that /Rotate, as landscape pages have it."""

    def draw(canvas: Any) -> None:
        # The sheet of a page shown upright lies on its side.
        width, height = A4
        canvas.translate(*{0: (0, 0), 90: (height, 0), 180: (width, height), 270: (0, width)}[degrees])
        canvas.rotate(degrees)
        table(ROWS, y=400)(canvas)

    return turned(degrees, draw)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_boxes_of_cells_lie_on_their_rulings(degrees: int, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "turned.pdf", upright(degrees))
    ((number, picture),) = snapshots(path, {1: 144}, tmp_path, Limits())
    assert number == 1
    read = read_document(path, "0" * 64, Limits())
    (page,) = read.page.to_pylist()
    with Image.open(picture) as opened:
        grey = opened.convert("L")
    assert grey.size == pytest.approx((page["width"] * 2, page["height"] * 2), abs=1)
    cells = read.cell.to_pylist()
    assert len(cells) == 6
    for cell in cells:
        x, middle = cell["x0"] * 2, (cell["top"] + cell["bottom"])
        across = grey.crop((int(x) - 2, int(middle), int(x) + 3, int(middle) + 1))
        darkest = across.getextrema()[0]
        assert isinstance(darkest, int)
        assert darkest < 140


def test_pages_come_in_the_order_asked_for_each_as_fine_as_asked(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "three.pdf", text("一"), text("二"), text("三"))
    drawn = list(snapshots(path, {3: 36, 1: 72}, tmp_path, Limits()))
    assert [number for number, _ in drawn] == [3, 1]
    sizes = []
    for _, picture in drawn:
        with Image.open(picture) as opened:
            sizes.append(opened.size)
    assert sizes[1] == pytest.approx((595, 842), abs=1)
    assert sizes[0] == pytest.approx((298, 421), abs=1)


def test_a_huge_page_is_drawn_small(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "huge.pdf", text("大"), size=(14_000, 14_000))
    ((_, picture),) = snapshots(path, {1: 144}, tmp_path, Limits())
    with Image.open(picture) as opened:
        assert opened.width * opened.height <= 24_100_000


def test_a_file_that_cannot_be_drawn_is_told(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing\n%%EOF\n")
    with pytest.raises(SnapshotError, match="damaged"):
        list(snapshots(path, {1: 72}, tmp_path, Limits()))
    sound = write_pdf(tmp_path / "sound.pdf", text("一"))
    with pytest.raises(SnapshotError, match="Page 1 cannot be drawn"):
        list(snapshots(sound, {1: 72}, tmp_path, Limits(memory_bytes=2**24)))
