"""Pages as pictures, drawn by pdfium in a process of its own: a page may cost more than it looks.

Here belongs what a page looks like. Not here: what stands in it, nor what is drawn over it.
"""

import errno
import json
import math
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from extract.outcome import Limits, UnreadableError
from extract.pdf import check_file, open_document, open_page

_POINTS_PER_INCH = 72
# A page of 5 by 7 metres would be a terabyte: the scale goes down until the picture has no more pixels.
_LARGEST_PIXELS = 24_000_000
_ROOT = Path(__file__).resolve().parent.parent


class SnapshotError(Exception):
    """Pages cannot be drawn; the text says why."""


def snapshots(
    path: Path, pages: Mapping[int, float], folder: Path, limits: Limits
) -> Iterator[tuple[int, Path]]:
    """Draw pages of a PDF to `folder`, each as a PNG, and give page number and picture as they come.

    Pages are drawn as shown, rotation applied: a box in points of the extracted rows is at its place when
    scaled by the picture's width over the page's.

    Args:
        path: A PDF.
        pages: Pages, from 1, and pixels per inch for each; a page too large for that gets fewer.
        folder: Where the pictures go; it is there.
        limits: What drawing may cost: `seconds` of processor time, `memory_bytes`.

    Raises:
        SnapshotError: The file cannot be opened, or a page cannot be drawn within the limits.
    """
    request = {
        "path": str(path.absolute()),
        "pages": list(pages.items()),
        "folder": str(folder.absolute()),
        "limits": asdict(limits),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "extract.snapshot", json.dumps(request)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        start_new_session=True,
    )
    done = 0
    try:
        assert process.stdout is not None
        for line in process.stdout:
            message = json.loads(line)
            if "fault" in message:
                raise SnapshotError(message["fault"])
            done += 1
            yield message["page"], Path(message["picture"])
    finally:
        if done < len(pages):
            process.kill()
        assert process.stdout is not None
        process.stdout.close()
        status = process.wait()
    if done < len(pages):
        raise SnapshotError(
            f"Page {list(pages)[done]} cannot be drawn within {limits.seconds:g} s and "
            f"{limits.memory_bytes // 1024**2} MiB (status {status})."
        )


def main() -> None:
    """Draw what the command's argument asks for, a line of JSON on standard output for each page."""
    request = json.loads(sys.argv[1])
    limits = Limits(**request["limits"])
    _limit(limits)
    path, folder = Path(request["path"]), Path(request["folder"])
    try:
        check_file(path, limits)
        with open_document(path, limits) as document:
            for number, dpi in request["pages"]:
                picture = folder / f"page-{number:03}.png"
                _draw(document, number, picture, dpi)
                print(json.dumps({"page": number, "picture": str(picture)}), flush=True)
    except UnreadableError as error:
        print(json.dumps({"fault": error.reason}), flush=True)
    except MemoryError:
        print(json.dumps({"fault": f"{path.name} needs more memory to draw than is allowed."}), flush=True)
    except OSError as error:
        if error.errno == errno.ENOMEM:
            raise SystemExit(1) from error
        print(json.dumps({"fault": f"{folder} cannot be written: {error.strerror or error}."}), flush=True)


def _draw(document: object, number: int, picture: Path, dpi: float) -> None:
    page = open_page(document, number)
    try:
        width, height = page.get_size()
        largest = math.sqrt(_LARGEST_PIXELS / max(width * height, 1))
        bitmap = page.render(scale=min(dpi / _POINTS_PER_INCH, largest))
        bitmap.to_pil().convert("RGB").save(picture)
        bitmap.close()
    finally:
        page.close()


def _limit(limits: Limits) -> None:
    for kind, most in (
        (resource.RLIMIT_CPU, int(limits.seconds)),
        (resource.RLIMIT_AS, limits.memory_bytes),
    ):
        _, hard = resource.getrlimit(kind)
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, hard))


if __name__ == "__main__":
    main()
