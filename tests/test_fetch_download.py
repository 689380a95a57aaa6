"""Addresses, against a real server that does what servers do."""

import gzip
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from fetch import Attempt, FetchPolicy, Previous, file_path, land_all, resolve_sources
from tests.webserver import Handler, WebServer, in_turn, page, raw, redirect, web_server

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"
QUICK = FetchPolicy(
    connect_seconds=1.0,
    read_seconds=0.3,
    deadline_seconds=3.0,
    tries=3,
    backoff_seconds=0.01,
    backoff_limit_seconds=0.05,
    retry_after_limit_seconds=1.0,
    max_bytes=100_000,
    host_interval_seconds=0.0,
)


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return tmp_path / "files"


def land(
    url: str, files: Path, previous: Attempt | None = None, policy: FetchPolicy = QUICK, run_id: str = "run"
) -> Attempt:
    known = {}
    if previous is not None:
        assert previous.sha256 is not None
        assert previous.byte_count is not None
        known[previous.source_key] = Previous(
            previous.sha256, previous.etag, previous.last_modified, previous.byte_count
        )
    [attempt] = land_all(resolve_sources([url]), known, files, run_id, policy)
    return attempt


def stored(files: Path) -> list[Path]:
    return sorted(path for path in files.rglob("*") if path.is_file() and path.name != ".landed-files")


def assert_nothing_landed(attempt: Attempt, files: Path) -> None:
    assert attempt.sha256 is None
    assert attempt.byte_count is None
    assert attempt.error is not None
    assert attempt.location in attempt.error
    assert attempt.error.endswith(".")
    assert stored(files) == []


def test_a_pdf_is_landed_under_its_hash_with_what_the_host_said(web: WebServer, files: Path) -> None:
    web.pages["/2024/%E5%86%B3%E7%AE%97.pdf"] = page(
        PDF, ETag='"v1"', Last_Modified="Mon, 01 Sep 2025 08:00:00 GMT", Content_Type="application/pdf"
    )
    attempt = land(web.url("/2024/决算.pdf"), files)
    assert (attempt.status, attempt.http_status, attempt.retry_count) == ("landed", 200, 0)
    assert (attempt.etag, attempt.last_modified) == ('"v1"', "Mon, 01 Sep 2025 08:00:00 GMT")
    assert (attempt.content_type, attempt.content_length) == ("application/pdf", len(PDF))
    assert (attempt.file_name, attempt.byte_count) == ("决算.pdf", len(PDF))
    assert attempt.error is None
    assert attempt.sha256 is not None
    assert stored(files) == [file_path(files, attempt.sha256)]
    assert file_path(files, attempt.sha256).read_bytes() == PDF
    assert web.visits[0].headers["accept-encoding"] == "identity"
    assert web.visits[0].headers["user-agent"].startswith("yujuesuan/")


def test_the_host_may_name_the_file(web: WebServer, files: Path) -> None:
    web.pages["/down"] = page(PDF, Content_Disposition="attachment; filename*=UTF-8''%E9%A2%84%E7%AE%97.pdf")
    assert land(web.url("/down?id=7"), files).file_name == "预算.pdf"


def test_a_name_that_climbs_out_is_only_a_name(web: WebServer, files: Path) -> None:
    web.pages["/down"] = page(PDF, Content_Disposition='attachment; filename="../../evil\\..\\x.pdf"')
    attempt = land(web.url("/down"), files)
    assert attempt.file_name == "x.pdf"
    assert stored(files) == [file_path(files, attempt.sha256 or "")]


def test_an_unreachable_host_is_tried_again_then_told(web: WebServer, files: Path) -> None:
    web.server_close()
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.status, attempt.error_code, attempt.retry_count) == ("failed", "unreachable", 2)
    assert attempt.http_status is None
    assert_nothing_landed(attempt, files)


def test_a_host_name_that_cannot_be_is_told(files: Path) -> None:
    attempt = land(f"http://{'a' * 70}.invalid/a.pdf", files)
    assert (attempt.status, attempt.error_code) == ("failed", "unreachable")


