"""Outcomes of landing: one row for each source and run, whatever came of it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from fetch.problem import ERROR_CODES, REJECTED_CODES


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one source in one run; `ATTEMPT_SCHEMA` describes each field.

    Only `landed` and `unchanged` carry a sha256; they are what the next run's `Previous` is made of.
    """

    attempt_key: str
    run_id: str
    source_key: str
    location: str
    publisher: str | None
    division_code: str | None
    report_type: str | None
    fiscal_year: int | None
    catalogue: str | None
    catalogue_line: int | None
    attempted_at: datetime
    status: str
    http_status: int | None
    final_url: str | None
    etag: str | None
    last_modified: str | None
    content_type: str | None
    content_length: int | None
    byte_count: int | None
    sha256: str | None
    file_name: str | None
    error_code: str | None
    error: str | None
    seconds: float
    retry_count: int


def attempt_key_of(run_id: str, source_key: str) -> str:
    """Key of an attempt: MD5 (hex) of the run's id followed by the source's key."""
    return hashlib.md5((run_id + source_key).encode(), usedforsecurity=False).hexdigest()


def _field(name: str, kind: pa.DataType, description: str, *, nullable: bool = True) -> pa.Field:
    return pa.field(name, kind, nullable=nullable, metadata={"description": description})


_CODES = "; ".join(f"{code}: {meaning}" for code, meaning in ERROR_CODES.items())

ATTEMPT_SCHEMA = pa.schema(
    [
        _field("attempt_key", pa.string(), "MD5 of run_id and source_key", nullable=False),
        _field("run_id", pa.string(), "Run that made the attempt", nullable=False),
        _field("source_key", pa.string(), "MD5 of the source's normalised location", nullable=False),
        _field("location", pa.string(), "Address, or absolute path of a local file", nullable=False),
        _field("publisher", pa.string(), "Publishing department, as the catalogue has it"),
        _field("division_code", pa.string(), "Administrative division (GB/T 2260), as the catalogue has it"),
        _field("report_type", pa.string(), "budget | final_account, as the catalogue has it"),
        _field("fiscal_year", pa.int32(), "Year the document is about, as the catalogue has it"),
        _field("catalogue", pa.string(), "Absolute path of the catalogue; null if named directly"),
        _field("catalogue_line", pa.int32(), "Line of the catalogue, from 1"),
        _field("attempted_at", pa.timestamp("us", tz="UTC"), "When the attempt began", nullable=False),
        _field(
            "status",
            pa.string(),
            "landed: the file was put into the store; unchanged: it is what it was in the last run; "
            f"rejected: what came is not accepted ({', '.join(sorted(REJECTED_CODES))}); "
            "failed: nothing came",
            nullable=False,
        ),
        _field("http_status", pa.int32(), "Status of the last answer; null for a local file"),
        _field("final_url", pa.string(), "Address after redirects"),
        _field("etag", pa.string(), "ETag of the file, to ask for changes next time"),
        _field("last_modified", pa.string(), "Last-Modified of the file, to ask for changes next time"),
        _field("content_type", pa.string(), "Content-Type that the host claimed; not trusted"),
        _field("content_length", pa.int64(), "Content-Length that the host announced, bytes"),
        _field("byte_count", pa.int64(), "Size of the accepted file, bytes"),
        _field("sha256", pa.string(), "SHA-256 of the accepted file, lower-case hex"),
        _field("file_name", pa.string(), "Name to show: the file's, the host's, or the end of the address"),
        _field("error_code", pa.string(), f"Kind of the fault. {_CODES}"),
        _field("error", pa.string(), "Which source, what was wrong and what to do, in one sentence"),
        _field("seconds", pa.float64(), "Wall time of the attempt, pauses included", nullable=False),
        _field("retry_count", pa.int32(), "Tries after the first", nullable=False),
    ]
)
