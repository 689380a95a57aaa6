"""Files of other kinds under a PDF's name."""

import gzip
import zipfile
from io import BytesIO
from random import Random

from tests.hostile.kind import Published, Rejected, failed, kind
from tests.hostile.statement import disclosure

_NOT_PDF = Rejected("not_pdf")


def _zip(**members: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            # A date of its own would make another file every day.
            archive.writestr(zipfile.ZipInfo(name.replace("__", "/"), (2020, 1, 1, 0, 0, 0)), data)
    return buffer.getvalue()


@kind("nothing", Rejected("empty"))
def empty() -> bytes:
    return b""


@kind("one byte", _NOT_PDF)
def one_byte() -> bytes:
    return b"%"


@kind("5,000 zeros", _NOT_PDF)
def zeros() -> bytes:
    return bytes(5000)


@kind("an error page", _NOT_PDF)
def html_page() -> bytes:
    return "<!DOCTYPE html><html><head><title>404 页面不存在</title></head></html>".encode()


@kind("an HTML page that holds a whole PDF", _NOT_PDF)
def html_with_pdf() -> bytes:
    return b"<html><body><pre>" + disclosure() + b"</pre></body></html>"


@kind("a PDF in a ZIP archive", _NOT_PDF)
def zip_with_pdf() -> bytes:
    return _zip(**{"a.pdf": disclosure()})


@kind("an OFD document, the national rival of PDF", _NOT_PDF)
def ofd() -> bytes:
    return _zip(**{"OFD.xml": b"<ofd:OFD/>", "Doc_0__Document.xml": b"<ofd:Document/>"})


@kind("a Word document", _NOT_PDF)
def word() -> bytes:
    return _zip(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<w:document/>"})


@kind("an Excel workbook of the old kind", _NOT_PDF)
def excel_old() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)


@kind("a gzip bomb", _NOT_PDF)
def gzip_bomb() -> bytes:
    return gzip.compress(bytes(50_000_000), mtime=0)


@kind("a JPEG image that says %PDF-1.7 in a comment", _NOT_PDF)
def jpeg() -> bytes:
    return b"\xff\xd8\xff\xfe\x00\x20%PDF-1.7" + bytes(400) + b"\xff\xd9"


@kind("a PNG image", _NOT_PDF)
def png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(500)


@kind("PostScript, PDF's forebear", _NOT_PDF)
def postscript() -> bytes:
    return b"%!PS-Adobe-3.0\n{ } loop\n"


@kind("a program", _NOT_PDF)
def program() -> bytes:
    return b"\x7fELF\x02\x01\x01" + bytes(2000)


@kind("a shell script", _NOT_PDF)
def shell_script() -> bytes:
    return b'#!/bin/sh\nrm -rf "$HOME"\n'


@kind("random bytes", _NOT_PDF)
def noise() -> bytes:
    return Random(3).randbytes(9000)


@kind("a PDF's head 3,000 bytes into the file", _NOT_PDF)
def head_late() -> bytes:
    return b" " * 3000 + disclosure()


@kind("form data, which begins like a PDF", _NOT_PDF)
def form_data() -> bytes:
    return b"%FDF-1.2\n1 0 obj\n<< /FDF << /Fields [] >> >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@kind("a PDF's head and end around an HTML page", failed("corrupt"))
def html_in_pdf() -> bytes:
    return b"%PDF-1.4\n<html><script>alert(1)</script></html>\n%%EOF\n"


@kind("a PDF that is a ZIP archive too", Published())
def pdf_and_zip() -> bytes:
    return disclosure() + _zip(**{"a.txt": b"a"}) + b"\n%%EOF\n"


@kind("a version of PDF that is not there", Published())
def version_absurd() -> bytes:
    return disclosure().replace(b"%PDF-1.7", b"%PDF-9.9")
