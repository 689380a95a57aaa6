"""The published warehouse: a copy of marts and quality, with comments, swapped in as one file.

Readers in other processes keep the file they opened; whoever opens it afterwards sees the new one.
"""

import os
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

PUBLISHED_SCHEMAS = ("marts", "quality")
Relation = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Comment:
    """What a table and its columns mean."""

    table: str
    columns: Mapping[str, str] = field(default_factory=dict)


def comments_of_manifest(manifest: Mapping[str, Any]) -> dict[Relation, Comment]:
    """Descriptions of the models of a dbt manifest."""
    return {
        (node["schema"], node["alias"]): Comment(
            node["description"],
            {name: column["description"] for name, column in node["columns"].items()},
        )
        for node in manifest["nodes"].values()
        if node["resource_type"] in {"model", "seed"}
    }


def comment_of_schema(table: str, schema: pa.Schema) -> Comment:
    """A comment made of a description and an Arrow schema's field descriptions."""
    described = {column.name: (column.metadata or {}).get(b"description", b"").decode() for column in schema}
    return Comment(table, described)


def publish(
    workbench: Path, warehouse: Path, aside: Path, comments: Mapping[Relation, Comment]
) -> dict[str, int]:
    """Copy the published schemas of `workbench` to `aside` and move that over `warehouse`.

    Rows are stored in the order of all their columns, so the same rows make the same tables. Views become
    tables.

    Returns:
        Rows of each table, by qualified name.
    """
    with closing(duckdb.connect()) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"ATTACH '{_quoted(str(workbench))}' AS workbench (READ_ONLY)")
        connection.execute(f"ATTACH '{_quoted(str(aside))}' AS published")
        counts = {}
        for schema in PUBLISHED_SCHEMAS:
            connection.execute(f"CREATE SCHEMA published.{schema}")
        for schema, table in _relations(connection):
            counts[f"{schema}.{table}"] = _copy(connection, schema, table)
            if (schema, table) in comments:
                _annotate(connection, schema, table, comments[schema, table])
        connection.execute("CHECKPOINT published")
        connection.execute("DETACH published")
    _swap(aside, warehouse)
    return counts


def _relations(connection: duckdb.DuckDBPyConnection) -> list[Relation]:
    return connection.execute(
        """
        SELECT table_schema, table_name
        FROM information_schema.tables
        WHERE table_catalog = 'workbench' AND list_contains(?, table_schema)
        ORDER BY ALL
        """,
        [list(PUBLISHED_SCHEMAS)],
    ).fetchall()


def _copy(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> int:
    counted = connection.execute(
        f'CREATE TABLE published.{schema}."{table}" AS '
        f'SELECT * FROM workbench.{schema}."{table}" ORDER BY ALL'
    ).fetchone()
    return int(counted[0]) if counted else 0


def _annotate(connection: duckdb.DuckDBPyConnection, schema: str, table: str, comment: Comment) -> None:
    name = f'published.{schema}."{table}"'
    connection.execute(f"COMMENT ON TABLE {name} IS '{_quoted(comment.table)}'")
    there = {row[0] for row in connection.execute(f"DESCRIBE {name}").fetchall()}
    for column, text in comment.columns.items():
        if column in there and text:
            connection.execute(f"COMMENT ON COLUMN {name}.\"{column}\" IS '{_quoted(text)}'")


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _swap(aside: Path, warehouse: Path) -> None:
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    # A log that some writer left beside the old file would be replayed into the new one.
    warehouse.with_name(warehouse.name + ".wal").unlink(missing_ok=True)
    aside.replace(warehouse)
    folder = os.open(warehouse.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
