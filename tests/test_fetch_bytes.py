"""What bytes and names are taken for, and the rows that tell of them."""

from dataclasses import asdict, fields
from pathlib import Path
from typing import get_args

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetch import ATTEMPT_SCHEMA, ERROR_CODES, Attempt, ErrorCode, land_all, resolve_sources
from fetch.fault import retry_after
from fetch.naming import decoded, name_of_disposition, name_of_url, printable
from fetch.policy import FetchPolicy
from fetch.signature import described, is_pdf
from fetch.wire import is_private


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"<html>", "an HTML page"),
        (
            b"\xef\xbb\xbf\n <!-- x --> <!doctype HTML><title>\n 403 &amp; more </title>",
            "titled “403 & more”",
        ),
        ("<html><title>系统维护".encode("gbk") + b"</title>", "titled “系统维护”"),
        (b"<?xml version='1.0'?><html xmlns=''>", "an HTML page"),
        (b"<?xml version='1.0'?><Error/>", "an XML document"),
        (b"PK\x03\x04 word/document.xml", "a Word document"),
        (b"PK\x03\x04 OFD.xml", "an OFD document"),
        (b"PK\x03\x04 other", "a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document of the old kind"),
        (b"RIFF\0\0\0\0WEBPVP8", "a WebP image"),
        (b'{"code": 404}', 'text that begins “{"code": 404}”'),
        (b"\0\1\2\3", "begins with the bytes 00 01 02 03"),
    ],
)
def test_what_is_no_pdf_is_described(head: bytes, words: str) -> None:
    assert not is_pdf(head)
    assert words in described(head)


@pytest.mark.parametrize(
    ("head", "verdict"),
    [
        (b"%PDF-1.7", True),
        (b"\n" * 1024 + b"%PDF-1.7", True),
        (b"\n" * 1025 + b"%PDF-1.7", False),
        (b"%PDF", False),
        (b"%!PS-Adobe", False),
        (b"<html> see %PDF-1.7", False),
        (b"PK\x03\x04 a.pdf %PDF-1.7", False),
    ],
)
def test_the_mark_makes_a_pdf(head: bytes, verdict: bool) -> None:
    assert is_pdf(head) is verdict


@given(st.binary(max_size=200))
def test_any_bytes_can_be_described_in_one_line(head: bytes) -> None:
    assert described(head).isprintable() or is_pdf(head)


@given(st.text(alphabet=st.characters(), max_size=50))
def test_printable_text_can_be_stored_and_shown(text: str) -> None:
    shown = printable(text)
    assert "\n" not in shown
    assert "\x1b" not in shown
    assert printable(shown) == shown
    shown.encode("utf-8")


@given(st.binary(max_size=100))
def test_any_header_gives_a_base_name_or_none(header: bytes) -> None:
    name = name_of_disposition(b"attachment; filename=" + header)
    assert name is None or "/" not in name


def test_names_come_in_the_encodings_of_the_time() -> None:
    assert decoded("决算".encode("gbk")) == "决算"
    assert name_of_url("http://h/%BE%F6%CB%E3.pdf") == "决算.pdf"
    assert name_of_url("http://h/a/") is None
    assert name_of_disposition(b'attachment; filename="' + "决算.pdf".encode("gbk") + b'"') == "决算.pdf"
    assert name_of_disposition(b"attachment; filename=%E5%86%B3.pdf") == "决.pdf"
    assert name_of_disposition(b"attachment") is None


@pytest.mark.parametrize(
    ("address", "verdict"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("169.254.169.254", True),
        ("::1", True),
        ("fe80::1%eth0", True),
        ("::ffff:192.168.0.1", True),
        ("8.8.8.8", False),
        ("2001:4860:4860::8888", False),
        ("www.gov.cn", False),
    ],
)
def test_private_networks_are_known(address: str, verdict: bool) -> None:
    assert is_private(address, FetchPolicy().private_networks) is verdict


def test_retry_after_is_read_in_both_forms() -> None:
    assert retry_after("120") == 120
    assert retry_after("9" * 50) == 999_999_999
    assert retry_after("Mon, 01 Sep 2025 08:00:00 GMT") == 0
    assert retry_after("soon") is None
    assert retry_after(None) is None


def test_outcomes_fit_their_schema(tmp_path: Path) -> None:
    assert ATTEMPT_SCHEMA.names == [field.name for field in fields(Attempt)]
    assert all(field.metadata[b"description"] for field in ATTEMPT_SCHEMA)
    assert set(ERROR_CODES) == set(get_args(ErrorCode))
    for name, content in (("a.pdf", b"%PDF-1.4"), ("b.pdf", b"")):
        (tmp_path / name).write_bytes(content)
    sources = resolve_sources([str(tmp_path)])
    attempts = land_all([*sources, sources[0]], {}, tmp_path / "files", "run")
    assert len({attempt.attempt_key for attempt in attempts}) == len(attempts) == 2
    table = pa.Table.from_pylist([asdict(attempt) for attempt in attempts], schema=ATTEMPT_SCHEMA)
    table.validate(full=True)
    assert table["status"].to_pylist() == ["landed", "rejected"]
    for field in ATTEMPT_SCHEMA:
        assert field.nullable or table[field.name].null_count == 0
