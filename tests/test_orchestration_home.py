"""The home directory: its folders, and one run at a time in it."""

import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.home import Home, HomeError
from orchestration.lock import HomeBusyError, is_locked, read_holder, run_lock

HOLDER = """
import sys, time
from pathlib import Path
from orchestration.lock import run_lock
with run_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def hold(lock: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(lock)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_prepare_makes_every_folder(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "new" / "home")
    home.prepare()
    home.prepare()
    assert sorted(path.name for path in home.root.iterdir()) == [
        "build",
        "dagster",
        "data_docs",
        "dbt",
        "extracted",
        "files",
    ]


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(HomeError, match=r"file/home.* --home"):
        Home.at(tmp_path / "file" / "home").prepare()


def test_the_variable_names_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUJUESUAN_HOME", str(tmp_path))
    assert Home.at().root == tmp_path
    assert Home.at("elsewhere").root == Path.cwd() / "elsewhere"


def test_a_busy_home_says_who_holds_it_since_when(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock"
    process = hold(lock)
    try:
        with pytest.raises(HomeBusyError, match=f"process {process.pid}, since 20") as caught, run_lock(lock):
            pass
        assert caught.value.holder is not None
        assert is_locked(lock)
    finally:
        process.kill()
        process.wait()


def test_a_killed_holder_frees_the_lock_and_leaves_its_name(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock"
    process = hold(lock)
    process.kill()
    process.wait()
    assert not is_locked(lock)
    left = read_holder(lock)
    assert left is not None
    assert left.pid == process.pid
    with run_lock(lock), run_lock(lock):
        assert is_locked(lock)
    assert read_holder(lock) is None
    assert not is_locked(lock)
