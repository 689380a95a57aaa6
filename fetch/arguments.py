"""What a person names on the command line, made into sources."""

from collections.abc import Sequence
from pathlib import Path

from fetch.catalogue import is_catalogue, read_catalogue
from fetch.source import Source, SourceError, is_address, source_of_argument


def resolve_sources(arguments: Sequence[str]) -> list[Source]:
    """Find the sources that arguments name, each once, in their order.

    Args:
        arguments: PDF files, folders (their `*.pdf`, any case, with subfolders), http(s) addresses,
            catalogues (`.csv`, `.yaml`, `.yml`). Where a catalogue lists what another argument names too, the
            catalogue's facts are kept.

    Returns:
        Sources without duplicates; paths of a folder sorted.

    Raises:
        CatalogueError: A catalogue is not as it must be, and it is the only thing wrong.
        SourceError: Anything else cannot be a source; the message has a line for each.
    """
    found: dict[str, Source] = {}
    errors: list[SourceError] = []
    for argument in arguments:
        try:
            sources = _sources_of(argument)
        except SourceError as error:
            errors.append(error)
            continue
        for source in sources:
            known = found.get(source.source_key)
            if known is None or (known.catalogue is None and source.catalogue is not None):
                found[source.source_key] = source
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise SourceError("\n".join(str(error) for error in errors))
    return list(found.values())


def _sources_of(argument: str) -> list[Source]:
    if not is_address(argument) and "\0" not in argument and is_catalogue(Path(argument)):
        return read_catalogue(Path(argument))
    return source_of_argument(argument)
