"""Corrections that a user keeps in the home: the file `corrections.csv`, line by line as written.

Here belong reading the file and the raw table it fills. Not here: what a correction means and whether it
still fits its document (dbt), or the project's own list (a seed).
"""

import csv
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

_COLUMNS = {
    "correction_no": "Number or name of the line, unlike any other of the file",
    "document_sha256": "SHA-256 of the document, or else its department, year and report",
    "department_name": "Canonical name of the department",
    "fiscal_year": "Year the document is of",
    "report_type": "budget | final_account",
    "page_number": "Page, from 1",
    "table_no": "Table part, or else the statement and what follows",
    "row_no": "Row within the table part",
    "column_no": "Column within the table part",
    "statement_code": "Statement",
    "code": "Functional or economic code of the row",
    "line_item": "Label of a row without a code",
    "measure_code": "Measure of the amount",
    "side": "Side of the amount",
    "field": "amount | code",
    "expected": "What the document prints",
    "corrected": "What is right",
    "reason": "Why",
    "source": "Where the right value is from",
    "author": "Who says so",
    "corrected_on": "When",
}
_REQUIRED = ("correction_no", "field", "expected", "corrected", "reason", "source", "author", "corrected_on")
MANUAL_CORRECTION = pa.schema(
    [pa.field(name, pa.string(), metadata={"description": text}) for name, text in _COLUMNS.items()]
)


class CorrectionFileError(Exception):
    """The file of corrections cannot be read; the text says where and what to do."""


def read_corrections(path: Path) -> list[dict[str, str | None]]:
    """The lines of the file at `path`, values by column, null where empty; none if there is no file.

    Raises:
        CorrectionFileError: It is no CSV in UTF-8, or its columns are not those of a correction.
    """
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip() for name in next(reader, [])]
            _check_header(path, header)
            return [
                _line(path, reader.line_num, header, row)
                for row in reader
                if any(value.strip() for value in row)
            ]
    except UnicodeDecodeError as error:
        raise CorrectionFileError(f"{path} is not in UTF-8; save it so") from error
    except csv.Error as error:
        raise CorrectionFileError(f"{path} is not proper CSV ({error}); check the quotation marks") from error
    except OSError as error:
        raise CorrectionFileError(f"{path} cannot be read: {error.strerror or error}") from error


def _check_header(path: Path, header: Sequence[str]) -> None:
    unknown = [name for name in header if name not in _COLUMNS]
    missing = [name for name in _REQUIRED if name not in header]
    if unknown or missing or len(set(header)) < len(header):
        faults = [
            *(f"has no column called {name!r}" for name in unknown),
            *(f"lacks the column {name}" for name in missing),
        ]
        what = "; ".join(faults) or "has a column twice"
        raise CorrectionFileError(f"{path}, line 1: {what}; known columns are {', '.join(_COLUMNS)}")


def _line(path: Path, number: int, header: Sequence[str], row: Sequence[str]) -> dict[str, str | None]:
    if len(row) != len(header):
        raise CorrectionFileError(
            f"{path}, line {number}: has {len(row)} values for {len(header)} columns; "
            "put values with commas in quotation marks"
        )
    values = {name: value.strip() or None for name, value in zip(header, row, strict=True)}
    return {name: values.get(name) for name in _COLUMNS}
