"""The home directory: where everything of one installation lies.

Here belong the paths and the check that they can be written. Not here: what stands in the files, nor
who may write when (see `lock.py`).
"""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "YUJUESUAN_HOME"
DEFAULT_HOME = "yujuesuan-home"
WORKBENCH_VARIABLE = "YUJUESUAN_WORKBENCH"
# Set to "off" where dbt's unit tests are known to pass: they judge code, not documents.
UNIT_TESTS_VARIABLE = "YUJUESUAN_UNIT_TESTS"


class HomeError(Exception):
    """The home directory cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Home:
    """Paths below the home directory, all absolute."""

    root: Path

    @classmethod
    def at(cls, directory: Path | str | None = None) -> "Home":
        """The home at `directory`, else at $YUJUESUAN_HOME, else at ./yujuesuan-home."""
        chosen = directory or os.environ.get(HOME_VARIABLE) or DEFAULT_HOME
        return cls(Path(chosen).expanduser().absolute())

    @property
    def warehouse(self) -> Path:
        """The published DuckDB file: schemas marts and quality."""
        return self.root / "warehouse.duckdb"

    @property
    def data_docs(self) -> Path:
        """Folder of the contracts' results as offline HTML."""
        return self.root / "data_docs"

    @property
    def files(self) -> Path:
        """Landed documents, addressed by content."""
        return self.root / "files"

    @property
    def extracted(self) -> Path:
        """Batches of Parquet files that extraction wrote."""
        return self.root / "extracted"

    @property
    def corrections(self) -> Path:
        """The user's own list of corrections, if there is one."""
        return self.root / "corrections.csv"

    @property
    def build(self) -> Path:
        """Files under construction that no reader should open."""
        return self.root / "build"

    @property
    def workbench(self) -> Path:
        """The DuckDB file with every layer, written by one process at a time."""
        return self.build / "workbench.duckdb"

    @property
    def dbt(self) -> Path:
        """Folder of dbt's artefacts."""
        return self.root / "dbt"

    @property
    def dbt_target(self) -> Path:
        """Target folder of dbt."""
        return self.dbt / "target"

    @property
    def dbt_logs(self) -> Path:
        """Log folder of dbt."""
        return self.dbt / "logs"

    @property
    def dagster(self) -> Path:
        """DAGSTER_HOME: runs, events, logs of steps."""
        return self.root / "dagster"

    @property
    def lock(self) -> Path:
        """File that a running pipeline holds locked."""
        return self.root / "run.lock"

    @property
    def last_run(self) -> Path:
        """JSON record of the run that ended last."""
        return self.root / "last_run.json"

    def prepare(self) -> None:
        """Make the folders that are missing.

        Raises:
            HomeError: A folder cannot be made or written.
        """
        for folder in (
            self.root,
            self.files,
            self.extracted,
            self.build,
            self.dbt_target,
            self.dbt_logs,
            self.dagster,
            self.data_docs,
        ):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with tempfile.TemporaryFile(dir=folder):
                    pass
            except OSError as error:
                raise HomeError(
                    f"The home directory cannot be written: {folder}: {error.strerror or error}. "
                    "Make it writable or name another with --home."
                ) from error
