"""What a contract is and what its evaluation leaves behind.

A contract is data: a Great Expectations expectation by name, its arguments, how grave a breach is
and what a breach stops. It is named after the defect it forbids, so that its code reads well as the
reason why a document stands in quarantine. Nothing here needs Great Expectations.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import pyarrow as pa

Layer = Literal["raw", "marts"]
Severity = Literal["critical", "warning"]
Scope = Literal["warehouse", "document"]

_ROWS = "UnexpectedRowsExpectation"


@dataclass(frozen=True, slots=True)
class Contract:
    """One promise about one table.

    Attributes:
        code: The defect it forbids, unique within its layer.
        table: The table, with its schema.
        column: The one column it is about, if it is about one.
        severity: A critical breach blocks, a warning is recorded and passes.
        scope: A breach of `warehouse` scope is of the whole run, one of `document` scope of the documents
            that its rows name, which are then rejected one by one.
        description: What is promised.
        description_zh: The same in Chinese.
        expectation: Class name of the expectation in `great_expectations.expectations`.
        arguments: Arguments of the expectation.
        sql: Query for the rows that break it; None where the expectation needs no query.
    """

    code: str
    table: str
    column: str | None
    severity: Severity
    scope: Scope
    description: str
    description_zh: str
    expectation: str
    arguments: Mapping[str, object] = field(hash=False)
    sql: str | None = None

    @property
    def layer(self) -> Layer:
        """The layer in which it is evaluated."""
        return "raw" if self.table.startswith("raw.") else "marts"


def rows(
    code: str,
    table: str,
    body: str,
    description: str,
    description_zh: str,
    *,
    severity: Severity = "critical",
    scope: Scope = "warehouse",
    column: str | None = None,
    ctes: Mapping[str, str] | None = None,
) -> Contract:
    """Promise that a query finds no row.

    The body reads the contract's own table by its bare name and every other one with its schema. It selects
    the keys of a bad row, never its printed text, for they are shown as a sample. A body of document scope
    selects one row per document: `sha256`, `reason` and, where it is not the contract's code, `reason_code`.
    """
    name = table.partition(".")[2]
    rest = "".join(f",\n{alias} AS ({select})" for alias, select in (ctes or {}).items()) + f"\n{body}"
    # Great Expectations formats the query: a brace of its own must be doubled.
    escaped = rest.replace("{", "{{").replace("}", "}}")
    return Contract(
        code=code,
        table=table,
        column=column,
        severity=severity,
        scope=scope,
        description=description,
        description_zh=description_zh,
        expectation=_ROWS,
        arguments={"unexpected_rows_query": f"WITH {name} AS (SELECT * FROM {{batch}}){escaped}"},
        sql=f"WITH {name} AS (SELECT * FROM {table}){rest}",
    )


def key(table: str, columns: Sequence[str]) -> list[Contract]:
    """Promise that the columns are a key of the table: never null, never twice."""
    name, listed = table.partition(".")[2], ", ".join(columns)
    promises = (
        (f"No two rows share a key ({listed})", f"主键（{listed}）不重复"),
        (f"Every row has its whole key ({listed})", f"主键（{listed}）各列均非空"),
    )
    repeated, missing = f"{name}_key_repeated", f"{name}_key_missing"
    if len(columns) == 1:
        return [
            _native(repeated, table, columns[0], "ExpectColumnValuesToBeUnique", {}, *promises[0]),
            _native(missing, table, columns[0], "ExpectColumnValuesToNotBeNull", {}, *promises[1]),
        ]
    # The expectation for several columns joins the table with itself: seconds a million rows.
    twice = f"SELECT {listed} FROM {name} GROUP BY ALL HAVING count(*) > 1"
    null = " OR ".join(f"{column} IS NULL" for column in columns)
    return [
        rows(repeated, table, twice, *promises[0]),
        rows(missing, table, f"SELECT {listed} FROM {name} WHERE {null}", *promises[1]),
    ]


def one_of(code: str, table: str, column: str, values: Sequence[str]) -> Contract:
    """Promise that a column holds nothing but the values, or null."""
    return _native(
        code,
        table,
        column,
        "ExpectColumnValuesToBeInSet",
        {"value_set": list(values)},
        f"{column} is one of {', '.join(values)}",
        f"{column} 只取 {'、'.join(values)}",
    )


def between(
    code: str,
    table: str,
    column: str,
    low: float,
    high: float,
    description: str,
    description_zh: str,
    *,
    severity: Severity = "critical",
) -> Contract:
    """Promise that a column's values lie within two bounds, the bounds included; null passes."""
    bounds = {"min_value": low, "max_value": high}
    name = "ExpectColumnValuesToBeBetween"
    return _native(code, table, column, name, bounds, description, description_zh, severity=severity)


