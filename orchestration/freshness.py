"""What the models were last built from: a build from the same is not done again.

Here belongs the digest of the models' inputs and the note that says what was built. Not here: how dbt is
run (`assets/warehouse.py`).
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

# What need not be built again from the same documents: all but the models that tell of the runs.
MADE_FROM_DOCUMENTS = ("config.meta.made_from:documents", "resource_type:seed")

_INPUTS = (
    "SELECT sha256, extractor_version, extracted_at::VARCHAR, batch_id FROM raw.extraction ORDER BY ALL",
    "SELECT sha256, contract_code FROM raw.quarantined_document ORDER BY ALL",
    "SELECT * FROM raw.manual_correction ORDER BY ALL",
    """
    SELECT source_key, sha256, location, publisher, division_code, report_type, fiscal_year
    FROM raw.fetch_attempt
    WHERE sha256 IS NOT NULL AND status IN ('landed', 'unchanged')
    QUALIFY row_number() OVER (PARTITION BY source_key ORDER BY attempted_at DESC, attempt_key) = 1
    ORDER BY ALL
    """,
)


def inputs_digest(connection: duckdb.DuckDBPyConnection) -> str:
    """Hash of the readings, the quarantine, the corrections and the file now on record for each source."""
    digest = hashlib.sha256()
    for query in _INPUTS:
        for row in connection.execute(query).fetchall():
            digest.update(repr(row).encode())
        digest.update(b"\n")
    return digest.hexdigest()


@dataclass(frozen=True)
class BuildNote:
    """A file that names the inputs of the last complete build; there is none while a build is under way."""

    path: Path

    def is_of(self, digest: str) -> bool:
        """Whether the last complete build was made from these inputs."""
        return self.path.exists() and self.path.read_text() == digest

    def drop(self) -> None:
        """Forget the last build: another begins."""
        self.path.unlink(missing_ok=True)

    def write(self, digest: str) -> None:
        """Note a build that is complete."""
        partial = self.path.with_suffix(".partial")
        partial.write_text(digest)
        partial.replace(self.path)
