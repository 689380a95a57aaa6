"""Evaluation forms of several years and kinds: the marts hold what was written, and nothing private."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.corpus import Figures, load, write_disclosure
from tests.corpus.evaluation import rate, rate_score
from tests.corpus.evaluation_forms import (
    LEVELS,
    Goal,
    Sheet,
    application,
    form_2021,
    form_2024,
    form_national,
    slid,
    summary,
    write_forms,
)
from tests.corpus.figures import Indicator

COMMAND = str(Path(sys.executable).with_name("yujuesuan"))
UNIT = "示范区委办公室"
NAME, TELEPHONE = "示例姓名", "027-84000000"

OUTPUT = (
    Indicator("产出指标", "数量指标", "印发文件数量", "110件以内", "59件", "10"),
    Indicator("产出指标", "数量指标", "召开会议数量", "≤30次", "18次", "10"),
    Indicator("产出指标", "质量指标", "档案验收", "合格", "合格", "20"),
)
EFFECT = (
    Indicator("效益指标", "社会效益指标", "文山会海现象得到控制", "减少20%", "减少45%", "30"),
    Indicator("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥90%", "95%", "10"),
)
OPTIONS = (
    ("category", ("部门预算项目", "区直专项", "上级转移支付项目"), 0),
    ("attribute", ("持续性项目", "新增性项目"), 1),
    ("type", ("常年性项目", "延续性项目", "一次性项目"), 2),
)
PROJECT_2021 = Sheet(
    "2021年度综合业务费项目自评表",
    UNIT,
    (Goal(OUTPUT, "文件和会议有序。", "40", 1), Goal(EFFECT, "会风改进。", "40", 2)),
    project="综合业务费",
    date="2022年5月31日",
    deviation="部分工作延后。",
    improvement="加强预算编制的预见性。",
    options=OPTIONS,
    budget="42",
    executed="37.52",
    rate="89.33%",
    execution_score="17.87",
    score="97.87",
)
DEPARTMENT_2024 = Sheet(
    "2024年度部门整体支出绩效自评表",
    UNIT,
    (Goal((*OUTPUT, *EFFECT), "做好全区各项服务保障。", None, 1),),
    budget="976.91",
    executed="976.88",
    rate="99%",
    basic="854.74",
    project_total="122.14",
    date="2025年4月14日",
    deviation="零星开支偏差。",
    improvement="无。",
)
PROJECT_2024 = Sheet(
    "2024年度项目支出绩效自评表",
    UNIT,
    (Goal((*OUTPUT, *EFFECT)),),
    budget="12",
    executed="11.99",
    rate="99%",
    project="机要工作经费",
    date="2025年4月14日",
    deviation="无",
    improvement="无",
    options=OPTIONS[2:],
)
NATIONAL = Sheet(
    "2024年度宣传工作经费项目支出绩效自评表",
    UNIT,
    (Goal((*OUTPUT, *EFFECT), "完成全年宣传任务。"),),
    budget="30",
    executed="28.5",
    rate="95%",
    execution_score="9.5",
    score="99.5",
    project="宣传工作经费",
)
SUMMARY = (
    PROJECT_2024,
    replace(PROJECT_2024, project="各项工作经费", budget="19.69", executed="19.69", rate="100%"),
)
APPLICATION = Sheet(
    "2021年档案管理项目申报表（含绩效目标）",
    UNIT,
    (Goal((*OUTPUT, *EFFECT), "高质量完成档案整理。"),),
    budget="41",
    project="档案管理",
    options=(("type", ("部门项目", "公共项目"), 0),),
    lines=(("合计", "41"), ("1.档案扫描", "40.5"), ("2.软件维护", "0.5")),
    earlier=("25", "16"),
    private=(NAME, TELEPHONE),
)
SLID = replace(APPLICATION, title="2021年会议费项目申报表（含绩效目标）", project="会议费")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("evaluations")
    forms = [
        form_2021(PROJECT_2021),
        *form_2024(DEPARTMENT_2024),
        *form_2024(PROJECT_2024),
        form_national(NATIONAL),
    ]
    forms.append(summary("2024年度项目支出绩效自评情况汇总表", SUMMARY))
    write_forms(load("jianghan-dangweiban-2024-final"), forms, folder / "forms.pdf")
    applications = [application(APPLICATION), slid(application(SLID))]
    write_forms(load("jingkai-gongwei-2021-budget"), applications, folder / "applications.pdf")
    write_disclosure(load("hanyang-dangweiban-2020-final"), folder / "account.pdf")
    done = subprocess.run(
        [COMMAND, "run", str(folder), "--home", str(folder / "home")],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(folder / "home" / "warehouse.duckdb", read_only=True) as connection:
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, table: str, where: str, *values: str) -> list[dict[str, Any]]:
    found = connection.execute(
        f"select e.* from marts.{table} e inner join marts.dim_document using (document_key) where {where}",
        list(values),
    )
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def yuan(text: str | None) -> Decimal | None:
    return Decimal(text) * 10_000 if text else None


def number(text: str | None) -> Decimal | None:
    return Decimal(text.rstrip("%")) if text else None


def told(sheet: Sheet) -> dict[str, Any]:
    """What the mart should hold of a form."""
    return {
        "title": sheet.title,
        "project_name": sheet.project,
        "budget": yuan(sheet.budget),
        "executed": yuan(sheet.executed),
        "basic_total": yuan(sheet.basic),
        "project_total": yuan(sheet.project_total),
        "rate": number(sheet.rate),
        "execution_score": number(sheet.execution_score),
        "total_score": number(sheet.score),
        "deviation": sheet.deviation or None,
        "improvement": sheet.improvement or None,
        "fill_date": sheet.date,
    } | {group: options[ticked] for group, options, ticked in sheet.options}


def indicators(sheet: Sheet, has_actual: bool, has_score: bool) -> list[tuple[Any, ...]]:
    return [
        (
            goal.number,
            number(goal.weight),
            one.first,
            one.second,
            one.third,
            one.target,
            one.actual if has_actual else None,
            number(one.score) if has_score else None,
        )
        for goal in sheet.goals
        for one in goal.indicators
    ]


def held(connection: duckdb.DuckDBPyConnection, key: str) -> list[tuple[Any, ...]]:
    columns = ("goal_no", "goal_weight", "level1", "level2", "level3", "target", "actual", "score")
    found = rows(connection, "fct_evaluation_indicator", "evaluation_key = ? order by table_no, row_no", key)
    return [tuple(row[column] for column in columns) for row in found]


@pytest.mark.parametrize(
    ("sheet", "kind", "has_score"),
    [
        (PROJECT_2021, "project", True),
        (DEPARTMENT_2024, "department", False),
        (PROJECT_2024, "project", False),
        (NATIONAL, "project", True),
        (APPLICATION, "application", False),
        (SLID, "application", False),
    ],
    ids=["2021", "2024-department", "2024-project", "national", "application", "slid"],
)
def test_a_form_is_what_was_written(
    sheet: Sheet, kind: str, has_score: bool, warehouse: duckdb.DuckDBPyConnection
) -> None:
    (form,) = rows(warehouse, "fct_project_evaluation", "e.title = ? and form_kind = ?", sheet.title, kind)
    expected = told(sheet)
    assert {name: form[name] for name in expected} == expected
    assert held(warehouse, form["evaluation_key"]) == indicators(sheet, kind != "application", has_score)
    goals = rows(
        warehouse, "fct_evaluation_goal", "evaluation_key = ? order by goal_order", form["evaluation_key"]
    )
    assert [(goal["goal_no"], goal["goal_weight"], goal["goal_text"]) for goal in goals] == [
        (goal.number, number(goal.weight), goal.text) for goal in sheet.goals if goal.text
    ]


def test_options_are_told_ticked_or_not(warehouse: duckdb.DuckDBPyConnection) -> None:
    (form,) = rows(warehouse, "fct_project_evaluation", "e.title = ?", PROJECT_2021.title)
    found = rows(warehouse, "fct_evaluation_option", "evaluation_key = ?", form["evaluation_key"])
    assert {
        (row["option_group"], row["option_no"], row["option_name"], row["is_checked"]) for row in found
    } == {
        (group, place, option, place - 1 == ticked)
        for group, options, ticked in OPTIONS
        for place, option in enumerate(options, 1)
    }


def test_weights_and_what_was_reached(warehouse: duckdb.DuckDBPyConnection) -> None:
    (form,) = rows(warehouse, "fct_project_evaluation", "e.title = ?", NATIONAL.title)
    assert (form["execution_weight"], form["initial_budget"]) == (10, yuan(NATIONAL.budget))
    (goal,) = rows(warehouse, "fct_evaluation_goal", "evaluation_key = ?", form["evaluation_key"])
    assert goal["actual"] == "已全部完成。"
    found = rows(warehouse, "fct_evaluation_indicator", "evaluation_key = ?", form["evaluation_key"])
    assert all(row["weight"] == row["score"] for row in found)
    (form,) = rows(warehouse, "fct_project_evaluation", "e.title = ?", PROJECT_2021.title)
    assert form["execution_weight"] == 20


def test_the_list_of_projects(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(warehouse, "fct_project_evaluation", "form_kind = 'summary' order by form_no")
    lines = [(row["project_name"], row["budget"], row["executed"], row["is_total"]) for row in found]
    assert lines == [
        ("合计", yuan("31.69"), yuan("31.68"), True),
        *((sheet.project, yuan(sheet.budget), yuan(sheet.executed), False) for sheet in SUMMARY),
    ]


def test_the_money_of_an_application(warehouse: duckdb.DuckDBPyConnection) -> None:
    (form,) = rows(warehouse, "fct_project_evaluation", "e.title = ?", APPLICATION.title)
    assert (form["previous_budget"], form["earlier_budget"]) == (yuan("25"), yuan("16"))
    found = rows(
        warehouse,
        "fct_project_budget_line",
        "evaluation_key = ? order by line_kind, line_no",
        form["evaluation_key"],
    )
    assert [(row["line_kind"], row["line_name"], row["budget_year"], row["amount"]) for row in found] == [
        *(("expenditure", name, 2021, yuan(amount)) for name, amount in APPLICATION.lines),
        *(
            ("history", APPLICATION.project, 2021 - back, yuan(amount))
            for back, amount in enumerate(APPLICATION.earlier, 1)
        ),
    ]


def test_rows_that_slid_are_read_in_order(warehouse: duckdb.DuckDBPyConnection) -> None:
    (form,) = rows(warehouse, "fct_project_evaluation", "e.title = ?", SLID.title)
    found = rows(warehouse, "fct_evaluation_indicator", "evaluation_key = ?", form["evaluation_key"])
    assert any(row["is_read_in_order"] for row in found)


def test_nobody_is_named(warehouse: duckdb.DuckDBPyConnection) -> None:
    tables = warehouse.execute(
        "select table_schema, table_name from information_schema.tables "
        "where table_schema in ('marts', 'quality') and table_name <> 'contract_result'"
    ).fetchall()
    for schema, table in tables:
        text = " ".join(map(repr, warehouse.execute(f"select * from {schema}.{table}").fetchall()))
        assert NAME not in text, (schema, table)
        assert TELEPHONE not in text, (schema, table)


def test_the_forms_and_reviews_of_an_account(warehouse: duckdb.DuckDBPyConnection) -> None:
    figures: Figures = load("hanyang-dangweiban-2020-final")
    department, *projects = figures.projects
    for kind, written in (("department", [department]), ("project", projects)):
        found = rows(
            warehouse,
            "fct_project_evaluation",
            "file_name = 'account.pdf' and form_kind = ? order by form_no",
            kind,
        )
        assert [
            (
                row["project_name"],
                row["budget"],
                row["executed"],
                row["rate"],
                row["execution_score"],
                row["total_score"],
            )
            for row in found
        ] == [
            (
                one.name if kind == "project" else None,
                yuan(one.budget),
                yuan(one.executed),
                number(rate(one)),
                number(rate_score(one)),
                number(one.score),
            )
            for one in written
        ]
        for row, one in zip(found, written, strict=True):
            columns = ("level1", "level2", "level3", "target", "actual", "score")
            lines = rows(
                warehouse,
                "fct_evaluation_indicator",
                "evaluation_key = ? order by table_no, row_no",
                row["evaluation_key"],
            )
            assert [tuple(line[column] for column in columns) for line in lines] == [
                (i.first, i.second, i.third, i.target, i.actual, number(i.score)) for i in one.indicators
            ]
    reviews = rows(
        warehouse,
        "fct_project_evaluation",
        "file_name = 'account.pdf' and form_kind = 'review' order by form_no",
    )
    assert [(row["project_name"], row["budget"], row["executed"], row["rate"]) for row in reviews] == [
        (one.name, yuan(one.budget), yuan(one.executed), number(rate(one))) for one in projects
    ]


def test_levels_are_no_indicators(warehouse: duckdb.DuckDBPyConnection) -> None:
    (count,) = warehouse.execute(
        "select count(*) from marts.fct_evaluation_indicator where level3 in ? or level1 in ?",
        [LEVELS, LEVELS],
    ).fetchone() or (None,)
    assert count == 0
