"""Pages as pictures: rasterised in four greys, without a text layer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from reportlab.pdfbase import pdfdoc

from tests.corpus.compression import lzw

DOTS_PER_INCH = 200
BITS = 2


@dataclass(frozen=True, slots=True)
class Picture:
    """Grey pixels as a PDF holds them: `content` is encoded as `encoding`, a filter's name, says."""

    width: int
    height: int
    bits: int
    encoding: str
    content: bytes


def rasterise(pdf: bytes) -> Iterator[Picture]:
    """A picture of every page, two bits per pixel from black to white."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        bitmap = page.render(scale=DOTS_PER_INCH / 72, grayscale=True)
        pixels = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width]
        packed = _packed(pixels.tobytes(), bitmap.width)
        yield Picture(bitmap.width, bitmap.height, BITS, "LZWDecode", lzw(packed))
    document.close()


def _packed(grey: bytes, width: int) -> bytes:
    levels = grey.translate(bytes(ord("0") + (level >> (8 - BITS)) for level in range(256)))
    size = (width * BITS + 7) // 8
    padding = b"3" * (size * 8 // BITS - width)
    return b"".join(
        int(levels[start : start + width] + padding, 1 << BITS).to_bytes(size, "big")
        for start in range(0, len(levels), width)
    )


def draw(canvas: Any, picture: Picture, width: float, height: float) -> None:
    """Fills the page with the picture."""
    image = pdfdoc.PDFImageXObject(f"picture{canvas.getPageNumber()}")
    image.width, image.height = picture.width, picture.height
    image.bitsPerComponent, image.colorSpace = picture.bits, "DeviceGray"
    # reportlab encodes pictures in its own way only, so the stream is put in ready made.
    image._filters, image.streamContent = (picture.encoding,), picture.content
    canvas._setXObjects(image)
    canvas._doc.addForm(image.name, image)
    canvas.saveState()
    canvas.transform(width, 0, 0, height, 0, 0)
    canvas._code.append(f"/{canvas._doc.getXObjectName(image.name)} Do")
    canvas.restoreState()
    canvas._formsinuse.append(image.name)
