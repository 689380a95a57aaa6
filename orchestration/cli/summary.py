"""The summary that ends a run."""

from pathlib import Path

import duckdb
from rich.console import Console

from orchestration.cli.progress_view import Timekeeper
from orchestration.cli.text import neutral
from orchestration.home import Home
from orchestration.progress import Stage
from orchestration.run_record import RunRecord
from orchestration.workbench import open_workbench

_REASONS_SHOWN = 10

QUERIES = (
    (
        "What each department spent on each function",
        "SELECT department_name, fiscal_year, function_name, total FROM marts.fct_function_spending "
        "JOIN marts.dim_department USING (department_key) JOIN marts.dim_function USING (function_key)",
    ),
    (
        "Where an amount is printed",
        "SELECT file_name, page_number, printed_text, amount FROM marts.fct_statement_amount "
        "JOIN marts.dim_document USING (document_key) WHERE is_total",
    ),
    (
        "Identities that do not hold",
        "SELECT rule_code, expected, actual, difference FROM quality.reconciliation "
        "WHERE status = 'broken' AND severity = 'error'",
    ),
    (
        "Where documents contradict themselves",
        "SELECT file_name, message FROM quality.contradiction JOIN marts.dim_document USING (document_key) "
        "WHERE severity = 'error'",
    ),
)


def print_summary(home: Home, record: RunRecord, timekeeper: Timekeeper, console: Console) -> None:
    """Print what a run came to: counts, reasons, where things are, queries to try, seconds by stage."""
    lines = [""]
    if record.started_at:
        lines += _document_lines(home.workbench, record.run_id, timekeeper)
    if record.is_published:
        lines += _warehouse_lines(home.warehouse, record.run_id)
    lines += _reason_lines(record)
    lines.append(_published_line(home, record))
    if record.started_at:
        lines.append(f"data docs: {home.data_docs / 'index.html'}")
    lines.append(f"log: {home.dagster / 'run.log'}")
    if record.is_published:
        lines += ["", "try in `yujuesuan explore`:"]
        lines += [f"  -- {purpose}\n  {query};" for purpose, query in QUERIES]
    lines += ["", _seconds_line(timekeeper)]
    for line in lines:
        for part in line.split("\n"):
            console.print(neutral(part), markup=False, highlight=False, soft_wrap=True)


def _document_lines(workbench: Path, run_id: str, timekeeper: Timekeeper) -> list[str]:
    with open_workbench(workbench, read_only=True) as connection:
        statuses = dict(
            connection.execute(
                "SELECT status, count(*) FROM raw.fetch_attempt WHERE run_id = ? GROUP BY ALL", [run_id]
            ).fetchall()
        )
        quarantined = _count(connection, "SELECT count(*) FROM quality.quarantine WHERE sha256 IS NOT NULL")
    taken = statuses.get("landed", 0) + statuses.get("unchanged", 0)
    new_or_not = f"{statuses.get('landed', 0)} new, {statuses.get('unchanged', 0)} unchanged"
    left_out = _counts({**statuses, "quarantined": quarantined}, ("rejected", "failed", "quarantined"))
    return [
        f"documents: {taken} landed ({new_or_not}), {left_out}",
        f"extraction: {timekeeper.notes.get(Stage.EXTRACTION, 'not reached')}",
    ]


def _warehouse_lines(warehouse: Path, run_id: str) -> list[str]:
    with duckdb.connect(warehouse, read_only=True) as connection:
        amounts = _count(connection, "SELECT count(*) FROM marts.fct_statement_amount")
        identities = dict(
            connection.execute(
                """
                SELECT status, count(*)
                FROM quality.reconciliation
                WHERE status <> 'broken' OR severity = 'error'
                GROUP BY ALL
                """
            ).fetchall()
        )
        contradictions = dict(
            connection.execute("SELECT severity, count(*) FROM quality.contradiction GROUP BY ALL").fetchall()
        )
        unrecognised = connection.execute(
            "SELECT kind, count(*) FROM quality.unrecognised GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        contracts = dict(
            connection.execute(
                """
                SELECT
                    CASE
                        WHEN is_success THEN 'passed' WHEN severity = 'critical' THEN 'failed' ELSE 'warned'
                    END,
                    count(*)
                FROM quality.contract_result
                WHERE run_id = ?
                GROUP BY ALL
                """,
                [run_id],
            ).fetchall()
        )
    parts = ", ".join(f"{count} {kind}" for kind, count in unrecognised) or "nothing"
    return [
        f"amounts: {amounts}",
        f"identities: {_counts(identities, ('holds', 'rounding', 'broken'))}",
        f"contradictions: {_counts(contradictions, ('error', 'rounding', 'info'))} (`yujuesuan findings`)",
        f"contracts: {_counts(contracts, ('passed', 'failed', 'warned'))}",
        f"unrecognised: {parts}",
    ]


def _seconds_line(timekeeper: Timekeeper) -> str:
    stages = [("start", timekeeper.start_seconds), *timekeeper.seconds.items()]
    return "seconds: " + ", ".join(f"{name} {spent:.1f}" for name, spent in stages)


def _counts(counts: dict[str, int], names: tuple[str, ...]) -> str:
    return ", ".join(f"{counts.get(name, 0)} {name}" for name in names)


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    try:
        row = connection.execute(query).fetchone()
    except duckdb.CatalogException:
        return 0
    return int(row[0]) if row else 0


def _reason_lines(record: RunRecord) -> list[str]:
    lines = []
    for name, reasons in (("failed", record.failures), ("left out", record.setbacks)):
        lines += [f"{name}: {reason}" for reason in reasons[:_REASONS_SHOWN]]
        if len(reasons) > _REASONS_SHOWN:
            lines.append(f"{name}: … and {len(reasons) - _REASONS_SHOWN} more, see `yujuesuan findings`")
    return lines


def _published_line(home: Home, record: RunRecord) -> str:
    if record.is_published:
        return f"warehouse: {home.warehouse}"
    if home.warehouse.exists():
        return f"warehouse: {home.warehouse}, as published before: this run failed and published nothing"
    return "warehouse: none yet: this run failed and published nothing"
