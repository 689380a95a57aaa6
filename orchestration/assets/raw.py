"""Raw: extracted batches become rows of the raw tables, verbatim.

Here belong the assets and their metadata. Not here: how a batch is loaded (see `batches.py`).
"""

from collections import Counter
from collections.abc import Iterator

from dagster import AssetKey, AssetSpec, MaterializeResult, ResourceParam, multi_asset

from orchestration.assets.extraction import extracted_batches
from orchestration.batches import load_batch, pending_batches
from orchestration.metadata import schema_of
from orchestration.progress import Progress, Stage
from orchestration.resources import HomeResource
from orchestration.workbench import extracted_tables, open_workbench

_DESCRIPTIONS = {
    "extraction": "One reading of a document by one version of the extractor, whatever came of it.",
    "page": "Pages: size, rotation, text or scanned.",
    "sentence": "Sentences of the text layer with their boxes.",
    "table_part": "Tables, one row for each page a table stands on.",
    "cell": "Table cells as printed, with place, span and header path.",
}
RAW_TABLES = {table: AssetKey(["raw", table]) for table in extracted_tables()}


@multi_asset(
    specs=[
        AssetSpec(
            RAW_TABLES[table],
            deps=[extracted_batches],
            group_name="raw",
            kinds={"duckdb"},
            description=_DESCRIPTIONS[table],
            metadata={"dagster/column_schema": schema_of(schema)},
        )
        for table, schema in extracted_tables().items()
    ],
    pool="duckdb",
)
def raw_tables(home: HomeResource, progress: ResourceParam[Progress]) -> Iterator[MaterializeResult[None]]:
    """Load every batch that the raw tables lack, each in one transaction."""
    loaded: Counter[str] = Counter()
    with open_workbench(home.paths.workbench) as connection:
        pending = pending_batches(connection, home.paths.extracted)
        progress.start(Stage.RAW, len(pending), "batches")
        for batch in pending:
            loaded.update(load_batch(connection, batch))
            progress.advance(Stage.RAW)
        totals = {table: connection.table(f"raw.{table}").shape[0] for table in RAW_TABLES}
    progress.finish(
        Stage.RAW,
        f"{sum(loaded.values())} rows of {loaded['extraction']} documents" if pending else "nothing to load",
    )
    for table, key in RAW_TABLES.items():
        yield MaterializeResult(
            asset_key=key, metadata={"dagster/row_count": totals[table], "loaded_rows": loaded[table]}
        )
