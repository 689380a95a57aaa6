"""Seconds and memory that the audit of thousands of disclosures takes in dbt.

`make bench-audit ARGS="[--documents N] [--templates N] [--memory SIZE] [--keep FOLDER]"`, or run this file.

A few generated disclosures are read as any others; their raw rows are then multiplied inside DuckDB. Each
copy is another department of the same kind elsewhere, with amounts of its own: the template's made smaller in
proportion, so that what holds goes on to hold but for rounding, and what is wrong stays wrong.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

# Run by its path, its own folder would hide the packages beside it.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extract.batch import extract_documents
from extract.outcome import DocumentFile, Limits
from extract.schema import SCHEMAS
from orchestration.dbt import PROJECT_DIRECTORY, dbt_executable
from orchestration.home import WORKBENCH_VARIABLE
from orchestration.workbench import append_rows, create_tables, open_workbench
from tests.corpus.audit.documents import plans, print_out

_DIVISIONS = PROJECT_DIRECTORY / "seeds" / "reference" / "division.csv"
_TEXTS = {
    "cell": ("text", "text_normalised"),
    "sentence": ("text", "text_normalised"),
    "table_part": (
        "title",
        "unit_line",
        "lines_above",
        "line_below",
        "title_normalised",
        "unit_line_normalised",
        "lines_above_normalised",
    ),
    "extraction": ("pdf_title",),
}
_MEGABYTE = 1e6
_SLOWEST = 25


@dataclass(frozen=True, slots=True)
class Template:
    """A disclosure that is copied: its file, where its department is, and which of its kind it is."""

    sha256: str
    path: Path
    division: str
    short_division: str
    kind_no: int


@dataclass(slots=True)
class Peak:
    """The most memory that a process and its children held at once, in bytes."""

    size: int = 0
    _done: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def watch(self, process_id: int) -> Iterator[None]:
        """Look five times a second while the block runs."""
        thread = threading.Thread(target=self._look, args=(process_id,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._done.set()
            thread.join()

    def _look(self, process_id: int) -> None:
        while not self._done.wait(0.2):
            self.size = max(self.size, resident_bytes(process_id))


def resident_bytes(process_id: int) -> int:
    """Memory that a process and all its descendants hold now."""
    place = Path("/proc") / str(process_id)
    try:
        pages = int((place / "statm").read_text().split()[1])
        tasks = [(task / "children").read_text().split() for task in (place / "task").iterdir()]
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(
        resident_bytes(int(child)) for children in tasks for child in children
    )


def main() -> None:
    """Make the workbench, have dbt build everything in it, and print what that took."""
    parser = argparse.ArgumentParser(prog="bench/audit.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--templates", type=int, default=60, help="documents that are read and copied")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--memory", help="what DuckDB may take, such as 6GB; else what the profile says")
    parser.add_argument("--keep", type=Path, help="folder that keeps the workbench and is used again")
    arguments = parser.parse_args()
    place = nullcontext(str(arguments.keep)) if arguments.keep else tempfile.TemporaryDirectory()
    with place as name:
        folder = Path(name).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        workbench = folder / "workbench.duckdb"
        if not workbench.exists():
            made = templates(folder / "templates", arguments.seed, arguments.templates)
            fill(workbench, folder / "extracted", made, arguments.documents)
        for line in raw_counts(workbench):
            print(line)
        seconds, peak, failed = build(workbench, folder / "target", arguments.memory)
        for line in report(workbench, folder / "target" / "run_results.json"):
            print(line)
        print(f"{seconds:.0f} s, peak memory {peak / _MEGABYTE:.0f} MB")
    if failed:
        raise SystemExit("dbt: " + failed)


def templates(folder: Path, seed: int, count: int) -> list[Template]:
    """Print disclosures; of a kind of department (审计局 …) the first of each form are one department's."""
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Template] = []
    kinds: Counter[tuple[str, str]] = Counter()
    for plan in plans(seed, count):
        department = plan.draft.figures.department
        division = _division_in(department.name, department.district)
        kind = department.name.replace(division, "")
        document = print_out(plan)
        path = folder / document.name
        path.write_bytes(document.content)
        digest = sha256(document.content).hexdigest()
        made.append(Template(digest, path, division, department.district, kinds[kind, plan.form]))
        kinds[kind, plan.form] += 1
    return made


