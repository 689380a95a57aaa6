"""Faults that the command line tells in one line on stderr."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from orchestration.cli.text import neutral

MISUSE = 2
FAILURE = 1


class CliError(Exception):
    """What is wrong, where, and what to do; `status` is the exit status."""

    def __init__(self, text: str, status: int = MISUSE) -> None:
        super().__init__(text)
        self.status = status


@contextmanager
def told_in_one_line() -> Iterator[None]:
    """Turn a `CliError` into a line on stderr and its exit status."""
    try:
        yield
    except CliError as error:
        typer.echo(f"yujuesuan: {neutral(' '.join(str(error).split()))}", err=True)
        raise typer.Exit(error.status) from None
