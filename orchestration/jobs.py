"""Jobs: the one that runs the whole line."""

from dagster import AssetSelection, define_asset_job, in_process_executor

# One process: DuckDB takes one writer, and extraction has worker processes of its own.
disclosures = define_asset_job(
    "disclosures",
    selection=AssetSelection.all() | AssetSelection.all_asset_checks(),
    executor_def=in_process_executor,
    description="From sources to the published warehouse.",
)
