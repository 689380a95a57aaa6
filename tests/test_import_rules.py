"""Who may know of what: layers stay apart because their imports do."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PDF_LIBRARIES = {"pdfplumber", "pdfminer", "pypdfium2", "pypdfium2_raw", "pypdf", "fitz", "pymupdf"}
DAGSTER = {"dagster", "dagster_dbt", "dagster_duckdb", "dagster_webserver"}
FORBIDDEN = {
    "extract": {*DAGSTER, "dbt", "duckdb", "httpx", "fetch", "orchestration", "expectations"},
    "fetch": {*DAGSTER, *PDF_LIBRARIES, "dbt", "duckdb", "extract", "orchestration", "expectations"},
    "expectations": {*DAGSTER, *PDF_LIBRARIES, "dbt", "fetch", "extract", "orchestration"},
    "orchestration": PDF_LIBRARIES,
}


def imported(source: str) -> Iterator[str]:
    """Top-level packages that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("package", FORBIDDEN)
def test_a_layer_imports_only_what_it_may_know(package: str) -> None:
    modules = sorted((ROOT / package).rglob("*.py"))
    assert modules
    broken = {
        str(module.relative_to(ROOT)): sorted(found)
        for module in modules
        if (found := FORBIDDEN[package] & set(imported(module.read_text(encoding="utf-8"))))
    }
    assert not broken


def test_the_rules_see_imports_inside_functions() -> None:
    assert set(imported("def f():\n    import dbt.cli\n    from duckdb import connect\n")) == {
        "dbt",
        "duckdb",
    }
