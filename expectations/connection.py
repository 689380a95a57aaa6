"""Great Expectations on a DuckDB file.

Everything that leans on the inner workings of Great Expectations or of its DuckDB dialect stands here.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any

_PERSISTED = "_PERSISTED_CONNECTION_DIALECTS"


class GreatExpectationsChangedError(RuntimeError):
    """Great Expectations no longer has what the DuckDB fix relies on."""


class _Dialect(StrEnum):
    DUCKDB = "duckdb"


@dataclass(frozen=True, slots=True)
class Session:
    """A Great Expectations context whose data source is one DuckDB file, opened for reading.

    Attributes:
        context: The ephemeral data context.
        source: The data source of the file.
        engine: The SQLAlchemy engine of the data source, one connection kept open.
        has_published: Whether the catalogue `published` is a warehouse published before, not an empty one.
    """

    context: Any
    source: Any
    engine: Any
    has_published: bool

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Rows of a query, each by column name."""
        with self.engine.connect() as connection:
            return [dict(row) for row in connection.exec_driver_sql(sql).mappings()]


def load() -> Any:
    """Import Great Expectations, silent and able to read DuckDB, and return the module.

    Raises:
        GreatExpectationsChangedError: If the installed version lacks the set of dialects to be extended.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations
    from great_expectations.execution_engine import sqlalchemy_execution_engine

    persist_duckdb(sqlalchemy_execution_engine)
    return great_expectations


def persist_duckdb(module: Any) -> None:
    """Have Great Expectations keep a DuckDB connection open until its results are read.

    It closes the connection first for every dialect that is not in a private set, and DuckDB then has no
    rows to give (`IndexError: list index out of range`).

    Raises:
        GreatExpectationsChangedError: If there is no such set any more.
    """
    dialects = getattr(module, _PERSISTED, None)
    if not isinstance(dialects, tuple) or not all(isinstance(dialect, Enum) for dialect in dialects):
        raise GreatExpectationsChangedError(
            f"{module.__name__}.{_PERSISTED} is not a tuple of dialects any more. See whether Great "
            "Expectations now reads DuckDB results before it closes the connection: if so, remove "
            "persist_duckdb(); if not, find where it decides to keep a connection open."
        )
    if _Dialect.DUCKDB not in dialects:
        setattr(module, _PERSISTED, (*dialects, _Dialect.DUCKDB))


@contextmanager
def open_session(database: Path, published: Path | None = None) -> Iterator[Session]:
    """Open a DuckDB file for validation; when the block ends the file is free again.

    The catalogue `published` is the warehouse at `published`, or one with empty tables if there is none.

    Raises:
        duckdb.Error: If a file cannot be opened, as when another process writes to it.
        GreatExpectationsChangedError: See `load`.
    """
    gx = load()
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_sql(
        name=database.stem,
        connection_string=f"duckdb:///{database}",
        kwargs={"connect_args": {"read_only": True}},
    )
    engine = source.get_execution_engine().engine
    try:
        _autocommit(engine)
        yield Session(context, source, engine, _attach(engine, published))
    finally:
        engine.dispose()
        source.get_engine().dispose()


def _autocommit(engine: Any) -> None:
    """Let each query be a transaction of its own.

    One that fails leaves its transaction aborted, and every query after it would fail with it. The dialect
    knows no isolation level to ask for.
    """
    engine.dialect.do_begin = lambda connection: None


_STAND_IN = (
    "ATTACH ':memory:' AS published (READ_WRITE)",
    "CREATE SCHEMA published.marts",
    "CREATE TABLE published.marts.dim_document (document_key VARCHAR, sha256 VARCHAR, is_current BOOLEAN)",
    "CREATE TABLE published.marts.fct_statement_amount (document_key VARCHAR)",
)


def _attach(engine: Any, published: Path | None) -> bool:
    with engine.connect() as connection:
        if published is not None:
            location = str(published).replace("'", "''")
            connection.exec_driver_sql(f"ATTACH '{location}' AS published (READ_ONLY)")
            found = connection.exec_driver_sql(
                "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'published' "
                "AND schema_name = 'marts' AND table_name IN ('dim_document', 'fct_statement_amount')"
            ).scalar()
            if found == 2:
                return True
            connection.exec_driver_sql("DETACH published")
        for statement in _STAND_IN:
            connection.exec_driver_sql(statement)
        return False
