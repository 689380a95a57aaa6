"""`yujuesuan status`: the last run, and what the warehouse holds of each document."""

from pathlib import Path

from orchestration.cli.fault import CliError
from orchestration.cli.reading import fetch, make_console, open_warehouse, print_table
from orchestration.cli.text import neutral
from orchestration.home import Home
from orchestration.lock import is_locked, read_holder
from orchestration.run_record import read_record

_DOCUMENTS = """
WITH amounts AS (
    SELECT document_key, count(DISTINCT statement_code) AS statements, count(*) AS amounts
    FROM marts.fct_statement_amount
    GROUP BY document_key
),
identities AS (
    SELECT document_key, count(*) FILTER (status = 'broken' AND severity = 'error') AS broken
    FROM quality.reconciliation
    GROUP BY document_key
)
SELECT
    left(document_key, 8) AS document,
    file_name,
    title,
    department_name AS department,
    fiscal_year AS year,
    coalesce(statements, 0) AS statements,
    coalesce(amounts, 0) AS amounts,
    coalesce(broken, 0) AS broken
FROM marts.dim_document
LEFT JOIN marts.dim_department USING (department_key)
LEFT JOIN amounts USING (document_key)
LEFT JOIN identities USING (document_key)
ORDER BY file_name, document_key
"""


def status(directory: Path | None) -> None:
    """Print the state of the home and a table of its documents.

    Raises:
        CliError: Nothing was ever run there, or nothing published.
    """
    home = Home.at(directory)
    record = read_record(home.last_run)
    if record is None and not home.warehouse.exists() and not home.lock.exists():
        raise CliError(f"Nothing was ever run in {home.root}: run `yujuesuan run` first.")
    for line in state_lines(home):
        print(neutral(line))
    with open_warehouse(home) as connection:
        print_table(fetch(connection, _DOCUMENTS), "Documents", make_console())


def state_lines(home: Home) -> list[str]:
    """What is going on in a home and how its last run ended."""
    lines = [f"home: {home.root}"]
    holder = read_holder(home.lock)
    if is_locked(home.lock):
        who = f" (process {holder.pid}, since {holder.since})" if holder else ""
        lines.append(f"a run is going on{who}")
    elif holder:
        lines.append(f"the run that began at {holder.since} (process {holder.pid}) was killed; run again")
    record = read_record(home.last_run)
    if record is None:
        return [*lines, "last run: none has ended"]
    outcome = "failed" if record.failures else "completed"
    kept = "published" if record.is_published else "the warehouse published before was kept"
    lines.append(f"last run: {outcome} at {record.ended_at}, {kept}")
    return lines + [f"  {reason}" for reason in [*record.failures, *record.setbacks][:10]]
