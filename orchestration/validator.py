"""The validator: a process that evaluates contracts, started ahead of need.

Great Expectations takes seconds and hundreds of megabytes to load. A process of its own loads it while the
run is still busy with other things, and takes the memory with it when it ends. It ends when its parent
does, however that ends.
"""

import os
import pickle
import subprocess
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from expectations import Validation, validate_marts, validate_raw


class ValidatorError(Exception):
    """The contracts could not be evaluated; the text is the traceback, or says that the process died."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to validate; `published` only matters to the marts."""

    layer: str
    database: Path
    docs_root: Path
    run_id: str
    published: Path | None = None


class Validator:
    """Starts the process when asked to, or at the first request."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Validator":
        """Start the process if it is not running."""
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "orchestration.validator"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
                # Ctrl-C is for the parent, which closes our input in due course.
                start_new_session=True,
            )
        return self

    def validate(self, request: Request) -> Validation:
        """Evaluate the contracts of a layer.

        Raises:
            ValidatorError: They could not be evaluated.
        """
        self.start()
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            pickle.dump(request, self._process.stdin)
            self._process.stdin.flush()
            answer: Validation | str = pickle.load(self._process.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
            status = self._process.wait()
            raise ValidatorError(f"the process that evaluates contracts died (status {status})") from error
        if isinstance(answer, str):
            raise ValidatorError(answer)
        return answer

    def close(self) -> None:
        """End the process at once: between requests it holds nothing, and its own farewell takes a second."""
        if self._process is not None:
            self._process.kill()
            with suppress(BrokenPipeError):
                self._process.communicate()
            self._process = None


def evaluate(request: Request) -> Validation:
    """Evaluate a request in this process."""
    if request.layer == "raw":
        return validate_raw(request.database, request.docs_root, request.run_id)
    return validate_marts(request.database, request.docs_root, request.run_id, request.published)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests with a validation, or with a traceback, until the other side closes the line."""
    while True:
        try:
            request = pickle.load(requests)
        except EOFError:
            return
        answer: Any
        try:
            answer = evaluate(request)
        except Exception:
            answer = traceback.format_exc()
        pickle.dump(answer, answers)
        answers.flush()


def main() -> None:
    """Load Great Expectations and serve on stdin and stdout; whatever prints goes to stderr."""
    from expectations.connection import load

    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        load()
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    # Pickles name the module that defines a class, which is not __main__.
    from orchestration.validator import main as entry

    entry()
