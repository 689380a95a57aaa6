"""What one document may cost: streams, drawn pages, and how the reader is told to stop."""

import resource
import zlib
from collections.abc import Sequence
from math import ceil
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.canvas import drawing_scale, is_drawable
from extract.inflation import check_streams
from extract.outcome import DocumentFile, Limits, UnreadableError
from extract.worker import Worker
from tests.hostile.bombs import deflated, image_bomb, strokes_bomb
from tests.hostile.pdf import stream
from tests.hostile.statement import disclosure

SMALL = Limits(stream_bytes=1_000_000)


def file_with(folder: Path, *bodies: bytes) -> Path:
    path = folder / "streams.pdf"
    objects = (b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in enumerate(bodies, 1))
    path.write_bytes(b"%PDF-1.7\n" + b"".join(objects) + b"%%EOF\n")
    return path


def packed(size: int, times: int = 1, entries: bytes = b"") -> bytes:
    data = bytes(size)
    for _ in range(times):
        data = zlib.compress(data)
    return stream(data, entries + b"/Filter [%s]" % (b"/FlateDecode " * times))


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_stream_that_inflates_beyond_the_limit_is_refused(tmp_path: Path, times: int) -> None:
    check_streams(file_with(tmp_path, packed(1_000_000, times)), SMALL)
    with pytest.raises(UnreadableError) as refusal:
        check_streams(file_with(tmp_path, packed(10), packed(1_000_001, times)), SMALL)
    assert refusal.value.code == "too_large"
    assert "1000000" in refusal.value.reason


def test_what_never_ends_or_lies_about_its_length_is_seen_too(tmp_path: Path) -> None:
    bomb = packed(2_000_000).replace(b"endstream", b"").replace(b"/Length ", b"/Length 1")
    with pytest.raises(UnreadableError):
        check_streams(file_with(tmp_path, bomb), SMALL)


@pytest.mark.parametrize(
    "body",
    [
        packed(2_000_000, entries=b"/Subtype /Image "),
        stream(bytes(2_000_000)),
        stream(bytes(range(256)) * 40, b"/Filter /FlateDecode"),
        stream(b"x" * 400_000, b"/Filter /LZWDecode"),
    ],
    ids=["picture", "not packed", "not deflated", "of another kind"],
)
def test_what_reading_does_not_inflate_is_passed_over(tmp_path: Path, body: bytes) -> None:
    check_streams(file_with(tmp_path, body), SMALL)


@given(
    st.lists(
        st.sampled_from([b"stream\n", b"endstream", b"/Filter /FlateDecode ", b"<<", b"obj", b"x\x9c\x03"])
    )
)
def test_streams_in_any_disorder_are_judged(
    tmp_path_factory: pytest.TempPathFactory, pieces: Sequence[bytes]
) -> None:
    path = tmp_path_factory.getbasetemp() / "disorder.pdf"
    path.write_bytes(b"%PDF-1.7" + b"".join(pieces))
    check_streams(path, Limits(stream_bytes=10))


def test_a_bomb_is_made_of_little() -> None:
    data = deflated(b" " * 1_000_000, 50)
    assert len(data) < 100_000
    assert zlib.decompressobj().decompress(data) == b" " * 50_000_000


@given(
    st.floats(min_value=1e-6, max_value=1e12),
    st.floats(min_value=1e-6, max_value=1e12),
    st.floats(min_value=0.01, max_value=20),
)
def test_a_page_of_any_size_is_drawn_within_the_limit(width: float, height: float, wanted: float) -> None:
    scale = drawing_scale(width, height, wanted, Limits())
    assert scale is not None
    assert 0 < scale <= wanted
    assert ceil(width * scale) * ceil(height * scale) <= Limits().raster_pixels


@pytest.mark.parametrize("size", [(0.0, 10.0), (10.0, -1.0), (float("nan"), 1.0), (float("inf"), 1.0)])
def test_a_page_without_extent_is_not_drawn(size: tuple[float, float]) -> None:
    assert drawing_scale(*size, 2.0, Limits()) is None


def test_an_ordinary_page_is_drawn_as_wanted() -> None:
    assert drawing_scale(595, 842, 200 / 72, Limits()) == 200 / 72


def test_pages_with_pictures_beyond_the_limit_are_not_drawn() -> None:
    with pypdfium2.PdfDocument(image_bomb()) as document:
        page = document[2]
        pictures = [item.raw for item in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE])]
        assert len(pictures) == 1
        assert not is_drawable(pictures, Limits())
        assert is_drawable(pictures, Limits(picture_pixels=60_000 * 60_000))


def test_the_reader_is_bounded_by_the_system(tmp_path: Path) -> None:
    path = tmp_path / "good.pdf"
    path.write_bytes(disclosure())
    allowed = Limits(seconds=30)
    worker = Worker(allowed)
    try:
        assert worker.read(DocumentFile("0" * 64, path), tmp_path).status == "extracted"
        assert worker.process_id is not None
        limits = {
            name: resource.prlimit(worker.process_id, name)[0]
            for name in (
                resource.RLIMIT_AS,
                resource.RLIMIT_CPU,
                resource.RLIMIT_FSIZE,
                resource.RLIMIT_NOFILE,
                resource.RLIMIT_CORE,
            )
        }
    finally:
        worker.close()
    assert limits[resource.RLIMIT_CORE] == 0
    assert limits[resource.RLIMIT_FSIZE] == Limits().memory_bytes
    assert limits[resource.RLIMIT_NOFILE] == 128
    most = allowed.seconds_with(allowed.pictures)
    assert most <= limits[resource.RLIMIT_CPU] < most + 30
    assert Limits().memory_bytes < limits[resource.RLIMIT_AS] < 2 * Limits().memory_bytes


def test_a_library_that_aborts_was_refused_memory(tmp_path: Path) -> None:
    path = tmp_path / "strokes.pdf"
    path.write_bytes(strokes_bomb())
    for mebibytes in (40, 100, 200):
        worker = Worker(Limits(memory_bytes=mebibytes * 1024**2))
        try:
            outcome = worker.read(DocumentFile("0" * 64, path), tmp_path)
        finally:
            worker.close()
        assert outcome.reason_code == "memory"
        # Not known where the process of the tests has ever been larger.
        assert (outcome.peak_memory_bytes or 0) < 2**30
