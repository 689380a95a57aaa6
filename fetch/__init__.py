"""From sources to landed files: sources asked politely, PDFs stored once by content."""

from fetch.answer import Previous
from fetch.arguments import resolve_sources
from fetch.attempt import ATTEMPT_SCHEMA, Attempt
from fetch.catalogue import CatalogueError, read_catalogue
from fetch.landing import land_all
from fetch.policy import FetchPolicy
from fetch.problem import ERROR_CODES, ErrorCode
from fetch.source import Source, SourceError
from fetch.store import StoreError, file_path

__all__ = [
    "ATTEMPT_SCHEMA",
    "ERROR_CODES",
    "Attempt",
    "CatalogueError",
    "ErrorCode",
    "FetchPolicy",
    "Previous",
    "Source",
    "SourceError",
    "StoreError",
    "file_path",
    "land_all",
    "read_catalogue",
    "resolve_sources",
]
