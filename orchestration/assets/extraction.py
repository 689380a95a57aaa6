"""Extraction: landed files become batches of Parquet files under `extracted/`.

Here belongs which documents are due. Not here: how a PDF is read (extract), or loading (see `raw.py`).
"""

import os
from collections import Counter

from dagster import Config, MaterializeResult, ResourceParam, asset
from pydantic import Field

from extract import EXTRACTOR_VERSION
from extract.batch import extract_documents, extracted
from extract.outcome import DocumentFile, Limits, Outcome
from fetch import file_path
from orchestration.assets.landing import LANDED_FILES
from orchestration.home import Home
from orchestration.progress import Progress, Stage
from orchestration.resources import HomeResource
from orchestration.workbench import landed_hashes, open_workbench

_LIMITS = Limits()


class ExtractionConfig(Config):
    """What extraction may cost."""

    workers: int = Field(default=0, description="Documents at a time; 0 means one per usable core.")
    seconds: float = Field(default=_LIMITS.seconds, description="Wall time one document may take.")
    memory_bytes: int = Field(default=_LIMITS.memory_bytes, description="Memory one document may take.")


@asset(
    deps=[LANDED_FILES],
    group_name="extraction",
    kinds={"parquet"},
    pool="duckdb",
    description="Pages, sentences and table cells of every landed document, as Parquet.",
)
def extracted_batches(
    config: ExtractionConfig,
    home: HomeResource,
    progress: ResourceParam[Progress],
) -> MaterializeResult[None]:
    """Extract what no run has extracted yet, and try again what failed for want of time or memory."""
    due = _due_documents(home.paths)
    progress.start(Stage.EXTRACTION, len(due), "documents")
    pages = 0

    def tell(outcome: Outcome) -> None:
        nonlocal pages
        pages += outcome.page_count or 0
        progress.advance(Stage.EXTRACTION, f"{pages} pages")

    limits = Limits(seconds=config.seconds, memory_bytes=config.memory_bytes)
    workers = config.workers or len(os.sched_getaffinity(0))
    outcomes = extract_documents(due, home.paths.extracted, limits, workers, tell) if due else []
    counts = Counter(outcome.status for outcome in outcomes)
    progress.finish(
        Stage.EXTRACTION,
        f"{counts['extracted']} documents, {pages} pages, {counts['failed']} failed"
        if due
        else "nothing to extract",
    )
    return MaterializeResult(
        metadata={
            "documents": len(outcomes),
            "extracted": counts["extracted"],
            "failed": counts["failed"],
            "pages": pages,
            "extractor_version": EXTRACTOR_VERSION,
        }
    )


def _due_documents(home: Home) -> list[DocumentFile]:
    with open_workbench(home.workbench, read_only=True) as connection:
        landed = landed_hashes(connection)
    done = extracted(home.extracted)
    settled = {sha256 for sha256, outcome in done.items() if not outcome.is_transient}
    return [DocumentFile(sha256, file_path(home.files, sha256)) for sha256 in landed if sha256 not in settled]
