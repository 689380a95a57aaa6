"""The landed files: each stored once, under the SHA-256 of its content.

A file is written to a temporary name in the same folder and renamed when complete, so that a name in the
store always stands for a whole file. What a killed run leaves behind is removed the next time.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

TEMPORARY_PREFIX = ".landing-"
STORE_MARK = ".landed-files"
"""A folder that holds this file is a store; its PDFs are never taken for sources."""


class StoreError(Exception):
    """The folder of landed files cannot be used. No fault of a source: the run cannot go on."""


def file_path(files_root: Path, sha256: str) -> Path:
    """Where the file with this SHA-256 (lower-case hex) is stored, whether or not it is there."""
    return files_root / sha256[:2] / f"{sha256}.pdf"


class Store:
    """The folder of landed files."""

    def __init__(self, files_root: Path) -> None:
        """Open the store, making the folder if need be, and remove what killed runs left.

        Raises:
            StoreError: The folder cannot be made or written to.
        """
        self.root = files_root
        with _writing(files_root):
            files_root.mkdir(parents=True, exist_ok=True)
            (files_root / STORE_MARK).touch()
            for leftover in files_root.glob(f"{TEMPORARY_PREFIX}*"):
                _remove_if_abandoned(leftover)

    def has(self, sha256: str, byte_count: int) -> bool:
        """Whether the file is in the store, and of the size it should have."""
        try:
            return file_path(self.root, sha256).stat().st_size == byte_count
        except OSError:
            return False

    @contextmanager
    def incoming(self) -> Iterator["Incoming"]:
        """A new temporary file, removed at the end unless it was kept.

        Raises:
            StoreError: The folder cannot be written to.
        """
        with _writing(self.root):
            descriptor, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, dir=self.root)
        incoming = Incoming(self.root, Path(name), os.fdopen(descriptor, "wb"))
        try:
            incoming.claim()
            yield incoming
        finally:
            incoming.discard()


class Incoming:
    """A file on its way into the store."""

    def __init__(self, root: Path, path: Path, stream: BinaryIO) -> None:
        self._root = root
        self._path = path
        self._stream = stream

    def claim(self) -> None:
        """Hold a lock on the file for as long as this process lives, the sign that it is not abandoned."""
        with _writing(self._root):
            fcntl.flock(self._stream, fcntl.LOCK_EX)

    def write(self, piece: bytes) -> None:
        """Append bytes.

        Raises:
            StoreError: The disk is full or fails.
        """
        with _writing(self._root):
            self._stream.write(piece)

    def keep(self, sha256: str) -> None:
        """Make the file, now complete, the store's copy of the content with this SHA-256.

        Raises:
            StoreError: The disk is full or fails.
        """
        target = file_path(self._root, sha256)
        with _writing(self._root):
            self._stream.flush()
            os.fsync(self._stream.fileno())
            target.parent.mkdir(exist_ok=True)
            self._path.chmod(0o644)
            self._path.replace(target)

    def discard(self) -> None:
        """Close the file, and remove it if it was not kept."""
        with suppress(OSError):
            self._stream.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


@contextmanager
def _writing(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"the folder of landed files {root} cannot be written to: {error.strerror or error}; "
            "free space there, mend its permissions, or choose another home"
        ) from error


def _remove_if_abandoned(leftover: Path) -> None:
    with suppress(FileNotFoundError), leftover.open("rb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # another process is writing it now
        leftover.unlink()
