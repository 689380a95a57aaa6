"""`yujuesuan inspect` as a data engineer calls it on the form of a new city."""

import csv
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from orchestration.dbt import PROJECT_DIRECTORY, dbt_executable
from orchestration.home import WORKBENCH_VARIABLE, Home
from tests.small_pdf import Draw, table, text, together, write_pdf
from tests.test_cli_run import SAMPLE, assert_misuse, call

TELEPHONE = "13800000000"
PLACE = {"x": 60.0, "y": 725.0}
EXPENDITURE = [
    ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "公用经费部分"],
    ["栏次", "", "1", "2", "3", "4"],
    ["", "合计", "120.50", "100.50", "20.00", "0.50"],
    ["201", "一般公共服务支出", "120.50", "100.50", "20.00", "0.50"],
    ["20105", "统计信息事务", "120.50", "100.50", "20.00", "0.50"],
    ["2010501", "行政运行", "100.50", "100.50", "", "0.50"],
    ["2010505", "专项统计业务", "20.00", "", "20.00", ""],
]
BONDS = [["项目", "金额"], ["专项债券", "12.00"], ["合计", "12.00"]]
BASIC = [["科目编码", "科目名称", "决算数"], ["301", "工资福利支出", "0.05"], ["", "合计", "0.05"]]
PEOPLE = [["姓名", "电话"], ["某某", TELEPHONE]]


def page(title: str, unit: str, rows: list[list[str]]) -> Draw:
    return together(
        text(title, x=200, y=770, size=14),
        text("部门：江汉区统计局", x=60, y=735, size=10),
        text(unit, x=460, y=735, size=10),
        table(rows, **PLACE),
    )


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A final account with a header, a title and a unit that no seed knows, and a list of persons."""
    return write_pdf(
        tmp_path_factory.mktemp("form") / "form.pdf",
        text("江汉区统计局 2024 年度部门决算公开", y=600, size=16),
        page("2024 年度支出决算表", "单位：万元", EXPENDITURE),
        page("2024 年度专项债券安排明细表", "单位：万元", BONDS),
        page("2024 年度一般公共预算财政拨款基本支出决算明细表", "单位：百元", BASIC),
        page("项目申报人员信息表", "", PEOPLE),
    )


@pytest.fixture(scope="module")
def home(form: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home.at(tmp_path_factory.mktemp("inspect") / "home")
    done = call("run", form, "--home", home.root)
    assert done.returncode == 0, done
    return home


def inspected(form: Path, home: Home, status: int) -> dict[str, Any]:
    done = call("inspect", form, "--home", home.root, "--json")
    assert done.returncode == status, done
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def findings(inspection: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is open, by kind; of tables that which has a title to go by."""
    return {one["kind"]: one for one in inspection["findings"] if one["seed_rows"]}


def test_the_report_tells_tables_columns_and_rows_to_append(form: Path, home: Home) -> None:
    done = call("inspect", form, "--home", home.root)
    assert done.returncode == 1, done
    assert done.stderr == ""
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert "table 1: expenditure_by_function 支出决算表" in lines
    assert "rows: 4 by code, 0 by name, 1 totals, 0 not understood" in lines
    assert any(line.split() == ["column", "4", "basic", "4", "loaded", "基本支出"] for line in lines)
    assert any(line.split() == ["column", "6", "?", "公用经费部分"] for line in lines)
    assert "expenditure_by_function,^公用经费部分$,amount,<measure_code>,,50," in lines
    assert "专项债券安排明细表$,<statement_code>,,80," in lines
    assert "百元,百元,<factor>,5" in lines
    assert lines[-1] == "not recognised: 3"


def test_personal_data_is_neither_told_nor_drawn(form: Path, home: Home, tmp_path: Path) -> None:
    for arguments in ([], ["--json"], ["--to", tmp_path]):
        done = call("inspect", form, "--home", home.root, *arguments)
        assert TELEPHONE not in done.stdout + done.stderr
        assert "姓名" not in done.stdout
    with Image.open(tmp_path / "page-005.png") as picture:
        scale = picture.width / 1.42 / 595
        box = (64 + 80, 121 + 20, 56 + 160, 113 + 40)
        cell = picture.crop(tuple(int(value * scale) for value in box))  # type: ignore[arg-type]
        assert len(cell.getcolors() or []) == 1


