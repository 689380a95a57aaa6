"""Cheap tests that stand before patterns of seeds let through whatever those patterns match."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

PROJECT = Path(__file__).parents[1] / "dbt_project"


def rows(seed: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / seed).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("audit/personal_data.csv"), ids=lambda row: row["note"])
@given(data=st.data())
def test_no_personal_data_passes_by_the_macro(row: dict[str, str], data: st.DataObject) -> None:
    macro = (PROJECT / "macros" / "personal_data.sql").read_text(encoding="utf-8")
    found = re.search(r"matches\(text, \"'(.+)'\"\)", macro)
    assert found
    text = data.draw(st.from_regex(re.compile(row["pattern"], re.ASCII)))
    assert re.search(found[1], text)


@pytest.mark.parametrize("row", rows("audit/department_mention.csv"), ids=lambda row: row["like_pattern"])
@given(data=st.data())
def test_every_mention_is_like_its_row_says(row: dict[str, str], data: st.DataObject) -> None:
    text = data.draw(st.from_regex(row["pattern"]))
    like = ".*".join(re.escape(part) for part in row["like_pattern"].split("%"))
    assert re.fullmatch(like, text, re.DOTALL)
