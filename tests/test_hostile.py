"""The whole line over every kind of hostile file at once, and one good disclosure among them."""

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.hostile import (
    EVIL_NAMES,
    KINDS,
    Failed,
    Kind,
    Published,
    Quarantined,
    Rejected,
    Unread,
    bombs,
    write_evil_names,
    write_evil_things,
)
from tests.hostile.cells import ABSURD, HOSTILE_WORDS
from tests.hostile.statement import FIGURES

GOOD = Path(__file__).parents[1] / "samples" / "jianghan-dangweiban-2024-final.pdf"
COMMAND = [str(Path(sys.executable).with_name("yujuesuan"))]
LIMITS = ("--seconds", "55", "--memory", "1500")
MOST_SECONDS = 60
MOST_BYTES = 2 * 1024**3
# What may steer a terminal or reorder what is read; line feeds end lines.
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Ran:
    """One run: its exit status, what it printed, the warehouse, and what was in the folder."""

    home: Path
    status: int
    output: str
    peak_bytes: int
    hashes: dict[str, str]
    names: dict[bytes, str]
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str, *parameters: object) -> list[tuple[object, ...]]:
        return self.connection.execute(query, list(parameters)).fetchall()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    root = tmp_path_factory.mktemp("hostile")
    folder, home = root / "sources", root / "home"
    for place in ("kinds", "names", "things"):
        (folder / place).mkdir(parents=True)
    shutil.copy(GOOD, folder)
    hashes = {}
    for kind in KINDS.values():
        data = kind.make()
        (folder / "kinds" / kind.file_name).write_bytes(data)
        hashes[kind.name] = sha256(data)
    names = {name: sha256(data) for name, data in write_evil_names(folder / "names").items()}
    write_evil_things(folder / "things")
    with (root / "output").open("wb") as output:
        process = subprocess.Popen(
            [*COMMAND, "run", str(folder), "--home", str(home), *LIMITS],
            stdout=output,
            stderr=output,
            cwd=root,
        )
        # The largest of the process and of all that it waited for.
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    output_text = (root / "output").read_text(encoding="utf-8")
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as connection:
        yield Ran(home, process.returncode, output_text, usage.ru_maxrss * 1024, hashes, names, connection)


def figures(ran: Ran, sha256: str) -> list[tuple[str, Decimal]]:
    """The figures that the marts hold of a document, as printed and in yuan, in the order of its pages."""
    return ran.connection.execute(
        "SELECT printed_text, amount FROM marts.fct_statement_amount "
        "JOIN marts.dim_document USING (document_key) WHERE sha256 = ? "
        "ORDER BY page_number, table_no, row_no, column_no",
        [sha256],
    ).fetchall()


def yuan(printed: str) -> Decimal:
    """What a figure that was printed in 万元 is worth."""
    known = {absurd.printed: absurd.yuan for absurd in ABSURD}.get(printed)
    if known is not None:
        return Decimal(known)
    return Decimal(unicodedata.normalize("NFKC", printed).replace(",", "")) * 10_000


def test_the_kinds_are_many_and_the_same_every_time() -> None:
    assert len(KINDS) >= 100
    cheap = (kind for kind in KINDS.values() if kind.make.__module__ != bombs.__name__)
    assert all(kind.make() == kind.make() for kind in cheap)


def test_a_run_over_hostile_files_ends_and_tells_what_it_left_out(ran: Ran) -> None:
    assert ran.status == 1, ran.output
    assert "Traceback" not in ran.output
    assert not STEERING.search(ran.output)


def test_the_good_document_is_published_in_full(ran: Ran) -> None:
    assert len(figures(ran, sha256(GOOD.read_bytes()))) > 200


def test_nothing_takes_more_memory_than_it_may(ran: Ran) -> None:
    assert ran.peak_bytes < MOST_BYTES


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_kind(ran: Ran, kind: Kind) -> None:
    name, digest = kind.file_name, ran.hashes[kind.name]
    told = ran.rows("SELECT reason_code, reason, release FROM quality.quarantine WHERE file_name = ?", name)
    read = ran.rows(
        "SELECT status, reason_code, seconds FROM quality.extraction_outcome WHERE sha256 = ?", digest
    )
    found = figures(ran, digest)
    match kind.verdict:
        case Rejected(code):
            assert not read
            assert [row[0] for row in told] == [code]
        case Failed(codes):
            assert [row[0] for row in read] == ["failed"]
            assert read[0][1] in codes
            assert [row[0] for row in told] == [read[0][1]]
        case Quarantined(code):
            assert [row[0] for row in told] == [code]
        case Unread():
            assert told or ran.rows(
                "SELECT kind FROM quality.unrecognised JOIN marts.dim_document USING (document_key) "
                "WHERE sha256 = ?",
                digest,
            )
        case Published(printed):
            assert not told
            assert [row[0] for row in found] == list(printed)
            assert [row[1] for row in found] == [yuan(text) for text in printed]
    if not isinstance(kind.verdict, Published):
        assert not found
    if told:
        assert all(told[0][1:])
    assert all(isinstance(row[2], float) and row[2] < MOST_SECONDS for row in read)


