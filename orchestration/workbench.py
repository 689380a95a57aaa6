"""The workbench: the DuckDB file in which every layer is built, and its book of runs.

Here belong opening it, the empty raw tables, and the rows that orchestration itself writes (runs,
fetch attempts, contract results, quarantined documents, corrections). Not here: extracted rows (see
`batches.py`), models (dbt), the published copy (see `published.py`).
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from expectations import CONTRACT_RESULT_SCHEMA, ContractResult, Rejection
from extract.schema import SCHEMAS
from fetch import ATTEMPT_SCHEMA, Attempt, Previous
from orchestration.corrections import MANUAL_CORRECTION

PIPELINE_RUN = pa.schema(
    [
        pa.field("run_id", pa.string(), metadata={"description": "Dagster's id of the run"}),
        pa.field("started_at", pa.timestamp("us", tz="UTC"), metadata={"description": "When it began"}),
        pa.field(
            "ended_at",
            pa.timestamp("us", tz="UTC"),
            metadata={"description": "When it ended; null while it runs and if it was killed"},
        ),
        pa.field("outcome", pa.string(), metadata={"description": "completed | failed"}),
    ]
)
QUARANTINED_DOCUMENT = pa.schema(
    [
        pa.field("sha256", pa.string(), metadata={"description": "SHA-256 of the file"}),
        pa.field("contract_code", pa.string(), metadata={"description": "Contract that it broke"}),
        pa.field("reason", pa.string(), metadata={"description": "What is wrong with it"}),
        pa.field("release", pa.string(), metadata={"description": "What would release it"}),
        pa.field("since", pa.timestamp("us", tz="UTC"), metadata={"description": "First run that saw it so"}),
        pa.field("run_id", pa.string(), metadata={"description": "Last run that saw it so"}),
    ]
)
_BATCH_ID = pa.field("batch_id", pa.string(), metadata={"description": "Batch of Parquet files it came in"})

# How long an opener waits for a child of a killed run (dbt, an extraction worker) to let go.
PATIENCE_SECONDS = 60.0


class WorkbenchError(Exception):
    """The workbench cannot be opened; the text says why and what to do."""


def extracted_tables() -> dict[str, pa.Schema]:
    """Schemas of the raw tables that hold extracted rows: as extracted, and the batch they came in."""
    return {name: schema.append(_BATCH_ID) for name, schema in SCHEMAS.items()}


def own_tables() -> dict[str, pa.Schema]:
    """Schemas, by qualified name, of the tables that orchestration writes."""
    return {
        **{f"raw.{name}": schema for name, schema in extracted_tables().items()},
        "raw.fetch_attempt": ATTEMPT_SCHEMA,
        "raw.manual_correction": MANUAL_CORRECTION,
        "raw.pipeline_run": PIPELINE_RUN,
        "raw.quarantined_document": QUARANTINED_DOCUMENT,
        "quality.contract_result": CONTRACT_RESULT_SCHEMA,
    }


@contextmanager
def open_workbench(
    path: Path, *, read_only: bool = False, patience: float = PATIENCE_SECONDS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the workbench at `path`, waiting up to `patience` seconds for its lock.

    Raises:
        WorkbenchError: Another process keeps it open, or it is not a DuckDB file.
    """
    connection = _connect(path, read_only, time.monotonic() + patience)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def _connect(path: Path, read_only: bool, deadline: float) -> duckdb.DuckDBPyConnection:
    while True:
        try:
            return duckdb.connect(path, read_only=read_only)
        except duckdb.IOException as error:
            if "set lock" not in str(error) or time.monotonic() > deadline:
                raise WorkbenchError(
                    f"{path} cannot be opened: {str(error).splitlines()[0]} "
                    "Close the program that has it open; readers should open warehouse.duckdb instead."
                ) from error
            time.sleep(0.2)


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing of what is done within."""
    connection.execute("BEGIN")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of `own_tables`, and the columns, that are not there yet."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
    connection.execute("CREATE SCHEMA IF NOT EXISTS quality")
    for name, schema in own_tables().items():
        empty = schema.empty_table()
        connection.register("empty", empty)
        connection.execute(f"CREATE TABLE IF NOT EXISTS {name} AS SELECT * FROM empty")
        there = {row[0] for row in connection.execute(f"DESCRIBE {name}").fetchall()}
        for column, kind, *_ in connection.execute("DESCRIBE SELECT * FROM empty").fetchall():
            if column not in there:
                connection.execute(f'ALTER TABLE {name} ADD COLUMN "{column}" {kind}')
        connection.unregister("empty")


def append_rows(
    connection: duckdb.DuckDBPyConnection, name: str, rows: Iterable[Mapping[str, object]]
) -> None:
    """Insert `rows`, mappings of column to value, into the table `name` of `own_tables`."""
    incoming = pa.Table.from_pylist([dict(row) for row in rows], schema=own_tables()[name])
    connection.register("incoming", incoming)
    connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM incoming")
    connection.unregister("incoming")


def begin_run(connection: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Enter a run in the book and forget the contract results of runs that were killed."""
    with transaction(connection):
        connection.execute(
            "DELETE FROM quality.contract_result WHERE run_id NOT IN "
            "(SELECT run_id FROM raw.pipeline_run WHERE ended_at IS NOT NULL)"
        )
        connection.execute("DELETE FROM raw.pipeline_run WHERE ended_at IS NULL")
        row = {"run_id": run_id, "started_at": datetime.now(UTC), "ended_at": None, "outcome": None}
        append_rows(connection, "raw.pipeline_run", [row])


