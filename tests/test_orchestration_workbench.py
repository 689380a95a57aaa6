"""The workbench: its own tables and the book of runs."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from expectations import Rejection
from fetch import Attempt
from orchestration.workbench import (
    WorkbenchError,
    append_rows,
    begin_run,
    create_tables,
    end_run,
    landed_hashes,
    open_workbench,
    own_tables,
    previous_attempts,
    replace_attempts,
    replace_quarantine,
    settled_sources,
    transaction,
)
from tests.orchestration_stand_in import EPOCH


def attempt(source: str, run_id: str, status: str = "landed", sha256: str | None = "h1") -> Attempt:
    return Attempt(
        attempt_key=run_id + source,
        run_id=run_id,
        source_key=source,
        location=f"/{source}.pdf",
        publisher=None,
        division_code=None,
        report_type=None,
        fiscal_year=None,
        catalogue=None,
        catalogue_line=None,
        attempted_at=EPOCH,
        status=status,
        http_status=None,
        final_url=None,
        etag='"e"',
        last_modified=None,
        content_type=None,
        content_length=None,
        byte_count=10,
        sha256=sha256,
        file_name=f"{source}.pdf",
        error_code=None,
        error=None,
        seconds=0.1,
        retry_count=0,
    )


@pytest.fixture
def workbench(tmp_path: Path) -> Path:
    path = tmp_path / "workbench.duckdb"
    with open_workbench(path) as connection:
        create_tables(connection)
    return path


def test_every_own_table_is_there_and_empty(workbench: Path) -> None:
    with open_workbench(workbench) as connection:
        create_tables(connection)
        for name, schema in own_tables().items():
            relation = connection.table(name)
            assert relation.columns == schema.names
            assert relation.shape[0] == 0


def test_a_column_that_a_newer_version_has_is_added(workbench: Path) -> None:
    with open_workbench(workbench) as connection:
        connection.execute("ALTER TABLE raw.page DROP COLUMN kind")
        create_tables(connection)
        assert "kind" in connection.table("raw.page").columns


def test_a_transaction_is_all_or_nothing(workbench: Path) -> None:
    def write_and_fail(connection: duckdb.DuckDBPyConnection) -> None:
        with transaction(connection):
            append_rows(connection, "raw.pipeline_run", [{"run_id": "r"}])
            connection.execute("SELECT error('half way')")

    with open_workbench(workbench) as connection:
        with pytest.raises(duckdb.Error, match="half way"):
            write_and_fail(connection)
        assert connection.table("raw.pipeline_run").shape[0] == 0


def test_a_run_that_was_killed_is_forgotten(workbench: Path) -> None:
    with open_workbench(workbench) as connection:
        begin_run(connection, "good")
        replace_attempts(connection, "good", [attempt("a", "good")])
        end_run(connection, "good", "completed")
        begin_run(connection, "killed")
        append_rows(connection, "quality.contract_result", [{"run_id": "good"}, {"run_id": "killed"}])
        replace_attempts(connection, "killed", [attempt("b", "killed", sha256="h2")])
        assert previous_attempts(connection).keys() == {"a", "b"}
        begin_run(connection, "next")
        assert connection.sql("SELECT run_id FROM quality.contract_result").fetchall() == [("good",)]
        assert connection.sql("SELECT run_id FROM raw.pipeline_run ORDER BY ALL").fetchall() == [
            ("good",),
            ("next",),
        ]
        assert settled_sources(connection) == {("a", "h1")}
        replace_attempts(connection, "next", [attempt("b", "next", sha256="h2")])
        assert connection.sql("SELECT run_id FROM raw.fetch_attempt ORDER BY ALL").fetchall() == [
            ("good",),
            ("next",),
        ]


def test_what_is_on_file_is_the_latest_good_attempt(workbench: Path) -> None:
    with open_workbench(workbench) as connection:
        for number, (status, sha256) in enumerate([("landed", "h1"), ("landed", "h2"), ("failed", None)]):
            run_id = f"r{number}"
            begin_run(connection, run_id)
            made = replace(attempt("a", run_id, status, sha256), attempted_at=EPOCH.replace(day=number + 1))
            replace_attempts(connection, run_id, [made])
            end_run(connection, run_id, "completed")
        assert previous_attempts(connection)["a"].sha256 == "h2"
        assert previous_attempts(connection)["a"].etag == '"e"'
        assert landed_hashes(connection) == ["h1", "h2"]


def test_a_quarantined_document_keeps_its_date(workbench: Path) -> None:
    encrypted = Rejection("h1", "encrypted", "It is encrypted.", "Publish it unencrypted.")
    with open_workbench(workbench) as connection:
        replace_quarantine(connection, "r1", [encrypted, replace(encrypted, sha256="h2")])
        before = connection.sql("SELECT since FROM raw.quarantined_document WHERE sha256 = 'h1'").fetchone()
        replace_quarantine(connection, "r2", [encrypted])
        rows = connection.sql("SELECT sha256, run_id, since FROM raw.quarantined_document").fetchall()
    assert before is not None
    assert rows == [("h1", "r2", before[0])]


def test_ending_a_run_that_never_began_is_an_error(workbench: Path) -> None:
    with open_workbench(workbench) as connection, pytest.raises(WorkbenchError, match="never"):
        end_run(connection, "unknown", "completed")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "workbench.duckdb"
    path.write_bytes(b"this is not a database, whatever it is called" * 100)
    with pytest.raises((WorkbenchError, duckdb.Error), match=r"workbench\.duckdb"), open_workbench(path):
        pass