def test_documents_with_evil_names_are_published_under_names_that_can_be_shown(ran: Ran) -> None:
    known = {row[0]: str(row[1]) for row in ran.rows("SELECT sha256, file_name FROM marts.dim_document")}
    for name, digest in ran.names.items():
        assert [row[0] for row in figures(ran, digest)] == list(FIGURES), name
        assert not STEERING.search(known[digest]), name
    assert len({known[digest] for digest in ran.names.values()}) == len(EVIL_NAMES)


def test_what_is_no_file_is_no_source(ran: Ran) -> None:
    assert ran.rows("SELECT location FROM quality.fetch_outcome WHERE location LIKE '%/things/%'") == []


def test_nothing_else_is_in_the_marts(ran: Ran) -> None:
    expected = {ran.hashes[kind.name] for kind in KINDS.values() if isinstance(kind.verdict, Published)}
    expected |= {*ran.names.values(), sha256(GOOD.read_bytes())}
    with_amounts = ran.rows(
        "SELECT DISTINCT sha256 FROM marts.fct_statement_amount JOIN marts.dim_document USING (document_key)"
    )
    assert {row[0] for row in with_amounts} == expected


def test_limits_given_to_a_run_are_those_it_keeps_and_tells(ran: Ran) -> None:
    ((code, reason),) = ran.rows(
        "SELECT reason_code, reason FROM quality.quarantine WHERE file_name = 'form_laughs.pdf'"
    )
    assert ("1500 MiB" if code == "memory" else "55 s") in str(reason)


def test_absurd_numbers_are_reported(ran: Ran) -> None:
    reported = ran.rows(
        "SELECT page_number, example FROM quality.unrecognised JOIN marts.dim_document USING (document_key) "
        "WHERE sha256 = ? AND kind = 'amount'",
        ran.hashes["numbers_absurd"],
    )
    assert len(reported) == sum(absurd.yuan is None for absurd in ABSURD)


def test_hostile_words_arrive_as_they_are_printed(ran: Ran) -> None:
    labels = [
        row[0]
        for row in ran.rows(
            "SELECT DISTINCT ON (row_no) printed_label FROM marts.fct_statement_amount "
            "JOIN marts.dim_document USING (document_key) WHERE sha256 = ? AND printed_code LIKE '20106__' "
            "AND CAST(right(printed_code, 2) AS integer) >= 10 ORDER BY row_no",
            ran.hashes["words_in_cells"],
        )
    ]
    assert len(labels) == len(HOSTILE_WORDS)
    for words, label in zip(HOSTILE_WORDS.values(), labels, strict=True):
        # What leaves no ink at all gives no label.
        assert ink(str(label or "")) == ink(words)


def ink(text: str) -> str:
    """What of a text leaves ink: letters, figures, signs."""
    return "".join(c for c in text if unicodedata.category(c)[0] in "LNPS" and c not in "\ufffd")


@pytest.mark.parametrize(
    "command", [["status"], ["findings"], ["trace", "words_in_cells.pdf", "expenditure_by_function"]]
)
def test_commands_print_nothing_that_steers_a_terminal(ran: Ran, command: list[str]) -> None:
    for form in ([], ["--format", "csv"], ["--format", "json"]) if command[0] != "status" else ([],):
        done = subprocess.run(
            [*COMMAND, *command, *form, "--home", str(ran.home)], capture_output=True, timeout=60, check=True
        )
        printed = done.stdout.decode("utf-8")
        assert printed
        if form != ["--format", "csv"]:
            assert not STEERING.search(printed)


def test_exported_csv_holds_no_formula(ran: Ran, tmp_path: Path) -> None:
    subprocess.run([*COMMAND, "export", str(tmp_path), "--home", str(ran.home)], check=True, timeout=60)
    labels = []
    for path in tmp_path.iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert not [cell for cell in row.values() if re.match(r"[=@＝＋]|[+-][^0-9]", cell)], (
                    path.name
                )
                labels.append(row.get("printed_label", ""))
    assert any(label.startswith("'=HYPERLINK") for label in labels)
