"""Batches of extracted Parquet files on their way into the raw tables.

A batch is loaded in one transaction. Rows are kept per document and extractor version: a document read
again by the same version replaces its rows, one read by a newer version adds to them.
"""

from pathlib import Path

import duckdb

from extract.schema import SCHEMAS
from orchestration.workbench import transaction


class BatchError(Exception):
    """A batch cannot be loaded; the text says which and what to do."""


def pending_batches(connection: duckdb.DuckDBPyConnection, extracted: Path) -> list[Path]:
    """Folders of batches with a document that the raw tables lack or have in an older reading.

    Sorted by the time of their latest reading, so that the newest is loaded last.
    """
    files = sorted(
        str(path) for path in extracted.glob("*/extraction.parquet") if not path.parent.name.startswith(".")
    )
    if not files:
        return []
    try:
        rows = connection.execute(
            """
            SELECT filename
            FROM read_parquet(?, filename = true, union_by_name = true) AS batch
            LEFT JOIN raw.extraction AS loaded USING (sha256, extractor_version)
            WHERE loaded.extracted_at IS NULL OR batch.extracted_at > loaded.extracted_at
            GROUP BY filename
            ORDER BY max(batch.extracted_at), filename
            """,
            [files],
        ).fetchall()
    except duckdb.Error as error:
        raise BatchError(_advice(extracted, error)) from error
    return [Path(row[0]).parent for row in rows]


def load_batch(connection: duckdb.DuckDBPyConnection, batch: Path) -> dict[str, int]:
    """Load the documents of `batch` that are new or newer, and count the rows by table.

    Raises:
        BatchError: A file is missing or unreadable; nothing of the batch is loaded then.
    """
    try:
        with transaction(connection):
            connection.execute(
                """
                CREATE OR REPLACE TEMP TABLE incoming_document AS
                SELECT sha256, extractor_version
                FROM read_parquet(?) AS batch
                LEFT JOIN raw.extraction AS loaded USING (sha256, extractor_version)
                WHERE loaded.extracted_at IS NULL OR batch.extracted_at > loaded.extracted_at
                """,
                [str(batch / "extraction.parquet")],
            )
            return {table: _replace_rows(connection, batch, table) for table in SCHEMAS}
    except duckdb.Error as error:
        raise BatchError(_advice(batch, error)) from error


def _replace_rows(connection: duckdb.DuckDBPyConnection, batch: Path, table: str) -> int:
    connection.execute(
        f"DELETE FROM raw.{table} USING incoming_document AS incoming "
        f"WHERE {table}.sha256 = incoming.sha256 AND {table}.extractor_version = incoming.extractor_version"
    )
    counted = connection.execute(
        f"""
        INSERT INTO raw.{table} BY NAME
        SELECT rows.*, ? AS batch_id
        FROM read_parquet(?) AS rows
        SEMI JOIN incoming_document USING (sha256, extractor_version)
        """,
        [batch.name, str(batch / f"{table}.parquet")],
    ).fetchone()
    return int(counted[0]) if counted else 0


def _advice(place: Path, error: Exception) -> str:
    return (
        f"Extracted rows cannot be read below {place}: {str(error).splitlines()[0]} "
        "Remove the folder of the batch it names and run again: its documents are then extracted anew."
    )
