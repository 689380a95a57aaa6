"""The audit on documents with planted defects: all of them are found, and nothing else is an error.

First that the documents are what they are said to be, then what the product says of them.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from tests.audit_score import Report, Score, planted, reports, score
from tests.corpus.audit import Record, documents, write_documents
from tests.corpus.audit.catalogue import PLOTS
from tests.corpus.audit.check import disagreements
from tests.corpus.audit.documents import plans, print_out
from tests.corpus.audit.draft import draft
from tests.corpus.audit.figures import SUMMARY, exact, rounded
from tests.test_corpus import broken_links, broken_rows, broken_trees

COMMAND = Path(sys.executable).with_name("yujuesuan")
SEED, COUNT = 1, 260
FORMS = ("final_2020", "final_2024", "budget_2021")
KINDS = {
    "arithmetic",
    "changed_cell",
    "code_name",
    "code_two_names",
    "count_vs_list",
    "department_name",
    "direction_vs_sign",
    "narrative_vs_form",
    "narrative_vs_narrative",
    "narrative_vs_table",
    "other_department",
    "other_year",
    "percent_vs_computed",
    "rate_of_other_base",
    "score_vs_rule",
    "statement_empty",
    "statement_missing",
    "sum_vs_total",
    "table_note",
    "template",
}


# The documents


@pytest.mark.parametrize("form", FORMS)
def test_every_identity_of_the_figures_holds_to_the_yuan(form: str) -> None:
    for seed in range(20):
        figures = exact(seed, form)
        # What is carried over is in the summary's grand totals only.
        links = [one for one in broken_links(figures) if not one.startswith("summary")]
        assert [*broken_trees(figures), *broken_rows(figures), *links] == []
        for side, balance in (("revenue", "年初结转和结余"), ("expenditure", "年末结转和结余")):
            carried = figures.value(SUMMARY, balance, "amount", side)
            total = figures.value(SUMMARY, "TOTAL", "amount", side)
            assert total == figures.value("expenditure_by_function", "TOTAL", "total") + carried
        assert figures == exact(seed, form)


def test_rounding_leaves_tails() -> None:
    assert any([*broken_trees(rounded(exact(seed, "final_2020")))] for seed in range(5))


@pytest.mark.parametrize("form", FORMS)
def test_nothing_disagrees_in_a_document_as_composed(form: str) -> None:
    for seed in range(60):
        drawn = draft(seed, form)
        assert disagreements(drawn, drawn.blocks) == [], seed


@pytest.mark.parametrize("seed", [SEED, SEED + 1])
def test_what_disagrees_is_what_was_planted(seed: int) -> None:
    kinds: Counter[str] = Counter()
    clean = 0
    for plan in plans(seed, COUNT):
        blocks = list(plan.draft.blocks)
        for edit in plan.edits:
            blocks = edit.apply(blocks)
            kinds[edit.kind] += 1
        found = {one.kind for one in disagreements(plan.draft, blocks)}
        for edit in plan.edits:
            assert found & set(edit.accepts), (plan.name, edit)
        assert found <= {kind for edit in plan.edits for kind in (*edit.accepts, *edit.follows)}, plan.name
        clean += not plan.edits
    assert set(kinds) == KINDS
    assert clean == 60
    assert COUNT - clean >= 200
    assert COUNT - clean > 2 * len(PLOTS)


def test_a_planted_defect_is_printed_where_it_is_said_to_be() -> None:
    for document in documents(SEED, 40):
        pdf = pypdfium2.PdfDocument(document.content)
        texts = [closed_up(page.get_textpage().get_text_range()) for page in pdf]
        pdf.close()
        assert len(texts) == document.page_count
        for one in document.planted:
            if one.stated is not None:
                assert one.page is not None
                # A word that runs over a page's end goes on on the next one.
                there = "".join(texts[one.page - 1 : one.page + 1])
                assert closed_up(one.stated) in there, one
                assert one.stated != one.true


def test_a_planted_defect_is_nowhere_else() -> None:
    for plan in plans(SEED, 40):
        if len(plan.edits) != 1 or plan.edits[0].kind == "statement_missing":
            continue
        (one,) = print_out(plan).planted
        texts = [
            [closed_up(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(made.content)]
            for made in (print_out(plan), print_out(replace(plan, edits=())))
        ]
        # A longer word may push the rest of its paragraph over the page's end.
        changed = {number for number, (new, old) in enumerate(zip(*texts, strict=True), 1) if new != old}
        pages = set(one.pages) | {number + 1 for number in one.pages}
        assert changed, one
        assert changed <= pages or one.kind == "changed_cell", one


def test_documents_are_written_the_same_twice(tmp_path: Path) -> None:
    written = [write_documents(tmp_path / name, SEED, 6) for name in "ab"]
    assert written[0] == written[1]
    for one in written[0]:
        assert (tmp_path / "a" / one.name).read_bytes() == (tmp_path / "b" / one.name).read_bytes()
    assert planted(tmp_path / "a" / "planted.json") == [r for one in written[0] for r in one.planted]
    assert not any(one.content for one in written[0])


def test_the_command_writes_documents(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.corpus", "audit", "--count", "3", "--to", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith("3 documents, ")
    listed = json.loads((tmp_path / "planted.json").read_text("utf-8"))
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == sorted(one["document"] for one in listed)


def test_no_document_has_anything_like_a_telephone_number() -> None:
    for plan in plans(SEED, 30):
        assert not [
            text for text in plan.draft.parts.values() if re.search(r"\d{3,4}-\d{7,8}|电话|联系人", text)
        ]


def closed_up(text: str) -> str:
    return "".join(text.split())


# The score


def a_record(kind: str, page: int | None, follows: tuple[str, ...] = ()) -> Record:
    pages = (page,) if page else (-1,)
    return Record("a.pdf", kind, "", "total.both", "1.00", "2.00", page, (kind,), follows, pages)


def test_a_report_counts_once_and_only_where_the_defect_is() -> None:
    told = [Report("a.pdf", "template", 3, None, "XX"), Report("a.pdf", "other_year", 9, None, "2019")]
    result = score([a_record("template", 3), a_record("template", 3), a_record("other_year", 5)], told)
    assert (result.found.total(), len(result.missed)) == (1, 2)
    assert result.false == (told[1],)
    assert (result.recall, result.precision) == (1 / 3, 1 / 2)


def test_what_follows_from_a_defect_is_no_false_error_and_does_not_find_it() -> None:
    told = [
        Report("a.pdf", "percent_vs_computed", 3, 3, ""),
        Report("b.pdf", "percent_vs_computed", 3, 3, ""),
    ]
    result = score([a_record("narrative_vs_table", 3, ("percent_vs_computed",))], told)
    assert result.found.total() == 0
    assert result.false == (told[1],)


def test_a_missing_statement_is_found_without_a_page() -> None:
    result = score(
        [a_record("statement_missing", None)], [Report("a.pdf", "statement_missing", None, None, "")]
    )
    assert result.recall == result.precision == 1
    assert "statement_missing" in result.table()


# The product


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Score:
    """The score of one run over all documents."""
    folder, home = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("audit") / "home"
    write_documents(folder, SEED, COUNT)
    done = subprocess.run(
        [str(COMMAND), "run", str(folder), "--home", str(home)],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return score(planted(folder / "planted.json"), reports(home / "warehouse.duckdb"))


def test_planted_defects_are_found_and_clean_documents_have_no_error(
    audit: Score, record_property: Callable[[str, object], None]
) -> None:
    record_property("table", audit.table())
    assert [report for report in audit.false if report.document.startswith("clean-")] == []
    assert audit.recall >= 0.99, [(one.document, one.kind, one.variety, one.key) for one in audit.missed]
    assert audit.precision >= 0.99, audit.false[:20]
