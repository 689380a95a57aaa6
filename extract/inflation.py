"""What the streams of a file inflate to, found out before a library holds them whole.

A few kilobytes can inflate to gigabytes. Only streams whose size and filters could pass the limit are
inflated, piece by piece with nothing kept, so that an ordinary file costs a search for the word `stream`.
What is not seen here (an encrypted stream, filters of another kind) meets the limit of memory.
"""

import mmap
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from math import prod
from pathlib import Path

from extract.outcome import Limits, UnreadableError

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FILTERS = re.compile(rb"/Filter\s*(?:\[([^\]]*)\]|/(\w+))")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
# What stands in front of a stream is seldom longer.
_DICTIONARY_BYTES = 4096
_DEFLATE = (b"FlateDecode", b"Fl")
# The most that one byte can become, by filter; deflate's is that of its longest match.
_GROWTH = {**dict.fromkeys(_DEFLATE, 1032), b"LZWDecode": 2731, b"RunLengthDecode": 64}
_PIECE_BYTES = 1024 * 1024


class _BeyondError(Exception):
    """More has come than is allowed."""


def check_streams(path: Path, limits: Limits) -> None:
    """See that no stream of a file inflates beyond `limits.stream_bytes`.

    Pictures are passed over: reading does not inflate them, and drawing has limits of its own.

    Raises:
        UnreadableError: too_large.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        end = 0
        for found in _STREAM.finditer(data):
            start = found.end()
            filters = _filters(data[max(found.start() - _DICTIONARY_BYTES, 0) : found.start()])
            if not filters:
                continue
            if end < start:
                at = data.find(b"endstream", start)
                end = at if at >= 0 else len(data)
            if (end - start) * prod(_GROWTH.get(name, 1) for name in filters) <= limits.stream_bytes:
                continue
            try:
                _inflate(data, start, end, filters, limits.stream_bytes)
            except _BeyondError as error:
                raise UnreadableError(
                    "too_large",
                    f"A stream of {end - start} bytes inflates to more than the {limits.stream_bytes} "
                    "allowed, which no disclosure needs: ask the publisher for a sound copy.",
                ) from error


def _filters(before: bytes) -> Sequence[bytes]:
    """The filters of the stream that follows, in the order in which they are undone; none for a picture."""
    dictionary = before[before.rfind(b" obj") + 1 :]
    found = _FILTERS.search(dictionary)
    if found is None or _PICTURE.search(dictionary):
        return ()
    return [found[2]] if found[2] else re.findall(rb"/(\w+)", found[1])


def _inflate(data: mmap.mmap, start: int, end: int, filters: Sequence[bytes], limit: int) -> None:
    """Undo the deflations that a chain of filters begins with.

    Raises:
        _BeyondError: one of them passes the limit.
    """
    pieces: Iterator[bytes] = (
        data[at : min(at + _PIECE_BYTES, end)] for at in range(start, end, _PIECE_BYTES)
    )
    for name in filters:
        if name not in _DEFLATE:
            break
        pieces = _counted(_inflated(pieces), limit)
    for _ in pieces:
        pass


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not inflater.eof:
            try:
                yield inflater.decompress(rest, _PIECE_BYTES)
            except zlib.error:
                # Encrypted, or damaged: what came so far is what a reader would get.
                return
            rest = inflater.unconsumed_tail


def _counted(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    count = 0
    for piece in pieces:
        count += len(piece)
        if count > limit:
            raise _BeyondError
        yield piece
