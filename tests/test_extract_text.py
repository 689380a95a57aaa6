"""Text in the form that matching uses."""

from hypothesis import given
from hypothesis import strategies as st

from extract.text import normalise, normalise_lines, unify


def test_radicals_become_the_characters_they_stand_for() -> None:
    assert normalise("⻔⼾") == "门户"
    assert unify("部⻔：") == "部门："


def test_widths_and_spaces_are_one() -> None:
    assert normalise("１，２３４．５６") == "1,234.56"
    assert normalise("因 公\n出\u3000国（境）费") == "因公出国(境)费"


def test_invisible_and_directional_characters_go() -> None:
    assert normalise("a\u202eb\u200bc\ufeff\x00d") == "abcd"


def test_lines_stay_lines() -> None:
    assert normalise_lines("单位： 万元\n表 1") == "单位:万元\n表1"
    assert normalise_lines(None) is None


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert not any(character.isspace() for character in once)
