"""The job on a stand-in dbt project: real files, Parquet, DuckDB, dbt, Great Expectations, Dagster.

The stand-in has none of the marts that contracts are about, so its runs end where they should: before
publication.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from dagster import AssetKey, DagsterEventType, DagsterInstance, DagsterRunStatus, ExecuteInProcessResult

from orchestration.assets.publication import UncheckedError, require_contracts
from orchestration.definitions import build_defs
from orchestration.home import Home
from orchestration.instance import fail_abandoned_runs, open_instance
from orchestration.run_record import RunRecord, read_record
from orchestration.workbench import append_rows, create_tables, open_workbench
from tests.orchestration_stand_in import write_project
from tests.small_pdf import table, write_pdf

# It passes its unit test and fails on real rows.
BROKEN_MODEL = """
select md5(sha256) as document_key, sha256, pages * 2 as twice, if(pages = 3, 'x', error('it broke')) as word
from {{ ref('stg_extraction') }}
"""


@dataclass(frozen=True)
class Line:
    """A home, the project it runs and the source it lands."""

    home: Home
    project: Path
    source: Path

    def run(self) -> tuple[ExecuteInProcessResult, RunRecord]:
        job = build_defs(self.home, self.project).resolve_job_def("disclosures")
        config = {"ops": {"landing": {"config": {"sources": [str(self.source)]}}}}
        with open_instance(self.home) as instance:
            result = job.execute_in_process(run_config=config, instance=instance, raise_on_error=False)
        record = read_record(self.home.last_run)
        assert record is not None
        assert record.run_id == result.run_id
        return result, record

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with open_workbench(self.home.workbench, read_only=True) as connection:
            return connection.execute(query).fetchall()


def make_line(folder: Path) -> Line:
    source = folder / "source"
    source.mkdir(parents=True)
    write_pdf(source / "one.pdf", table([["科目", "金额"], ["教育", "12.50"]]), table([["甲", "1"]]))
    (source / "no.pdf").write_bytes(b"<html>not found</html>")
    return Line(Home.at(folder / "home"), write_project(folder / "project"), source)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    return make_line(tmp_path_factory.mktemp("line"))


@pytest.fixture(scope="module")
def first(line: Line) -> tuple[ExecuteInProcessResult, RunRecord]:
    line.home.prepare()
    (line.home.build / "publish-dead.duckdb").write_bytes(b"left by a killed run")
    return line.run()


def steps(result: ExecuteInProcessResult, kind: DagsterEventType) -> set[str | None]:
    return {event.step_key for event in result.all_events if event.event_type == kind}


def test_every_step_up_to_the_mart_contracts_ran_and_nothing_was_published(
    line: Line, first: tuple[ExecuteInProcessResult, RunRecord]
) -> None:
    result, record = first
    assert steps(result, DagsterEventType.STEP_SUCCESS) == {
        "landing",
        "extracted_batches",
        "raw_tables",
        "raw_contracts",
        "dbt_models",
    }
    assert steps(result, DagsterEventType.STEP_FAILURE) == {"marts_contracts"}
    assert not record.is_published
    assert not line.home.warehouse.exists()
    assert any("fct_statement_amount" in failure for failure in record.failures)
    assert line.rows("SELECT outcome FROM raw.pipeline_run") == [("failed",)]


def test_a_source_that_was_not_accepted_is_a_setback(
    line: Line, first: tuple[ExecuteInProcessResult, RunRecord]
) -> None:
    _, record = first
    assert line.rows("SELECT file_name, status FROM raw.fetch_attempt ORDER BY ALL") == [
        ("no.pdf", "rejected"),
        ("one.pdf", "landed"),
    ]
    assert len(record.setbacks) == 1
    assert "no.pdf" in record.setbacks[0]
    assert not record.is_clean


@pytest.mark.usefixtures("first")
def test_models_carry_row_counts_types_and_column_lineage(line: Line) -> None:
    with open_instance(line.home) as instance:
        metadata = metadata_of(instance, "marts", "dim_document")
        assert metadata_of(instance, "raw", "page")["dagster/row_count"].value == 2
    assert metadata["dagster/row_count"].value == 1
    schema = metadata["dagster/column_schema"].value
    assert [(column.name, column.type) for column in schema.columns] == [
        ("document_key", "VARCHAR"),
        ("sha256", "VARCHAR"),
        ("twice", "INTEGER"),
        ("word", "VARCHAR"),
    ]
    assert schema.columns[0].description == "It's the key."
    lineage = metadata["dagster/column_lineage"].value.deps_by_column
    assert [(dep.asset_key, dep.column_name) for dep in lineage["twice"]] == [
        (AssetKey(["staging", "stg_extraction"]), "pages")
    ]
    assert lineage["word"] == []


def metadata_of(instance: DagsterInstance, *key: str) -> dict[str, Any]:
    event = instance.get_latest_materialization_event(AssetKey(list(key)))
    assert event is not None
    assert event.asset_materialization is not None
    return dict(event.asset_materialization.metadata)


def test_contract_results_are_kept_and_the_data_docs_written(
    line: Line, first: tuple[ExecuteInProcessResult, RunRecord]
) -> None:
    result, _ = first
    assert line.rows("SELECT layer FROM quality.contract_result GROUP BY ALL ORDER BY ALL") == [
        ("marts",),
        ("raw",),
    ]
    assert (line.home.data_docs / "index.html").exists()
    evaluations = {evaluation.check_name for evaluation in result.get_asset_check_evaluations()}
    assert {"document_lost", "amount_missing"} <= evaluations


def test_what_a_killed_run_left_is_cleared_away(line: Line, first: object) -> None:
    assert not (line.home.build / "publish-dead.duckdb").exists()


@pytest.mark.usefixtures("first")
def test_a_second_run_extracts_nothing_and_broken_raw_rows_stop_it_before_dbt(line: Line) -> None:
    before = line.rows("SELECT * FROM raw.cell ORDER BY ALL")
    with open_workbench(line.home.workbench) as connection:
        connection.execute("INSERT INTO raw.page SELECT * FROM raw.page")
    result, record = line.run()

    metadata = result.asset_materializations_for_node("extracted_batches")[0].metadata
    assert metadata["documents"].value == 0
    statuses = "SELECT status FROM raw.fetch_attempt WHERE file_name = 'one.pdf' ORDER BY ALL"
    assert line.rows(statuses) == [("landed",), ("unchanged",)]
    assert line.rows("SELECT * FROM raw.cell ORDER BY ALL") == before

    assert steps(result, DagsterEventType.STEP_FAILURE) == {"raw_contracts"}
    assert "dbt_models" not in steps(result, DagsterEventType.STEP_START)
    assert any("raw.page" in failure for failure in record.failures)


def test_a_dbt_failure_is_told_and_nothing_is_published(tmp_path: Path) -> None:
    line = make_line(tmp_path)
    write_project(line.project, {"models/marts/dim_document.sql": BROKEN_MODEL})
    result, record = line.run()
    assert steps(result, DagsterEventType.STEP_FAILURE) == {"dbt_models"}
    assert len(record.failures) == 1
    assert record.failures[0].startswith("step dbt_models failed: model.stand_in.dim_document: ")
    assert "it broke" in record.failures[0]
    assert not record.is_published


def test_marts_that_no_contract_was_held_against_are_not_published(tmp_path: Path) -> None:
    with open_workbench(tmp_path / "workbench.duckdb") as connection:
        create_tables(connection)
        with pytest.raises(UncheckedError, match="run the whole job"):
            require_contracts(connection, "r")
        row = {
            "run_id": "r",
            "layer": "marts",
            "contract_code": "amounts_fallen",
            "table_name": "marts.t",
            "severity": "critical",
            "scope": "warehouse",
            "is_success": True,
            "description": "They keep.",
        }
        append_rows(connection, "quality.contract_result", [row])
        require_contracts(connection, "r")
        append_rows(connection, "quality.contract_result", [{**row, "is_success": False}])
        with pytest.raises(UncheckedError, match=r"amounts_fallen on marts\.t"):
            require_contracts(connection, "r")


def test_a_run_left_by_a_killed_process_is_marked_failed_and_frees_its_pool(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    home.prepare()
    job = build_defs(home, write_project(tmp_path / "project")).resolve_job_def("disclosures")
    with open_instance(home) as instance:
        left = instance.create_run_for_job(job, status=DagsterRunStatus.STARTED)
        mine = instance.create_run_for_job(job, status=DagsterRunStatus.STARTED)
        instance.event_log_storage.initialize_concurrency_limit_to_default("duckdb")
        claim = instance.event_log_storage.claim_concurrency_slot("duckdb", left.run_id, "dbt_models")
        assert claim.is_claimed
        assert fail_abandoned_runs(instance, mine.run_id) == [left.run_id]
        statuses = {run.run_id: run.status for run in instance.get_runs()}
        assert statuses == {left.run_id: DagsterRunStatus.FAILURE, mine.run_id: DagsterRunStatus.STARTED}
        assert instance.event_log_storage.get_concurrency_info("duckdb").active_slot_count == 0
