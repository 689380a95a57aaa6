"""Which sources a run takes when nobody names any."""

import os
from pathlib import Path

SOURCES_VARIABLE = "YUJUESUAN_SOURCES"
SAMPLE_CATALOGUE = Path(__file__).resolve().parents[1] / "samples" / "catalogue.csv"


def default_sources() -> list[str]:
    """The lines of $YUJUESUAN_SOURCES, else the catalogue of the bundled samples."""
    named = os.environ.get(SOURCES_VARIABLE, "").splitlines()
    return [line for line in named if line.strip()] or [str(SAMPLE_CATALOGUE)]
