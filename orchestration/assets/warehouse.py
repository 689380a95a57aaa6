"""Warehouse: raw tables become staging, intermediate, marts and quality, by one `dbt build`.

Here belongs how dbt is run. Not here: what the models say (dbt_project), or how they are named in
Dagster (see `dbt.py`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

import duckdb
from dagster import AssetExecutionContext, AssetsDefinition, MaterializeResult, Output, ResourceParam
from dagster_dbt import DagsterDbtCliRuntimeError, DbtCliInvocation, dbt_assets

from orchestration.dbt import DbtProcess, Project, ProjectTranslator, relation_key
from orchestration.freshness import MADE_FROM_DOCUMENTS, BuildNote, inputs_digest
from orchestration.model_metadata import (
    Description,
    NodeOutcome,
    node_outcomes,
    read_catalogue,
    stored_lineage,
    tests_by_node,
    unique_id_of,
)
from orchestration.progress import Progress, Stage
from orchestration.published import PUBLISHED_SCHEMAS
from orchestration.resources import HomeResource
from orchestration.workbench import open_workbench

Kept = MaterializeResult[None]


class BuildError(Exception):
    """The build failed; the text says which nodes did and why."""


def build_arguments(*, is_unit_tested: bool, is_fresh: bool = False) -> list[str]:
    """Arguments of the build.

    Unit tests judge code, so they run once for each state of the code. Where the models are fresh, only
    those that tell of the run itself are built.
    """
    excluded = [
        *(["resource_type:unit_test"] if is_unit_tested else []),
        *(MADE_FROM_DOCUMENTS if is_fresh else []),
    ]
    return ["build", *(["--exclude", " ".join(excluded)] if excluded else [])]


def node_count(manifest: dict[str, dict[str, dict[str, str]]]) -> int:
    """Nodes of `manifest` that a build reports on: models, seeds, snapshots, tests."""
    built = {"model", "seed", "snapshot", "test"}
    return sum(node["resource_type"] in built for node in manifest["nodes"].values())


def failures_of(outcomes: Mapping[str, NodeOutcome]) -> list[str]:
    """One line for each node of a build that failed."""
    failed = {"error", "fail", "runtime error"}
    return [
        f"{unique_id}: {' '.join((outcome.message or outcome.status).split())}"
        for unique_id, outcome in outcomes.items()
        if outcome.status in failed
    ]


@dataclass(frozen=True)
class Built:
    """What a build told while it ran, and the error that ended it, if one did."""

    outputs: list[Output[None]]
    test_count: int
    failure: DagsterDbtCliRuntimeError | None


def follow(build: DbtCliInvocation, progress: Progress) -> Built:
    """Follow a build to its end.

    Dagster's observations of tests are left out: models tell in their metadata how their tests went.
    """
    outputs: list[Output[None]] = []
    done: set[str] = set()
    failure = None
    try:
        for event in build.stream():
            if isinstance(event, Output):
                outputs.append(event)
            if unique_id_of(event) not in done:
                done.add(unique_id_of(event))
                progress.advance(Stage.MODELS)
    except DagsterDbtCliRuntimeError as error:
        failure = error
    return Built(outputs, len(done) - len(outputs), failure)


def build_order(manifest: Mapping[str, Any]) -> list[str]:
    """Models and seeds of `manifest`, each after what it is made of, as Dagster wants to hear of them."""
    built = {"model", "seed", "snapshot"}
    nodes = {name: node for name, node in manifest["nodes"].items() if node["resource_type"] in built}
    graph = {
        name: sorted(parent for parent in node["depends_on"].get("nodes", []) if parent in nodes)
        for name, node in sorted(nodes.items())
    }
    return list(TopologicalSorter(graph).static_order())


def results_in_order(
    manifest: Mapping[str, Any], outputs: Iterable[Output[None]], description: Description, *, is_fresh: bool
) -> Iterator[Output[None] | Kept]:
    """The results of a build; where the models were fresh, also of the published ones that were not built.

    What stands as it was built before has a result too, so that what follows it may run.
    """
    built = {unique_id_of(output): output for output in outputs}
    for unique_id in build_order(manifest):
        node = manifest["nodes"][unique_id]
        if unique_id in built:
            output = built[unique_id]
            yield output.with_metadata({**output.metadata, **description.of(unique_id)})
        elif is_fresh and node["schema"] in PUBLISHED_SCHEMAS:
            metadata = {"is_rebuilt": False, **description.of(unique_id)}
            yield MaterializeResult(asset_key=relation_key(node), metadata=metadata)


def stands(connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any]) -> bool:
    """Whether every model and seed of `manifest` is in the workbench."""
    found = connection.execute("SELECT table_schema, table_name FROM information_schema.tables").fetchall()
    there = set(found)
    return all(
        (node["schema"], node["alias"]) in there
        for node in manifest["nodes"].values()
        if node["resource_type"] in {"model", "seed"} and node["config"]["materialized"] != "ephemeral"
    )


def warehouse_assets(project: Project) -> AssetsDefinition:
    """The asset of every dbt model and seed of `project`, built together."""
    manifest = project.manifest()

    @dbt_assets(
        manifest=manifest,
        name="dbt_models",
        dagster_dbt_translator=ProjectTranslator(),
        pool="duckdb",
    )
    def dbt_models(
        context: AssetExecutionContext,
        dbt: DbtProcess,
        home: HomeResource,
        progress: ResourceParam[Progress],
    ) -> Iterator[Output[None] | Kept]:
        note = BuildNote(project.note_path)
        is_whole = context.selected_asset_keys == context.assets_def.keys
        with open_workbench(home.paths.workbench, read_only=True) as connection:
            digest = inputs_digest(connection)
            is_fresh = is_whole and note.is_of(digest) and stands(connection, manifest)
        note.drop()
        progress.start(Stage.MODELS, None if is_fresh else node_count(manifest), "dbt nodes")
        results = home.paths.dbt_target / "run_results.json"
        results.unlink(missing_ok=True)
        arguments = build_arguments(is_unit_tested=project.is_unit_tested, is_fresh=is_fresh)
        build = dbt.cli(arguments, context=context, target_path=home.paths.dbt_target)
        built = follow(build, progress)
        outcomes = node_outcomes(results)
        # DuckDB lets nobody look while dbt writes: what was built is described afterwards.
        with open_workbench(home.paths.workbench, read_only=True) as connection:
            catalogue = read_catalogue(connection)
        # A part of the models compiles a part of the SQL: lineage is traced when all of them were built.
        is_traceable = not built.failure and (is_whole or project.lineage_path.exists())
        lineage = (
            stored_lineage(project.lineage_path, home.paths.dbt_target, catalogue) if is_traceable else {}
        )
        description = Description(manifest, catalogue, lineage, tests_by_node(manifest, outcomes))
        is_kept = is_fresh and built.failure is None
        yield from results_in_order(manifest, built.outputs, description, is_fresh=is_kept)
        if built.failure:
            raise BuildError("; ".join(failures_of(outcomes)) or str(built.failure)) from built.failure
        if is_whole:
            project.proof_path.touch()
            note.write(digest)
        told = f"{len(built.outputs)} models and seeds, {built.test_count} tests"
        progress.finish(Stage.MODELS, f"nothing changed, {told} of the run itself" if is_fresh else told)

    return dbt_models
