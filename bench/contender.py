"""One way to find tables, in a process and on a core of its own.

Started by `bench.extract`, never by hand: `python -m bench.contender NAME CORE`. Requests come in as lines
of JSON (`path`), answers go out as lines of JSON.
"""

import gc
import json
import logging
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from bench.clock import Clock
from bench.recall import Row

# What each step of ours is, as functions by the module in which they are looked up.
STEPS = {
    ("extract.document", "check_file"): "open",
    ("pypdfium2", "PdfDocument"): "open",
    ("extract.document", "open_page"): "load page",
    ("extract.document", "read_page"): "text",
    ("extract.page", "_walk"): "rulings",
    ("extract.document", "_read_scan"): "pictures",
    ("extract.document", "with_open_columns"): "open columns",
    ("extract.document", "find_grids"): "grids",
    ("extract.document", "page_tables"): "cells",
    ("extract.document", "text_lines"): "lines",
    ("extract.document", "_sentence_rows"): "sentences",
    ("extract.document", "join_parts"): "continuation",
    ("extract.document", "_page_rows"): "arrow",
    ("extract.document", "_part_rows"): "arrow",
    ("extract.document", "_cell_rows"): "arrow",
}


@dataclass(frozen=True, slots=True)
class Contender:
    """A way to find tables: the package it needs, and the rows it finds in a file."""

    package: str
    read: Callable[[Path, Clock], list[Row]]
    prepare: Callable[[Clock], None] = lambda clock: None


def _time_steps(clock: Clock) -> None:
    for (module_name, name), step in STEPS.items():
        module = import_module(module_name)
        setattr(module, name, clock.timed(step, getattr(module, name)))


def _ours(path: Path, clock: Clock) -> list[Row]:
    from extract.document import read_document
    from extract.outcome import Limits

    cells = read_document(path, "0" * 64, Limits()).cell
    with clock.step("not counted"):
        rows: defaultdict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
        for cell in cells.select(["table_no", "row_no", "column_no", "text"]).to_pylist():
            rows[cell["table_no"], cell["row_no"]].append((cell["column_no"], cell["text"]))
        return [[text for _, text in sorted(row)] for row in rows.values()]


def _pdfplumber(path: Path, clock: Clock) -> list[Row]:
    import pdfplumber

    rows: list[Row] = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            with clock.step("objects"):
                page.objects  # noqa: B018
            with clock.step("tables"):
                for table in page.extract_tables():
                    rows.extend(_texts(row) for row in table)
            page.close()
    return rows


def _camelot(path: Path, clock: Clock) -> list[Row]:
    import camelot

    with clock.step("read_pdf"):
        tables = camelot.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True)
    return [_texts(row) for table in tables for row in table.data]


def _pymupdf(path: Path, clock: Clock) -> list[Row]:
    import pymupdf

    rows: list[Row] = []
    with pymupdf.open(path) as document:
        for page in document:
            with clock.step("find_tables"):
                tables = page.find_tables()
            with clock.step("extract"):
                for table in tables:
                    rows.extend(_texts(row) for row in table.extract())
    return rows


def _texts(row: Sequence[str | None]) -> list[str]:
    return [text or "" for text in row]


CONTENDERS = {
    "ours": Contender("extract", _ours, _time_steps),
    "pdfplumber": Contender("pdfplumber", _pdfplumber),
    "camelot": Contender("camelot", _camelot),
    "pymupdf": Contender("pymupdf", _pymupdf),
}


def main() -> None:
    """Serve requests until the other side closes the line."""
    name, core = sys.argv[1:]
    requests, answers = _take_over_channels()
    os.sched_setaffinity(0, {int(core)})
    # Each library tells of every font it finds wanting.
    logging.disable(logging.CRITICAL)
    contender = CONTENDERS[name]
    import_module(contender.package)
    clock = Clock()
    if name == "ours":
        import_module("extract.document")
    contender.prepare(clock)
    # As the product's reader has it, for all alike.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    _answer(answers, {"peak_bytes": peak_memory()})
    for line in requests:
        _answer(answers, _measured(contender, Path(json.loads(line)["path"]), clock))


def _measured(contender: Contender, path: Path, clock: Clock) -> dict[str, Any]:
    clock.take()
    started = time.perf_counter()
    error, rows = None, []
    try:
        rows = contender.read(path, clock)
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
    wall = time.perf_counter() - started
    steps = clock.take()
    wall -= steps.pop("not counted", 0.0)
    return {"rows": rows, "error": error, "wall": wall, "steps": steps, "peak_bytes": peak_memory()}


def peak_memory() -> int:
    """Largest resident memory of this process so far, bytes."""
    status = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


def _take_over_channels() -> tuple[TextIO, TextIO]:
    """Keep standard output for answers; what the libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return sys.stdin, answers


def _answer(answers: TextIO, message: dict[str, Any]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
