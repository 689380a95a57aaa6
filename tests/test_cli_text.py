"""Text on its way out: nothing in it steers a terminal or runs in a spreadsheet."""

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from orchestration.cli.reading import Rows, write_csv, write_json
from orchestration.cli.text import neutral, spreadsheet_cell

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"


def is_number(text: str) -> bool:
    try:
        float(text.replace(",", "").rstrip("%"))
    except ValueError:
        return False
    return True


def test_control_and_bidi_characters_are_written_out() -> None:
    assert neutral("a\x1b[31m\x9b\u202eb\n") == "a\\x1b[31m\\x9b\\u202eb\\x0a"
    assert neutral("一、本年收入（万元）") == "一、本年收入（万元）"


@given(TEXTS)
def test_what_is_neutral_stays_so(text: str) -> None:
    once = neutral(text)
    assert neutral(once) == once
    assert "\x1b" not in once
    assert "\n" not in once


def test_formulas_get_an_apostrophe_and_numbers_do_not() -> None:
    for text in ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1＋1", "-", "+", "--1"):
        assert spreadsheet_cell(text) == "'" + text
    for text in ("-5", "+3.14", "-1,234.50", "1e-5", "-12.5%", "教育支出", "", "(10)"):
        assert spreadsheet_cell(text) == text
    assert spreadsheet_cell(None) == ""


@given(TEXTS)
def test_no_csv_cell_begins_as_a_formula(text: str) -> None:
    file = io.StringIO(newline="")
    write_csv(Rows(["text", "more"], [(text, 1)]), file)
    _, (cell, more) = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert more == "1"
    assert not cell.startswith(tuple(FORMULA_STARTS)) or is_number(cell)


@given(TEXTS)
def test_json_keeps_the_text_and_prints_no_controls(text: str) -> None:
    file = io.StringIO()
    write_json(Rows(["text"], [(text,)]), file)
    assert json.loads(file.getvalue()) == [{"text": text}]
    assert neutral(file.getvalue().replace("\n", "")) == file.getvalue().replace("\n", "")
