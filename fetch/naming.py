"""Names to show: of files, from paths, addresses and headers. Never used to build a path."""

import unicodedata
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes, urlsplit

NAME_LIMIT = 255
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def decoded(name: bytes) -> str:
    """Text of a name that is UTF-8, or else GB18030 as older Chinese systems wrote it."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("utf-8", "backslashreplace")


def printable(text: str) -> str:
    r"""The text with undecodable bytes made readable, and characters that do not show written as `\x1b`."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = decoded(_raw(text))
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character) in _UNPRINTABLE
        else character
        for character in text
    )


def _raw(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace")


def clipped(text: str, limit: int = 60) -> str:
    """The text, printable, cut to `limit` characters."""
    shown = printable(text)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def name_of_path(location: str) -> str:
    """File name of a path, to show."""
    return clipped(PurePosixPath(location).name, NAME_LIMIT)


def name_of_url(url: str) -> str | None:
    """File name at the end of an address's path, percent signs resolved; None if it ends with a slash."""
    return _base_name(decoded(unquote_to_bytes(urlsplit(url).path)))


def name_of_disposition(header: bytes) -> str | None:
    """File name that a Content-Disposition header gives, in RFC 2231 form or as raw bytes of any encoding."""
    message = Message()
    message["Content-Disposition"] = decoded(header).replace("\r", " ").replace("\n", " ")
    try:
        name = message.get_filename()
    except (LookupError, ValueError):
        return None
    if name is None:
        return None
    return _base_name(decoded(unquote_to_bytes(name)) if "%" in name else name)


def _base_name(name: str) -> str | None:
    last = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    return clipped(last, NAME_LIMIT) if last else None