@pytest.mark.parametrize("status", [401, 403, 404, 410, 418])
def test_a_client_error_is_not_tried_again(web: WebServer, files: Path, status: int) -> None:
    web.pages["/a.pdf"] = page(b"gone", status)
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.status, attempt.error_code) == ("failed", "http_status")
    assert (attempt.http_status, attempt.retry_count, len(web.visits)) == (status, 0, 1)
    assert_nothing_landed(attempt, files)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_temporary_error_is_tried_again(web: WebServer, files: Path, status: int) -> None:
    web.pages["/a.pdf"] = in_turn(page(b"", status), page(PDF))
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.status, attempt.http_status, attempt.retry_count) == ("landed", 200, 1)


def test_an_error_that_stays_is_told_after_the_last_try(web: WebServer, files: Path) -> None:
    web.pages["/a.pdf"] = page(b"", 500)
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.status, attempt.http_status, attempt.retry_count) == ("failed", 500, 2)
    assert_nothing_landed(attempt, files)


def test_retry_after_is_respected(web: WebServer, files: Path) -> None:
    web.pages["/a.pdf"] = in_turn(page(b"", 503, Retry_After="1"), page(PDF))
    assert land(web.url("/a.pdf"), files).status == "landed"
    first, second = web.visits
    assert second.began - first.ended >= 0.95


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_host_that_wants_long_peace_gets_it(web: WebServer, files: Path, form: str) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    web.pages["/a.pdf"] = page(b"", 503, Retry_After="7200" if form == "seconds" else later)
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.error_code, attempt.retry_count) == ("http_status", 0)
    assert "left alone" in (attempt.error or "")


def test_redirects_are_followed(web: WebServer, files: Path) -> None:
    web.pages |= {"/old.pdf": redirect("/new/"), "/new/": redirect("b.pdf"), "/new/b.pdf": page(PDF)}
    attempt = land(web.url("/old.pdf"), files)
    assert (attempt.status, attempt.final_url) == ("landed", web.url("/new/b.pdf"))
    assert attempt.file_name == "b.pdf"


def test_a_cookie_set_on_the_way_is_kept(web: WebServer, files: Path) -> None:
    def serve(handler: Handler) -> None:
        if "seen=1" in handler.headers.get("Cookie", ""):
            handler.reply(200, PDF)
        else:
            handler.reply(302, b"", {"Location": "/a.pdf", "Set-Cookie": "seen=1; Path=/"})

    web.pages["/a.pdf"] = serve
    assert land(web.url("/a.pdf"), files).status == "landed"


def test_a_proxy_of_the_environment_is_used_but_not_for_this_machine(
    web: WebServer, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.pages["/here.pdf"] = page(PDF + b"here")
    with web_server() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url(""))
        proxy.pages["http://host.invalid/a.pdf"] = page(PDF)
        proxy.pages["http://host.invalid/b.pdf"] = redirect("http://10.0.0.1/b.pdf")
        direct = land(web.url("/here.pdf"), files)
        through = land("http://host.invalid/a.pdf", files)
        refused = land("http://host.invalid/b.pdf", files)
        assert len(proxy.visits) == 2
    assert (direct.status, through.status) == ("landed", "landed")
    assert (refused.error_code, refused.http_status) == ("redirect_refused", 302)


def test_a_redirect_loop_is_left(web: WebServer, files: Path) -> None:
    web.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}
    attempt = land(web.url("/a"), files)
    assert (attempt.status, attempt.error_code, attempt.http_status) == ("failed", "redirect_loop", 302)
    assert len(web.visits) == QUICK.redirects + 1
    assert_nothing_landed(attempt, files)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/a.pdf", "javascript:alert(1)"])
def test_a_redirect_to_another_scheme_is_refused(web: WebServer, files: Path, target: str) -> None:
    web.pages["/a"] = redirect(target)
    attempt = land(web.url("/a"), files)
    assert (attempt.status, attempt.error_code) == ("failed", "redirect_refused")
    assert_nothing_landed(attempt, files)


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:99999/a.pdf", f"http://{'a' * 70}/a.pdf", "http://[::1/"]
)
def test_a_redirect_to_an_impossible_address_is_told(web: WebServer, files: Path, target: str) -> None:
    web.pages["/a"] = redirect(target)
    attempt = land(web.url("/a"), files)
    assert attempt.status == "failed"
    assert_nothing_landed(attempt, files)