def _division_in(name: str, district: str) -> str:
    """The division as the name has it, with its city: 武汉市江汉区 of 中国共产党武汉市江汉区委员会办公室."""
    before, _, _ = name.partition(district)
    return before.removeprefix("中国共产党") + district


def fill(workbench: Path, extracted: Path, made: Sequence[Template], count: int) -> None:
    """Read the templates, and write the raw rows of so many documents copied from them."""
    workers = len(os.sched_getaffinity(0))
    extract_documents([DocumentFile(one.sha256, one.path) for one in made], extracted, Limits(), workers)
    with open_workbench(workbench) as connection:
        create_tables(connection)
        connection.execute(
            """
            CREATE TEMP TABLE place AS
            SELECT city_name || division_name AS name, division_name AS short_name,
                row_number() OVER (ORDER BY md5(division_code)) - 1 AS place_no
            FROM read_csv(?, all_varchar = true)
            WHERE level = 'district' AND city_name IS NOT NULL AND city_name <> division_name
            """,
            [str(_DIVISIONS)],
        )
        for table in SCHEMAS:
            connection.execute(
                f"CREATE TEMP TABLE template_{table} AS FROM read_parquet(?)",
                [str(extracted / "*" / f"{table}.parquet")],
            )
        # What a self-evaluation scores is no amount.
        connection.execute(
            """
            CREATE TEMP TABLE form AS
            SELECT sha256, table_no FROM template_table_part WHERE title_normalised LIKE '%自评%'
            """
        )
        connection.execute(
            "CREATE TEMP TABLE template (sha256 VARCHAR, name VARCHAR, short VARCHAR, kind_no INT)"
        )
        connection.executemany(
            "INSERT INTO template VALUES (?, ?, ?, ?)",
            [(one.sha256, one.division, one.short_division, one.kind_no) for one in made],
        )
        for copy_no in range(-(-count // len(made))):
            _copy(connection, copy_no, min(len(made), count - copy_no * len(made)))
        run = {"run_id": "bench", "started_at": None, "ended_at": None, "outcome": "completed"}
        append_rows(connection, "raw.pipeline_run", [run])
        connection.execute(
            "UPDATE raw.pipeline_run SET started_at = now() - INTERVAL 1 HOUR, ended_at = now()"
        )


def _copy(connection: duckdb.DuckDBPyConnection, copy_no: int, count: int) -> None:
    """One more document of each of the first `count` templates."""
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE copied AS
        SELECT template.sha256 AS template_sha256, sha256(template.sha256 || '/' || $copy) AS copy_sha256,
            template.name AS from_name, template.short AS from_short, place.name AS to_name,
            place.short_name AS to_short, 1 - $copy / 400 AS factor
        FROM (FROM template LIMIT $count) AS template
        INNER JOIN place
            ON place.place_no = ($copy * 20 + template.kind_no) % (SELECT count(*) FROM place)
        """,
        {"copy": copy_no, "count": count},
    )
    for table in SCHEMAS:
        changed = ", ".join(f"{_adapted(table, text)} AS {text}" for text in _TEXTS.get(table, ()))
        connection.execute(
            f"""
            INSERT INTO raw.{table} BY NAME
            SELECT rows.* REPLACE (copied.copy_sha256 AS sha256{", " + changed if changed else ""}),
                'copy {copy_no}' AS batch_id
            FROM template_{table} AS rows
            INNER JOIN copied ON rows.sha256 = copied.template_sha256
            """
        )
    connection.execute(
        f"""
        INSERT INTO raw.fetch_attempt BY NAME
        SELECT md5(copy_sha256) AS attempt_key, 'bench' AS run_id,
            md5('source ' || copy_sha256) AS source_key,
            '/documents/{copy_no}/' || copy_sha256 || '.pdf' AS location,
            now() AS attempted_at, 'landed' AS status, 400000 AS byte_count, copy_sha256 AS sha256,
            copy_sha256[:8] || '.pdf' AS file_name, 0.01 AS seconds, 0 AS retry_count
        FROM copied
        """
    )


def _adapted(table: str, text: str) -> str:
    """A text with the copy's place for the template's, and its amounts times the copy's factor."""
    moved = f"replace(replace(rows.{text}, from_name, to_name), from_short, to_short)"
    if table == "cell":
        return f"""
            CASE
                WHEN length(rows.{text}) < 7 AND (rows.sha256, rows.table_no) IN (FROM form) THEN rows.{text}
                WHEN row_kind = 'body' AND regexp_full_match(rows.{text}, '-?[0-9]{{4,}}[.][0-9]{{2}}')
                    THEN format('{{:.2f}}', rows.{text}::DOUBLE * factor)
                WHEN row_kind = 'body' AND regexp_full_match(rows.{text}, '-?[0-9][0-9,]*[.][0-9]{{2}}')
                    THEN format('{{:,.2f}}', replace(rows.{text}, ',', '')::DOUBLE * factor)
                ELSE {moved}
            END
        """
    if table == "sentence":
        amount = "'[0-9][0-9,]*(?:[.][0-9]+)?(?:万元|元)'"
        return f"""
            CASE
                WHEN regexp_matches(rows.{text}, {amount}) THEN
                    list_reduce(
                        list_transform(
                            list_zip(
                                string_split_regex({moved}, {amount}),
                                regexp_extract_all({moved}, {amount})
                            ),
                            lambda pair: pair[1] || coalesce(
                                {_scaled("replace(regexp_extract(pair[2], '^[0-9,.]+'), ',', '')")}
                                || regexp_extract(pair[2], '[万元]+$'),
                                ''
                            )
                        ),
                        lambda before, after: before || after
                    )
                ELSE {moved}
            END
        """
    return moved


def _scaled(number: str) -> str:
    return f"""
        CASE
            WHEN {number} LIKE '%.%' THEN format('{{:,.2f}}', {number}::DOUBLE * factor)
            WHEN {number} = '0' THEN {number}
            ELSE format('{{:,.2f}}', {number}::DOUBLE * factor)
        END
    """


def raw_counts(workbench: Path) -> Iterator[str]:
    """One line per raw table."""
    with open_workbench(workbench, read_only=True) as connection:
        for table in SCHEMAS:
            yield f"{connection.table(f'raw.{table}').shape[0]:>12,}  raw.{table}"


def build(workbench: Path, target: Path, memory: str | None) -> tuple[float, int, str]:
    """Run `dbt build` without unit tests, as a run does that finds the code unchanged.

    Returns:
        Seconds, bytes at the peak, and what failed.
    """
    places = ["--project-dir", str(PROJECT_DIRECTORY), "--profiles-dir", str(PROJECT_DIRECTORY)]
    environment: dict[str, str] = {
        **os.environ,
        WORKBENCH_VARIABLE: str(workbench),
        **({"YUJUESUAN_MEMORY": memory} if memory else {}),
    }
    started = time.monotonic()
    process = subprocess.Popen(
        [
            str(dbt_executable()),
            *("--no-use-colors", "--log-path", str(target), "build", *places),
            *("--target-path", str(target), "--exclude", "resource_type:unit_test"),
        ],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    peak = Peak()
    with peak.watch(process.pid):
        told, _ = process.communicate()
    failures = [line for line in told.splitlines() if "ERROR" in line or "FAIL" in line]
    if process.returncode and not failures:
        failures = told.splitlines()[-3:]
    return time.monotonic() - started, peak.size, "\n".join(failures)


def report(workbench: Path, results: Path) -> Iterator[str]:
    """Rows of each table of marts and quality, then seconds of the slowest models and of all tests."""
    with open_workbench(workbench, read_only=True) as connection:
        for schema in ("marts", "quality"):
            for (table,) in connection.execute(
                "SELECT table_name FROM duckdb_tables() WHERE schema_name = ? ORDER BY table_name", [schema]
            ).fetchall():
                yield f"{connection.table(f'{schema}.{table}').shape[0]:>12,}  {schema}.{table}"
    done: list[Mapping[str, Any]] = json.loads(results.read_bytes())["results"]
    seconds = {one["unique_id"]: float(one["execution_time"]) for one in done}
    for kind in ("seed", "model", "test"):
        of_kind = [taken for name, taken in seconds.items() if name.startswith(kind + ".")]
        yield f"{sum(of_kind):>8.1f} s of work: {len(of_kind)} {kind}s"
    for name, taken in sorted(seconds.items(), key=lambda item: -item[1])[:_SLOWEST]:
        yield f"{taken:>8.1f} s  {name.removeprefix('model.yujuesuan.')}"


if __name__ == "__main__":
    main()
