"""One local file: read within the same limits as a download, and copied into the store."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from fetch.answer import Previous
from fetch.download import Arrival
from fetch.inspection import Accepted, Inspection
from fetch.problem import FetchError
from fetch.store import Incoming, Store

PIECE_BYTES = 1024 * 1024


def copy_file(path: Path, store: Store, max_bytes: int, previous: Previous | None) -> Arrival:
    """Land a local file.

    It is hashed first, and copied only if the store does not have its content: times and sizes are not
    trusted.

    Args:
        path: The file.
        store: Where it goes.
        max_bytes: Largest size accepted.
        previous: What it held last time and is still in the store, if so.

    Raises:
        FetchError: not_found, unreadable, too_large, empty, not_pdf.
        StoreError: The store cannot be written to.
    """
    with _opened(path) as stream:
        accepted = _read(stream, max_bytes, None)
        if not store.has(accepted.sha256, accepted.byte_count):
            with _told():
                stream.seek(0)
            with store.incoming() as incoming:
                # Hashed again: the file may have been written to in between.
                accepted = _read(stream, max_bytes, incoming)
                incoming.keep(accepted.sha256)
    return Arrival(accepted, previous is not None and previous.sha256 == accepted.sha256)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with _told():
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise FetchError("not_found", "this folder holds no PDF", "put PDFs there or correct the path")
        # A pipe or a device could keep us waiting for ever.
        if not stat.S_ISREG(mode):
            raise FetchError("unreadable", "it is no regular file", "name the PDF itself")
        stream = path.open("rb")
    with stream:
        yield stream


def _read(stream: BinaryIO, max_bytes: int, incoming: Incoming | None) -> Accepted:
    inspection = Inspection(max_bytes)
    while piece := _piece(stream):
        inspection.feed(piece)
        if incoming is not None:
            incoming.write(piece)
    return inspection.close()


def _piece(stream: BinaryIO) -> bytes:
    with _told():
        return stream.read(PIECE_BYTES)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FetchError(
            "not_found",
            "there is no such file",
            "check the path (an address begins with http:// or https://)",
        ) from error
    except OSError as error:
        raise FetchError(
            "unreadable", f"it cannot be read ({error.strerror or error})", "mend its permissions or its path"
        ) from error