def end_run(connection: duckdb.DuckDBPyConnection, run_id: str, outcome: str) -> datetime:
    """Close a run's entry with `outcome` (completed | failed) and give when it began."""
    row = connection.execute(
        "UPDATE raw.pipeline_run SET ended_at = ?, outcome = ? WHERE run_id = ? RETURNING started_at",
        [datetime.now(UTC), outcome, run_id],
    ).fetchone()
    if row is None:
        raise WorkbenchError(f"run {run_id} was never entered in raw.pipeline_run")
    began: datetime = row[0]
    return began


def previous_attempts(connection: duckdb.DuckDBPyConnection) -> dict[str, Previous]:
    """What is on file for each source key, by its latest attempt that left a file."""
    rows = connection.execute(
        """
        SELECT source_key, sha256, etag, last_modified, byte_count
        FROM raw.fetch_attempt
        WHERE status IN ('landed', 'unchanged') AND sha256 IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY source_key ORDER BY attempted_at DESC, attempt_key) = 1
        """
    ).fetchall()
    return {row[0]: Previous(*row[1:]) for row in rows}


def settled_sources(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """Source key and SHA-256 of every file that a run brought in which ended."""
    rows = connection.execute(
        """
        SELECT DISTINCT source_key, sha256
        FROM raw.fetch_attempt
        INNER JOIN raw.pipeline_run USING (run_id)
        WHERE ended_at IS NOT NULL AND status IN ('landed', 'unchanged') AND sha256 IS NOT NULL
        """
    ).fetchall()
    return {(row[0], row[1]) for row in rows}


def replace_attempts(connection: duckdb.DuckDBPyConnection, run_id: str, attempts: Sequence[Attempt]) -> None:
    """Put down a run's attempts whole, and drop those of runs that were killed."""
    with transaction(connection):
        connection.execute(
            "DELETE FROM raw.fetch_attempt WHERE run_id = ? OR run_id NOT IN "
            "(SELECT run_id FROM raw.pipeline_run WHERE ended_at IS NOT NULL)",
            [run_id],
        )
        append_rows(connection, "raw.fetch_attempt", map(asdict, attempts))


def landed_hashes(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """SHA-256 of every document ever landed here, sorted."""
    rows = connection.execute(
        "SELECT DISTINCT sha256 FROM raw.fetch_attempt "
        "WHERE status IN ('landed', 'unchanged') AND sha256 IS NOT NULL ORDER BY sha256"
    ).fetchall()
    return [row[0] for row in rows]


def append_results(connection: duckdb.DuckDBPyConnection, results: Sequence[ContractResult]) -> None:
    """Add contract results to quality.contract_result."""
    append_rows(connection, "quality.contract_result", map(asdict, results))


def replace_corrections(
    connection: duckdb.DuckDBPyConnection, corrections: Iterable[Mapping[str, object]]
) -> None:
    """Rewrite raw.manual_correction as the home's file has it now."""
    with transaction(connection):
        connection.execute("DELETE FROM raw.manual_correction")
        append_rows(connection, "raw.manual_correction", corrections)


def replace_quarantine(
    connection: duckdb.DuckDBPyConnection, run_id: str, rejections: Sequence[Rejection]
) -> None:
    """Rewrite raw.quarantined_document; a document that was there for the same reason keeps its date."""
    with transaction(connection):
        since = {
            (row[0], row[1]): row[2]
            for row in connection.execute(
                "SELECT sha256, contract_code, min(since) FROM raw.quarantined_document GROUP BY ALL"
            ).fetchall()
        }
        connection.execute("DELETE FROM raw.quarantined_document")
        now = datetime.now(UTC)
        rows = [
            {
                **asdict(rejection),
                "since": since.get((rejection.sha256, rejection.contract_code), now),
                "run_id": run_id,
            }
            for rejection in rejections
        ]
        append_rows(connection, "raw.quarantined_document", rows)
