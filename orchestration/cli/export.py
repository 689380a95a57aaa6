"""`yujuesuan export`: the tables of marts as files."""

from pathlib import Path

import duckdb

from orchestration.cli.fault import CliError
from orchestration.cli.reading import Rows, fetch, open_warehouse, write_csv
from orchestration.home import Home

_TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'marts' ORDER BY ALL"


def export(directory: Path | None, folder: Path, kind: str) -> None:
    """Write each table of marts to `folder` as `csv` or `parquet`, one file each.

    Raises:
        CliError: No warehouse yet, or the folder cannot be written.
    """
    with open_warehouse(Home.at(directory)) as connection:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for (table,) in fetch(connection, _TABLES).rows:
                target = folder / f"{table}.{kind}"
                aside = folder / f".{table}.{kind}.part"
                count = _write(connection, table, aside, kind)
                aside.replace(target)
                print(f"{target}: {count} rows")
        except OSError as error:
            raise CliError(f"{folder} cannot be written: {error.strerror or error}: name another.") from error


def _write(connection: duckdb.DuckDBPyConnection, table: str, path: Path, kind: str) -> int:
    relation = connection.table(f"marts.{table}")
    if kind == "parquet":
        relation.write_parquet(str(path))
        return int(relation.shape[0])
    rows = Rows(relation.columns, relation.fetchall())
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv(rows, file)
    return len(rows.rows)
