"""The verdict on a run: which steps and contracts failed, which sources and documents were left out.

Reads the workbench and Dagster's events; decides nothing about what follows from them.
"""

import re

import duckdb
from dagster import DagsterEventType, DagsterInstance


def step_failures(instance: DagsterInstance, run_id: str) -> list[str]:
    """One line for each step that failed, blocking contracts aside: those have lines of their own."""
    lines = []
    for entry in instance.all_logs(run_id, of_type=DagsterEventType.STEP_FAILURE):
        event = entry.dagster_event
        if event is None or event.step_failure_data.error is None:
            continue
        error = event.step_failure_data.error
        if error.cls_name == "DagsterAssetCheckFailedError":
            continue
        # Dagster wraps what a step raises.
        error = error.cause or error
        if error.cls_name == "DagsterExecutionInterruptedError":
            lines.append(f"step {event.step_key} was interrupted")
            continue
        text = re.sub(rf"^[\w.]*{error.cls_name}: ", "", error.message)
        lines.append(f"step {event.step_key} failed: {' '.join(text.split())}")
    return lines


def broken_contracts(connection: duckdb.DuckDBPyConnection, run_id: str) -> list[str]:
    """One line for each critical contract on the whole warehouse that the run broke."""
    rows = connection.execute(
        """
        SELECT contract_code, table_name, description, unexpected_count, observed
        FROM quality.contract_result
        WHERE run_id = ? AND NOT is_success AND severity = 'critical' AND scope = 'warehouse'
        ORDER BY layer DESC, contract_code
        """,
        [run_id],
    ).fetchall()
    lines = []
    for code, table, description, count, observed in rows:
        seen = f"{count} unexpected" if count is not None else f"observed {observed}"
        lines.append(f"contract {code} on {table} broke ({seen}): {description}")
    return lines


def lost_sources(connection: duckdb.DuckDBPyConnection, run_id: str) -> list[str]:
    """One line for each source that the run could not fetch or would not accept."""
    rows = connection.execute(
        """
        SELECT location, status, error_code, error
        FROM raw.fetch_attempt
        WHERE run_id = ? AND status IN ('rejected', 'failed')
        ORDER BY location
        """,
        [run_id],
    ).fetchall()
    return [
        f"source {location} {status} ({code or 'error'}): {error or 'no reason given'}"
        for location, status, code, error in rows
    ]


def quarantined_documents(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """One line for each document that is kept out of marts; none before dbt's first run.

    Sources that brought no document stand there too; `lost_sources` tells of them.
    """
    try:
        rows = connection.execute(
            "SELECT coalesce(file_name, sha256), reason_code, reason FROM quality.quarantine "
            "WHERE sha256 IS NOT NULL ORDER BY ALL"
        ).fetchall()
    except duckdb.CatalogException:
        return []
    return [f"document {name} quarantined ({code}): {reason}" for name, code, reason in rows]
