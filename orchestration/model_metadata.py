"""Metadata of built models: row counts, column types, column lineage.

Read from the workbench once dbt has let go of it, and attached to the events that Dagster stores.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from dagster import AssetKey, TableColumn, TableColumnDep, TableColumnLineage, TableSchema
from dagster_dbt.core.dbt_event_iterator import DbtDagsterEventType

from orchestration.column_lineage import ColumnSources, column_sources

Relation = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What stands in a workbench: columns with types, and rows of each table that is not a view."""

    columns: Mapping[Relation, Mapping[str, str]]
    row_counts: Mapping[Relation, int]


@dataclass(frozen=True, slots=True)
class NodeOutcome:
    """What came of a node of a build: dbt's status, and its message if it has one."""

    status: str
    message: str | None


def read_catalogue(connection: duckdb.DuckDBPyConnection) -> Catalogue:
    """The catalogue of the database that `connection` has open."""
    columns: dict[Relation, dict[str, str]] = {}
    for schema, table, column, kind in connection.execute(
        "SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE NOT internal ORDER BY schema_name, table_name, column_index"
    ).fetchall():
        columns.setdefault((schema, table), {})[column] = kind
    tables = connection.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
    row_counts = {}
    for schema, table in tables:
        counted = connection.execute(f'SELECT count(*) FROM "{schema}"."{table}"').fetchone()
        row_counts[schema, table] = counted[0] if counted else 0
    return Catalogue(columns, row_counts)


def trace_lineage(manifest: Mapping[str, Any], catalogue: Catalogue) -> dict[str, ColumnSources]:
    """Column lineage of every compiled model of `manifest`, by its unique id."""
    nodes = {**manifest["nodes"], **manifest["sources"]}
    lineage = {}
    for unique_id, node in manifest["nodes"].items():
        if node["resource_type"] != "model" or not node.get("compiled_code"):
            continue
        parents = [nodes[parent] for parent in node["depends_on"]["nodes"] if parent in nodes]
        relations = [
            (parent["schema"], parent.get("alias") or parent.get("identifier") or parent["name"])
            for parent in parents
        ]
        known = {relation: catalogue.columns.get(relation, {}) for relation in relations}
        lineage[unique_id] = column_sources(node["compiled_code"], known)
    return lineage


def stored_lineage(path: Path, target: Path, catalogue: Catalogue) -> dict[str, ColumnSources]:
    """The lineage at `path`, traced and put there first if it is not there yet.

    Args:
        path: JSON file, named after the state of the dbt project.
        target: dbt's target folder, whose manifest has the compiled SQL.
        catalogue: What stands in the workbench.
    """
    if path.exists():
        stored: dict[str, ColumnSources] = json.loads(path.read_bytes())
        return stored
    lineage = trace_lineage(json.loads((target / "manifest.json").read_bytes()), catalogue)
    aside = path.with_suffix(".part")
    aside.write_text(json.dumps(lineage), encoding="utf-8")
    aside.replace(path)
    return lineage


def node_outcomes(results: Path) -> dict[str, NodeOutcome]:
    """What came of each node of a build, from its run_results.json; nothing if the build left none."""
    if not results.exists():
        return {}
    return {
        node["unique_id"]: NodeOutcome(node["status"], node["message"])
        for node in json.loads(results.read_bytes())["results"]
    }


def tests_by_node(
    manifest: Mapping[str, Any], outcomes: Mapping[str, NodeOutcome]
) -> dict[str, Counter[str]]:
    """For each model and seed that was tested, how many of its tests came to which status."""
    tests: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for unique_id, outcome in outcomes.items():
        node = manifest["nodes"].get(unique_id, {})
        if node.get("resource_type") != "test":
            continue
        attached = node.get("attached_node")
        for tested in [attached] if attached else node["depends_on"]["nodes"]:
            tests[tested][outcome.status] += 1
    return tests


def unique_id_of(event: DbtDagsterEventType) -> str:
    """The dbt node that an event is about."""
    return str(event.metadata["unique_id"].value)


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of the nodes of a manifest once they are built."""

    manifest: Mapping[str, Any]
    catalogue: Catalogue
    lineage: Mapping[str, ColumnSources]
    tests: Mapping[str, Counter[str]]

    def of(self, unique_id: str) -> dict[str, Any]:
        """Metadata of a model or seed: columns, rows, column lineage, how its tests went."""
        node = self.manifest["nodes"][unique_id]
        relation = (node["schema"], node["alias"])
        metadata: dict[str, Any] = {
            "dagster/column_schema": _table_schema(node, self.catalogue.columns.get(relation, {}))
        }
        if relation in self.catalogue.row_counts:
            metadata["dagster/row_count"] = self.catalogue.row_counts[relation]
        if self.lineage.get(unique_id):
            metadata["dagster/column_lineage"] = _table_lineage(self.lineage[unique_id])
        for status, count in sorted(self.tests.get(unique_id, {}).items()):
            metadata[f"dbt_tests/{status}"] = count
        return metadata


def _table_schema(node: Mapping[str, Any], columns: Mapping[str, str]) -> TableSchema:
    described_columns = node.get("columns", {})
    return TableSchema(
        columns=[
            TableColumn(name, kind, description=described_columns.get(name, {}).get("description"))
            for name, kind in columns.items()
        ]
    )


def _table_lineage(sources: ColumnSources) -> TableColumnLineage:
    return TableColumnLineage(
        {
            column: [TableColumnDep(AssetKey([schema, table]), name) for schema, table, name in found]
            for column, found in sources.items()
        }
    )
