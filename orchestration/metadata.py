"""Dagster metadata made from Arrow schemas."""

import pyarrow as pa
from dagster import TableColumn, TableSchema


def schema_of(schema: pa.Schema) -> TableSchema:
    """An Arrow schema as a Dagster table schema, descriptions included."""
    return TableSchema(
        columns=[
            TableColumn(
                field.name,
                str(field.type),
                description=(field.metadata or {}).get(b"description", b"").decode() or None,
            )
            for field in schema
        ]
    )
