"""Writes disclosures as PDFs from structured figures: the samples, and whatever a test needs.

figures = load("jianghan-dangweiban-2024-final")      # or random_department(seed)
written = write_disclosure(figures, path, STYLES["yuan"], [MissingStatement("three_public")])
written.planted                                       # what is wrong in it, and on which page
"""

from tests.corpus.defects import (
    ChangedCell,
    Defect,
    DefectError,
    MissingStatement,
    OtherYear,
    Planted,
    ProseFigure,
    TemplateText,
    WrongPercentage,
    WrongSpelling,
)
from tests.corpus.disclosure import Disclosure, write_disclosure
from tests.corpus.figures import SAMPLES, Figures, load, negated, truth
from tests.corpus.paper import Printed
from tests.corpus.random_department import random_department
from tests.corpus.scans import Scan, scan
from tests.corpus.styles import STYLES, Style

__all__ = [
    "SAMPLES",
    "STYLES",
    "ChangedCell",
    "Defect",
    "DefectError",
    "Disclosure",
    "Figures",
    "MissingStatement",
    "OtherYear",
    "Planted",
    "Printed",
    "ProseFigure",
    "Scan",
    "Style",
    "TemplateText",
    "WrongPercentage",
    "WrongSpelling",
    "load",
    "negated",
    "random_department",
    "scan",
    "truth",
    "write_disclosure",
]