def not_empty(table: str) -> Contract:
    """Promise that a table has a row."""
    code = f"{table.partition('.')[2]}_empty"
    return _native(
        code,
        table,
        None,
        "ExpectTableRowCountToBeBetween",
        {"min_value": 1},
        "The table has rows",
        "表不为空",
    )


def _native(
    code: str,
    table: str,
    column: str | None,
    expectation: str,
    arguments: Mapping[str, object],
    description: str,
    description_zh: str,
    *,
    severity: Severity = "critical",
) -> Contract:
    return Contract(
        code=code,
        table=table,
        column=column,
        severity=severity,
        scope="warehouse",
        description=description,
        description_zh=description_zh,
        expectation=expectation,
        arguments={"column": column, **arguments} if column else arguments,
    )


@dataclass(frozen=True, slots=True)
class ContractResult:
    """One contract evaluated in one run: a row of `quality.contract_result`.

    A contract of document scope that could not be evaluated names no document to reject: its result is of
    warehouse scope.
    """

    run_id: str
    layer: Layer
    suite: str
    contract_code: str
    table_name: str
    column_name: str | None
    severity: Severity
    scope: Scope
    is_success: bool
    observed: str | None
    unexpected_count: int | None
    sample: str | None
    description: str
    description_zh: str
    evaluated_at: datetime


@dataclass(frozen=True, slots=True)
class Rejection:
    """A document that broke a critical contract of document scope.

    Attributes:
        sha256: The document.
        contract_code: The contract's code, or the extraction's own reason code where it failed.
        reason: What is wrong, in one sentence.
        release: What would let it in.
    """

    sha256: str
    contract_code: str
    reason: str
    release: str


@dataclass(frozen=True, slots=True)
class Validation:
    """All that validating a layer found."""

    results: list[ContractResult]
    rejections: list[Rejection]

    @property
    def has_critical_failure(self) -> bool:
        """Whether what follows must not run: a critical contract of warehouse scope is broken."""
        return any(
            not result.is_success and result.severity == "critical" and result.scope == "warehouse"
            for result in self.results
        )


def _field(name: str, kind: pa.DataType, description: str, *, nullable: bool = False) -> pa.Field:
    return pa.field(name, kind, nullable=nullable, metadata={"description": description})


CONTRACT_RESULT_SCHEMA = pa.schema(
    [
        _field("run_id", pa.string(), "Run in which it was evaluated"),
        _field("layer", pa.string(), "raw: before dbt; marts: before publishing"),
        _field("suite", pa.string(), "Suite it belongs to, named after its table"),
        _field("contract_code", pa.string(), "The defect that the contract forbids"),
        _field("table_name", pa.string(), "Table it is about, with its schema"),
        _field("column_name", pa.string(), "Column it is about, if it is about one", nullable=True),
        _field("severity", pa.string(), "critical: a breach blocks; warning: a breach is recorded"),
        _field("scope", pa.string(), "warehouse: of the whole run; document: of single documents"),
        _field("is_success", pa.bool_(), "Whether it held"),
        _field("observed", pa.string(), "What was found, or the error that prevented it", nullable=True),
        _field("unexpected_count", pa.int64(), "Rows that break it; null if not evaluated", nullable=True),
        _field("sample", pa.string(), "Up to five of them as JSON: keys, never printed text", nullable=True),
        _field("description", pa.string(), "What is promised"),
        _field("description_zh", pa.string(), "What is promised, in Chinese"),
        _field("evaluated_at", pa.timestamp("us", tz="UTC"), "When"),
    ]
)
