"""Sources: where documents come from, one file or address each."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from fetch.naming import clipped, printable
from fetch.store import STORE_MARK

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


class SourceError(Exception):
    """What was named as a source cannot be one; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file or address to land, with what its catalogue says of it.

    Attributes:
        source_key: MD5 (hex) of the normalised location; the same source has the same key in every run.
        location: http(s) address as written, or absolute path.
        publisher: Department that publishes the document, as the catalogue spells it.
        division_code: Administrative division, six digits of GB/T 2260.
        report_type: budget (部门预算) or final_account (部门决算).
        fiscal_year: Year the document is about.
        catalogue: Absolute path of the catalogue that lists it; None if named directly.
        catalogue_line: Line of the catalogue, from 1.
    """

    source_key: str
    location: str
    publisher: str | None = None
    division_code: str | None = None
    report_type: str | None = None
    fiscal_year: int | None = None
    catalogue: str | None = None
    catalogue_line: int | None = None

    @property
    def is_remote(self) -> bool:
        """Whether the location is an address, not a path."""
        return is_address(self.location)

    @property
    def label(self) -> str:
        """The location, and the catalogue line if any, for a sentence."""
        shown = clipped(self.location, 300)
        if self.catalogue is None:
            return shown
        return f"{shown} ({clipped(Path(self.catalogue).name)}, line {self.catalogue_line})"


def is_address(location: str) -> bool:
    """Whether a location is an address (it names a scheme) and not a path."""
    return _SCHEME.match(location) is not None


def source_key_of(location: str) -> str:
    """Key of a location: MD5 (hex) of its normal form.

    The normal form of an address has its scheme and host in lower case, no default port, no fragment, and
    percent signs for what is not ASCII; that of a path is the path.
    """
    normal = str(httpx.URL(location).copy_with(fragment=None)) if is_address(location) else location
    return hashlib.md5(normal.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def address_fault(location: str) -> str | None:
    """What is wrong with an address and what to do, or None if it can be asked for."""
    try:
        url = httpx.URL(location)
    except (httpx.InvalidURL, ValueError) as error:
        return f"is not a valid address ({error}); correct it"
    if url.scheme not in ("http", "https"):
        return f"has the scheme {url.scheme}, which is not fetched; give an http or https address, or a path"
    if not url.host:
        return "names no host; write http://host/path"
    if url.port is not None and not 0 < url.port < 65536:
        return f"names the port {url.port}, which cannot be; correct it"
    if url.userinfo:
        return "holds a user name or password, which would be recorded with every attempt; remove it"
    return None


def absolute(path: Path) -> Path:
    """The path from the root, without `.` and `..`; links stay, so that a key outlives what they point to."""
    return Path(os.path.normpath(path.absolute()))


def is_folder(path: Path) -> bool:
    """Whether the path is a folder; False also for what cannot be looked at."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def pdfs_in(folder: Path) -> list[Path]:
    """PDF files in a folder and its subfolders, by name (`*.pdf`, any case), sorted.

    Hidden files and folders, stores of landed files, and links that lead out of the folder are passed over.

    Raises:
        SourceError: A folder may not be read.
    """
    inside = folder.resolve()
    return sorted(
        path
        for path in _files_in(folder)
        if path.suffix.lower() == ".pdf" and path.is_file() and path.resolve().is_relative_to(inside)
    )


def _files_in(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise SourceError(
            f"the folder {clipped(str(error.filename), 300)} cannot be read: {error.strerror}; "
            "mend its permissions or name its files one by one"
        ) from error

    for place, folders, files in os.walk(folder, onerror=refuse):
        if STORE_MARK in files:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in files if not name.startswith("."))


def source_of_argument(argument: str) -> list[Source]:
    """Sources that a command-line argument names: one address or file, or the PDFs of a folder.

    Raises:
        SourceError: An address that cannot be asked for, a path that is not there, a folder without a PDF.
    """
    shown = clipped(argument, 300)
    if is_address(argument):
        fault = address_fault(argument)
        if fault:
            raise SourceError(f"{shown} {fault}")
        return [Source(source_key_of(argument), argument)]
    if not argument or "\0" in argument:
        raise SourceError(f"“{shown}” is not a path; name a PDF, a folder, an address or a catalogue")
    path = absolute(Path(argument))
    try:
        path.stat()
    except OSError as error:
        raise SourceError(
            f"{shown}: {error.strerror or error}; check the path (an address begins with http:// or https://)"
        ) from error
    if not is_folder(path):
        return [Source(source_key_of(str(path)), str(path))]
    found = pdfs_in(path)
    if not found:
        raise SourceError(f"{shown} holds no PDF; name a folder that does, a PDF, or a catalogue")
    return [Source(source_key_of(str(pdf)), str(pdf)) for pdf in found]


def shown_path(path: Path) -> str:
    """A path to show and to record."""
    return printable(str(path))
