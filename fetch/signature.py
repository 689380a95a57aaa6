"""What a file is, by its first bytes."""

import html
import re

from fetch.naming import clipped, decoded

HEAD_BYTES = 4096
PDF_MARK = b"%PDF-"
PDF_MARK_WITHIN = 1024
"""Readers accept this many bytes of garbage before the mark, and so do we."""

_BINARY = (
    (b"PK\x05\x06", "an empty zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document of the old kind (Word, Excel)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
)
_ZIP_MEMBERS = (
    (b"OFD.xml", "an OFD document"),
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"[Content_Types].xml", "an Office document (Word, Excel)"),
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_HTML = re.compile(rb"(<!--.*?-->\s*)?<(!doctype\s+html|html|head|body|script|meta|title)\b", re.I | re.S)
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.I | re.S)


def is_pdf(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a PDF."""
    at = head.find(PDF_MARK)
    if at > 0 and other_kind(head) is not None:
        return False
    return 0 <= at <= PDF_MARK_WITHIN


def described(head: bytes) -> str:
    """What a file that is no PDF looks like, for a sentence: `an HTML page titled “404”`."""
    kind = other_kind(head)
    if kind is not None:
        return kind
    text = decoded(head[:40].split(b"\n")[0])
    if all(character.isprintable() or character.isspace() for character in text):
        return f"text that begins “{clipped(text.strip())}”"
    return f"data of an unknown kind that begins with the bytes {head[:8].hex(' ')}"


def other_kind(head: bytes) -> str | None:
    """Kind of a file that is recognised as something else than a PDF, or None."""
    for mark, kind in _BINARY:
        if head.startswith(mark):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return next((kind for member, kind in _ZIP_MEMBERS if member in head), "a zip archive")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "a WebP image"
    text = head.removeprefix(_BYTE_ORDER_MARK).lstrip()
    if _HTML.match(text):
        return _html_page(text)
    if text.startswith(b"<?xml"):
        return _html_page(text) if b"<html" in text.lower() else "an XML document"
    return None


def _html_page(head: bytes) -> str:
    title = _TITLE.search(head)
    words = " ".join(html.unescape(decoded(title.group(1))).split()) if title else ""
    return f"an HTML page titled “{clipped(words)}”" if words else "an HTML page"
