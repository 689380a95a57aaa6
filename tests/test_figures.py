"""Every figure of the departments in every rendering: nothing lost, nothing wrong, nothing invented."""

import subprocess
import sys
import unicodedata
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.corpus import SAMPLES, STYLES, Figures, Style, load, negated, truth, write_disclosure
from tests.corpus.dress import RADICALS
from tests.corpus.reshape import LOOKALIKES

COMMAND = str(Path(sys.executable).with_name("yujuesuan"))
# Scans are slow to read, and have a test of their own.
NAMES = [name for name, style in STYLES.items() if style.scan is None]
# Cut-off amounts of this department are printed over their neighbours: they are reported, not read.
OVERPRINTED = {("qiaokou-dangweiban-2021-final", "clipped_numbers")}
# Every style prints one of the departments in turn; all are printed in the first style.
RENDERINGS = [
    (document, name)
    for number, name in enumerate(NAMES)
    for document in (SAMPLES if number == 0 else SAMPLES[number % len(SAMPLES) :][:1])
    if (document, name) not in OVERPRINTED
]

# What is reported, and rightly. A total that reaches over two blocks of columns (公用经费合计) names no block
# where no rule shows how far it reaches, nor on a page of its own without a header.
TOLD = {
    "lookalikes": {"table"},
    "open_columns": {"row"},
    "three_line": {"row"},
    "many_pages_without_headers": {"amount", "header", "row"},
}

PLAIN = {ord(radical): character for character, radical in RADICALS.items()}

Key = tuple[str, str, str, str]


def told(document: str, style: Style) -> Figures:
    """The department's figures; below zero where the style is about how these are printed.

    Of the forms that hold no figure of a statement only the first two are printed, to save time.
    """
    figures = load(document)
    figures = replace(figures, projects=figures.projects[:2])
    return negated(figures) if style.minus != Style().minus else figures


def amount(text: str) -> Decimal:
    """A printed amount, read without the help of the product."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "")
    number = Decimal("".join(character for character in plain if character in "0123456789."))
    return -number if plain[0] in "-−–△(" else number


def is_blank(style: Style) -> bool:
    """Whether a zero is printed as no number is."""
    return style.zero is not None and not any(character.isdigit() for character in style.zero)


def expected(document: str, style: Style) -> dict[Key, Decimal]:
    """The truth of a department in yuan, by statement, row, measure and side."""
    figures = {}
    for statement, row, measure, value, *_ in truth(told(document, style)):
        side = ""
        if statement in ("revenue_expenditure_summary", "appropriation_summary"):
            side, measure = (
                measure,
                "total" if (statement, measure) == ("appropriation_summary", "expenditure") else "amount",
            )
        if statement == "three_public":
            side, row = (row, "") if row in ("budget", "actual") else ("", "" if row == "TOTAL" else row)
        if Decimal(value) or not is_blank(style):
            figures[statement, row, measure, side] = Decimal(value) * 10_000
    return figures


def found(connection: duckdb.DuckDBPyConnection, file_name: str) -> dict[Key, set[Decimal]]:
    """What the warehouse holds of a document, by the same keys."""
    rows = connection.execute(
        """
        select
            statement_code,
            coalesce(function_code, economic_code, case when is_total then 'TOTAL' else line_item end),
            measure_code,
            coalesce(side, ''),
            amount
        from marts.fct_statement_amount
        inner join marts.dim_document using (document_key)
        where file_name = ?
        """,
        [file_name],
    ).fetchall()
    figures: dict[Key, set[Decimal]] = {}
    for statement, row, measure, side, amount in rows:
        row = "" if statement == "three_public" and row == "TOTAL" else row
        figures.setdefault((statement, row, measure, side), set()).add(amount)
    return figures


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("renderings")
    for document, name in RENDERINGS:
        style = STYLES[name]
        write_disclosure(told(document, style), folder / f"{document}-{name}.pdf", style)
    home = folder / "home"
    done = subprocess.run(
        [COMMAND, "run", str(folder), "--home", str(home)],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return home / "warehouse.duckdb"


@pytest.mark.parametrize(("document", "rendering"), RENDERINGS)
def test_every_figure_is_there_and_no_other(document: str, rendering: str, warehouse: Path) -> None:
    with duckdb.connect(warehouse, read_only=True) as connection:
        figures = found(connection, f"{document}-{rendering}.pdf")
    true = expected(document, STYLES[rendering])
    lost = {key for key in true if key not in figures}
    wrong = {key: figures[key] for key, value in true.items() if key in figures and figures[key] != {value}}
    statements = {key[0] for key in true}
    invented = {key for key in figures if key[0] in statements and key[1][:3].isdigit() and key not in true}
    assert (lost, wrong, invented) == (set(), {}, set())


def test_names_are_whole(warehouse: Path) -> None:
    with duckdb.connect(warehouse, read_only=True) as connection:
        rows = connection.execute(
            """
            select distinct file_name, coalesce(function_code, economic_code), printed_label
            from marts.fct_statement_amount
            inner join marts.dim_document using (document_key)
            where coalesce(function_code, economic_code) is not null
                and statement_code in ('expenditure_by_function', 'general_budget_expenditure')
            """
        ).fetchall()
    names: dict[str, dict[str, str]] = {}
    for document in SAMPLES:
        known = names.setdefault(document, {})
        for statement in ("expenditure_by_function", "general_budget_expenditure"):
            known |= {row.item: row.name for row in load(document).rows(statement)}
    assert len(rows) > 1_000
    for file_name, code, label in rows:
        document = next(document for document in SAMPLES if file_name.startswith(document))
        assert "".join(label.translate(PLAIN).split()) == "".join(names[document][code].split())


def test_identities_hold_up_to_rounding(warehouse: Path) -> None:
    with duckdb.connect(warehouse, read_only=True) as connection:
        counts = dict(
            connection.execute(
                "select status, count(*) from quality.reconciliation group by status"
            ).fetchall()
        )
        unrecognised = connection.execute(
            """
            select file_name, kind, text
            from quality.unrecognised
            inner join marts.dim_document using (document_key)
            """
        ).fetchall()
    assert counts["holds"] > 5_000
    assert counts["rounding"] > 0, "the figures have rounding tails"
    assert "broken" not in counts
    lookalikes = {text[4:] for _, kind, text in unrecognised if kind == "table"}
    assert lookalikes == set(LOOKALIKES.values())
    for file_name, kind, text in unrecognised:
        style = next(name for name in STYLES if file_name.endswith(f"-{name}.pdf"))
        assert kind in TOLD.get(style, ()), (file_name, kind, text)


def test_every_amount_traces_to_its_cell(warehouse: Path) -> None:
    """A value that is not its cell's text times the unit would be invented."""
    with duckdb.connect(warehouse, read_only=True) as connection:
        rows = connection.execute(
            """
            select file_name, printed_text, amount_unit, amount, x1 - x0, bottom - top
            from marts.fct_statement_amount
            inner join marts.dim_document using (document_key)
            """
        ).fetchall()
    factors = {"元": 1, "万元": 10_000}
    assert len(rows) > 10_000
    for file_name, text, unit, value, width, height in rows:
        is_mixed = file_name.endswith("-mixed_units.pdf")
        possible = factors.values() if is_mixed else (factors[unit],)
        assert value in {amount(text) * factor for factor in possible}
        assert width > 0
        assert height > 0
