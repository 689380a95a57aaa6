"""Questions to the workbench, and the condition that keeps personal data back."""

from collections.abc import Mapping
from typing import Any

import duckdb

WITHHELD = "(withheld: personal data)"
# To be formatted with an expression, `text`: whether personal data stands in it.
PRIVATE = "EXISTS (SELECT 1 FROM seeds.personal_data AS q WHERE regexp_matches({text}, q.pattern))"


class NotBuiltError(Exception):
    """The workbench lacks a table: it was made by another version, or its run failed early."""


def fetch(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The rows of a query, given those of the parameters that it names.

    Raises:
        NotBuiltError: A table or column is not there.
    """
    used = {name: value for name, value in parameters.items() if f"${name}" in query}
    try:
        result = connection.execute(query, used)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise NotBuiltError(str(error).splitlines()[0]) from error
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
