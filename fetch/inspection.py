"""The rules by which bytes are accepted as a document, applied while they stream by."""

import hashlib
from dataclasses import dataclass

from fetch.problem import FetchError
from fetch.signature import HEAD_BYTES, described, is_pdf


@dataclass(frozen=True, slots=True)
class Accepted:
    """A complete file that is a PDF within the size limit."""

    sha256: str
    byte_count: int


class Inspection:
    """Hashes and judges a file piece by piece, so that a bad one is refused before all of it has come."""

    def __init__(self, max_bytes: int) -> None:
        self.byte_count = 0
        self._max_bytes = max_bytes
        self._hash = hashlib.sha256()
        self._head = b""

    def announce(self, byte_count: int | None) -> None:
        """Judge the size that was announced, if any.

        Raises:
            FetchError: too_large.
        """
        if byte_count is not None and byte_count > self._max_bytes:
            raise FetchError(
                "too_large",
                f"it has {byte_count:,} bytes, more than the limit of {self._max_bytes:,}",
                "check that it is the document meant, or raise the size limit",
            )

    def feed(self, piece: bytes) -> None:
        """Take the next bytes of the file.

        Raises:
            FetchError: too_large, not_pdf.
        """
        self.byte_count += len(piece)
        self.announce(self.byte_count)
        self._hash.update(piece)
        if len(self._head) < HEAD_BYTES:
            self._head += piece[: HEAD_BYTES - len(self._head)]
            if len(self._head) == HEAD_BYTES:
                self._judge()

    def close(self) -> Accepted:
        """Judge the file now that all of it has come.

        Raises:
            FetchError: empty, not_pdf.
        """
        if self.byte_count == 0:
            raise FetchError(
                "empty",
                "it has no bytes at all",
                "ask the publisher for the file, or remove it from the sources",
            )
        self._judge()
        return Accepted(self._hash.hexdigest(), self.byte_count)

    def _judge(self) -> None:
        if not is_pdf(self._head):
            raise FetchError(
                "not_pdf",
                f"it is not a PDF but looks like {described(self._head)}",
                "name the PDF itself, not a page about it or another form of it",
            )
