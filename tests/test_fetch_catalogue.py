"""Catalogues, well-formed and not."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fetch import ERROR_CODES, CatalogueError, Source, land_all, read_catalogue
from fetch.catalogue import FAULT_LIMIT
from fetch.problem import REJECTED_CODES

HEADER = "publisher,division_code,report_type,fiscal_year,location\n"
DOCUMENTATION = Path(__file__).parents[1] / "docs" / "catalogue.md"
Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


def faults(path: Path) -> list[str]:
    with pytest.raises(CatalogueError) as raised:
        read_catalogue(path)
    lines = str(raised.value).split("\n")
    assert all(line.startswith((str(path), "…")) for line in lines)
    return [line.removeprefix(str(path)).removeprefix(", ") for line in lines]


def test_csv_is_read_with_lines_and_relative_paths(write: Write, tmp_path: Path) -> None:
    path = write(
        "c.csv",
        "\ufeff" + HEADER + "江汉区委办公室,420103,final_account,2024,https://a.gov.cn/决算.pdf\r\n\r\n"
        '"甲,乙",,,,"../x/b.pdf"\n',
    )
    first, second = read_catalogue(path)
    assert first == Source(
        source_key=first.source_key,
        location="https://a.gov.cn/决算.pdf",
        publisher="江汉区委办公室",
        division_code="420103",
        report_type="final_account",
        fiscal_year=2024,
        catalogue=str(path),
        catalogue_line=2,
    )
    assert (second.publisher, second.fiscal_year, second.catalogue_line) == ("甲,乙", None, 4)
    assert second.location == str(tmp_path.parent / "x" / "b.pdf")


def test_csv_and_yaml_say_the_same(write: Write) -> None:
    csv = read_catalogue(write("c.csv", HEADER + "甲,420103,budget,2024,a.pdf\n,,,,http://h/b.pdf\n"))
    yaml = read_catalogue(
        write(
            "c.yaml",
            "# 目录\n- publisher: 甲\n  division_code: 420103\n  report_type: budget\n"
            "  fiscal_year: '2024'\n  location: a.pdf\n- {location: 'http://h/b.pdf', publisher: ~}\n",
        )
    )

    def facts(source: Source) -> tuple[object, ...]:
        return source.source_key, source.publisher, source.division_code, source.fiscal_year

    assert [facts(source) for source in csv] == [facts(source) for source in yaml]
    assert [source.catalogue_line for source in yaml] == [2, 7]


def test_a_folder_stands_for_its_pdfs_and_a_line_of_its_own_wins(write: Write, tmp_path: Path) -> None:
    (tmp_path / "archive" / "sub").mkdir(parents=True)
    for name in ("b.pdf", "a.pdf", "sub/c.PDF"):
        (tmp_path / "archive" / name).touch()
    path = write("c.csv", "location,fiscal_year\narchive,2021\narchive/b.pdf,2020\n")
    found = [(Path(source.location).name, source.fiscal_year) for source in read_catalogue(path)]
    assert found == [("a.pdf", 2021), ("c.PDF", 2021), ("b.pdf", 2020)]


def test_a_missing_path_is_an_outcome_not_a_fault(write: Write, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    sources = read_catalogue(write("c.csv", "location\nno.pdf\nempty\n" + "x" * 300 + ".pdf\n"))
    attempts = land_all(sources, {}, tmp_path / "files", "run")
    assert [attempt.error_code for attempt in attempts] == ["not_found", "not_found", "unreadable"]
    assert "no.pdf (c.csv, line 2): there is no such file" in (attempts[0].error or "")


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("a,4201,,,x.pdf", "division_code", "six digits"),
        ("a,042010,,,x.pdf", "division_code", "six digits"),
        ("a,４２０１０３,,,x.pdf", "division_code", "six digits"),
        ("a,,决算,,x.pdf", "report_type", "final_account"),
        ("a,,,20201,x.pdf", "fiscal_year", "from 1990 to 2100"),
        ("a,,,1989,x.pdf", "fiscal_year", "from 1990 to 2100"),
        ("a,,,,", "location", "is empty"),
        ("a,,,,ftp://h/x.pdf", "location", "scheme ftp"),
        ("a,,,,http://user:secret@h/x.pdf", "location", "user name or password"),
        ("a,,,,http:///x.pdf", "location", "no host"),
        ("a,,,,http://h:99999/x.pdf", "location", "port 99999"),
        ("a,,,,http://h:x/x.pdf", "location", "not a valid address"),
        ("a,,,,a\x00b.pdf", "location", "control character"),
        ('"a\nb",,,,x.pdf', "publisher", "control character"),
        ("名" * 201 + ",,,,x.pdf", "publisher", "200 characters"),
        ("a,,,,http://h/" + "x" * 4000, "location", "4000 characters"),
        ("a,,x.pdf", "report_type", "3 values where the header has 5"),
        ("a,,,,x.pdf,b", "location", "6 values where the header has 5"),
    ],
)
def test_a_bad_value_is_named_with_line_and_column(write: Write, row: str, column: str, words: str) -> None:
    [message] = faults(write("c.csv", HEADER + ",,,,first.pdf\n" + row + "\n,,,,last.pdf\n"))
    assert message.startswith(f"line 3, column {column}: ")
    assert words in message


@pytest.mark.parametrize(
    ("content", "start", "words"),
    [
        ("", "line 1: ", "no header"),
        ("\n\n", "line 1: ", "no header"),
        (HEADER, ": ", "lists no source"),
        ("publisher\na\n", "line 1, column location: ", "missing"),
        ("location,publishers\na.pdf,b\n", "line 1, column publishers: ", "write publisher"),
        ("location,Location\na.pdf,b\n", "line 1, column Location: ", "write location"),
        ("location,地址\na.pdf,b\n", "line 1, column 地址: ", "the columns are"),
        ("location,location\na.pdf,b\n", "line 1, column location: ", "twice"),
        ("location;publisher\na.pdf;b\n", "line 1: ", "commas"),
        ('location\na.pdf\n"b.pdf\n', "line 3: ", "quotation marks"),
        ("location\na.pdf\n./a.pdf\n", "line 3, column location: ", "same as in line 2"),
        ("location\nhttp://H/a\nhttp://h:80/a#x\n", "line 3, column location: ", "same as in line 2"),
        ("location\n部门.pdf\n".encode("gbk"), "line 2: ", "UTF-8"),
        ("location\na.pdf\n".encode("utf-16"), "line 1: ", "UTF-8"),
        (b"location\n" + b"x" * 17_000_000, ": ", "larger than"),
    ],
)
def test_a_malformed_csv_is_told(write: Write, content: str | bytes, start: str, words: str) -> None:
    [message] = faults(write("c.csv", content))
    assert message.startswith(start)
    assert words in message


@pytest.mark.parametrize(
    ("content", "start", "words"),
    [
        ("", ": ", "lists no source"),
        ("[]", ": ", "lists no source"),
        ("location: a.pdf", "line 1: ", "not a list"),
        ("- a.pdf\n", "line 1: ", "not a mapping"),
        ("- location: a.pdf\n  year: 2020\n", "line 2, column year: ", "not a column"),
        ("- location: a.pdf\n  location: b.pdf\n", "line 2, column location: ", "twice"),
        ("- publisher: a\n\n- location: [a.pdf]\n  publisher: b\n", "line 1, column location: ", "is empty"),
        ("- location: !secret a.pdf\n", "line 1, column location: ", "plain value"),
        ("- location: 'a.pdf\n", "line 2: ", "proper YAML"),
        ("- location: a.pdf\n  publisher: b: c\n", "line 2: ", "proper YAML"),
        ("- location: *unknown\n", "line 1: ", "proper YAML"),
        ('- location: "\\UFFFFFFFF"\n', ": ", "proper YAML"),
        ('- location: "\\ud800"\n', "line 1, column location: ", "control character"),
        ("[" * 1000, ": ", "proper YAML"),
        ("- location: a.pdf\n- location: a.pdf\n", "line 2, column location: ", "same as in line 1"),
    ],
)
def test_a_malformed_yaml_is_told(write: Write, content: str, start: str, words: str) -> None:
    message = faults(write("c.yaml", content))[0]
    assert message.startswith(start)
    assert words in message


def test_several_faults_are_told_at_once_in_order_and_bounded(write: Write) -> None:
    rows = "".join(f"a,1,x,{number},f{number}.pdf\n" for number in range(10))
    messages = faults(write("c.csv", HEADER + rows))
    assert len(messages) == FAULT_LIMIT + 1
    assert messages[-1] == "… and 10 more"
    assert [message.split(":")[0] for message in messages[:3]] == [
        "line 2, column division_code",
        "line 2, column report_type",
        "line 2, column fiscal_year",
    ]


@pytest.mark.parametrize("name", ["no.csv", "no.yaml", "folder.csv"])
def test_a_catalogue_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(CatalogueError, match="no such file"):
        read_catalogue(tmp_path / name)


_cells = st.one_of(
    st.sampled_from(
        ["", "location", "budget", "2020", "420103", "a.pdf", "http://h/x", "http://[", "///", "~"]
    ),
    st.text(max_size=20),
)
_rows = st.lists(st.lists(_cells, max_size=6).map(",".join), max_size=6).map("\n".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(
    suffix=st.sampled_from([".csv", ".yaml"]),
    content=st.one_of(
        st.binary(max_size=200),
        _rows.map(lambda rows: (HEADER + rows).encode("utf-8", "surrogatepass")),
        _rows.map(lambda rows: f"- location: {rows}".encode("utf-8", "surrogatepass")),
        st.lists(_cells, max_size=5).map(
            lambda cells: "".join(f'- "location": "{c}"\n' for c in cells).encode()
        ),
    ),
)
def test_any_bytes_are_a_catalogue_or_a_catalogue_error(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_bytes(content)
    try:
        sources = read_catalogue(path)
    except CatalogueError as error:
        assert str(path) in str(error)  # noqa: PT017 - either outcome is right, if it is one of these two
    else:
        assert sources
        assert len({source.source_key for source in sources}) == len(sources)


@pytest.mark.parametrize("language", ["csv", "yaml"])
def test_the_documented_examples_are_valid(write: Write, language: str) -> None:
    found = re.search(rf"```{language}\n(.*?)```", DOCUMENTATION.read_text("utf-8"), re.S)
    assert found is not None
    sources = read_catalogue(write(f"c.{language}", found.group(1)))
    assert (sources[0].division_code, sources[0].fiscal_year) == ("420103", 2024)


def test_the_documented_error_codes_are_those_there_are() -> None:
    rows = re.findall(r"^\| `(\w+)` \| .* \| (rejected|failed) \|$", DOCUMENTATION.read_text("utf-8"), re.M)
    assert {code: status == "rejected" for code, status in rows} == {
        code: code in REJECTED_CODES for code in ERROR_CODES
    }
