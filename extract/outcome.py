"""What one document came to: the limits it was read under and the row that says how it went."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from extract import EXTRACTOR_VERSION

TRANSIENT = frozenset({"timeout", "memory", "crashed"})


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A landed file: its SHA-256 (lower-case hex) and where it lies."""

    sha256: str
    path: Path


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost.

    Attributes:
        seconds: wall time, pictures apart.
        picture_seconds: wall time more for each page that is a picture to be read.
        pictures: pages for which there is more time.
        memory_bytes: memory that the reading process maps beyond what it needs to start.
        file_bytes: size of the file.
        pages: pages of the document.
        stream_bytes: what one stream of the file may inflate to.
        raster_pixels: pixels of a page that is drawn.
        picture_pixels: pixels of a picture that is decoded for it.
    """

    seconds: float = 50
    picture_seconds: float = 2.5
    pictures: int = 24
    memory_bytes: int = 3 * 1024**3 // 2
    file_bytes: int = 100 * 1024**2
    pages: int = 3000
    stream_bytes: int = 256 * 1024**2
    raster_pixels: int = 40_000_000
    picture_pixels: int = 200_000_000

    def seconds_with(self, pictures: int) -> float:
        """Wall time for a document that has so many pages that are pictures."""
        return self.seconds + self.picture_seconds * min(pictures, self.pictures)


class UnreadableError(Exception):
    """A document that cannot be read; `code` is a reason_code of the extraction row."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the extraction schema, field for field."""

    sha256: str
    extractor_version: str
    status: str
    reason_code: str | None
    reason: str | None
    page_count: int | None
    scanned_page_count: int | None
    table_count: int | None
    cell_count: int | None
    sentence_count: int | None
    byte_count: int | None
    pdf_title: str | None
    pdf_producer: str | None
    seconds: float | None
    peak_memory_bytes: int | None
    extracted_at: datetime

    @property
    def is_transient(self) -> bool:
        """Whether another run may fare better: time, memory or a crash, not the file itself."""
        return self.reason_code in TRANSIENT

    @classmethod
    def failed(
        cls,
        document: DocumentFile,
        code: str,
        reason: str,
        seconds: float,
        *,
        byte_count: int | None = None,
        peak_memory_bytes: int | None = None,
    ) -> Self:
        """The outcome of a document that gave no rows."""
        return cls(
            sha256=document.sha256,
            extractor_version=EXTRACTOR_VERSION,
            status="failed",
            reason_code=code,
            reason=reason,
            page_count=None,
            scanned_page_count=None,
            table_count=None,
            cell_count=None,
            sentence_count=None,
            byte_count=byte_count,
            pdf_title=None,
            pdf_producer=None,
            seconds=seconds,
            peak_memory_bytes=peak_memory_bytes,
            extracted_at=datetime.now(UTC),
        )

    def as_row(self) -> dict[str, Any]:
        """The outcome as a row of the extraction schema."""
        return asdict(self)
