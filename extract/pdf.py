"""A PDF file: checked, then opened by pdfium."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extract.inflation import check_streams
from extract.outcome import Limits, UnreadableError

# Readers look for the head in the first kilobyte; tails are often followed by what a web server added.
_HEAD_BYTES = 1024
_TAIL_BYTES = 64 * 1024
_FETCH_AGAIN = "fetch it again or ask the publisher for a sound copy"


def check_file(path: Path, limits: Limits) -> int:
    """Size of a file that looks like a whole PDF of a permitted size, inflated too; bytes.

    Raises:
        UnreadableError: too_large, not_pdf or corrupt.
        OSError: the file cannot be read at all.
    """
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise UnreadableError(
            "too_large",
            f"The file has {size} bytes, {limits.file_bytes} are allowed: raise the limit or split the file.",
        )
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        file.seek(max(size - _TAIL_BYTES, 0), io.SEEK_SET)
        tail = file.read(_TAIL_BYTES)
    if b"%PDF" not in head:
        what = "is empty" if size == 0 else "does not begin with %PDF"
        raise UnreadableError("not_pdf", f"The file {what}: check its address and fetch it again.")
    if b"%%EOF" not in tail:
        raise UnreadableError(
            "corrupt", f"The file ends before its end-of-file mark, it was cut short: {_FETCH_AGAIN}."
        )
    check_streams(path, limits)
    return size


@contextmanager
def open_document(path: Path, limits: Limits) -> Iterator[Any]:
    """Open a checked file with pdfium (a pypdfium2.PdfDocument).

    Raises:
        UnreadableError: encrypted, corrupt or too_many_pages.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise UnreadableError(
                "encrypted", "The file opens only with a password: ask the publisher for an open copy."
            ) from error
        raise UnreadableError("corrupt", f"The file is damaged beyond repair: {_FETCH_AGAIN}.") from error
    try:
        count = len(document)
        if count == 0:
            raise UnreadableError("corrupt", f"The file holds no page: {_FETCH_AGAIN}.")
        if count > limits.pages:
            raise UnreadableError(
                "too_many_pages",
                f"The file has {count} pages, {limits.pages} are allowed: raise the limit or split the file.",
            )
        yield document
    finally:
        document.close()


def open_page(document: Any, page_number: int) -> Any:
    """Open a page (a pypdfium2.PdfPage), to be closed by the caller; numbers from 1.

    Raises:
        UnreadableError: corrupt.
    """
    try:
        return document[page_number - 1]
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("corrupt", f"Page {page_number} is damaged: {_FETCH_AGAIN}.") from error


def metadata(document: Any, key: str) -> str | None:
    """A value of the document's metadata as is, without what no text may hold; None if there is none."""
    try:
        text: str = document.get_metadata_value(key)
    except UnicodeDecodeError:
        return None
    return text.replace("\x00", "") or None
