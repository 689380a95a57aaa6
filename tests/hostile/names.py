"""Names and things in a folder that are no plain files with plain names."""

import os
from pathlib import Path

from tests.hostile.statement import disclosure

EVIL_NAMES: tuple[bytes, ...] = (
    b"line\nfeed.pdf",
    b"\x1b[31mred\x1b]0;owned\x07.pdf",
    "a\u202efdp.exe.pdf".encode(),
    b"'; DROP TABLE raw.cell; --.pdf",
    b"$(touch owned) `id` ; rm -rf ~ & | .pdf",
    b"=cmd('calc')!A1.pdf",
    b"-rf.pdf",
    b"--home.pdf",
    b"*?[a-z]{b,c}.pdf",
    b"%2e%2e%2fetc%2fpasswd%00.pdf",
    b"a\\..\\..\\windows\\win.ini.pdf",
    b"{{ env_var('HOME') }}.pdf",
    b'"quoted", "csv".pdf',
    b"<img src=x onerror=alert(1)>.pdf",
    b"[red]rich[_red].pdf",
    b" leading and trailing .pdf",
    b"not-utf8-\xff\xfe\x80.pdf",
    "预算.pdf".encode("gb18030"),
    "💩\u200b\ufeff.pdf".encode(),
    b"UPPER.PDF",
    b"two.pdf.pdf",
    b"x" * 251 + b".pdf",
    "名".encode() * 83 + b".pdf",
)
"""Names that a file system allows, as bytes; each is of a sound disclosure of its own."""


def write_evil_names(folder: Path) -> dict[bytes, bytes]:
    """Write a disclosure under each name; the content by name."""
    written = {}
    for number, name in enumerate(EVIL_NAMES):
        # What follows the end of a PDF is no part of it, and makes each a document of its own.
        written[name] = disclosure() + b"%% %d\n" % number
        with open(os.fsencode(folder) + b"/" + name, "wb") as file:  # noqa: PTH123
            file.write(written[name])
    return written


def write_evil_things(folder: Path) -> None:
    """Make what is no file and has a PDF's name: nothing of it is a source."""
    (folder / "folder.pdf").mkdir()
    (folder / "loop.pdf").symlink_to("loop.pdf")
    (folder / "ring").symlink_to(".")
    (folder / "nowhere.pdf").symlink_to("/nonexistent/x.pdf")
    (folder / "zero.pdf").symlink_to("/dev/zero")
    (folder / "secret.pdf").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.pdf")
    (folder / ".hidden.pdf").write_bytes(disclosure() + b"%% hidden\n")
