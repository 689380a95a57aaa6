"""Publication: marts and quality become the file that readers open.

Here belongs when it happens and what is told of it. Not here: how the file is built and swapped (see
`published.py`).
"""

from collections.abc import Collection

import duckdb
from dagster import (
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    MaterializeResult,
    MetadataValue,
    ResourceParam,
    asset,
)

from expectations import CONTRACT_RESULT_SCHEMA
from orchestration.dbt import Project
from orchestration.progress import Progress, Stage
from orchestration.published import PUBLISHED_SCHEMAS, comment_of_schema, comments_of_manifest, publish
from orchestration.resources import HomeResource
from orchestration.verdict import broken_contracts
from orchestration.workbench import open_workbench


class UncheckedError(Exception):
    """The marts were not found good by this run, so they are not published."""


def require_contracts(connection: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Make sure that the run evaluated the marts' contracts and that no critical one broke.

    Dagster stops at a check that fails, but not at one that was left out of a run or skipped.

    Raises:
        UncheckedError: They were not evaluated, or one broke.
    """
    broken = broken_contracts(connection, run_id)
    if broken:
        raise UncheckedError("; ".join(broken))
    evaluated = connection.execute(
        "SELECT count(*) FROM quality.contract_result WHERE run_id = ? AND layer = 'marts'", [run_id]
    ).fetchone()
    if not evaluated or not evaluated[0]:
        raise UncheckedError("The contracts of the marts were not evaluated in this run: run the whole job.")


def publication_asset(project: Project, model_keys: Collection[AssetKey]) -> AssetsDefinition:
    """The published warehouse; `model_keys` are all assets of the dbt project."""
    comments = comments_of_manifest(project.manifest())
    comments["quality", "contract_result"] = comment_of_schema(
        "Every contract of every run that ended, and of this one.", CONTRACT_RESULT_SCHEMA
    )

    @asset(
        deps=[key for key in model_keys if key.path[0] in PUBLISHED_SCHEMAS],
        group_name="publication",
        kinds={"duckdb"},
        pool="duckdb",
        description="warehouse.duckdb: marts and quality, for readers.",
    )
    def published_warehouse(
        context: AssetExecutionContext, home: HomeResource, progress: ResourceParam[Progress]
    ) -> MaterializeResult[None]:
        progress.start(Stage.PUBLICATION, None, "tables")
        paths = home.paths
        with open_workbench(paths.workbench, read_only=True) as connection:
            require_contracts(connection, context.run.run_id)
        aside = paths.build / f"publish-{context.run.run_id}.duckdb"
        counts = publish(paths.workbench, paths.warehouse, aside, comments)
        progress.finish(Stage.PUBLICATION, f"{len(counts)} tables, {sum(counts.values())} rows")
        return MaterializeResult(
            metadata={
                "dagster/row_count": sum(counts.values()),
                "tables": len(counts),
                "bytes": paths.warehouse.stat().st_size,
                "warehouse": MetadataValue.path(paths.warehouse),
                "data_docs": MetadataValue.url((paths.data_docs / "index.html").as_uri()),
                "rows_by_table": MetadataValue.json(counts),
            }
        )

    return published_warehouse
