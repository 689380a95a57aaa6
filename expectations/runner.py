"""Runs the contracts of a layer and tells what they found."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from expectations import marts, raw
from expectations.amount import NEEDS_PUBLISHED
from expectations.connection import Session, load, open_session
from expectations.contract import Contract, ContractResult, Layer, Rejection, Severity, Validation
from expectations.docs import write_docs

SAMPLE_ROWS = 5
_ERROR_LENGTH = 500
_CONTRACTS: Mapping[Layer, Sequence[Contract]] = {"raw": raw.CONTRACTS, "marts": marts.CONTRACTS}


def contract_names(layer: Layer) -> list[tuple[str, Severity, str, str]]:
    """The contracts of a layer: code, severity, table with its schema, description."""
    return [(each.code, each.severity, each.table, each.description) for each in _CONTRACTS[layer]]


def validate_raw(database: Path, docs_root: Path, run_id: str) -> Validation:
    """Evaluate the contracts on the raw tables of a workbench and start new Data Docs at `docs_root`.

    No connection to the file may be open for writing; when this returns it is closed.

    Raises:
        duckdb.Error: If the file cannot be opened.
        GreatExpectationsChangedError: If Great Expectations cannot be made to read DuckDB.
    """
    return _validate("raw", database, docs_root, run_id, None)


def validate_marts(database: Path, docs_root: Path, run_id: str, published: Path | None) -> Validation:
    """Evaluate the contracts on the marts of a workbench and add them to the Data Docs at `docs_root`.

    `published` is the warehouse that is to be replaced, None before the first. Both files are opened for
    reading only, and closed when this returns.

    Raises:
        duckdb.Error: If a file cannot be opened.
        GreatExpectationsChangedError: If Great Expectations cannot be made to read DuckDB.
    """
    return _validate("marts", database, docs_root, run_id, published)


def _validate(
    layer: Layer, database: Path, docs_root: Path, run_id: str, published: Path | None
) -> Validation:
    contracts = _CONTRACTS[layer]
    evaluated_at = datetime.now(UTC)
    with open_session(database, published) as session:
        suites = _run_suites(session, layer, contracts, run_id)
        outcomes = {
            outcome.expectation_config.meta["contract_code"]: outcome
            for suite in suites.values()
            for outcome in suite.results
        }
        results = [
            _result(session, contract, outcomes[contract.code], run_id, evaluated_at)
            for contract in contracts
        ]
        rejections = _rejections(session, contracts, results)
    write_docs(docs_root, layer, results, suites)
    return Validation(results, rejections)


def _run_suites(session: Session, layer: Layer, contracts: Sequence[Contract], run_id: str) -> dict[str, Any]:
    """Validation result of Great Expectations by table; one suite a table, all in one checkpoint."""
    gx = load()
    from great_expectations.core.run_identifier import RunIdentifier

    definitions = [
        _definition(session, table, [each for each in contracts if each.table == table])
        for table in dict.fromkeys(each.table for each in contracts)
    ]
    checkpoint = session.context.checkpoints.add(
        gx.Checkpoint(
            name=layer,
            validation_definitions=definitions,
            result_format={"result_format": "SUMMARY", "partial_unexpected_count": SAMPLE_ROWS},
        )
    )
    outcome = checkpoint.run(run_id=RunIdentifier(run_name=run_id))
    return {suite.suite_name: suite for suite in outcome.run_results.values()}


def _definition(session: Session, table: str, contracts: Sequence[Contract]) -> Any:
    gx = load()
    suite = gx.ExpectationSuite(name=table, expectations=[_expectation(contract) for contract in contracts])
    asset = session.source.add_query_asset(name=table, query=f"SELECT * FROM {table}")
    return session.context.validation_definitions.add(
        gx.ValidationDefinition(
            name=table,
            data=asset.add_batch_definition_whole_table("whole"),
            suite=session.context.suites.add(suite),
        )
    )


def _expectation(contract: Contract) -> Any:
    return getattr(load().expectations, contract.expectation)(
        **contract.arguments,
        severity=contract.severity,
        description=f"{contract.description}. {contract.description_zh}。 [{contract.code}]",
        meta={"contract_code": contract.code},
    )


def _result(
    session: Session, contract: Contract, outcome: Any, run_id: str, evaluated_at: datetime
) -> ContractResult:
    error = _error(outcome.exception_info)
    observed, count = (error, None) if error else _observed(contract, outcome.result)
    if contract.code == NEEDS_PUBLISHED and not error and not session.has_published:
        observed = "no warehouse published before"
    return ContractResult(
        run_id=run_id,
        layer=contract.layer,
        suite=contract.table,
        contract_code=contract.code,
        table_name=contract.table,
        column_name=contract.column,
        severity=contract.severity,
        scope="warehouse" if error else contract.scope,
        is_success=bool(outcome.success),
        observed=observed,
        unexpected_count=count,
        sample=None if outcome.success or error else _sample(session, contract, outcome.result),
        description=contract.description,
        description_zh=contract.description_zh,
        evaluated_at=evaluated_at,
    )


def _error(exception_info: Mapping[str, Any]) -> str | None:
    """The first line of the error that kept an expectation from being evaluated.

    Great Expectations gives one error, or one for each metric that failed.
    """
    infos = [exception_info] if "raised_exception" in exception_info else exception_info.values()
    messages = [str(info["exception_message"]) for info in infos if info["raised_exception"]]
    return messages[0].strip().partition("\n")[0][:_ERROR_LENGTH] if messages else None


def _observed(contract: Contract, found: Mapping[str, Any]) -> tuple[str, int | None]:
    if contract.sql is not None:
        count = int(found["observed_value"])
        noun = "document" if contract.scope == "document" else "row"
        return f"{count} {noun}{'' if count == 1 else 's'}", count
    if "observed_value" in found:
        return f"{found['observed_value']} rows", None
    # Null of an empty table, where nothing could be unexpected.
    count = int(found["unexpected_count"] or 0)
    return f"{count} of {found['element_count']} rows", count


def _sample(session: Session, contract: Contract, found: Mapping[str, Any]) -> str:
    if contract.sql is None:
        sample = found.get("partial_unexpected_list", [])[:SAMPLE_ROWS]
    else:
        sample = session.rows(f"SELECT * FROM ({contract.sql}) ORDER BY ALL LIMIT {SAMPLE_ROWS}")
        for row in sample:
            row.pop("reason", None)
    return json.dumps(sample, ensure_ascii=False, default=str)


def _rejections(
    session: Session, contracts: Iterable[Contract], results: Iterable[ContractResult]
) -> list[Rejection]:
    broken = {
        result.contract_code
        for result in results
        if not result.is_success and result.scope == "document" and result.unexpected_count
    }
    return [
        _rejection(contract, row)
        for contract in contracts
        if contract.code in broken and contract.severity == "critical"
        for row in session.rows(f"SELECT * FROM ({contract.sql}) ORDER BY ALL")
    ]


def _rejection(contract: Contract, row: Mapping[str, Any]) -> Rejection:
    code = row.get("reason_code", contract.code)
    return Rejection(row["sha256"], code, row["reason"], raw.RELEASES.get(code, raw.DEFAULT_RELEASE))
