"""What hosts say about a file, and what we tell them we have of it already."""

from dataclasses import dataclass

import httpx

from fetch.naming import name_of_disposition, name_of_url

HEADER_LIMIT = 1000
_LARGEST_INTEGER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host said about a file, as its last response had it."""

    http_status: int
    final_url: str
    etag: str | None
    last_modified: str | None
    content_type: str | None
    content_length: int | None
    file_name: str | None


@dataclass(frozen=True, slots=True)
class Previous:
    """What a source held when it was last landed, or found unchanged."""

    sha256: str
    etag: str | None
    last_modified: str | None
    byte_count: int


def answer_of(response: httpx.Response) -> Answer:
    """Take down a response's headers; what is absurdly long or large is taken as not said."""
    url = response.url.copy_with(userinfo=b"", fragment=None)
    disposition = next((v for k, v in response.headers.raw if k.lower() == b"content-disposition"), None)
    return Answer(
        http_status=response.status_code,
        final_url=str(url),
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        content_type=_header(response, "Content-Type"),
        content_length=_length(response),
        file_name=(name_of_disposition(disposition) if disposition else None) or name_of_url(str(url)),
    )


def conditions(previous: Previous | None) -> dict[str, str]:
    """Request headers that ask for the file only if it has changed since."""
    if previous is None:
        return {}
    validators = {"If-None-Match": previous.etag, "If-Modified-Since": previous.last_modified}
    # A host may have sent bytes that no header of ours can carry.
    return {
        name: value for name, value in validators.items() if value and value.isascii() and value.isprintable()
    }


def _header(response: httpx.Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value if value and len(value) <= HEADER_LIMIT else None


def _length(response: httpx.Response) -> int | None:
    value = response.headers.get("Content-Length", "")
    if not (value.isascii() and value.isdigit()):
        return None
    length = int(value[:20])
    return length if length <= _LARGEST_INTEGER else None
