"""Contracts on the raw layer: a sound workbench passes, every contract catches its defect."""

import json
from pathlib import Path

import duckdb
import pytest

from expectations import Validation, contract_names, validate_raw
from extract.schema import SCHEMAS

# One sound document: text on page 1; on page 2 a table of two by two under one header row.
DOCUMENT = """
INSERT INTO raw.fetch_attempt VALUES ('attempt-{doc}', 'landed', '{doc}');
INSERT INTO raw.extraction BY NAME
SELECT '{doc}' AS sha256, '2' AS extractor_version, 'extracted' AS status, 2 AS page_count,
    0 AS scanned_page_count, 1 AS table_count, 4 AS cell_count, 1 AS sentence_count,
    TIMESTAMPTZ '2026-01-02 00:00:00+00' AS extracted_at;
INSERT INTO raw.extraction BY NAME
SELECT '{doc}' AS sha256, '1' AS extractor_version, 'failed' AS status, 'crashed' AS reason_code,
    TIMESTAMPTZ '2026-01-01 00:00:00+00' AS extracted_at;
INSERT INTO raw.page BY NAME
SELECT '{doc}' AS sha256, '2' AS extractor_version, page_number, 595 AS width, 842 AS height, 'text' AS kind
FROM range(1, 3) AS pages(page_number);
INSERT INTO raw.sentence BY NAME
SELECT '{doc}' AS sha256, '2' AS extractor_version, 1 AS sentence_no, 1 AS page_number, 1 AS end_page_number,
    '一句话。' AS text, 70 AS x0, 70 AS top, 500 AS x1, 85 AS bottom;
INSERT INTO raw.table_part BY NAME
SELECT '{doc}' AS sha256, '2' AS extractor_version, 1 AS table_no, 2 AS page_number, 1 AS root_table_no,
    2 AS row_count, 2 AS column_count, 1 AS header_row_count, 70 AS x0, 70 AS top, 500 AS x1, 110 AS bottom;
INSERT INTO raw.cell BY NAME
SELECT '{doc}' AS sha256, '2' AS extractor_version, 2 AS page_number, 1 AS table_no, row_no, column_no,
    1 AS row_span, 1 AS column_span, if(row_no = 1, 'header', 'body') AS row_kind,
    '合计' AS text, '合计' AS text_normalised, if(row_no = 1, NULL, '合计') AS header_path,
    70 AS x0, 70 AS top, 200 AS x1, 90 AS bottom
FROM range(1, 3) AS down(row_no), range(1, 3) AS across(column_no);
"""

_REPEAT = "INSERT INTO raw.{0} SELECT * FROM raw.{0} WHERE sha256 = '{{doc}}' AND extractor_version = '2'"
_AT_BODY_CELL = "WHERE sha256 = '{doc}' AND row_no = 2 AND column_no = 1"