@pytest.mark.parametrize("target", ["127.0.0.1", "localhost"])
def test_a_redirect_from_outside_into_a_private_network_is_refused(
    web: WebServer, files: Path, target: str
) -> None:
    policy = FetchPolicy(tries=1, host_interval_seconds=0.0, private_networks=("127.0.0.1/32", "::1/128"))
    web.pages["/secret.pdf"] = page(PDF)
    with web_server("127.0.0.2") as outside:
        outside.pages["/a.pdf"] = redirect(web.url("/secret.pdf").replace("127.0.0.1", target))
        attempt = land(outside.url("/a.pdf"), files, policy=policy)
    assert (attempt.status, attempt.error_code) == ("failed", "redirect_refused")
    assert web.visits == []
    assert_nothing_landed(attempt, files)


def test_a_redirect_from_inside_may_lead_anywhere(web: WebServer, files: Path) -> None:
    policy = FetchPolicy(tries=1, host_interval_seconds=0.0, private_networks=("127.0.0.1/32",))
    with web_server("127.0.0.2") as outside:
        outside.pages["/a.pdf"] = page(PDF)
        web.pages["/a.pdf"] = redirect(outside.url("/a.pdf"))
        assert land(web.url("/a.pdf"), files, policy=policy).status == "landed"


def test_an_html_error_page_with_status_200_is_rejected(web: WebServer, files: Path) -> None:
    web.pages["/a.pdf"] = page(
        "<!DOCTYPE html><html><head><title>404 页面不存在</title>%PDF-".encode(),
        Content_Type="application/pdf",
    )
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.status, attempt.error_code, attempt.http_status) == ("rejected", "not_pdf", 200)
    assert "HTML page titled “404 页面不存在”" in (attempt.error or "")
    assert_nothing_landed(attempt, files)


def test_a_zero_byte_file_is_rejected(web: WebServer, files: Path) -> None:
    web.pages["/a.pdf"] = page(b"")
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.status, attempt.error_code) == ("rejected", "empty")
    assert_nothing_landed(attempt, files)


def test_a_file_cut_short_is_tried_again_then_told(web: WebServer, files: Path) -> None:
    web.pages["/a.pdf"] = page(PDF[:5000], Content_Length=str(len(PDF)))
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.status, attempt.error_code, attempt.retry_count) == ("failed", "truncated", 2)
    assert f"5,000 of {len(PDF):,} bytes" in (attempt.error or "")
    assert attempt.content_length == len(PDF)
    assert_nothing_landed(attempt, files)


def test_a_file_cut_short_once_is_landed_in_the_end(web: WebServer, files: Path) -> None:
    web.pages["/a.pdf"] = in_turn(page(PDF[:5000], Content_Length=str(len(PDF))), page(PDF))
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.status, attempt.retry_count, len(stored(files))) == ("landed", 1, 1)


def test_a_chunked_answer_cut_short_is_no_file(web: WebServer, files: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    web.pages["/a.pdf"] = raw(head + b"%x\r\n" % len(PDF) + PDF + b"\r\n")
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.status, attempt.error_code) == ("failed", "truncated")
    assert_nothing_landed(attempt, files)


@pytest.mark.parametrize("length", [b"Content-Length: 99999\r\n", b""])
def test_a_slow_trickle_of_the_body_is_cut_at_the_deadline(
    web: WebServer, files: Path, length: bytes
) -> None:
    policy = replace(QUICK, read_seconds=5.0, deadline_seconds=0.5)
    head = b"HTTP/1.1 200 OK\r\n" + length + b"\r\n%PDF-1.7\n"
    web.pages["/a.pdf"] = raw(head, *[b"x"] * 40, pause=0.05)
    attempt = land(web.url("/a.pdf"), files, policy=policy)
    assert (attempt.status, attempt.error_code, attempt.http_status) == ("failed", "timeout", 200)
    assert 0.4 < attempt.seconds < 1.5
    assert_nothing_landed(attempt, files)


