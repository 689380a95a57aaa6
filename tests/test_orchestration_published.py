"""Publication: a whole file swapped in, whoever reads the old one."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.published import Comment, publish

READER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
print(connection.sql("SELECT max(n) FROM marts.fact").fetchone()[0], flush=True)
sys.stdin.readline()
print(connection.sql("SELECT max(n) FROM marts.fact").fetchone()[0], flush=True)
"""


def build(workbench: Path, highest: int) -> None:
    with duckdb.connect(workbench) as connection:
        for schema in ("raw", "marts", "quality"):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        connection.execute("CREATE OR REPLACE TABLE raw.secret AS SELECT 1 AS n")
        connection.execute(
            "CREATE OR REPLACE TABLE marts.fact AS "
            f"SELECT i AS n, 'é' || i AS word FROM range({highest + 1}) AS r(i) ORDER BY hash(i + {highest})"
        )
        connection.execute(
            "CREATE OR REPLACE VIEW quality.check AS SELECT n FROM workbench.marts.fact WHERE n = 0"
        )


def shape(warehouse: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(warehouse, read_only=True) as connection:
        return connection.sql(query).fetchall()


def test_marts_and_quality_are_published_with_comments(tmp_path: Path) -> None:
    build(tmp_path / "workbench.duckdb", 5)
    comments = {
        ("marts", "fact"): Comment("A fact's table", {"n": "It's a number", "gone": "no such column"}),
        ("marts", "absent"): Comment("no such table"),
    }
    counts = publish(
        tmp_path / "workbench.duckdb", tmp_path / "warehouse.duckdb", tmp_path / "publish-1.duckdb", comments
    )
    assert counts == {"marts.fact": 6, "quality.check": 1}
    assert shape(
        tmp_path / "warehouse.duckdb",
        "SELECT schema_name, table_name, comment FROM duckdb_tables() ORDER BY ALL",
    ) == [("marts", "fact", "A fact's table"), ("quality", "check", None)]
    columns = "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'fact' ORDER BY ALL"
    assert shape(tmp_path / "warehouse.duckdb", columns) == [("n", "It's a number"), ("word", None)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["warehouse.duckdb", "workbench.duckdb"]


def test_rows_are_stored_in_their_own_order(tmp_path: Path) -> None:
    build(tmp_path / "workbench.duckdb", 3000)
    publish(tmp_path / "workbench.duckdb", tmp_path / "warehouse.duckdb", tmp_path / "publish-1.duckdb", {})
    numbers = [row[0] for row in shape(tmp_path / "warehouse.duckdb", "SELECT n FROM marts.fact")]
    assert numbers == list(range(3001))


def test_a_reader_keeps_the_file_it_opened(tmp_path: Path) -> None:
    workbench, warehouse = tmp_path / "workbench.duckdb", tmp_path / "warehouse.duckdb"
    build(workbench, 1)
    publish(workbench, warehouse, tmp_path / "publish-1.duckdb", {})
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        assert reader.stdout.readline() == "1\n"
        build(workbench, 2)
        publish(workbench, warehouse, tmp_path / "publish-2.duckdb", {})
        assert shape(warehouse, "SELECT max(n) FROM marts.fact") == [(2,)]
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "1\n"


def test_a_failure_keeps_the_last_good_one(tmp_path: Path) -> None:
    workbench, warehouse = tmp_path / "workbench.duckdb", tmp_path / "warehouse.duckdb"
    build(workbench, 1)
    publish(workbench, warehouse, tmp_path / "publish-1.duckdb", {})
    with duckdb.connect(workbench) as connection:
        connection.execute("CREATE VIEW marts.broken AS SELECT error('no') AS n")
    with pytest.raises(duckdb.Error):
        publish(workbench, warehouse, tmp_path / "publish-2.duckdb", {})
    assert shape(warehouse, "SELECT max(n) FROM marts.fact") == [(1,)]


def test_a_log_left_beside_the_old_file_is_not_replayed_into_the_new_one(tmp_path: Path) -> None:
    workbench, warehouse = tmp_path / "workbench.duckdb", tmp_path / "warehouse.duckdb"
    build(workbench, 1)
    publish(workbench, warehouse, tmp_path / "publish-1.duckdb", {})
    Path(f"{warehouse}.wal").write_bytes(b"left by a writer")
    publish(workbench, warehouse, tmp_path / "publish-2.duckdb", {})
    assert shape(warehouse, "SELECT max(n) FROM marts.fact") == [(1,)]
