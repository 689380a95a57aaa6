"""Contracts on the data: declared here, evaluated by Great Expectations.

`contract` says what a contract is, `raw` and `marts` declare one layer each, `runner` evaluates them,
`connection` lets Great Expectations read DuckDB and `docs` writes what people read. Nothing here knows of
PDFs or of Dagster.
"""

from expectations.contract import CONTRACT_RESULT_SCHEMA, ContractResult, Rejection, Validation
from expectations.runner import contract_names, validate_marts, validate_raw

__all__ = [
    "CONTRACT_RESULT_SCHEMA",
    "ContractResult",
    "Rejection",
    "Validation",
    "contract_names",
    "validate_marts",
    "validate_raw",
]
