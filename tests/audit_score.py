"""How well the audit finds what was planted: recall and precision by kind of contradiction.

`python -m tests.audit_score WAREHOUSE planted.json` prints the table of a run over the documents that
`python -m tests.corpus audit` writes, every defect that was missed and every error that is none.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.corpus.audit.record import ANYWHERE, BROKEN, Record, record

REPORTED = """
select
    file_name, kind, stated_page, found_page,
    concat_ws(' ', subject, stated, found, stated_text, found_text)
from quality.contradiction inner join marts.dim_document using (document_key)
-- Documents of the set are drawn each by itself: what namesakes tell of other years is no defect of theirs.
where severity = 'error' and kind <> 'document_vs_document'
union all
select file_name, 'broken', null, null, concat_ws(' ', rule_code, scope)
from quality.reconciliation inner join marts.dim_document using (document_key)
where reconciliation.status = 'broken' and reconciliation.severity = 'error'
"""


@dataclass(frozen=True, slots=True)
class Report:
    """An error that the audit reports; `text` is all that it says."""

    document: str
    kind: str
    stated_page: int | None
    found_page: int | None
    text: str

    def is_at(self, one: Record) -> bool:
        """Whether it is where the defect may be reported; of a broken identity the document is enough."""
        # A sentence may begin on the page before the one that its figure stands on.
        begun = None if self.stated_page is None else self.stated_page + 1
        pages = {self.stated_page, self.found_page, begun} - {None}
        is_anywhere = self.kind == BROKEN or ANYWHERE in one.pages or not pages
        return self.document == one.document and (is_anywhere or not pages.isdisjoint(one.pages))


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of what was planted, and what was reported without cause.

    Attributes:
        planted: defects by kind.
        found: those of them that a report tells.
        reported: errors by kind.
        missed: defects that no report tells.
        false: reports that neither tell a defect nor follow from one.
    """

    planted: Counter[str]
    found: Counter[str]
    reported: Counter[str]
    missed: tuple[Record, ...]
    false: tuple[Report, ...]

    @property
    def recall(self) -> float:
        """The share of the defects that was found."""
        return self.found.total() / max(self.planted.total(), 1)

    @property
    def precision(self) -> float:
        """The share of the reports that are right."""
        return 1 - len(self.false) / max(self.reported.total(), 1)

    def table(self) -> str:
        """A line per kind: planted, found, recall, errors reported, false ones, precision."""
        false = Counter(report.kind for report in self.false)
        lines = [
            f"{'kind':<24}{'planted':>8}{'found':>8}{'recall':>8}{'errors':>8}{'false':>8}{'precision':>11}"
        ]
        for kind in [*sorted({*self.planted, *self.reported}), ""]:
            numbers = (
                [counter[kind] for counter in (self.planted, self.found, self.reported, false)]
                if kind
                else [counter.total() for counter in (self.planted, self.found, self.reported, false)]
            )
            planted, found, reported, wrong = numbers
            recall = f"{found / planted:.3f}" if planted else ""
            precision = f"{1 - wrong / reported:.3f}" if reported else ""
            lines.append(
                f"{kind or 'all':<24}{planted:>8}{found:>8}{recall:>8}{reported:>8}{wrong:>8}{precision:>11}"
            )
        return "\n".join(lines)


def score(planted: Iterable[Record], reports: Sequence[Report]) -> Score:
    """Matches reports with defects: same document, a kind that counts as found, a page where it may be told.

    A report stands for one defect only; one that repeats what was printed is preferred.
    """
    records = list(planted)
    by_document: dict[str, list[Report]] = {}
    for report in reports:
        by_document.setdefault(report.document, []).append(report)
    used: set[int] = set()
    missed = []
    for one in records:
        candidates = [
            report
            for report in by_document.get(one.document, ())
            if report.kind in one.accepts and report.is_at(one) and id(report) not in used
        ]
        candidates.sort(
            key=lambda report: (report.kind != one.accepts[0], (one.stated or "") not in report.text)
        )
        if candidates:
            used.add(id(candidates[0]))
        else:
            missed.append(one)
    false = tuple(report for report in reports if not any(_is_right(report, one) for one in records))
    counts = Counter(one.kind for one in records)
    return Score(
        counts,
        counts - Counter(one.kind for one in missed),
        Counter(report.kind for report in reports),
        tuple(missed),
        false,
    )


def _is_right(report: Report, one: Record) -> bool:
    return report.kind in (*one.accepts, *one.follows) and report.is_at(one)


def reports(warehouse: Path) -> list[Report]:
    """The errors that a warehouse holds."""
    with duckdb.connect(warehouse, read_only=True) as connection:
        return [Report(*row) for row in connection.execute(REPORTED).fetchall()]


def planted(file: Path) -> list[Record]:
    """The defects that planted.json lists."""
    return [record(one) for document in json.loads(file.read_text("utf-8")) for one in document["planted"]]


def main() -> None:
    """Prints the score of a warehouse."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit_score", description="Score an audit.")
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("planted", type=Path)
    chosen = parser.parse_args()
    result = score(planted(chosen.planted), reports(chosen.warehouse))
    for one in result.missed:
        print(
            f"missed: {one.document} page {one.page}: {one.kind} ({one.variety}) {one.key}: "
            f"{one.stated} for {one.true}"
        )
    for report in result.false:
        print(f"false: {report.document} page {report.stated_page}: {report.kind}: {report.text}")
    print(result.table())


if __name__ == "__main__":
    main()
