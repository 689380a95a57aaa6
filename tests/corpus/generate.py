"""Rebuilds the samples: five disclosures, their catalogue and their truth."""

import csv
import json
from pathlib import Path
from typing import Any

from tests.corpus import defects, figures
from tests.corpus.disclosure import Disclosure, write_disclosure
from tests.corpus.figures import SAMPLES, Figures
from tests.corpus.styles import STYLES, Style

AS_PICTURES = frozenset(("hanyang-zhengfuban-2020-final",))
COLUMNS = ("publisher", "division_code", "report_type", "fiscal_year", "location")


def write_samples(folder: Path) -> list[Disclosure]:
    """Writes five PDFs, catalogue.csv and truth.json into the folder; the same bytes on every run."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    truth: dict[str, Any] = {}
    lines = []
    for document in SAMPLES:
        known = figures.load(document)
        style = STYLES["pictures"] if document in AS_PICTURES else Style()
        planted = [defects.parse(one) for one in known.defects]
        disclosure = write_disclosure(known, folder / f"{document}.pdf", style, planted, is_compressed=True)
        written.append(disclosure)
        truth[document] = _truth(known, disclosure)
        lines.append(
            (
                known.department.name,
                known.department.division_code,
                known.report_type,
                known.fiscal_year,
                disclosure.path.name,
            )
        )
    with (folder / "catalogue.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *lines])
    (folder / "truth.json").write_text(_json(truth), "utf-8")
    return written


def _truth(known: Figures, disclosure: Disclosure) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "file": disclosure.path.name,
        "department": known.department.name,
        "district": known.department.district,
        "fiscal_year": known.fiscal_year,
        "kind": known.report_type,
        "unit": "万元",
    }
    if disclosure.picture_pages:
        entry |= {"image_pages": list(disclosure.picture_pages), "text_layer": "partial"}
    entry["planted"] = [
        {"kind": one.kind, "key": one.key, "stated": one.stated, "true": one.true, "page": one.page}
        for one in disclosure.planted
    ]
    return entry | {"facts": figures.truth(known)}


def _json(truth: dict[str, Any]) -> str:
    """One line per fact, so that a change reads well in a diff."""
    documents = []
    for document, entry in truth.items():
        fields = [
            f"    {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
            for name, value in entry.items()
            if name != "facts"
        ]
        facts = ",\n".join(f"      {json.dumps(fact, ensure_ascii=False)}" for fact in entry["facts"])
        fields.append(f'    "facts": [\n{facts}\n    ]')
        documents.append(f"  {json.dumps(document)}: {{\n" + ",\n".join(fields) + "\n  }")
    return "{\n" + ",\n".join(documents) + "\n}\n"
