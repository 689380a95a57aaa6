"""The dbt project between dbt and Dagster."""

from pathlib import Path

import pytest
from dagster import AssetKey

from orchestration.assets.warehouse import build_arguments, node_count
from orchestration.dbt import Project, ProjectError, ProjectTranslator, dbt_executable
from orchestration.home import Home
from tests.orchestration_stand_in import write_project


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_manifest_is_parsed_when_the_project_changed_and_only_then(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project")
    before = files_below(folder)
    home = Home.at(tmp_path / "home")
    old = Project(folder, home)
    manifest = old.manifest()
    assert node_count(manifest) == 4
    assert files_below(folder) == before, "dbt wrote into the project"
    assert (home.dbt_target / "partial_parse.msgpack").exists()

    parsed_at = old.manifest_path.stat().st_mtime_ns
    assert Project(folder, home).manifest() == manifest
    assert old.manifest_path.stat().st_mtime_ns == parsed_at

    old.lineage_path.write_text("{}")
    changed = {"models/marts/dim_document.sql": "select 1 as document_key, 'a' as sha256, 6 as twice"}
    new = Project(write_project(folder, changed), home)
    assert new.fingerprint != old.fingerprint
    new.manifest()
    assert sorted(path.name for path in home.dbt.iterdir()) == [new.manifest_path.name, "target"]


def test_what_dbt_or_python_leave_in_the_project_does_not_change_it(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    folder = write_project(tmp_path / "project")
    before = Project(folder, home).fingerprint
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert Project(folder, home).fingerprint == before


def test_a_project_that_dbt_cannot_parse_is_told_in_its_words(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project", {"models/marts/dim_document.sql": "{{ ref('absent') }}"})
    project = Project(folder, Home.at(tmp_path / "home"))
    with pytest.raises(ProjectError, match="absent"):
        project.manifest()
    assert not project.manifest_path.exists()


def test_the_dbt_beside_the_interpreter_is_used() -> None:
    assert dbt_executable().is_file()


def test_assets_are_named_by_schema_and_table_and_grouped_by_layer() -> None:
    translator = ProjectTranslator()
    node = {"schema": "marts", "name": "dim_document_v2", "alias": "dim_document", "description": "A row."}
    source = {"schema": "raw", "name": "page", "identifier": "page"}
    assert translator.get_asset_key(node) == AssetKey(["marts", "dim_document"])
    assert translator.get_asset_key(source) == AssetKey(["raw", "page"])
    assert translator.get_group_name(node) == "marts"
    assert translator.get_description(node) == "A row."


def test_unit_tests_run_once_for_each_state_of_the_code() -> None:
    assert build_arguments(is_unit_tested=False) == ["build"]
    assert build_arguments(is_unit_tested=True) == ["build", "--exclude", "resource_type:unit_test"]
