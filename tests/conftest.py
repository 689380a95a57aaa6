"""The order of the test files: those that take minutes come first, so that no core idles at the end."""

import os

import pytest

from orchestration.home import UNIT_TESTS_VARIABLE

# dbt's unit tests judge code: test_pipeline.py runs them, the other runs of the command need not.
os.environ.setdefault(UNIT_TESTS_VARIABLE, "off")

SLOWEST_FIRST = (
    "test_pipeline.py",
    "test_audit.py",
    "test_hostile.py",
    "test_figures.py",
    "test_cli_inspect.py",
    "test_manual_correction.py",
    "test_extract_scan.py",
    "test_cli_run.py",
    "test_forms.py",
    "test_across_documents.py",
    "test_evaluations.py",
    "test_narrative.py",
    "test_dbt_project.py",
    "test_orchestration_run.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rank = {name: number for number, name in enumerate(SLOWEST_FIRST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints the tables that tests recorded, whichever process they ran in."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, table in report.user_properties:
                if name == "table":
                    terminalreporter.section(report.nodeid)
                    terminalreporter.write_line(str(table))