def test_cells_are_drawn_in_the_colour_of_what_became_of_them(form: Path, home: Home, tmp_path: Path) -> None:
    done = call("inspect", form, "--home", home.root, "--to", tmp_path)
    drawn = [Path(line).name for line in done.stderr.splitlines()]
    assert drawn == ["page-002.png", "page-003.png", "page-004.png", "page-005.png"]
    with Image.open(tmp_path / drawn[0]) as picture:
        loaded, unmapped = (colour_of(picture, 3, column) for column in (4, 6))
    red, green, blue = loaded
    assert green > max(red, blue)
    red, green, blue = unmapped
    assert red > max(green, blue) + 40


def colour_of(picture: Image.Image, row: int, column: int) -> tuple[int, int, int]:
    """The colour a cell is filled with, at its lower right, where nothing is printed."""
    scale = picture.width / 1.42 / 595
    x, y = PLACE["x"] + 80 * column - 4, 842 - PLACE["y"] + 20 * row - 3
    colour = picture.convert("RGB").getpixel((int(x * scale), int(y * scale)))
    assert isinstance(colour, tuple)
    return colour[0], colour[1], colour[2]


def test_the_rows_suggested_make_it_recognised(form: Path, home: Home, tmp_path: Path) -> None:
    before = findings(inspected(form, home, 1))
    assert set(before) == {"header", "table", "unit"}
    project, taught = tmp_path / "dbt_project", Home.at(tmp_path / "home")
    shutil.copytree(PROJECT_DIRECTORY, project)
    shutil.copytree(home.root, taught.root)
    append(project, before["header"]["seed_rows"][0], "likely")
    append(project, before["table"]["seed_rows"][0], "line", statement_code="transfer_payment")
    append(project, before["unit"]["seed_rows"][0], "line", factor="100")
    build(project, taught)
    after = inspected(form, taught, 0)
    assert after["findings"] == []
    by_number = {table["table_no"]: table for table in after["tables"]}
    assert by_number[1]["columns"][5]["measure_code"] == "public_use"
    assert by_number[1]["columns"][5]["loaded"] == 4
    assert by_number[2]["statement_code"] == "transfer_payment"
    assert by_number[3]["unit"] == "百元"
    assert by_number[3]["is_unit_printed"]


def append(project: Path, seed_row: dict[str, Any], kind: str, **decided: str) -> None:
    """Append a suggested line to its seed, with what a person has decided."""
    line = seed_row[kind]
    for column, value in decided.items():
        line = line.replace(f"<{column}>", value)
    path = project / seed_row["seed"]
    content = path.read_text(encoding="utf-8")
    path.write_text(f"{content}{line}\n", encoding="utf-8")
    lengths = {len(row) for row in csv.reader(path.read_text(encoding="utf-8").splitlines())}
    assert len(lengths) == 1


def build(project: Path, home: Home) -> None:
    done = subprocess.run(
        [dbt_executable(), "build", "--exclude", "resource_type:unit_test", "--target-path", home.dbt_target],
        cwd=project,
        env={**os.environ, WORKBENCH_VARIABLE: str(home.workbench), "DBT_LOG_PATH": str(home.dbt_logs)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_clean_document_is_read_in_a_home_of_its_own(tmp_path: Path) -> None:
    done = call("inspect", SAMPLE, "--json", cwd=tmp_path)
    assert done.returncode == 0, done
    assert done.stderr.splitlines()[0].startswith("landing: ")
    inspection = json.loads(done.stdout)
    assert inspection["is_clean"]
    assert inspection["findings"] == []
    assert {table["statement_code"] for table in inspection["tables"]} >= {"three_public", "government_fund"}
    assert inspection["identities"]["broken"] == 0
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_document_is_told_and_is_status_one(tmp_path: Path) -> None:
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(SAMPLE.read_bytes()[:60_000])
    done = call("inspect", cut)
    assert done.returncode == 1, done
    assert "cut short" in done.stdout + done.stderr


def test_what_is_no_pdf_or_not_there_is_misuse(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_text("<html><body>404</body></html>")
    (tmp_path / "empty.pdf").write_bytes(b"")
    assert_misuse(call("inspect", tmp_path / "absent.pdf"), "absent.pdf", "No such file")
    assert_misuse(call("inspect", tmp_path / "page.pdf"), "page.pdf", "not a PDF", "HTML")
    assert_misuse(call("inspect", tmp_path / "empty.pdf"), "empty.pdf", "not a PDF")
    assert_misuse(call("inspect", tmp_path), "directory")


def test_a_home_without_the_document_is_misuse(form: Path, home: Home, tmp_path: Path) -> None:
    assert_misuse(call("inspect", form, "--home", tmp_path / "home"), "Nothing was ever run")
    assert_misuse(call("inspect", SAMPLE, "--home", home.root), "does not hold", SAMPLE.name)
    assert not (tmp_path / "home").exists()
