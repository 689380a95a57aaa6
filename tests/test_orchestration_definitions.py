"""What Dagster is told: assets, checks, job, schedule, pools."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from dagster import AssetKey, Definitions

from expectations import contract_names
from orchestration.definitions import build_defs
from orchestration.home import Home
from tests.orchestration_stand_in import write_project

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def defs(tmp_path_factory: pytest.TempPathFactory) -> Definitions:
    folder = tmp_path_factory.mktemp("definitions")
    return build_defs(Home.at(folder / "home"), write_project(folder / "project"))


def test_assets_are_the_nouns_of_the_flow(defs: Definitions) -> None:
    graph = defs.resolve_asset_graph()
    assert {key.to_user_string(): graph.get(key).group_name for key in graph.materializable_asset_keys} == {
        "landed_files": "landing",
        "extracted_batches": "extraction",
        "raw/fetch_attempt": "raw",
        "raw/extraction": "raw",
        "raw/page": "raw",
        "raw/sentence": "raw",
        "raw/table_part": "raw",
        "raw/cell": "raw",
        "staging/stg_extraction": "staging",
        "marts/dim_document": "marts",
        "published_warehouse": "publication",
    }


def test_the_line_is_one_chain(defs: Definitions) -> None:
    graph = defs.resolve_asset_graph()

    def parents(*key: str) -> set[str]:
        return {parent.to_user_string() for parent in graph.get(AssetKey(list(key))).parent_keys}

    assert parents("extracted_batches") == {"landed_files"}
    assert parents("raw", "cell") == {"extracted_batches"}
    assert parents("staging", "stg_extraction") == {"raw/extraction"}
    assert parents("published_warehouse") == {"marts/dim_document"}


def test_every_contract_is_a_check_and_the_critical_ones_block(defs: Definitions) -> None:
    graph = defs.resolve_asset_graph()
    checks = {key.name: graph.get(key).blocking for key in graph.asset_check_keys}
    for layer in ("raw", "marts"):
        for code, severity, _, description in contract_names(layer):
            assert checks[code] == (severity == "critical"), description


def test_one_job_one_schedule_one_writer(defs: Definitions) -> None:
    job = defs.resolve_job_def("disclosures")
    assert {definition.name for definition in defs.schedules or []} == {"daily_disclosures"}
    assert job.executor_def.name == "in_process"
    pools = {node.name: node.pool for node in job.graph.node_defs if hasattr(node, "pool")}
    assert pools == dict.fromkeys(
        [
            "landing",
            "extracted_batches",
            "raw_tables",
            "raw_contracts",
            "dbt_models",
            "marts_contracts",
            "published_warehouse",
        ],
        "duckdb",
    )


def test_dagster_finds_the_definitions_valid(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dagster", "definitions", "validate", "-w", "workspace.yaml"],
        cwd=ROOT,
        env={**os.environ, "YUJUESUAN_HOME": str(tmp_path / "home"), "DAGSTER_DISABLE_TELEMETRY": "yes"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Validation successful" in done.stdout + done.stderr
