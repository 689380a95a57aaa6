"""The record of a run: how it ended and, if not well, why.

Every run leaves one in the home directory as JSON, whoever started it. The command line takes its exit
status from it.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RunRecord:
    """How a run ended; times are ISO 8601 in UTC.

    `failures` are steps and critical contracts that stopped it, `setbacks` are sources and documents that
    did not make it into the warehouse.
    """

    run_id: str
    started_at: str
    ended_at: str
    is_published: bool
    failures: list[str] = field(default_factory=list)
    setbacks: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing failed and nothing was left out."""
        return not self.failures and not self.setbacks

    def write(self, path: Path) -> None:
        """Replace the record at `path` in one step."""
        aside = path.with_suffix(".part")
        aside.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")
        aside.replace(path)


def read_record(path: Path) -> RunRecord | None:
    """The record at `path`; None if there is none that can be read."""
    try:
        return RunRecord(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
