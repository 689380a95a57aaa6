"""Local files and folders, and the store they are copied to."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fetch import (
    Attempt,
    FetchPolicy,
    Previous,
    SourceError,
    StoreError,
    file_path,
    land_all,
    resolve_sources,
)
from fetch.source import source_key_of
from fetch.store import Store
from tests.webserver import raw, web_server

ROOT = Path(__file__).parents[1]
PDF = b"%PDF-1.4\n" + b"body " * 3000
POLICY = FetchPolicy(max_bytes=100_000)


def land(files: Path, *arguments: Path, previous: list[Attempt] | None = None) -> list[Attempt]:
    known = {
        attempt.source_key: Previous(attempt.sha256, None, None, attempt.byte_count or 0)
        for attempt in previous or []
        if attempt.sha256
    }
    return land_all(resolve_sources([str(path) for path in arguments]), known, files, "run", POLICY)


def stored(files: Path) -> list[Path]:
    return sorted(path for path in files.rglob("*") if path.is_file() and path.name != ".landed-files")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return tmp_path / "home" / "files"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "预决算"
    place.mkdir()
    return place


def test_a_folder_is_its_pdfs_sorted(folder: Path, files: Path) -> None:
    for name in ("b.pdf", "a.PDF", "sub/c.Pdf", ".hidden.pdf", "._a.pdf", ".git/d.pdf", "notes.txt"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(PDF + name.encode())
    attempts = land(files, folder)
    assert [attempt.file_name for attempt in attempts] == ["a.PDF", "b.pdf", "c.Pdf"]
    assert {attempt.status for attempt in attempts} == {"landed"}
    assert len(stored(files)) == 3


def test_one_content_is_stored_once(folder: Path, files: Path) -> None:
    (folder / "a.pdf").write_bytes(PDF)
    (folder / "b.pdf").write_bytes(PDF)
    attempts = land(files, folder)
    assert [attempt.status for attempt in attempts] == ["landed", "landed"]
    assert stored(files) == [file_path(files, attempts[0].sha256 or "")]


def test_a_file_is_hashed_again_whatever_its_time_says(folder: Path, files: Path) -> None:
    path = folder / "a.pdf"
    path.write_bytes(PDF)
    before = path.stat()
    first = land(files, path)
    same = land(files, path, previous=first)
    path.write_bytes(PDF[:-1] + b"!")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    changed = land(files, path, previous=same)
    assert [attempt.status for attempt in first + same + changed] == ["landed", "unchanged", "landed"]
    assert len(stored(files)) == 2


def test_a_file_that_vanished_from_the_store_is_copied_again(folder: Path, files: Path) -> None:
    (folder / "a.pdf").write_bytes(PDF)
    first = land(files, folder)
    file_path(files, first[0].sha256 or "").write_bytes(b"cut")
    second = land(files, folder, previous=first)
    assert second[0].status == "landed"
    assert file_path(files, first[0].sha256 or "").read_bytes() == PDF


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty", "no bytes"),
        (b"PK\x03\x04....word/document.xml", "not_pdf", "Word document"),
        (b"\xff\xd8\xff\xe0JFIF", "not_pdf", "JPEG"),
        (b"%PDF-1.4" + b"x" * 100_000, "too_large", "100,000"),
    ],
)
def test_what_is_no_pdf_is_rejected(folder: Path, files: Path, content: bytes, code: str, words: str) -> None:
    (folder / "a.pdf").write_bytes(content)
    [attempt] = land(files, folder)
    assert (attempt.status, attempt.error_code, attempt.sha256) == ("rejected", code, None)
    assert words in (attempt.error or "")
    assert str(folder / "a.pdf") in (attempt.error or "")
    assert stored(files) == []


def test_garbage_before_the_mark_is_accepted_as_readers_do(folder: Path, files: Path) -> None:
    (folder / "a.pdf").write_bytes(b"\r\n" * 500 + PDF)
    assert land(files, folder)[0].status == "landed"


def test_a_file_that_goes_away_is_an_outcome(folder: Path, files: Path) -> None:
    path = folder / "a.pdf"
    path.write_bytes(PDF)
    sources = resolve_sources([str(path)])
    path.unlink()
    [attempt] = land_all(sources, {}, files, "run", POLICY)
    assert (attempt.status, attempt.error_code, attempt.file_name) == ("failed", "not_found", "a.pdf")


def test_a_pipe_is_refused_not_waited_for(folder: Path, files: Path) -> None:
    os.mkfifo(folder / "a.pdf")
    [attempt] = land(files, folder / "a.pdf")
    assert (attempt.status, attempt.error_code) == ("failed", "unreadable")


def test_links_out_of_the_folder_are_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.pdf").write_bytes(PDF)
    (folder / "a.pdf").write_bytes(PDF)
    (folder / "inside.pdf").symlink_to(folder / "a.pdf")
    (folder / "out.pdf").symlink_to(outside / "secret.pdf")
    (folder / "away").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    (folder / "dangling.pdf").symlink_to(folder / "nothing.pdf")
    names = [Path(source.location).name for source in resolve_sources([str(folder)])]
    assert names == ["a.pdf", "inside.pdf"]


def test_landed_files_are_never_taken_for_sources(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(PDF)
    home = folder / "yujuesuan-home" / "files"
    land(home, folder)
    assert [Path(source.location).name for source in resolve_sources([str(folder)])] == ["a.pdf"]


def test_evil_names_are_only_names(folder: Path, files: Path) -> None:
    evil = ["-rf.pdf", "a\nb.pdf", "$(reboot).pdf", "\x1b[31m.pdf", "'; drop table--.pdf", "..pdf.pdf"]
    for name in evil:
        (folder / name).write_bytes(PDF + name.encode())
    gbk = "2024年决算.pdf".encode("gbk")
    Path(os.fsdecode(os.fsencode(folder) + b"/" + gbk)).write_bytes(PDF)
    attempts = land(files, folder, *(folder / name for name in evil))
    assert {attempt.status for attempt in attempts} == {"landed"}
    names = {attempt.file_name for attempt in attempts}
    assert {"2024年决算.pdf", "\\x1b[31m.pdf", "a\\nb.pdf"} <= names
    assert all((attempt.location + (attempt.file_name or "")).isprintable() for attempt in attempts)
    assert all(len(path.stem) == 64 and path.parent.parent == files for path in stored(files))


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    arguments = [str(tmp_path / "no.pdf"), str(tmp_path / "empty"), "ftp://host/a.pdf", "", "a\0b", "http://"]
    with pytest.raises(SourceError) as raised:
        resolve_sources(arguments)
    lines = str(raised.value).split("\n")
    assert len(lines) == len(arguments)
    assert "no.pdf: No such file" in lines[0]
    assert "holds no PDF" in lines[1]
    assert "scheme ftp" in lines[2]


def test_paths_are_made_absolute_and_found_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.pdf").write_bytes(PDF)
    monkeypatch.chdir(folder)
    sources = resolve_sources(["a.pdf", "./sub/../a.pdf", ".", str(folder / "a.pdf")])
    assert [source.location for source in sources] == [str(folder / "a.pdf")]


def test_a_catalogues_facts_win_over_a_bare_name(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(PDF)
    (folder / "list.csv").write_text("location,fiscal_year\na.pdf,2024\n", "utf-8")
    [source] = resolve_sources([str(folder / "a.pdf"), str(folder / "list.csv")])
    assert (source.fiscal_year, source.catalogue_line) == (2024, 2)


@pytest.mark.parametrize(
    "same",
    ["HTTP://Host.CN/%E5%86%B3.pdf", "http://host.cn:80/决.pdf", "http://host.cn/决.pdf#page=2"],
)
def test_one_address_has_one_key(same: str) -> None:
    assert source_key_of(same) == source_key_of("http://host.cn/决.pdf")
    assert source_key_of(same) != source_key_of("http://host.cn/决.pdf?v=2")


def test_a_store_that_cannot_be_written_to_ends_the_run(folder: Path, tmp_path: Path) -> None:
    (folder / "a.pdf").write_bytes(PDF)
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with pytest.raises(StoreError, match="cannot be written to"):
        land(blocked / "files", folder)


def test_a_store_that_breaks_in_the_middle_ends_the_run(folder: Path, files: Path) -> None:
    for number in range(3):
        (folder / f"{number}.pdf").write_bytes(PDF + b"%d" % number)
    files.mkdir(parents=True)
    for prefix in range(256):
        (files / f"{prefix:02x}").touch()
    with pytest.raises(StoreError):
        land(files, folder)


def test_abandoned_temporary_files_are_removed_and_others_left(files: Path) -> None:
    store = Store(files)
    (files / ".landing-killed").write_bytes(b"%PDF-half")
    with store.incoming() as incoming:
        incoming.write(b"%PDF-")
        Store(files)
        names = [path.name for path in stored(files)]
        assert len(names) == 1
        assert names[0] != ".landing-killed"
    assert stored(files) == []


def test_a_killed_download_leaves_no_half_file(files: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from fetch import land_all, resolve_sources;"
        "land_all(resolve_sources([sys.argv[1]]), {}, Path(sys.argv[2]), 'killed')"
    )
    with web_server() as web:
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n%PDF-1.7\n"
        web.pages["/a.pdf"] = raw(head, *[b"x" * 100] * 50, pause=0.05)
        child = subprocess.Popen([sys.executable, "-c", script, web.url("/a.pdf"), str(files)], cwd=ROOT)
        try:
            patience = time.monotonic() + 10
            while not stored(files):
                assert time.monotonic() < patience
                time.sleep(0.01)
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
    [leftover] = stored(files)
    assert leftover.name.startswith(".landing-")
    assert list(files.rglob("*.pdf")) == []
    (tmp_path / "b.pdf").write_bytes(PDF)
    [attempt] = land(files, tmp_path / "b.pdf")
    assert stored(files) == [file_path(files, attempt.sha256 or "")]
