"""The rows of seeds that would take in what was not recognised.

Here belongs what each kind of row needs and which of it only a person can decide: that stands as `<column>`
in the line. Not here: what was not recognised (see `findings.py`).
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from orchestration.inspection.facts import Choice, SeedRow
from orchestration.inspection.pattern import exact_pattern, wordings

Row = Mapping[str, object]

_CHOICES = 3
# A column with no more values than this is a list of choices.
_VALUES = 12
_NEAR = 0.5
_LIKELY = 0.6
_HEADER_PRIORITY = "50"
_TITLE_PRIORITY = "80"
# Over every row that there is: this title names a part of what another names.
_NARROWER_TITLE_PRIORITY = "110"
_UNIT_PRIORITY = "5"
_TABLE_NUMBER = re.compile("^(附?表|附件|公开)[0-9一二三四五六七八九十-]+[、:.表]?")
_LEVELS = {"function": {3: "class", 5: "group", 7: "item"}, "economic": {3: "class", 5: "item"}}


@dataclass(frozen=True)
class Seeds:
    """The seeds as the workbench has them, by name: rows with the columns in the order of the file."""

    tables: Mapping[str, Sequence[Row]]

    @cached_property
    def header_wordings(self) -> list[tuple[str, Row]]:
        """Every wording that a row of column_header was written for."""
        return [
            (wording.rpartition(" / ")[2].lstrip(" /"), row)
            for row in self.tables["column_header"]
            for wording in wordings(str(row["pattern"]))
        ]

    @cached_property
    def title_wordings(self) -> list[tuple[str, Row]]:
        """Every wording that a row of statement_title was written for."""
        return [
            (wording, row)
            for row in self.tables["statement_title"]
            for wording in wordings(str(row["pattern"]))
        ]

    def allowed(self, seed: str, columns: Iterable[str]) -> dict[str, str]:
        """What may stand in columns of a seed: the values it has, or the seed that lists them."""
        told = {}
        for column in columns:
            values = dict.fromkeys(str(row[column]) for row in self.tables[seed] if row[column] is not None)
            lists = [name for name in self.tables if name != seed and self._is_list_of(name, column)]
            if len(values) <= _VALUES:
                told[column] = " | ".join(values)
            else:
                told[column] = f"one of {lists[0]}.csv; what is new is a row there first" if lists else ""
        return told

    def _is_list_of(self, seed: str, column: str) -> bool:
        """Whether the seed has one row for each value of the column, which is its first."""
        rows = self.tables[seed]
        return next(iter(rows[0])) == column and len({row[column] for row in rows}) == len(rows)

    def line(self, seed: str, values: Mapping[str, object]) -> str:
        """A CSV line of a seed; columns without a value are empty."""
        return _csv_line(values.get(column) for column in self.tables[seed][0])


def header_rows(seeds: Seeds, statement_code: str, header_path: str, *, has_decimals: bool) -> list[SeedRow]:
    """The row of column_header that would name a column; none for a column without a header.

    Args:
        seeds: The seeds of the run.
        statement_code: Statement whose column it is.
        header_path: Header texts from the top, joined by ` / `.
        has_decimals: Whether figures with a decimal point stand in it, so that it can only hold amounts.
    """
    if not header_path:
        return []
    choices = _header_choices(seeds, statement_code, header_path)
    values = {
        "statement_code": statement_code,
        "pattern": exact_pattern(header_path),
        "role": "amount" if has_decimals else "<role>",
        "measure_code": "<measure_code>",
        "priority": _HEADER_PRIORITY,
    }
    likely = None
    if choices and choices[0][0].similarity >= _LIKELY:
        role, measure = choices[0][1]
        likely = seeds.line("column_header", {**values, "role": role, "measure_code": measure})
    return [
        SeedRow(
            seed="seeds/forms/column_header.csv",
            line=seeds.line("column_header", values),
            undecided=seeds.allowed("column_header", ["role", "measure_code"][has_decimals:]),
            choices=[choice for choice, _ in choices],
            likely=likely,
        )
    ]


def title_rows(
    seeds: Seeds,
    title: str | None,
    department: str | None,
    report_type: str | None,
    *,
    is_narrower: bool = False,
) -> list[SeedRow]:
    """The row of statement_title for a table's title, and that of statement if it is a new one.

    Args:
        seeds: The seeds of the run.
        title: The line that names the table, normalised; without one no row helps.
        department: The department's name, which is no part of the wording.
        report_type: budget or final_account.
        is_narrower: Whether the title is recognised, but as a statement that another table is.
    """
    if not title:
        return []
    core = title_core(title, department)
    values = {
        "pattern": exact_pattern(core, is_start=core == title),
        "statement_code": "<statement_code>",
        "priority": _NARROWER_TITLE_PRIORITY if is_narrower else _TITLE_PRIORITY,
    }
    choices = [] if is_narrower else _statement_choices(seeds, core, report_type)
    is_likely = bool(choices) and choices[0].similarity >= _LIKELY
    name = "final_account_name" if report_type == "final_account" else "budget_name"
    own = {"statement_code": "<statement_code>", "kind": "<kind>", "key_kind": "<key_kind>", name: core}
    return [
        SeedRow(
            seed="seeds/forms/statement_title.csv",
            line=seeds.line("statement_title", values),
            undecided=seeds.allowed("statement_title", ["statement_code"]),
            choices=choices,
            likely=seeds.line("statement_title", {**values, "statement_code": choices[0].value})
            if is_likely
            else None,
        ),
        SeedRow(
            seed="seeds/forms/statement.csv",
            line=seeds.line("statement", own),
            undecided={"statement_code": "its new code", **seeds.allowed("statement", ["kind", "key_kind"])},
            choices=[],
            condition="if it is a statement of its own",
        ),
    ]


def unit_rows(seeds: Seeds, unit_line: str | None) -> list[SeedRow]:
    """The row of unit_of_money for a unit line, normalised; none where no unit is printed."""
    found = re.search("单位[:：]?(?:人民币)?([^,;:，；)）(（]+)", unit_line or "")
    if not found:
        return []
    pattern = exact_pattern(found[1], is_start=False, is_end=False)
    values = {"pattern": pattern, "unit": found[1], "factor": "<factor>", "priority": _UNIT_PRIORITY}
    line = seeds.line("unit_of_money", values)
    return [SeedRow("seeds/forms/unit_of_money.csv", line, {"factor": "yuan in one of the unit"}, [])]


def code_rows(seeds: Seeds, code: str, label: str | None, fiscal_year: int | None) -> list[SeedRow]:
    """The row of function_code or economic_code for a code that no edition of the classification has."""
    kind = {"2": "function", "3": "economic"}.get(code[:1])
    level = _LEVELS[kind].get(len(code)) if kind else None
    if not kind or not level:
        return []
    seed = f"{kind}_code"
    values = {
        seed: code,
        f"{kind}_name": label or f"<{kind}_name>",
        "level": level,
        "class_code": code[:3],
        "group_code": code[:5] if kind == "function" and level != "class" else None,
        "valid_from_year": fiscal_year or "<valid_from_year>",
        "source": "observed",
    }
    undecided = {} if label else {f"{kind}_name": "as the classification has it"}
    return [SeedRow(f"seeds/reference/{seed}.csv", seeds.line(seed, values), undecided, [])]


def title_core(title: str, department: str | None) -> str:
    """What a title says of the statement: without table number, department and year.

    `表3某某局2026年部门债券支出表` comes to `债券支出表`.
    """
    core = _TABLE_NUMBER.sub("", title)
    if department:
        core = core.rpartition(department)[2]
    core = re.split("20[0-9]{2}年?度?", core)[-1]
    core = re.sub("^(本?部门|本?单位|本级)", "", core)
    return core if len(core) > 3 else title


def similarity(wording: str, known: str) -> float:
    """How alike two wordings are, 0 to 1."""
    matcher = SequenceMatcher(None, wording, known, autojunk=False)
    return 0.0 if matcher.quick_ratio() < _NEAR else matcher.ratio()


def _header_choices(
    seeds: Seeds, statement_code: str, header_path: str
) -> list[tuple[Choice, tuple[str, str | None]]]:
    """What the header may be, best first, each with its role and measure."""
    leaf = header_path.rpartition(" / ")[2].removeprefix("其中:")
    best: dict[tuple[str, str | None], Choice] = {}
    for wording, row in seeds.header_wordings:
        if row["statement_code"] not in (None, statement_code):
            continue
        measure = None if row["measure_code"] is None else str(row["measure_code"])
        why = f"like {wording} in `{_csv_line(row.values())}`"
        _keep_best(
            best, (str(row["role"]), measure), measure or str(row["role"]), why, similarity(leaf, wording)
        )
    for row in seeds.tables["measure"]:
        measure, name = str(row["measure_code"]), str(row["measure_name_zh"])
        _keep_best(best, ("amount", measure), measure, f"named {name}", similarity(leaf, name))
    ranked = sorted(best.items(), key=lambda item: -item[1].similarity)[:_CHOICES]
    return [(choice, meant) for meant, choice in ranked]


def _statement_choices(seeds: Seeds, core: str, report_type: str | None) -> list[Choice]:
    best: dict[tuple[str, str | None], Choice] = {}
    for row in seeds.tables["statement"]:
        code = str(row["statement_code"])
        for name in (row["budget_name"], row["final_account_name"]):
            if name:
                _keep_best(best, (code, None), code, f"named {name}", similarity(core, str(name)))
    for wording, row in seeds.title_wordings:
        if row["report_type"] in (None, report_type):
            code = str(row["statement_code"])
            why = f"like {wording} in `{_csv_line(row.values())}`"
            _keep_best(best, (code, None), code, why, similarity(core, wording))
    return sorted(best.values(), key=lambda choice: -choice.similarity)[:_CHOICES]


def _keep_best(
    best: dict[tuple[str, str | None], Choice],
    key: tuple[str, str | None],
    value: str,
    why: str,
    alike: float,
) -> None:
    if alike >= _NEAR and (key not in best or best[key].similarity < alike):
        best[key] = Choice(value, why, round(alike, 2))


def _csv_line(values: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(["" if value is None else value for value in values])
    return text.getvalue()