def test_a_slow_trickle_of_the_headers_is_cut_at_the_deadline(web: WebServer, files: Path) -> None:
    policy = replace(QUICK, read_seconds=5.0, deadline_seconds=0.5)
    web.pages["/a.pdf"] = raw(b"HTTP/1.1 200 OK\r\nX-Slow: ", *[b"x"] * 40, pause=0.05)
    attempt = land(web.url("/a.pdf"), files, policy=policy)
    assert (attempt.status, attempt.error_code) == ("failed", "timeout")
    assert 0.4 < attempt.seconds < 1.5


def test_a_silent_host_is_tried_again_then_told(web: WebServer, files: Path) -> None:
    web.pages["/a.pdf"] = raw(b"", pause=0.3)
    attempt = land(web.url("/a.pdf"), files, policy=replace(QUICK, read_seconds=0.1, tries=2))
    assert (attempt.status, attempt.error_code, attempt.retry_count) == ("failed", "timeout", 1)


def test_a_host_that_does_not_speak_http_is_told(web: WebServer, files: Path) -> None:
    web.pages["/a.pdf"] = raw(b"220 mail ready\r\n")
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.status, attempt.error_code) == ("failed", "protocol")
    assert_nothing_landed(attempt, files)


def test_a_file_announced_as_too_large_is_not_downloaded(web: WebServer, files: Path) -> None:
    web.pages["/a.pdf"] = page(b"%PDF-1.7", Content_Length=str(QUICK.max_bytes + 1))
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.status, attempt.error_code, attempt.retry_count) == ("rejected", "too_large", 0)
    assert_nothing_landed(attempt, files)


def test_a_file_that_grows_too_large_is_cut_off(web: WebServer, files: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n%PDF-1.7\n"
    web.pages["/a.pdf"] = raw(head, *[b"x" * 10_000] * 1000)
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.status, attempt.error_code) == ("rejected", "too_large")
    assert_nothing_landed(attempt, files)


def test_a_compressed_answer_is_refused(web: WebServer, files: Path) -> None:
    bomb = gzip.compress(b"%PDF-1.7" + b"\0" * 10_000_000)
    web.pages["/a.pdf"] = page(bomb, Content_Encoding="gzip")
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.status, attempt.error_code) == ("rejected", "bad_encoding")
    assert_nothing_landed(attempt, files)


@pytest.mark.parametrize("validator", ["ETag", "Last-Modified"])
def test_an_unchanged_file_is_not_downloaded_again(web: WebServer, files: Path, validator: str) -> None:
    value = {"ETag": 'W/"v1"', "Last-Modified": "Mon, 01 Sep 2025 08:00:00 GMT"}[validator]
    web.pages["/a.pdf"] = in_turn(lambda handler: handler.reply(200, PDF, {validator: value}), page(b"", 304))
    first = land(web.url("/a.pdf"), files)
    second = land(web.url("/a.pdf"), files, first)
    third = land(web.url("/a.pdf"), files, second)
    for attempt, visit in zip((second, third), web.visits[1:], strict=True):
        assert (attempt.status, attempt.http_status) == ("unchanged", 304)
        assert (attempt.sha256, attempt.byte_count) == (first.sha256, first.byte_count)
        asked = visit.headers["if-none-match" if validator == "ETag" else "if-modified-since"]
        assert asked == value


def test_without_validators_the_hash_tells_that_nothing_changed(web: WebServer, files: Path) -> None:
    web.pages["/a.pdf"] = page(PDF)
    first = land(web.url("/a.pdf"), files)
    second = land(web.url("/a.pdf"), files, first)
    assert (second.status, second.http_status, second.sha256) == ("unchanged", 200, first.sha256)
    assert len(stored(files)) == 1


def test_a_changed_file_is_landed_beside_the_old(web: WebServer, files: Path) -> None:
    web.pages["/a.pdf"] = in_turn(page(PDF, ETag='"1"'), page(PDF + b"more", ETag='"2"'))
    first = land(web.url("/a.pdf"), files)
    second = land(web.url("/a.pdf"), files, first)
    assert (second.status, second.etag) == ("landed", '"2"')
    assert second.sha256 != first.sha256
    assert len(stored(files)) == 2


