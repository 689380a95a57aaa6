"""Where heads of tables end and what stands over a cell."""

import csv
from pathlib import Path

from extract.grid import GridCell
from extract.header import UNIT, TextCell, is_column_numbers, is_number, late_headers, path_over, row_kinds

UNITS_OF_MONEY = Path(__file__).parents[1] / "dbt_project" / "seeds" / "forms" / "unit_of_money.csv"


def cells_of(rows: list[str]) -> tuple[list[TextCell], int, int]:
    """Cells from rows like `项目|>|收入`: `>` belongs to the cell to the left, `^` to the one above."""
    grid = [row.split("|") for row in rows]
    cells = []
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in (">", "^"):
                continue
            right = next((k for k in range(c + 1, len(row)) if row[k] != ">"), len(row))
            down = next((k for k in range(r + 1, len(grid)) if grid[k][c] != "^"), len(grid))
            place = GridCell(
                r + 1, c + 1, down - r, right - c, (c * 10.0, r * 10.0, right * 10.0, down * 10.0)
            )
            cells.append(TextCell(place, text))
    return cells, len(grid), len(grid[0])


def kinds_of(rows: list[str]) -> list[str]:
    return row_kinds(*cells_of(rows))


def test_one_header_row() -> None:
    assert kinds_of(["科目编码|科目名称|合计", "201|一般公共服务支出|1.00"]) == ["header", "body"]


def test_header_of_three_rows_with_column_numbers() -> None:
    rows = [
        "项目|>|>|>|本年支出|>",
        "功能分类科目编码|>|>|科目名称|合计|基本支出",
        "类|款|项|^|^|^",
        "栏次|>|>|>|1|2",
        "合计|>|>|>|5.00|5.00",
        "201|>|>|一般公共服务支出|5.00|5.00",
    ]
    assert kinds_of(rows) == ["header", "header", "header", "column_number", "body", "body"]


def test_a_total_row_without_amounts_is_body() -> None:
    assert kinds_of(["科目编码|科目名称|小计|基本支出", "合计|>||", "|||"]) == ["header", "body", "body"]


def test_a_table_of_words_has_one_header_row() -> None:
    rows = ["一级指标|二级指标|三级指标", "产出指标|数量指标|办文办会", "产出指标|时效指标|督办"]
    assert kinds_of(rows) == ["header", "body", "body"]


def test_titles_and_units_inside_the_table_are_captions() -> None:
    rows = [
        "公开02表|>|>",
        "收入总表|>|>",
        "部门:某局|>|单位:万元",
        "部门名称|合计|本年收入",
        "某局|1.00|1.00",
    ]
    assert kinds_of(rows) == ["caption", "caption", "caption", "header", "body"]


def test_a_part_without_header_is_all_body() -> None:
    rows = ["||十六、金融支出|", "||十七、援助其他地区支出|", "总计|5.00|总计|5.00"]
    assert kinds_of(rows) == ["body", "body", "body"]


def test_a_stray_blank_column_does_not_end_the_header() -> None:
    rows = ["收入|>|支出|>|", "项目|预算数|项目|预算数|", "一、财政拨款|1.00|一、教育|1.00|"]
    assert kinds_of(rows) == ["header", "header", "body"]


def test_header_words_beside_the_total_row_are_headers() -> None:
    rows = ["项目|>|本年支出|>|结余", "编码|名称|^|^|^", "合计|>|合计|基本支出|", "201|服务|1.00|1.00|"]
    cells, row_count, column_count = cells_of(rows)
    kinds = row_kinds(cells, row_count, column_count)
    assert kinds == ["header", "header", "body", "body"]
    assert [cell.text for cell in late_headers(cells, kinds)] == ["合计", "基本支出"]


def test_paths_follow_the_spans() -> None:
    cells, _, _ = cells_of(["项目|>|本年支出|>", "编码|名称|合计|基本支出"])
    assert path_over(cells, 1, 1) == "项目 / 编码"
    assert path_over(cells, 1, 2) == "项目"
    assert path_over(cells, 4, 4) == "本年支出 / 基本支出"


def test_a_cell_wider_than_every_header_takes_the_first() -> None:
    cells, _, _ = cells_of(["编码|名称|合计"])
    assert path_over(cells, 1, 2) == "编码"


def test_column_numbers() -> None:
    assert is_column_numbers(["栏次", "", "1", "栏次", "", "2"])
    assert is_column_numbers(["**", "**", "1", "2", "3"])
    assert is_column_numbers(["1", "2", "3=1+2"])
    assert is_column_numbers(["类", "款", "项", "栏次", "1", "2"]), "the national form prints both in one row"
    assert not is_column_numbers(["1", "3", "5"])
    assert not is_column_numbers(["201", "1", "2"])
    assert not is_column_numbers(["1", "综合科"])


def test_numbers() -> None:
    assert all(is_number(text) for text in ("1", "1,234.56", "-0.5", "(12.00)", "12%", ".5", "0.00"))
    assert not any(is_number(text) for text in ("", "一", "2025年预算数", "1-2", "7=1+3"))


def test_every_unit_that_money_is_read_in_is_one_over_a_table() -> None:
    with UNITS_OF_MONEY.open(encoding="utf-8", newline="") as file:
        units = [row["unit"] for row in csv.DictReader(file)]
    found = {unit: UNIT.search(f"(金额单位:人民币{unit})") for unit in units}
    assert {unit: match and match.group().removeprefix("单位:人民币") for unit, match in found.items()} == {
        unit: unit for unit in units
    }