CRITICAL = {
    "fetch_attempt_key_repeated": "INSERT INTO raw.fetch_attempt VALUES ('attempt-{doc}', 'landed', '{doc}')",
    "fetch_attempt_key_missing": "UPDATE raw.fetch_attempt SET attempt_key = NULL WHERE sha256 = '{doc}'",
    "fetch_attempt_status_unknown": "UPDATE raw.fetch_attempt SET status = 'lost' WHERE sha256 = '{doc}'",
    "landed_without_file": "UPDATE raw.fetch_attempt SET sha256 = NULL WHERE sha256 = '{doc}'",
    "document_lost": "DELETE FROM raw.extraction WHERE sha256 = '{doc}' AND extractor_version = '2'",
    "extraction_key_repeated": _REPEAT.format("extraction"),
    "extraction_key_missing": "UPDATE raw.extraction SET extractor_version = NULL WHERE sha256 = '{doc}'",
    "extraction_status_unknown": "UPDATE raw.extraction SET status = 'half' WHERE sha256 = '{doc}'",
    "page_key_repeated": _REPEAT.format("page"),
    "page_key_missing": "UPDATE raw.page SET page_number = NULL WHERE sha256 = '{doc}' AND page_number = 1",
    "page_kind_unknown": "UPDATE raw.page SET kind = 'odd' WHERE sha256 = '{doc}'",
    "sentence_key_repeated": _REPEAT.format("sentence"),
    "sentence_key_missing": "UPDATE raw.sentence SET sentence_no = NULL WHERE sha256 = '{doc}'",
    "table_part_key_repeated": _REPEAT.format("table_part"),
    "table_part_key_missing": "UPDATE raw.table_part SET table_no = NULL WHERE sha256 = '{doc}'",
    "cell_key_repeated": _REPEAT.format("cell"),
    "cell_key_missing": f"UPDATE raw.cell SET row_no = NULL {_AT_BODY_CELL}",
    "cell_row_kind_unknown": f"UPDATE raw.cell SET row_kind = 'foot' {_AT_BODY_CELL}",
}
WARNINGS = {
    "page_text_missing": "DELETE FROM raw.sentence WHERE sha256 = '{doc}'",
    "sentence_text_empty": "UPDATE raw.sentence SET text = ' ' WHERE sha256 = '{doc}'",
    "sentence_box_outside_page": "UPDATE raw.sentence SET x1 = 600 WHERE sha256 = '{doc}'",
    "header_path_missing": f"UPDATE raw.cell SET header_path = NULL {_AT_BODY_CELL}",
}
REJECTED = {
    "extraction_failed": "UPDATE raw.extraction SET status = 'failed', reason_code = 'encrypted', "
    "reason = 'The file asks for a password.' WHERE sha256 = '{doc}'",
    "no_tables": "UPDATE raw.extraction SET table_count = 0, cell_count = 0 WHERE sha256 = '{doc}'; "
    "DELETE FROM raw.cell WHERE sha256 = '{doc}'; DELETE FROM raw.table_part WHERE sha256 = '{doc}'",
    "page_count_mismatch": "UPDATE raw.extraction SET page_count = 3 WHERE sha256 = '{doc}'",
    "table_count_mismatch": "UPDATE raw.extraction SET table_count = 2 WHERE sha256 = '{doc}'",
    "cell_count_mismatch": f"DELETE FROM raw.cell {_AT_BODY_CELL}",
    "sentence_count_mismatch": "UPDATE raw.extraction SET sentence_count = NULL WHERE sha256 = '{doc}'",
    "page_number_gap": "UPDATE raw.page SET page_number = 3 WHERE sha256 = '{doc}' AND page_number = 2; "
    "UPDATE raw.table_part SET page_number = 3 WHERE sha256 = '{doc}'; "
    "UPDATE raw.cell SET page_number = 3 WHERE sha256 = '{doc}'",
    "table_part_box_outside_page": "UPDATE raw.table_part SET bottom = 845 WHERE sha256 = '{doc}'",
    "continuation_broken": "UPDATE raw.table_part SET root_table_no = 7 WHERE sha256 = '{doc}'",
    "cell_box_outside_page": f"UPDATE raw.cell SET x0 = -2.1 {_AT_BODY_CELL}",
    "cell_outside_grid": f"UPDATE raw.cell SET row_span = 2 {_AT_BODY_CELL}",
    "cells_overlap": f"UPDATE raw.cell SET column_span = 2 {_AT_BODY_CELL}",
}
DEFECTS = CRITICAL | WARNINGS | REJECTED


SOUND = {"sound": "SELECT 1"}


