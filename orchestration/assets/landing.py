"""Landing: sources become files in the home and rows of raw.fetch_attempt.

Here belongs what a run asks of `fetch` and how it books the outcomes. Not here: how a file is fetched
or judged (fetch), or what is inside it (extract).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace

from dagster import (
    AssetExecutionContext,
    AssetKey,
    AssetSpec,
    Config,
    MaterializeResult,
    ResourceParam,
    multi_asset,
)
from pydantic import Field

from fetch import ATTEMPT_SCHEMA, Attempt, land_all, resolve_sources
from orchestration.metadata import schema_of
from orchestration.progress import Progress, Stage
from orchestration.resources import HomeResource
from orchestration.sources import default_sources
from orchestration.workbench import (
    append_rows,
    open_workbench,
    previous_attempts,
    replace_attempts,
    settled_sources,
)

LANDED_FILES = AssetKey("landed_files")
FETCH_ATTEMPT = AssetKey(["raw", "fetch_attempt"])


class LandingConfig(Config):
    """What to land."""

    sources: list[str] = Field(
        default_factory=default_sources,
        description="PDF files, folders, URLs and catalogues (.csv, .yaml), as on the command line.",
    )


@multi_asset(
    specs=[
        AssetSpec(
            LANDED_FILES,
            group_name="landing",
            kinds={"pdf"},
            description="Published documents, stored once by SHA-256 under `files/`.",
        ),
        AssetSpec(
            FETCH_ATTEMPT,
            deps=[LANDED_FILES],
            group_name="raw",
            kinds={"duckdb"},
            description="Every attempt to fetch a source, whatever came of it.",
            metadata={"dagster/column_schema": schema_of(ATTEMPT_SCHEMA)},
        ),
    ],
    pool="duckdb",
)
def landing(
    context: AssetExecutionContext,
    config: LandingConfig,
    home: HomeResource,
    progress: ResourceParam[Progress],
) -> Iterator[MaterializeResult[None]]:
    """Fetch every source that changed; book every attempt, also of a run that is killed half way."""
    sources = resolve_sources(config.sources)
    progress.start(Stage.LANDING, len(sources), "sources")
    with open_workbench(home.paths.workbench) as connection:
        settled = settled_sources(connection)

        def book(attempt: Attempt) -> None:
            append_rows(connection, "raw.fetch_attempt", [asdict(attempt)])
            progress.advance(Stage.LANDING)

        fetched = land_all(
            sources, previous_attempts(connection), home.paths.files, context.run.run_id, on_attempt=book
        )
        attempts = [_as_first_seen(attempt, settled) for attempt in fetched]
        replace_attempts(connection, context.run.run_id, attempts)
        total = connection.execute("SELECT count(*) FROM raw.fetch_attempt").fetchone()

    counts = Counter(attempt.status for attempt in attempts)
    metadata = {status: counts[status] for status in ("landed", "unchanged", "rejected", "failed")}
    progress.finish(
        Stage.LANDING, ", ".join(f"{count} {status}" for status, count in metadata.items() if count)
    )
    landed_bytes = sum(attempt.byte_count or 0 for attempt in attempts if attempt.status == "landed")
    yield MaterializeResult(
        asset_key=LANDED_FILES, metadata={"sources": len(sources), **metadata, "landed_bytes": landed_bytes}
    )
    yield MaterializeResult(
        asset_key=FETCH_ATTEMPT,
        metadata={"dagster/row_count": total[0] if total else 0, "new_rows": len(attempts)},
    )


def _as_first_seen(attempt: Attempt, settled: set[tuple[str, str]]) -> Attempt:
    """A file that only a killed run had brought in is landed by the run that books it."""
    if attempt.status == "unchanged" and (attempt.source_key, attempt.sha256) not in settled:
        return replace(attempt, status="landed")
    return attempt
