"""Data Docs open without a network, and the file that was validated is free afterwards."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pyarrow as pa
import pytest

from expectations import CONTRACT_RESULT_SCHEMA, Validation, contract_names, validate_marts, validate_raw
from expectations.connection import GreatExpectationsChangedError, load, persist_duckdb
from expectations.contract import Layer
from expectations.docs import offline, write_docs
from tests.test_expectations_marts import CRITICAL, make_marts
from tests.test_expectations_raw import REJECTED, make_raw

_LAYERS: tuple[Layer, ...] = ("raw", "marts")
_LOADING = {"src", "srcset", "data", "poster", "background", "action"}


class _Loads(HTMLParser):
    """Everything in a page that a browser would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [f"{tag} {name}" for name, _ in attrs if name in _LOADING or name.startswith("on")]
        if tag in {"script", "link", "img", "iframe", "object", "embed"}:
            self.found.append(tag)
        self.links += [value for name, value in attrs if tag == "a" and name == "href" and value]


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_raw(tmp_path_factory.mktemp("home") / "workbench.duckdb", REJECTED)


@pytest.fixture(scope="module")
def raw_validation(workbench: Path) -> Validation:
    return validate_raw(workbench, workbench.parent / "docs", "run-1")


@pytest.fixture(scope="module")
def site(workbench: Path, raw_validation: Validation) -> Path:
    marts = make_marts(workbench.parent / "mart.duckdb", {"amount_missing": CRITICAL["amount_missing"]})
    validate_marts(marts, workbench.parent / "docs", "run-1", None)
    return workbench.parent / "docs"


def test_site_loads_nothing(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) == 1 + len({table for layer in _LAYERS for _, _, table, _ in contract_names(layer)})
    for page in pages:
        text = page.read_text(encoding="utf-8")
        loads = _Loads()
        loads.feed(text)
        assert loads.found == []
        assert not re.search(r"@import|url\(", text)
        assert "default-src 'none'" in text
        for link in loads.links:
            assert link.startswith("#") or (page.parent / link).is_file(), link


def test_index_tells_every_contract(site: Path) -> None:
    index = (site / "index.html").read_text(encoding="utf-8")
    for layer in _LAYERS:
        for code, _, _, description in contract_names(layer):
            assert f"<code>{code}</code>" in index
            assert description.split("'")[0] in index
    assert "run-1" in index
    assert index.count('class="tally rejected">rejected<') == len(REJECTED)
    assert '"reason_code": "encrypted"' in index.replace("&quot;", '"')


def test_suite_pages_hold_the_results(site: Path) -> None:
    page = (site / "marts" / "marts.fct_statement_amount.html").read_text(encoding="utf-8")
    assert "Every row has its amount, statement and measure" in page
    assert "[amount_missing]" in page
    assert "Unsuccessful Expectations" in page


def test_raw_layer_starts_new_docs(raw_validation: Validation, tmp_path: Path) -> None:
    result = raw_validation.results[0]
    write_docs(tmp_path, "raw", [result], {})
    write_docs(tmp_path, "marts", [replace(result, run_id="run-2")], {})
    assert "run-1" in (tmp_path / "index.html").read_text(encoding="utf-8")
    write_docs(tmp_path, "raw", [replace(result, run_id="run-3")], {})
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"run-\d", index) == ["run-3"]


def test_offline_page_drops_what_loads() -> None:
    page = offline(
        '<!DOCTYPE html><html><head><link href="https://a.invalid/a.css">'
        '<script>if (a < b) {}</script></head><body onload="go()"><img src="https://a.invalid/b.png">'
        '<a href="../../expectations/x.html">甲 &lt;乙</a>'
        "<footer>news <p>letter</p></footer><p>kept</p></body></html>",
        "p { color: red }",
    )
    assert "invalid" not in page
    assert "script" not in page
    assert "letter" not in page
    assert '<body><a href="../index.html">甲 &lt;乙</a><p>kept</p></body>' in page
    assert "<style>p { color: red }</style>" in page


def test_results_fit_their_schema(raw_validation: Validation) -> None:
    names = CONTRACT_RESULT_SCHEMA.names
    rows = [{name: getattr(result, name) for name in names} for result in raw_validation.results]
    table = pa.Table.from_pylist(rows, schema=CONTRACT_RESULT_SCHEMA)
    table.validate(full=True)
    assert table.num_rows == len(contract_names("raw"))
    assert all(field.metadata[b"description"] for field in CONTRACT_RESULT_SCHEMA)


def test_contract_codes_are_unique() -> None:
    for layer in _LAYERS:
        codes = [code for code, *_ in contract_names(layer)]
        assert len(codes) == len(set(codes))
        assert all(re.fullmatch(r"[a-z_]+", code) for code in codes)


def test_file_is_free_after_validation(workbench: Path, raw_validation: Validation) -> None:
    assert raw_validation.results
    script = (
        "import sys, duckdb; duckdb.connect(sys.argv[1]).execute('CREATE OR REPLACE TABLE raw.probe (i INT)')"
    )
    subprocess.run([sys.executable, "-c", script, str(workbench)], check=True, timeout=60)
    with duckdb.connect(str(workbench)) as connection:
        connection.execute("DROP TABLE raw.probe")


def test_names_come_without_great_expectations() -> None:
    script = (
        "import sys, json; from expectations import contract_names; "
        "print(json.dumps([len(contract_names('raw')), 'great_expectations' in sys.modules]))"
    )
    shown = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, timeout=60)
    assert json.loads(shown.stdout) == [len(contract_names("raw")), False]


def test_connection_fix_tells_when_great_expectations_changes() -> None:
    with pytest.raises(GreatExpectationsChangedError, match="remove persist_duckdb"):
        persist_duckdb(SimpleNamespace(__name__="changed"))


def test_connection_fix_is_still_needed() -> None:
    load()
    from great_expectations.execution_engine.sqlalchemy_dialect import GXSqlDialect

    known = {dialect.value for dialect in GXSqlDialect}
    assert "duckdb" not in known, "Great Expectations knows DuckDB now: try without persist_duckdb()"


def test_connection_fix_is_made_once() -> None:
    load()
    from great_expectations.execution_engine import sqlalchemy_execution_engine

    before = sqlalchemy_execution_engine._PERSISTED_CONNECTION_DIALECTS
    persist_duckdb(sqlalchemy_execution_engine)
    assert before == sqlalchemy_execution_engine._PERSISTED_CONNECTION_DIALECTS
    assert [dialect.value for dialect in before].count("duckdb") == 1