def make_raw(path: Path, defects: dict[str, str]) -> Path:
    """A workbench with one document for each defect, named after it."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE SCHEMA raw")
        connection.execute(
            "CREATE TABLE raw.fetch_attempt (attempt_key VARCHAR, status VARCHAR, sha256 VARCHAR)"
        )
        for name, schema in SCHEMAS.items():
            connection.register("empty", schema.empty_table())
            connection.execute(f"CREATE TABLE raw.{name} AS SELECT *, NULL::VARCHAR AS batch_id FROM empty")
        for doc, defect in defects.items():
            connection.execute(DOCUMENT.format(doc=doc))
            connection.execute(defect.format(doc=doc))
    return path


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Validation:
    folder = tmp_path_factory.mktemp("bad")
    return validate_raw(make_raw(folder / "workbench.duckdb", SOUND | DEFECTS), folder / "docs", "run-1")


@pytest.mark.parametrize("documents", [SOUND, {}], ids=["one document", "no document"])
def test_sound_workbench_passes(tmp_path: Path, documents: dict[str, str]) -> None:
    database = make_raw(tmp_path / "workbench.duckdb", documents)
    validation = validate_raw(database, tmp_path / "docs", "run-1")
    assert [result.contract_code for result in validation.results if not result.is_success] == []
    assert validation.rejections == []
    assert not validation.has_critical_failure
    assert {result.run_id for result in validation.results} == {"run-1"}


def test_rejections_do_not_stop_the_run(tmp_path: Path) -> None:
    database = make_raw(tmp_path / "workbench.duckdb", REJECTED)
    validation = validate_raw(database, tmp_path / "docs", "run-1")
    assert not validation.has_critical_failure
    assert {rejection.sha256 for rejection in validation.rejections} == set(REJECTED)


def test_every_contract_has_a_defect() -> None:
    assert {code for code, *_ in contract_names("raw")} == set(DEFECTS)


@pytest.mark.parametrize("code", DEFECTS)
def test_defect_is_caught(bad: Validation, code: str) -> None:
    result = next(result for result in bad.results if result.contract_code == code)
    assert not result.is_success
    assert result.unexpected_count
    assert result.severity == ("warning" if code in WARNINGS else "critical")
    assert result.scope == ("document" if code in REJECTED else "warehouse")
    assert result.sample is not None
    assert 1 <= len(json.loads(result.sample)) <= 5
    assert "合计" not in result.sample


@pytest.mark.parametrize("code", REJECTED)
def test_document_is_rejected(bad: Validation, code: str) -> None:
    reason_code = "encrypted" if code == "extraction_failed" else code
    rejections = [each for each in bad.rejections if (each.sha256, each.contract_code) == (code, reason_code)]
    assert len(rejections) == 1
    assert rejections[0].reason.endswith(".")
    assert rejections[0].release.endswith(".")


def test_sound_document_is_never_rejected(bad: Validation) -> None:
    assert bad.has_critical_failure
    assert "sound" not in {rejection.sha256 for rejection in bad.rejections}


def test_all_rejections_are_told_beyond_the_sample(tmp_path: Path) -> None:
    database = make_raw(tmp_path / "workbench.duckdb", {})
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "INSERT INTO raw.extraction BY NAME SELECT lpad(n::VARCHAR, 64, '0') AS sha256, "
            "'2' AS extractor_version, 'failed' AS status, 'corrupt' AS reason_code, 'It ends early.' "
            "AS reason, now() AS extracted_at FROM range(230) AS documents(n)"
        )
    validation = validate_raw(database, tmp_path / "docs", "run-1")
    assert [rejection.sha256 for rejection in validation.rejections] == [f"{n:064}" for n in range(230)]
    assert {rejection.release for rejection in validation.rejections} == {"An undamaged copy at the source."}


def test_contract_that_cannot_be_evaluated_blocks(tmp_path: Path) -> None:
    database = make_raw(tmp_path / "workbench.duckdb", SOUND)
    with duckdb.connect(str(database)) as connection:
        connection.execute("DROP TABLE raw.cell")
    validation = validate_raw(database, tmp_path / "docs", "run-1")
    failed = [result for result in validation.results if not result.is_success]
    assert validation.has_critical_failure
    assert {result.scope for result in failed} == {"warehouse"}
    assert all("cell" in (result.observed or "") for result in failed)
    assert "raw.page" not in {
        result.table_name for result in failed if result.contract_code != "page_text_missing"
    }
