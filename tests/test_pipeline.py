"""The whole line through the command, as a user runs it: twice, killed at three stages, on bad input."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from orchestration.home import UNIT_TESTS_VARIABLE

README = Path(__file__).parents[1] / "README.md"
SAMPLES = README.parent / "samples"
DOCUMENTS = ("jianghan-dangweiban-2024-final.pdf", "jingkai-gongwei-2021-budget.pdf")
COMMAND = [str(Path(sys.executable).with_name("yujuesuan"))]

# What tells when and by which run something was done differs between any two runs.
VOLATILE = {
    "landed_at",
    "attempted_at",
    "extracted_at",
    "evaluated_at",
    "since",
    "seconds",
    "run_id",
    "attempt_key",
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for name in DOCUMENTS:
        shutil.copy(SAMPLES / name, folder)
    return folder


def run(home: Path, *sources: Path | str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, "run", *map(str, sources), "--home", str(home)]
    environment = {name: value for name, value in os.environ.items() if name != UNIT_TESTS_VARIABLE}
    return subprocess.run(command, capture_output=True, text=True, timeout=900, check=False, env=environment)


def run_and_kill(home: Path, source: Path, last_line: str) -> list[str]:
    """Start a run and kill it, children too, as soon as it has printed the line of a stage."""
    process = subprocess.Popen(
        [*COMMAND, "run", str(source), "--home", str(home)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(line)
        if line.startswith(last_line):
            break
    os.killpg(process.pid, signal.SIGKILL)
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    return seen


def contents(home: Path) -> dict[str, list[str]]:
    """Every published table as sorted rows, without what differs between any two runs."""
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as connection:
        tables = connection.execute(
            "select table_schema, table_name, list(column_name order by ordinal_position) "
            "from information_schema.columns group by all order by all"
        ).fetchall()
        return {
            f"{schema}.{table}": sorted(
                repr(row)
                for row in connection.execute(
                    f"select {', '.join(c for c in columns if c not in VOLATILE)} from {schema}.{table}"
                ).fetchall()
            )
            for schema, table, columns in tables
        }


@pytest.fixture(scope="module")
def undisturbed(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("undisturbed") / "home"
    done = run(home, sources)
    assert done.returncode == 0, done.stdout + done.stderr
    return home


def test_a_run_says_what_it_did(undisturbed: Path) -> None:
    tables = contents(undisturbed)
    assert len(tables["marts.dim_document"]) == len(DOCUMENTS)
    assert len(tables["marts.fct_statement_amount"]) > 400
    assert not tables["quality.unrecognised"]
    assert (undisturbed / "data_docs" / "index.html").exists()


def test_a_second_run_extracts_and_builds_nothing(undisturbed: Path, sources: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(undisturbed, home)
    before = contents(home)
    assert run(home, sources).returncode == 0
    done = run(home, sources)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing to extract" in done.stdout
    after = contents(home)
    same = [table for table in before if table not in ("quality.contract_result", "quality.fetch_outcome")]
    assert {table: after[table] for table in same} == {table: before[table] for table in same}


def test_the_queries_of_the_readme_work_while_a_run_goes_on(
    undisturbed: Path, sources: Path, tmp_path: Path
) -> None:
    home = tmp_path / "yujuesuan-home"
    shutil.copytree(undisturbed, home)
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    running = subprocess.Popen(
        [*COMMAND, "run", str(sources), "--home", str(home)], stdout=subprocess.DEVNULL
    )
    asked = 0
    while running.poll() is None or not asked:
        for block in blocks:
            done = subprocess.run(
                [sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
            asked += 1
    assert running.returncode == 0


@pytest.mark.parametrize("stage", ["landing:", "raw contracts:", "models:"])
def test_a_killed_run_is_made_good_by_the_next(
    stage: str, undisturbed: Path, sources: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    seen = run_and_kill(home, sources, stage)
    assert seen
    assert seen[-1].startswith(stage), seen
    assert not (home / "warehouse.duckdb").exists(), "nothing half done is ever published"
    done = run(home, sources)
    assert done.returncode == 0, done.stdout + done.stderr
    assert contents(home) == contents(undisturbed)


def test_one_bad_file_stops_itself_alone(sources: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    shutil.copytree(sources, folder)
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "page.pdf").write_text("<html><body>404</body></html>")
    (folder / "cut.pdf").write_bytes((SAMPLES / DOCUMENTS[0]).read_bytes()[:60_000])
    home = tmp_path / "home"
    done = run(home, folder)
    assert done.returncode == 1, done.stdout + done.stderr
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as connection:
        kept_out = dict(
            connection.execute("select file_name, reason_code from quality.quarantine").fetchall()
        )
        documents = connection.execute("select count(*) from marts.dim_document").fetchone()
    assert kept_out == {"empty.pdf": "empty", "page.pdf": "not_pdf", "cut.pdf": "corrupt"}
    assert documents == (len(DOCUMENTS),)
    for name in kept_out:
        assert name in done.stdout
