"""Catalogues: lists of sources with what is known of each, checked before anything is fetched.

`docs/catalogue.md` describes the format.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from fetch.catalogue_text import Fault, Parsed, Record, parse_csv, parse_yaml
from fetch.naming import clipped
from fetch.source import (
    Source,
    SourceError,
    absolute,
    address_fault,
    is_address,
    is_folder,
    pdfs_in,
    shown_path,
    source_key_of,
)

SUFFIXES = (".csv", ".yaml", ".yml")
BYTE_LIMIT = 16 * 1024 * 1024
FAULT_LIMIT = 20
YEARS: Final = range(1990, 2101)
_PUBLISHER_LIMIT = 200
_LOCATION_LIMIT = 4000


class CatalogueError(SourceError):
    """A catalogue is not as it must be; nothing of it is used.

    The message has one line for each of the first faults: file, line, column, what is wrong, what to do.
    """

    def __init__(self, path: Path, faults: Sequence[Fault]) -> None:
        self.path = path
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line or 0))
        lines = [_told(path, fault) for fault in self.faults[:FAULT_LIMIT]]
        if len(self.faults) > FAULT_LIMIT:
            lines.append(f"… and {len(self.faults) - FAULT_LIMIT} more")
        super().__init__("\n".join(lines))


def is_catalogue(path: Path) -> bool:
    """Whether a file's name is that of a catalogue."""
    return path.suffix.lower() in SUFFIXES


def read_catalogue(path: Path) -> list[Source]:
    """Read a catalogue, CSV or YAML by its name.

    Relative paths are taken from the catalogue's folder. A folder stands for the PDFs in it; a file that
    has a line of its own keeps to that. A path that is not there is no fault of the catalogue: landing tells
    of it.

    Args:
        path: The catalogue.

    Returns:
        Its sources in the order of its lines.

    Raises:
        CatalogueError: It cannot be read, or anything in it is not as it must be.
    """
    text = _text(path)
    parsed = parse_csv(text) if path.suffix.lower() == ".csv" else parse_yaml(text)
    if not parsed.records and not parsed.faults:
        parsed.faults.append(Fault("lists no source; add a line for each"))
    sources = _sources(path, parsed)
    if parsed.faults:
        raise CatalogueError(path, parsed.faults)
    return sources


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise CatalogueError(path, [Fault("there is no such file; check the path")])
        if path.stat().st_size > BYTE_LIMIT:
            raise CatalogueError(path, [Fault(f"is larger than {BYTE_LIMIT:,} bytes; split it")])
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CatalogueError(
            path, [Fault(f"cannot be read ({reason}); mend its permissions or its path")]
        ) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CatalogueError(
            path, [Fault("is not UTF-8; save it again as “CSV UTF-8” or UTF-8 text", line)]
        ) from error


def _sources(path: Path, parsed: Parsed) -> list[Source]:
    listed = [source for record in parsed.records if (source := _source(path, record, parsed.faults))]
    lines: dict[str, int | None] = {}
    for source in listed:
        if source.source_key in lines:
            message = f"is the same as in line {lines[source.source_key]}; keep one"
            parsed.faults.append(Fault(message, source.catalogue_line, "location"))
        else:
            lines[source.source_key] = source.catalogue_line
    expanded: dict[str, Source] = {}
    for source in listed:
        for member in _members(source, parsed.faults):
            if member is source or member.source_key not in lines:
                expanded.setdefault(member.source_key, member)
    return list(expanded.values())


def _source(path: Path, record: Record, faults: list[Fault]) -> Source | None:
    found = [Fault(message, record.line, column) for column, message in _record_faults(record.values)]
    if found:
        faults += found
        return None
    location = record.values["location"]
    if not is_address(location):
        location = str(absolute(path.parent / location))
    year = record.values.get("fiscal_year")
    return Source(
        source_key=source_key_of(location),
        location=location,
        publisher=record.values.get("publisher"),
        division_code=record.values.get("division_code"),
        report_type=record.values.get("report_type"),
        fiscal_year=int(year) if year else None,
        catalogue=shown_path(absolute(path)),
        catalogue_line=record.line,
    )


def _members(source: Source, faults: list[Fault]) -> list[Source]:
    if source.is_remote or not is_folder(Path(source.location)):
        return [source]
    try:
        pdfs = pdfs_in(Path(source.location))
    except SourceError as error:
        faults.append(Fault(str(error), source.catalogue_line, "location"))
        return []
    # An empty folder stays a source, so that its emptiness becomes an outcome.
    return [replace(source, source_key=source_key_of(str(pdf)), location=str(pdf)) for pdf in pdfs] or [
        source
    ]


def _record_faults(values: dict[str, str]) -> Iterable[tuple[str, str]]:
    for column, value in values.items():
        fault = _character_fault(value) or _fault_of(column, value)
        if fault:
            yield column, f"“{clipped(value)}” {fault}"
    if "location" not in values:
        yield "location", "is empty; give an address or a path"


def _character_fault(value: str) -> str | None:
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in value):
        return "holds a line break or another control character; remove it"
    return None


def _fault_of(column: str, value: str) -> str | None:
    match column:
        case "publisher" if len(value) > _PUBLISHER_LIMIT:
            return f"is longer than {_PUBLISHER_LIMIT} characters; give the department's name alone"
        case "division_code" if not re.fullmatch("[1-9][0-9]{5}", value):
            return "is not a division code; write the six digits of GB/T 2260, such as 420105"
        case "report_type" if value not in ("budget", "final_account"):
            return "is not a report type; write budget (部门预算) or final_account (部门决算)"
        case "fiscal_year" if not (re.fullmatch("[0-9]{4}", value) and int(value) in YEARS):
            return f"is not a year from {YEARS[0]} to {YEARS[-1]}; write four digits, such as 2024"
        case "location" if len(value) > _LOCATION_LIMIT:
            return f"is longer than {_LOCATION_LIMIT} characters; correct it"
        case "location" if is_address(value):
            return address_fault(value)
    return None


def _told(path: Path, fault: Fault) -> str:
    line = f", line {fault.line}" if fault.line is not None else ""
    column = f", column {fault.column}" if fault.column is not None else ""
    return f"{shown_path(path)}{line}{column}: {fault.message}."
