"""Contracts as asset checks: one check per contract, all of a layer evaluated together.

A critical contract that breaks stops what follows; one that some documents break keeps those documents
out; a warning is recorded. Not here: the contracts themselves (expectations).
"""

from collections.abc import Collection, Iterator
from typing import Literal

from dagster import (
    AssetCheckExecutionContext,
    AssetCheckResult,
    AssetChecksDefinition,
    AssetCheckSeverity,
    AssetCheckSpec,
    AssetKey,
    MetadataValue,
    ResourceParam,
    multi_asset_check,
)

from expectations import ContractResult, contract_names
from orchestration.progress import Progress, Stage
from orchestration.published import PUBLISHED_SCHEMAS
from orchestration.resources import HomeResource
from orchestration.validator import Request, Validator
from orchestration.workbench import append_results, open_workbench, replace_quarantine

Layer = Literal["raw", "marts"]


def raw_contracts(asset_keys: Collection[AssetKey]) -> AssetChecksDefinition:
    """Checks between raw and dbt; documents that break a document's contract are quarantined."""
    return _layer_checks("raw", Stage.RAW_CONTRACTS, asset_keys)


def mart_contracts(asset_keys: Collection[AssetKey]) -> AssetChecksDefinition:
    """Checks between dbt and publication, on what is to be published of all assets of the dbt project."""
    published = [key for key in asset_keys if key.path[0] in PUBLISHED_SCHEMAS]
    return _layer_checks("marts", Stage.MART_CONTRACTS, published)


def check_specs(layer: Layer, asset_keys: Collection[AssetKey]) -> dict[str, AssetCheckSpec]:
    """The checks of a layer by contract code; each waits for all of `asset_keys`."""
    specs = {}
    for code, severity, table, description in contract_names(layer):
        key = AssetKey(table.split("."))
        specs[code] = AssetCheckSpec(
            name=code,
            asset=key,
            description=description,
            blocking=severity == "critical",
            additional_deps=[other for other in asset_keys if other != key],
        )
    return specs


def check_result(spec: AssetCheckSpec, result: ContractResult) -> AssetCheckResult:
    """A contract's result as Dagster shows it; only what concerns the whole warehouse is an error."""
    is_error = result.severity == "critical" and result.scope == "warehouse"
    return AssetCheckResult(
        passed=result.is_success,
        asset_key=spec.asset_key,
        check_name=spec.name,
        severity=AssetCheckSeverity.ERROR if is_error else AssetCheckSeverity.WARN,
        description=result.description,
        metadata={
            "description_zh": result.description_zh,
            "scope": result.scope,
            "observed": result.observed or "",
            "unexpected_count": result.unexpected_count or 0,
            "sample": MetadataValue.text(result.sample or ""),
        },
    )


def _layer_checks(layer: Layer, stage: Stage, asset_keys: Collection[AssetKey]) -> AssetChecksDefinition:
    specs = check_specs(layer, asset_keys)

    @multi_asset_check(name=f"{layer}_contracts", specs=list(specs.values()), pool="duckdb")
    def contracts(
        context: AssetCheckExecutionContext,
        home: HomeResource,
        validator: ResourceParam[Validator],
        progress: ResourceParam[Progress],
    ) -> Iterator[AssetCheckResult]:
        progress.start(stage, None, "contracts")
        run_id, paths = context.run.run_id, home.paths
        published = paths.warehouse if paths.warehouse.exists() else None
        validation = validator.validate(Request(layer, paths.workbench, paths.data_docs, run_id, published))
        with open_workbench(paths.workbench) as connection:
            append_results(connection, validation.results)
            if layer == "raw":
                replace_quarantine(connection, run_id, validation.rejections)
        passed = sum(result.is_success for result in validation.results)
        progress.finish(stage, f"{passed} of {len(validation.results)} hold")
        for result in validation.results:
            yield check_result(specs[result.contract_code], result)

    return contracts
