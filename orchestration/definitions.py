"""The whole line on one page: sources → files → Parquet → raw → dbt → published warehouse.

Each step is an asset, contracts stand between raw and dbt and between dbt and publication, and one job
runs them all.
"""

from collections.abc import Mapping
from pathlib import Path

from dagster import Definitions, definitions, in_process_executor

from orchestration.assets.extraction import extracted_batches
from orchestration.assets.landing import FETCH_ATTEMPT, landing
from orchestration.assets.publication import publication_asset
from orchestration.assets.raw import RAW_TABLES, raw_tables
from orchestration.assets.warehouse import warehouse_assets
from orchestration.contracts import mart_contracts, raw_contracts
from orchestration.dbt import PROJECT_DIRECTORY, Project
from orchestration.home import Home
from orchestration.jobs import disclosures
from orchestration.resources import default_resources
from orchestration.schedules import daily


def build_defs(
    home: Home | None = None,
    project_directory: Path = PROJECT_DIRECTORY,
    overrides: Mapping[str, object] | None = None,
) -> Definitions:
    """Definitions for a home; `overrides` replaces resources (home, dbt, validator, progress) by name.

    Raises:
        ProjectError: The dbt project cannot be parsed.
    """
    project = Project(project_directory, home or Home.at())
    warehouse = warehouse_assets(project)
    publication = publication_asset(project, warehouse.keys)
    return Definitions(
        assets=[landing, extracted_batches, raw_tables, warehouse, publication],
        asset_checks=[raw_contracts([FETCH_ATTEMPT, *RAW_TABLES.values()]), mart_contracts(warehouse.keys)],
        jobs=[disclosures],
        schedules=[daily],
        resources={**default_resources(project), **(overrides or {})},
        executor=in_process_executor,
    )


@definitions
def defs() -> Definitions:
    """What Dagster loads: the definitions of the home at $YUJUESUAN_HOME."""
    return build_defs()
