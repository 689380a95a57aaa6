"""The figures of the prose: what the generator told is found, and nothing else."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from extract.sentence import sentence_spans
from extract.text import normalise
from tests.corpus import SAMPLES, Figures, Style, load, random_department
from tests.corpus.blocks import Paragraph
from tests.corpus.disclosure import compose

PROJECT = Path(__file__).parents[1] / "dbt_project"
DBT = Path(sys.executable).with_name("dbt")
MODELS = [
    "path:seeds/narrative",
    "function_code",
    "economic_code",
    "function_name_alias",
    "int_classification",
    "int_narrative_sentence",
    "int_mention",
    "int_mention_clause",
    "int_clause_facet",
    "int_clause_subject",
    "int_clause_function",
    "int_mention_function",
    "int_mention_subject",
    "int_disclosed_figure",
]
DOCUMENTS = [*SAMPLES, *range(20)]

# The generator's keys and the codes of the warehouse, where they differ.
CODES = [
    (r"three_public\.(?:overseas_travel|abroad)", "three_public.abroad"),
    (r"three_public\.vehicle_operation", "three_public.vehicle_running"),
    (r"three_public\.total\.(actual|rate)", r"three_public.\1"),
    (r"operating\.actual\.(change.*)", r"operating.\1"),
    (r"revenue\.operating_revenue", "revenue.operating"),
    (r"basic\.public_use", "basic.public"),
    (r"general\.(basic|project)", r"general_budget.\1"),
    (r"vehicles\.(held|funded)", r"three_public.vehicles_\1"),
    (r"evaluation\.department\.", "evaluation.department_"),
    (r"operating\.budget", "operating.initial"),
    (r"total\.execution_rate", "execution_rate"),
    (r"staff\.(administrative|institution)", r"staff.on_duty.\1"),
    (r"staff\.(lixiu|retired)", r"staff.off_duty.\1"),
    (r"actual$", "general_budget.expenditure"),
]
BY_REPORT = {
    "final_account": [
        (r"revenue\.fiscal_appropriation", "revenue.appropriation"),
        (r"three_public\.total\.change", "three_public.actual.change"),
    ],
    "budget": [
        (r"revenue\.fiscal_appropriation", "revenue.general_budget"),
        (r"three_public\.total\.change", "three_public.initial.change"),
        (r"three_public\.total$", "three_public.initial"),
        (r"(three_public\.(?!initial)[a-z_]+)$", r"\1.initial"),
        (r"project_list\.[0-9]+\.budget", "project.initial"),
    ],
}
# Sums of a fund's revenue and expenditure have no code; the generator numbers the kinds of vehicles.
UNCODED = re.compile(r"(government_fund|state_capital)\.total|vehicles\.kind|assets\.")

Told = tuple[str, Decimal]


def figures_of(document: str | int) -> Figures:
    return load(document) if isinstance(document, str) else random_department(document)


def code(key: str, report_type: str) -> str:
    for pattern, replacement in [*CODES, *BY_REPORT[report_type]]:
        key = re.sub(f"^{pattern}", replacement, key)
    return key


def told(figures: Figures) -> Iterator[tuple[str, Decimal]]:
    """Every figure that the prose tells, by the generator's key."""
    for block in compose(figures, Style()):
        for part in block.parts if isinstance(block, Paragraph) else ():
            if part.key and re.fullmatch(r"[0-9][0-9,]*(\.[0-9]+)?", part.text):
                yield part.key, Decimal(part.text.replace(",", ""))


def sentences(figures: Figures) -> Iterator[str]:
    for block in compose(figures, Style()):
        if isinstance(block, Paragraph):
            text = normalise("".join(part.text for part in block.parts))
            for start, end in sentence_spans(text):
                yield text[start:end]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[Told]]:
    """The figures that the models find in the prose of all the documents, by document."""
    folder = tmp_path_factory.mktemp("narrative")
    workbench = folder / "workbench.duckdb"
    with duckdb.connect(workbench) as con:
        con.execute(
            """
            create schema staging; create schema intermediate;
            create table staging.stg_sentence (document_key varchar, extractor_version varchar,
                sentence_no integer, paragraph_no integer, page_number integer, sentence_normalised varchar);
            create table intermediate.int_document (document_key varchar, extractor_version varchar);
            create table intermediate.int_document_department
                (document_key varchar, printed_name varchar, department_name varchar);
            create table intermediate.int_document_profile
                (document_key varchar, fiscal_year integer, report_type varchar);
            create table intermediate.int_statement_amount
                (document_key varchar, function_code varchar, label varchar);
            """
        )
        for document in DOCUMENTS:
            key, figures = str(document), figures_of(document)
            con.execute("insert into intermediate.int_document values (?, '1')", [key])
            con.execute(
                "insert into intermediate.int_document_department values (?, ?, ?)",
                [key, figures.department.name, figures.department.name],
            )
            con.execute(
                "insert into intermediate.int_document_profile values (?, ?, ?)",
                [key, figures.fiscal_year, figures.report_type],
            )
            con.executemany(
                "insert into intermediate.int_statement_amount values (?, ?, ?)",
                [(key, row.item, row.name) for row in figures.rows("general_budget_expenditure")],
            )
            con.executemany(
                "insert into staging.stg_sentence values (?, '1', ?, ?, 1, ?)",
                [(key, number, number, text) for number, text in enumerate(sentences(figures), 1)],
            )
    done = subprocess.run(
        [
            *(str(DBT), "--no-use-colors", "build", "--exclude-resource-type", "test", "unit_test"),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target-path", str(folder)),
            *("--log-path", str(folder), "--select", *MODELS),
        ],
        env={**os.environ, "YUJUESUAN_WORKBENCH": str(workbench), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    figures_found: dict[str, set[Told]] = {str(document): set() for document in DOCUMENTS}
    with duckdb.connect(workbench, read_only=True) as con:
        rows = con.execute(
            "select document_key, figure_code, value from intermediate.int_disclosed_figure "
            "where figure_code is not null"
        ).fetchall()
    for key, figure_code, value in rows:
        figures_found[key].add((figure_code, Decimal(value)))
    return figures_found


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_is_told_is_found(document: str | int, found: dict[str, set[Told]]) -> None:
    figures = figures_of(document)
    expected = {
        (code(key, figures.report_type), value) for key, value in told(figures) if not UNCODED.match(key)
    }
    assert expected, "the document tells figures"
    assert sorted(expected - found[str(document)]) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_nothing_is_found_that_is_not_told(document: str | int, found: dict[str, set[Told]]) -> None:
    values = {value for _, value in told(figures_of(document))}
    prose = " ".join(sentences(figures_of(document))).replace(",", "")
    invented = {one for one in found[str(document)] if one[1] not in values}
    assert {one for one in invented if f"{one[1].normalize():f}" not in prose} == set()
