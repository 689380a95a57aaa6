"""The whole line through the command, as a user runs it: twice, while it is read, killed at three stages."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from orchestration.home import UNIT_TESTS_VARIABLE

README = Path(__file__).parents[1] / "README.md"
SAMPLES = README.parent / "samples"
DOCUMENTS = ("jianghan-dangweiban-2024-final.pdf", "jingkai-gongwei-2021-budget.pdf")
ANOTHER = "hanyang-dangweiban-2020-final.pdf"
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


def run(home: Path, *sources: Path | str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, "run", *map(str, sources), "--home", str(home)]
    environment = {**os.environ, **variables}
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


@dataclass(frozen=True)
class Undisturbed:
    """The home of a run that nothing disturbed, and what that run published."""

    home: Path
    published: dict[str, list[str]]


@pytest.fixture(scope="module")
def undisturbed(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """The one run of the tests that runs dbt's unit tests too."""
    home = tmp_path_factory.mktemp("undisturbed") / "yujuesuan-home"
    done = run(home, sources, **{UNIT_TESTS_VARIABLE: "on"})
    assert done.returncode == 0, done.stdout + done.stderr
    return Undisturbed(home, contents(home))


def test_a_run_says_what_it_did(undisturbed: Undisturbed) -> None:
    tables = undisturbed.published
    assert len(tables["marts.dim_document"]) == len(DOCUMENTS)
    assert len(tables["marts.fct_statement_amount"]) > 400
    assert not tables["quality.unrecognised"]
    assert (undisturbed.home / "data_docs" / "index.html").exists()


def test_a_run_tests_the_code_too(undisturbed: Undisturbed) -> None:
    results = json.loads((undisturbed.home / "dbt" / "target" / "run_results.json").read_bytes())["results"]
    statuses = [one["status"] for one in results if one["unique_id"].startswith("unit_test.")]
    assert len(statuses) > 50
    assert set(statuses) == {"pass"}


def test_a_second_run_extracts_and_builds_nothing(undisturbed: Undisturbed, sources: Path) -> None:
    done = run(undisturbed.home, sources)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing to extract" in done.stdout
    assert "models: nothing changed" in done.stdout
    before, after = undisturbed.published, contents(undisturbed.home)
    same = [table for table in before if table not in ("quality.contract_result", "quality.fetch_outcome")]
    assert {table: after[table] for table in same} == {table: before[table] for table in same}


def test_the_queries_of_the_readme_work_while_a_run_goes_on(undisturbed: Undisturbed) -> None:
    """The run has one more document to read, so that it builds everything."""
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    running = subprocess.Popen(
        [*COMMAND, "run", str(SAMPLES / ANOTHER), "--home", str(undisturbed.home)], stdout=subprocess.DEVNULL
    )
    asked = 0
    while running.poll() is None or not asked:
        for block in blocks:
            done = subprocess.run(
                [sys.executable, "-c", block],
                cwd=undisturbed.home.parent,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            asked += 1
        time.sleep(1)
    assert running.returncode == 0
    assert len(contents(undisturbed.home)["marts.dim_document"]) == len(DOCUMENTS) + 1


def test_runs_killed_at_three_stages_are_made_good_by_the_next(
    undisturbed: Undisturbed, sources: Path, tmp_path: Path
) -> None:
    """Each run takes up what the one before was killed over, and is killed a stage further on."""
    home = tmp_path / "home"
    for stage in ("landing:", "raw contracts:", "models:"):
        seen = run_and_kill(home, sources, stage)
        assert seen
        assert seen[-1].startswith(stage), seen
        assert not (home / "warehouse.duckdb").exists(), "nothing half done is ever published"
    done = run(home, sources)
    assert done.returncode == 0, done.stdout + done.stderr
    assert contents(home) == undisturbed.published
