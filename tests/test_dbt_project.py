"""The dbt project: its layers, and what its models promise, kept by a test that can fail."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

PROJECT = Path(__file__).parents[1] / "dbt_project"
DBT = Path(sys.executable).with_name("dbt")

# Which layers a layer may read. Seeds and sources are told by their resource type.
READS = {
    "staging": {"source"},
    "intermediate": {"staging", "intermediate", "seed"},
    "marts": {"intermediate", "marts", "seed"},
    "quality": {"staging", "intermediate", "marts", "quality", "seed"},
}


def dbt(workbench: Path, target: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    places = [
        "--project-dir",
        PROJECT,
        "--profiles-dir",
        PROJECT,
        "--target-path",
        target,
        "--log-path",
        target,
    ]
    environment = {
        **os.environ,
        "YUJUESUAN_WORKBENCH": str(workbench),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    return subprocess.run(
        [DBT, "--no-use-colors", *arguments, *map(str, places)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("dbt")
    done = dbt(folder / "none.duckdb", folder, "parse")
    assert done.returncode == 0, done.stdout
    loaded: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return loaded


def models(manifest: dict[str, Any], *schemas: str) -> list[dict[str, Any]]:
    nodes = manifest["nodes"].values()
    return [n for n in nodes if n["resource_type"] == "model" and n["schema"] in (schemas or READS)]


def test_layers_read_only_what_lies_below(manifest: dict[str, Any]) -> None:
    everything = {**manifest["nodes"], **manifest["sources"]}
    wrong = []
    for model in models(manifest):
        for parent in model["depends_on"]["nodes"]:
            node = everything[parent]
            layer = node["schema"] if node["resource_type"] == "model" else node["resource_type"]
            if layer not in READS[model["schema"]]:
                wrong.append((model["name"], parent))
    assert wrong == []


def test_every_model_and_seed_is_described(manifest: dict[str, Any]) -> None:
    nodes = [*models(manifest), *(n for n in manifest["nodes"].values() if n["resource_type"] == "seed")]
    assert [n["name"] for n in nodes if not n["description"]] == []


def test_every_published_column_is_described_typed_and_checked(manifest: dict[str, Any]) -> None:
    tested = {
        (node["attached_node"], node["column_name"])
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and node.get("column_name")
    }
    conforming = {
        node["attached_node"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and node.get("test_metadata", {}).get("name") == "columns_conform"
    }
    for model in models(manifest, "marts", "quality"):
        assert model["config"]["contract"]["enforced"], model["name"]
        assert model["unique_id"] in conforming, model["name"]
        for column in model["columns"].values():
            assert column["description"], (model["name"], column["name"])
            assert column["data_type"], (model["name"], column["name"])
            checked = column["config"]["meta"].get("check") or column["data_type"] == "string"
            assert checked or (model["unique_id"], column["name"]) in tested, (model["name"], column["name"])


@pytest.mark.parametrize(
    ("name", "column"),
    [(None, "measure_name"), ("", "measure_name"), ("Total", None)],
    ids=["required", "blank", "good"],
)
def test_a_column_that_breaks_its_check_fails_the_build(
    name: str | None, column: str | None, tmp_path: Path
) -> None:
    workbench = tmp_path / "workbench.duckdb"
    with duckdb.connect(workbench) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.dim_measure (measure_code text, measure_name text, measure_name_zh text)"
        )
        connection.execute("insert into marts.dim_measure values ('total', ?, '合计')", [name])
    done = dbt(
        workbench, tmp_path / "target", "test", "--select", "columns_conform_dim_measure_", "--store-failures"
    )
    if column is None:
        assert done.returncode == 0, done.stdout
        return
    assert done.returncode == 1, done.stdout
    with duckdb.connect(workbench, read_only=True) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables where table_schema <> 'marts'"
        ).fetchall()
        assert len(tables) == 1, tables
        failures = connection.execute(
            f"select column_name, violation_count from {'.'.join(tables[0])}"
        ).fetchall()
    assert failures == [(column, 1)]
