"""The order of the test files: those that take minutes come first, so that no core idles at the end."""

import pytest

SLOWEST_FIRST = (
    "test_pipeline.py",
    "test_audit.py",
    "test_hostile.py",
    "test_cli_inspect.py",
    "test_figures.py",
    "test_extract_scan.py",
    "test_forms.py",
    "test_cli_run.py",
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
