"""The text of a catalogue, CSV or YAML, taken apart into records of named values with their lines."""

import csv
import difflib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import yaml

from fetch.naming import clipped

COLUMNS = ("publisher", "division_code", "report_type", "fiscal_year", "location")
_PLAIN_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place of a catalogue and what to do; the place is as exact as it can be."""

    message: str
    line: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One source as a catalogue writes it: values by column, those left empty left out."""

    line: int
    values: dict[str, str]


@dataclass(slots=True)
class Parsed:
    """Records of a catalogue, and what was wrong with the rest of it."""

    records: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def parse_csv(text: str) -> Parsed:
    """Take a CSV catalogue apart; its first line names the columns."""
    parsed = Parsed()
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    line = 1
    try:
        for row in reader:
            if any(value.strip() for value in row):
                if header is None:
                    header = [name.strip() for name in row]
                    parsed.faults += _header_faults(header, line)
                    if parsed.faults:
                        return parsed
                elif len(row) != len(header):
                    parsed.faults.append(_wrong_width(row, header, line))
                else:
                    parsed.records.append(_record(line, zip(header, row, strict=True)))
            line = reader.line_num + 1
    except csv.Error as error:
        parsed.faults.append(Fault(f"is not proper CSV ({error}); check the quotation marks", line))
    if header is None and not parsed.faults:
        parsed.faults.append(Fault(f"has no header; let its first line be {','.join(COLUMNS)}", 1))
    return parsed


def parse_yaml(text: str) -> Parsed:
    """Take a YAML catalogue apart: a list of mappings. Values stay as written."""
    parsed = Parsed()
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = clipped(error.problem or error.context or "cannot be read", 120)
        parsed.faults.append(
            Fault(f"is not proper YAML ({what}); correct it", mark.line + 1 if mark else None)
        )
        return parsed
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        what = clipped(str(error).split("\n")[0] or type(error).__name__, 120)
        parsed.faults.append(Fault(f"is not proper YAML ({what}); correct it"))
        return parsed
    if isinstance(root, yaml.SequenceNode):
        for node in root.value:
            _take_mapping(node, parsed)
    elif root is not None:
        line = root.start_mark.line + 1
        parsed.faults.append(Fault("is not a list; write one “- location: …” for each source", line))
    return parsed


def _take_mapping(node: yaml.Node, parsed: Parsed) -> None:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        parsed.faults.append(Fault("is not a mapping; write “- location: …”", line))
        return
    faults: list[Fault] = []
    pairs: dict[str, str] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        at = key.start_mark.line + 1
        if name not in COLUMNS:
            faults.append(Fault(_unknown(name), at, clipped(name)))
        elif name in pairs:
            faults.append(Fault("stands twice; keep one", at, name))
        elif not isinstance(value, yaml.ScalarNode) or not value.tag.startswith(_PLAIN_TAG):
            faults.append(Fault("is not a plain value; write it as text", at, name))
        else:
            pairs[name] = "" if value.tag == f"{_PLAIN_TAG}null" else value.value
    if faults:
        parsed.faults += faults
    else:
        parsed.records.append(_record(line, pairs.items()))


def _record(line: int, pairs: Iterable[tuple[str, str]]) -> Record:
    stripped = ((name, value.strip()) for name, value in pairs)
    return Record(line, {name: value for name, value in stripped if value})


def _header_faults(header: Sequence[str], line: int) -> list[Fault]:
    if len(header) == 1 and any(separator in header[0] for separator in ";\t，；"):
        return [Fault("is not separated by commas; save it as CSV with commas", line)]
    faults = [Fault(_unknown(name), line, clipped(name)) for name in header if name not in COLUMNS]
    faults += [
        Fault("stands twice in the header; keep one", line, name)
        for name in COLUMNS
        if header.count(name) > 1
    ]
    if "location" not in header:
        faults.append(Fault("is missing from the header; add it", line, "location"))
    return faults


def _wrong_width(row: Sequence[str], header: Sequence[str], line: int) -> Fault:
    where = clipped(header[min(len(row), len(header)) - 1])
    return Fault(
        f"the line has {len(row)} values where the header has {len(header)}; "
        "put values that hold a comma into quotation marks, and leave no comma out",
        line,
        where,
    )


def _unknown(name: str) -> str:
    close = difflib.get_close_matches(name.lower(), COLUMNS, n=1)
    hint = f"write {close[0]}" if close else f"the columns are {', '.join(COLUMNS)}"
    return f"is not a column of a catalogue; {hint}"
