"""Pages as a scanner gives them: grey, a little askew, blurred, unevenly lit, noisy, pressed into JPEG.

scan(path.read_bytes(), Scan(skew_degrees=1.0, seed=7))     # any PDF, all its pages
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab.pdfgen.canvas import Canvas

from tests.corpus import pictures
from tests.corpus.pictures import Picture

INK, PAPER = 35.0, 246.0
BLUR = 0.6  # pixels
SHADOW = 0.1  # of the light that the dimmest corner lacks


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanner and how carefully sheets are laid on it.

    Attributes:
        dpi: dots per inch.
        skew_degrees: every sheet is turned by up to so much, at least a third of it, either way.
        jpeg_quality: as Pillow counts it, 1 to 95.
        noise: standard deviation of a pixel, of 255 levels.
        seed: the same seed gives the same pictures.
    """

    dpi: int = 200
    skew_degrees: float = 0.6
    jpeg_quality: int = 60
    noise: float = 5.0
    seed: int = 0


def scan_pages(pdf: bytes, scanner: Scan, first: int = 0) -> Iterator[Picture]:
    """A picture of every page as shown; `first` is the number of sheets that were scanned before."""
    document = pypdfium2.PdfDocument(pdf)
    for index, page in enumerate(document):
        bitmap = page.render(scale=scanner.dpi / 72, grayscale=True)
        pixels = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width]
        yield _scanned(Image.fromarray(pixels.copy()), scanner, first + index)
    document.close()


def scan(pdf: bytes, scanner: Scan | None = None) -> bytes:
    """The document with every page a picture, pages of the same size and upright; no text layer is left."""
    scanner = scanner or Scan()
    document = pypdfium2.PdfDocument(pdf)
    sizes = [page.get_size() for page in document]
    document.close()
    buffer = BytesIO()
    canvas = Canvas(buffer, pageCompression=0, invariant=1)
    for size, picture in zip(sizes, scan_pages(pdf, scanner), strict=True):
        canvas.setPageSize(size)
        pictures.draw(canvas, picture, *size)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _scanned(sheet: Image.Image, scanner: Scan, index: int) -> Picture:
    chance = np.random.default_rng((scanner.seed, index))
    skew = scanner.skew_degrees * chance.uniform(1 / 3, 1) * chance.choice((-1, 1))
    turned = sheet.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255).filter(
        ImageFilter.GaussianBlur(BLUR)
    )
    levels = INK + np.asarray(turned, np.float32) * ((PAPER - INK) / 255)
    levels *= _light(sheet.height, sheet.width, chance)
    levels += chance.standard_normal(levels.shape, np.float32) * scanner.noise
    grey = Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))
    buffer = BytesIO()
    grey.save(buffer, "JPEG", quality=scanner.jpeg_quality)
    return Picture(sheet.width, sheet.height, 8, "DCTDecode", buffer.getvalue())


def _light(height: int, width: int, chance: np.random.Generator) -> np.ndarray:
    """The share of light that each pixel gets: dimmer towards one side, and towards one end of the lamp."""
    down, across = np.linspace(0, 1, height), np.linspace(0, 1, width)
    dim_down, dim_across = down[:: chance.choice((-1, 1))], across[:: chance.choice((-1, 1))]
    shadow = (dim_down[:, None] ** 2 + dim_across[None, :]) * (SHADOW / 2)
    return (1 - shadow).astype(np.float32)
