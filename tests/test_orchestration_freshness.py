"""What need not be built again, and what Dagster hears of it."""

from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
from dagster import AssetKey, MaterializeResult, Output

from orchestration.assets.warehouse import build_order, results_in_order, stands
from orchestration.freshness import BuildNote, inputs_digest
from orchestration.model_metadata import Catalogue, Description
from orchestration.workbench import append_rows, create_tables, open_workbench
from tests.orchestration_stand_in import EPOCH


def model(name: str, *parents: str, schema: str = "marts") -> dict[str, Any]:
    return {
        "resource_type": "model",
        "schema": schema,
        "alias": name,
        "name": name,
        "config": {"materialized": "table"},
        "columns": {},
        "depends_on": {"nodes": list(parents)},
    }


MANIFEST = {
    "nodes": {
        "a_fact": model("a_fact", "z_dimension", "m_base"),
        "m_base": model("m_base", "source.raw", schema="intermediate"),
        "z_dimension": model("z_dimension", "m_base"),
        "t_test": {"resource_type": "test", "depends_on": {"nodes": ["a_fact"]}},
        "b_seed": {**model("b_seed", schema="seeds"), "resource_type": "seed", "depends_on": {"macros": []}},
    }
}
DESCRIPTION = Description(
    MANIFEST, Catalogue({}, {("marts", "z_dimension"): 3}), {}, {"a_fact": Counter(ok=1)}
)


def told(*, is_fresh: bool) -> list[tuple[str, bool]]:
    """What is told of a build that built the fact alone: asset or output, and whether it was built."""
    output: Output[None] = Output(None, output_name="a_fact", metadata={"unique_id": "a_fact"})
    results = results_in_order(MANIFEST, [output], DESCRIPTION, is_fresh=is_fresh)
    return [
        (result.asset_key.path[-1], False)
        if isinstance(result, MaterializeResult) and isinstance(result.asset_key, AssetKey)
        else (str(getattr(result, "output_name", "")), True)
        for result in results
    ]


def test_models_come_after_what_they_are_made_of() -> None:
    order = build_order(MANIFEST)
    assert sorted(order) == ["a_fact", "b_seed", "m_base", "z_dimension"]
    assert order.index("m_base") < order.index("z_dimension") < order.index("a_fact")


def test_what_stands_as_built_before_is_told_in_its_place() -> None:
    assert told(is_fresh=True) == [("z_dimension", False), ("a_fact", True)]
    assert told(is_fresh=False) == [("a_fact", True)]


def test_models_carry_how_their_tests_went() -> None:
    assert DESCRIPTION.of("a_fact")["dbt_tests/ok"] == 1
    assert DESCRIPTION.of("z_dimension")["dagster/row_count"] == 3


def test_a_workbench_that_lost_a_model_does_not_stand() -> None:
    with duckdb.connect() as connection:
        for node in ("marts.a_fact", "intermediate.m_base", "marts.z_dimension", "seeds.b_seed"):
            assert not stands(connection, MANIFEST)
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {node.partition('.')[0]}")
            connection.execute(f"CREATE TABLE {node} AS SELECT 1 AS n")
        assert stands(connection, MANIFEST)


def test_new_readings_and_quarantine_change_the_inputs_and_an_unchanged_source_does_not(
    tmp_path: Path,
) -> None:
    attempt = {"source_key": "s", "sha256": "h", "location": "/a.pdf", "attempted_at": EPOCH}
    reading = {"sha256": "h", "extractor_version": "1", "extracted_at": EPOCH, "batch_id": "b"}
    with open_workbench(tmp_path / "workbench.duckdb") as connection:
        create_tables(connection)
        digests = [inputs_digest(connection)]
        for table, row in (
            ("raw.fetch_attempt", {**attempt, "run_id": "r1", "status": "landed"}),
            ("raw.extraction", reading),
            ("raw.quarantined_document", {"sha256": "h", "contract_code": "encrypted"}),
        ):
            append_rows(connection, table, [row])
            digests.append(inputs_digest(connection))
        assert len(set(digests)) == len(digests)
        append_rows(connection, "raw.fetch_attempt", [{**attempt, "run_id": "r2", "status": "unchanged"}])
        append_rows(
            connection, "raw.fetch_attempt", [{"source_key": "t", "run_id": "r2", "status": "failed"}]
        )
        assert inputs_digest(connection) == digests[-1]


def test_a_build_under_way_leaves_no_note(tmp_path: Path) -> None:
    note = BuildNote(tmp_path / "built")
    assert not note.is_of("digest")
    note.write("digest")
    assert note.is_of("digest")
    assert not note.is_of("other")
    note.drop()
    assert not note.is_of("digest")
