"""A PDF file opened twice: by pdfium for text and pictures, by pdfplumber for the pages with rulings."""

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page
from pdfplumber.pdf import PDF

from extract.glyph import View
from extract.outcome import Limits, UnreadableError

# Readers look for the head in the first kilobyte; tails are often followed by what a web server added.
_HEAD_BYTES = 1024
_TAIL_BYTES = 64 * 1024
# pdfminer keeps every object it has parsed; a fresh start now and then keeps memory flat.
_PAGES_PER_OPENING = 150

_FETCH_AGAIN = "fetch it again or ask the publisher for a sound copy"


def silence() -> None:
    """Silence the libraries' remarks on fonts and other flaws that no one can act on."""
    for name in ("pdfminer", "pdfplumber", "pypdfium2"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module=r"pdfminer|pdfplumber|pypdfium2")


def check_file(path: Path, limits: Limits) -> int:
    """Size of a file that looks like a whole PDF of a permitted size, bytes.

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


class RuledPages:
    """The pages of one file as pdfplumber sees them, asked for in ascending order and one at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pdf: PDF | None = None
        self._pages: list[PDFPage] = []
        self._opened_for = 0

    @contextmanager
    def page(self, page_number: int, view: View) -> Iterator[Page]:
        """Give a page, seen through the same box as pdfium sees it, whatever boxes the file names.

        Raises:
            IndexError: the file's page tree does not lead to that page.
        """
        pdf = self._pdf
        if pdf is None or page_number - self._opened_for >= _PAGES_PER_OPENING:
            pdf = self._open(page_number)
        found = self._pages[page_number - 1]
        box = (view.left, view.bottom, view.right, view.top)
        found.mediabox = found.cropbox = box
        found.rotate = view.rotation
        kept = {name: value for name, value in found.attrs.items() if not str(name).endswith("Box")}
        found.attrs = {**kept, "MediaBox": list(box), "Rotate": view.rotation}
        page = Page(pdf, found, page_number)
        try:
            yield page
        finally:
            page.close()

    def close(self) -> None:
        """Close the file."""
        if self._pdf is not None:
            self._pdf.stream.close()
            self._pdf, self._pages = None, []

    def _open(self, page_number: int) -> PDF:
        self.close()
        pdf = PDF.open(self._path)
        self._pdf, self._pages = pdf, list(_sound_pages(pdf))
        self._opened_for = page_number
        return pdf


def _sound_pages(pdf: PDF) -> Iterator[PDFPage]:
    """The pages up to the first that the page tree breaks at; the rest are missed when asked for."""
    pages = PDFPage.create_pages(pdf.doc)
    while True:
        try:
            page = next(pages, None)
        except MemoryError:
            raise
        except Exception:
            return
        if page is None:
            return
        yield page