def test_a_file_that_vanished_from_the_store_is_downloaded_again(web: WebServer, files: Path) -> None:
    web.pages["/a.pdf"] = page(PDF, ETag='"1"')
    first = land(web.url("/a.pdf"), files)
    path = file_path(files, first.sha256 or "")
    path.unlink()
    second = land(web.url("/a.pdf"), files, first)
    assert (second.status, second.sha256) == ("landed", first.sha256)
    assert "if-none-match" not in web.visits[1].headers
    assert path.read_bytes() == PDF


def test_a_304_that_was_not_asked_for_is_no_file(web: WebServer, files: Path) -> None:
    web.pages["/a.pdf"] = page(b"", 304)
    attempt = land(web.url("/a.pdf"), files)
    assert (attempt.status, attempt.error_code, attempt.http_status) == ("failed", "http_status", 304)


def test_odd_bytes_in_a_validator_do_no_harm(web: WebServer, files: Path) -> None:
    head = b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\nETag: "\xe5\xbc\x80\xff"\r\n\r\n' % len(PDF)
    web.pages["/a.pdf"] = raw(head + PDF)
    first = land(web.url("/a.pdf"), files)
    second = land(web.url("/a.pdf"), files, first)
    assert (first.status, second.status) == ("landed", "unchanged")


def test_one_host_is_asked_one_request_at_a_time_with_pauses(web: WebServer, files: Path) -> None:
    for number in range(4):
        web.pages[f"/{number}.pdf"] = page(PDF + b"%d" % number)
    sources = resolve_sources([web.url(f"/{number}.pdf") for number in range(4)])
    attempts = land_all(sources, {}, files, "run", FetchPolicy(host_interval_seconds=0.15))
    assert [attempt.status for attempt in attempts] == ["landed"] * 4
    visits = sorted(web.visits, key=lambda visit: visit.began)
    for before, after in pairwise(visits):
        assert after.began >= before.ended - 0.02
        assert after.began - before.began >= 0.13


def test_hosts_are_asked_in_parallel_and_outcomes_keep_the_order(web: WebServer, files: Path) -> None:
    meeting = threading.Barrier(2, timeout=2)

    def serve(handler: Handler) -> None:
        meeting.wait()  # each page is served only once the other has been asked for
        handler.reply(200, PDF)

    with web_server("127.0.0.2") as other:
        for server in (web, other):
            server.pages["/a.pdf"] = serve
        sources = resolve_sources([web.url("/a.pdf"), other.url("/a.pdf")])
        seen: list[Attempt] = []
        attempts = land_all(sources, {}, files, "run", FetchPolicy(), seen.append)
    assert [attempt.status for attempt in attempts] == ["landed", "landed"]
    assert [attempt.source_key for attempt in attempts] == [source.source_key for source in sources]
    assert sorted(seen, key=lambda attempt: attempt.location) == sorted(
        attempts, key=lambda attempt: attempt.location
    )
    assert len(stored(files)) == 1


def test_one_bad_source_does_not_stop_the_others(web: WebServer, files: Path) -> None:
    web.pages |= {"/a.pdf": page(b"", 404), "/b.pdf": page(PDF), "/c.pdf": page(b"<html>")}
    sources = resolve_sources([web.url(f"/{name}.pdf") for name in "abc"])
    attempts = land_all(sources, {}, files, "run", QUICK)
    assert [attempt.status for attempt in attempts] == ["failed", "landed", "rejected"]


def test_a_run_that_is_ended_does_not_wait_for_slow_hosts(web: WebServer, files: Path) -> None:
    web.pages["/a.pdf"] = web.pages["/c.pdf"] = raw(
        b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.7\n", *[b"x"] * 100, pause=0.05
    )
    with web_server("127.0.0.2") as other:
        other.pages["/b.pdf"] = page(PDF)
        sources = resolve_sources([web.url("/a.pdf"), web.url("/c.pdf"), other.url("/b.pdf")])

        def interrupt(_: Attempt) -> None:
            time.sleep(0.1)
            raise KeyboardInterrupt

        started = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            land_all(sources, {}, files, "run", FetchPolicy(), interrupt)
    assert time.monotonic() - started < 2
    assert len(stored(files)) == 1
