"""The process that evaluates contracts."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from orchestration.validator import Request, Validator, ValidatorError
from orchestration.workbench import create_tables, open_workbench

ORPHAN_MAKER = """
import os, sys
from orchestration.validator import Validator
validator = Validator().start()
print(validator._process.pid, flush=True)
os.kill(os.getpid(), 9)
"""


def test_it_evaluates_a_layer_and_lets_go_of_the_file(tmp_path: Path) -> None:
    workbench = tmp_path / "workbench.duckdb"
    with open_workbench(workbench) as connection:
        create_tables(connection)
    validator = Validator()
    try:
        validation = validator.validate(Request("raw", workbench, tmp_path / "docs", "r1"))
        assert {result.run_id for result in validation.results} == {"r1"}
        assert (tmp_path / "docs" / "index.html").exists()
        with open_workbench(workbench, patience=0) as connection:
            create_tables(connection)
        with pytest.raises(ValidatorError, match="absent"):
            validator.validate(Request("raw", tmp_path / "absent" / "no.duckdb", tmp_path / "docs", "r2"))
        assert validator.validate(Request("raw", workbench, tmp_path / "docs", "r3")).results
    finally:
        validator.close()


def test_it_says_so_when_the_process_dies(tmp_path: Path) -> None:
    # Stopped first: killed at once, it might be found gone and started anew, or answer before it dies.
    validator = Validator().start()
    assert validator._process is not None
    process = validator._process.pid
    os.kill(process, signal.SIGSTOP)
    killer = threading.Timer(0.5, os.kill, (process, signal.SIGKILL))
    killer.start()
    with pytest.raises(ValidatorError, match=r"died \(status -9\)"):
        validator.validate(Request("raw", tmp_path / "x", tmp_path, "r"))
    killer.join()
    validator.close()


def test_it_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.run(
        [sys.executable, "-c", ORPHAN_MAKER], capture_output=True, text=True, check=False, timeout=60
    )
    pid = int(parent.stdout)
    deadline = time.monotonic() + 60
    while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]:
        assert time.monotonic() < deadline
        time.sleep(0.2)
