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
    conforming = {
        node["attached_node"]: node["test_metadata"]["kwargs"].get("references", {})
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
            assert checked or column["name"] in conforming[model["unique_id"]], (
                model["name"],
                column["name"],
            )


def test_every_check_is_held(manifest: dict[str, Any]) -> None:
    """A misspelt rule, or one of a model or seed without the test, would never be looked at."""
    rules = {"is_required", "required_where", "is_unique", "least", "most", "values", "pattern"}
    tested = {node.get("attached_node") for node in manifest["nodes"].values()}
    for unique_id, node in manifest["nodes"].items():
        for column in node.get("columns", {}).values():
            check = column["config"].get("meta", {}).get("check", {})
            assert set(check) <= rules, (unique_id, column["name"])
            assert not check or unique_id in tested, unique_id


TABLES = """
create schema marts;
create schema seeds;
create table marts.dim_measure (measure_code text, measure_name text, measure_name_zh text);
create table seeds.cofog (
    cofog_code text, cofog_name text, cofog_name_zh text, level text, parent_code text, division_code text,
    service text
);
create table seeds.economic_code (
    economic_code text, economic_name text, level text, class_code text,
    valid_from_year integer, valid_to_year integer, source text, note text
);
insert into marts.dim_measure values ('total', 'Total', '合计'), ('basic', 'Basic', '基本');
insert into seeds.cofog values
    ('01', 'General', '一般', 'division', null, '01', null),
    ('01.1', 'Part', null, 'group', '01', '01', null);
insert into seeds.economic_code values
    ('301', 'Wages', 'class', '301', 2007, 2017, 'observed', null),
    ('301', 'Pay', 'class', '301', 2018, null, 'observed', null);
"""
BROKEN = """
update marts.dim_measure set measure_code = 'total', measure_name = null, measure_name_zh = ' ';
update seeds.cofog set cofog_name_zh = null, parent_code = '99', service = 'none' where level = 'division';
update seeds.economic_code set valid_from_year = 2007, valid_to_year = 2017;
"""
TOLD = {
    "dim_measure": "measure_code is not unique: 1 (such as total); measure_name is null: 2; "
    "trim(measure_name_zh) = '': 2 (such as  )",
    "cofog": "cofog_name_zh is null and level = 'division': 1; "
    "parent_code is not in cofog.cofog_code: 1 (such as 99); "
    "service not in ('collective', 'individual'): 1 (such as none)",
    "economic_code": "economic_code, valid_from_year are not unique: 1 (such as 301, 2007)",
}


@pytest.mark.parametrize("is_broken", [False, True], ids=["good", "broken"])
def test_a_column_that_breaks_a_rule_is_told_and_fails_the_build(is_broken: bool, tmp_path: Path) -> None:
    workbench, target = tmp_path / "workbench.duckdb", tmp_path / "target"
    with duckdb.connect(workbench) as connection:
        connection.execute(TABLES + (BROKEN if is_broken else ""))
    tests = [f"columns_conform_{name}_*" for name in TOLD]
    done = dbt(workbench, target, "test", "--exclude-resource-type", "unit_test", "--select", *tests)
    assert done.returncode == int(is_broken), done.stdout
    results = json.loads((target / "run_results.json").read_bytes())["results"]
    assert len(results) == len(TOLD)
    for table, told in TOLD.items():
        result = next(one for one in results if f".columns_conform_{table}_" in one["unique_id"])
        if is_broken:
            assert f"{table}: {told}" in " ".join(result["message"].split("\n")), result["message"]
        else:
            assert result["status"] == "pass", result["message"]
