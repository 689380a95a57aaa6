"""`yujuesuan run` and `serve` as a user calls them: what goes wrong, and a whole run."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from orchestration.home import Home
from orchestration.lock import run_lock
from tests.small_pdf import write_pdf

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "jianghan-dangweiban-2024-final.pdf"


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-c", "from orchestration.cli import app; app()", *map(str, arguments)]


def call(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command(*arguments), cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def assert_misuse(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert done.stderr.startswith("yujuesuan: ")
    assert done.stderr.count("\n") == 1
    for word in words:
        assert word in done.stderr


def test_help_comes_at_once_and_without_dagster() -> None:
    code = """
import sys
from orchestration.cli import app
try:
    app(["--help"])
finally:
    assert "dagster" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "findings" in done.stdout


def test_a_missing_source_is_misuse_and_makes_no_home(tmp_path: Path) -> None:
    assert_misuse(call("run", tmp_path / "absent.pdf", "--home", tmp_path / "home"), "absent.pdf")
    assert not (tmp_path / "home").exists()


def test_a_bad_catalogue_is_told_with_line_and_column(tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue.csv"
    catalogue.write_text("publisher,location,fiscal_year\n甲,a.pdf,二〇二〇\n", encoding="utf-8")
    assert_misuse(call("run", catalogue, "--home", tmp_path / "home"), "catalogue.csv", "2", "fiscal_year")


def test_a_home_that_cannot_be_written_is_misuse(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert_misuse(call("run", SAMPLE, "--home", tmp_path / "file" / "home"), "cannot be written", "--home")


def test_a_busy_home_is_misuse_and_its_run_is_left_alone(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.prepare()
    with run_lock(home.lock):
        assert_misuse(call("run", SAMPLE, "--home", tmp_path), "in use", f"process {os.getpid()}, since 20")
        assert not home.workbench.exists()


def test_an_unknown_command_or_option_is_misuse() -> None:
    assert call("explode").returncode == 2
    assert call("run", "--nonsense").returncode == 2
    assert call("findings", "--format", "xml").returncode == 2


@dataclass(frozen=True)
class Run:
    home: Home
    done: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run over a good document, one without tables, one cut short and two files that are no PDF."""
    folder = tmp_path_factory.mktemp("run")
    source = folder / "source"
    source.mkdir()
    (source / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    (source / "cut.pdf").write_bytes(SAMPLE.read_bytes()[:60_000])
    (source / "error.pdf").write_bytes(b"<html>404</html>")
    (source / "nothing.pdf").write_bytes(b"")
    write_pdf(source / "empty.pdf", lambda canvas: None)
    home = Home.at(folder / "home")
    return Run(home, call("run", source, "--home", home.root, cwd=folder))


def test_what_was_left_out_is_told_and_makes_status_one(run: Run) -> None:
    assert run.done.returncode == 1, run.done
    assert run.done.stderr == ""
    lines = run.done.stdout.splitlines()
    assert "documents: 3 landed (3 new, 0 unchanged), 2 rejected, 0 failed, 2 quarantined" in lines
    left_out = [line for line in lines if line.startswith("left out: ")]
    assert any("error.pdf" in line for line in left_out)
    assert any("nothing.pdf" in line for line in left_out)
    assert any("cut.pdf" in line for line in left_out)
    assert any("empty.pdf" in line and "quarantined" in line for line in left_out)
    assert f"warehouse: {run.home.warehouse}" in lines


def test_a_bad_file_stops_itself_alone(run: Run) -> None:
    with duckdb.connect(run.home.warehouse, read_only=True) as connection:
        kept_out = dict(
            connection.execute("SELECT file_name, reason_code FROM quality.quarantine").fetchall()
        )
        with_amounts = connection.execute(
            "SELECT DISTINCT file_name FROM marts.fct_statement_amount "
            "JOIN marts.dim_document USING (document_key)"
        ).fetchall()
    assert kept_out.pop("empty.pdf")
    assert kept_out == {"nothing.pdf": "empty", "error.pdf": "not_pdf", "cut.pdf": "corrupt"}
    assert with_amounts == [(SAMPLE.name,)]


def test_every_stage_is_told_in_its_order(run: Run) -> None:
    told = run.done.stdout.partition("\n\n")[0].splitlines()
    assert list(dict.fromkeys(line.partition(":")[0] for line in told)) == [
        "landing",
        "extraction",
        "raw",
        "raw contracts",
        "models",
        "mart contracts",
        "publication",
    ]


def test_the_warehouse_holds_marts_and_quality_only_and_is_commented(run: Run) -> None:
    with duckdb.connect(run.home.warehouse, read_only=True) as connection:
        tables = connection.execute("SELECT schema_name, table_name, comment FROM duckdb_tables()").fetchall()
        assert {schema for schema, _, _ in tables} == {"marts", "quality"}
        assert not [name for _, name, comment in tables if not comment]
        results = connection.execute(
            "SELECT count(DISTINCT run_id), count(DISTINCT layer) FROM quality.contract_result"
        ).fetchone()
    assert results == (1, 2)


def test_the_readers_work_on_what_was_published(run: Run) -> None:
    for arguments in (["status"], ["findings"], ["trace", SAMPLE.name, "three_public"]):
        done = call(*arguments, "--home", run.home.root)
        assert done.returncode == 0, done
    found = json.loads(call("findings", "--format", "json", "--home", run.home.root).stdout)
    assert "quarantine" in {row["kind"] for row in found}


def test_the_queries_of_the_summary_run(run: Run) -> None:
    queries = [line.strip() for line in run.done.stdout.splitlines() if line.strip().startswith("SELECT")]
    assert len(queries) == 4
    with duckdb.connect(run.home.warehouse, read_only=True) as connection:
        for query in queries:
            connection.execute(query)


def test_a_second_run_extracts_nothing_and_is_checked_and_published_again(run: Run) -> None:
    before = run.home.warehouse.stat().st_ino
    done = call("run", run.home.root.parent / "source", "--home", run.home.root)
    lines = done.stdout.splitlines()
    assert lines[0].startswith("landing: 3 unchanged, 2 rejected")
    assert lines[1].startswith("extraction: nothing to extract")
    assert any(line.startswith("models: nothing changed") for line in lines)
    assert any(line.startswith("mart contracts: ") for line in lines)
    assert run.home.warehouse.stat().st_ino != before
    with duckdb.connect(run.home.warehouse, read_only=True) as connection:
        runs = connection.execute(
            "SELECT run_id, count(DISTINCT layer) FROM quality.contract_result GROUP BY ALL"
        )
        assert [layers for _, layers in runs.fetchall()] == [2, 2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_serve_shows_the_runs_and_stops_when_told(run: Run) -> None:
    port = free_port()
    query = json.dumps({"query": "{ runsOrError { ... on Runs { results { status jobName } } } }"}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql", query, {"Content-Type": "application/json"}
    )
    server = subprocess.Popen(
        command("serve", "--port", port, "--home", run.home.root), cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                with urllib.request.urlopen(request, timeout=5) as answer:
                    runs = json.load(answer)["data"]["runsOrError"]["results"]
                break
            except OSError:
                assert server.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.5)
        assert {"status": "SUCCESS", "jobName": "disclosures"} in runs
        second = call("serve", "--port", port, "--home", run.home.root)
        assert_misuse(second, f"Port {port}")
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0
