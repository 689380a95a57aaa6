"""Landing: every source asked for once, each outcome told, the files that are PDFs in the store."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue

import httpx

from fetch.answer import Answer, Previous
from fetch.attempt import Attempt, attempt_key_of
from fetch.download import Arrival, Downloader
from fetch.local import copy_file
from fetch.naming import name_of_path, name_of_url, printable
from fetch.policy import FetchPolicy
from fetch.problem import FetchError
from fetch.source import Source
from fetch.store import Store

_DEFAULT_POLICY = FetchPolicy()


def land_all(
    sources: Sequence[Source],
    previous: Mapping[str, Previous],
    files_root: Path,
    run_id: str,
    policy: FetchPolicy = _DEFAULT_POLICY,
    on_attempt: Callable[[Attempt], None] | None = None,
) -> list[Attempt]:
    """Land sources: hosts in parallel, one request at a time to each, local files beside them.

    A bad source is an outcome, not an exception.

    Args:
        sources: What to land; one that is named twice is landed once.
        previous: By source_key, what was landed last. Not downloaded again if unchanged and
            still in the store.
        files_root: Folder of landed files.
        run_id: The run, for the outcomes.
        policy: Limits.
        on_attempt: Called with each outcome as it comes, in the calling thread.

    Returns:
        One outcome for each source, in the order of the sources.

    Raises:
        StoreError: The folder of landed files cannot be written to.
    """
    distinct: dict[str, Source] = {}
    for source in sources:
        distinct.setdefault(source.source_key, source)
    store = Store(files_root)
    stop = threading.Event()
    done: SimpleQueue[Attempt | BaseException] = SimpleQueue()
    landing = _Landing(store, previous, run_id, policy, Downloader(policy, store, stop))

    def work(group: Iterable[Source]) -> None:
        try:
            for source in group:
                if stop.is_set():
                    return
                done.put(landing.land(source))
        except BaseException as error:
            done.put(error)

    attempts: dict[str, Attempt] = {}
    pool = ThreadPoolExecutor(policy.workers, thread_name_prefix="land")
    try:
        for group in _groups(distinct.values()):
            pool.submit(work, group)
        while len(attempts) < len(distinct):
            outcome = done.get()
            if isinstance(outcome, BaseException):
                raise outcome
            attempts[outcome.source_key] = outcome
            if on_attempt is not None:
                on_attempt(outcome)
    finally:
        stop.set()
        landing.downloader.cut()
        pool.shutdown(cancel_futures=True)
        landing.downloader.close()
    return [attempts[key] for key in distinct]


def _groups(sources: Iterable[Source]) -> list[list[Source]]:
    """Sources that share a host, to be taken one after the other; a local file is a group of its own."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        key = f"host {httpx.URL(source.location).host}" if source.is_remote else f"file {source.source_key}"
        groups.setdefault(key, []).append(source)
    return list(groups.values())


class _Landing:
    """One run's way of landing a source."""

    def __init__(
        self,
        store: Store,
        previous: Mapping[str, Previous],
        run_id: str,
        policy: FetchPolicy,
        downloader: Downloader,
    ) -> None:
        self.downloader = downloader
        self._store = store
        self._previous = previous
        self._run_id = run_id
        self._policy = policy

    def land(self, source: Source) -> Attempt:
        attempted_at = datetime.now(UTC)
        started = time.monotonic()
        previous = self._previous.get(source.source_key)
        if previous is not None and not self._store.has(previous.sha256, previous.byte_count):
            previous = None
        retry_count = 0
        outcome: Arrival | FetchError
        if source.is_remote:
            outcome, retry_count = self.downloader.download(source.location, previous)
        else:
            outcome = self._copied(source, previous)
        return _attempt(source, self._run_id, outcome, attempted_at, time.monotonic() - started, retry_count)

    def _copied(self, source: Source, previous: Previous | None) -> Arrival | FetchError:
        try:
            return copy_file(Path(source.location), self._store, self._policy.max_bytes, previous)
        except FetchError as error:
            return error


def _attempt(
    source: Source,
    run_id: str,
    outcome: Arrival | FetchError,
    attempted_at: datetime,
    seconds: float,
    retry_count: int,
) -> Attempt:
    answer: Answer | None = outcome.answer
    arrival = outcome if isinstance(outcome, Arrival) else None
    fault = outcome if isinstance(outcome, FetchError) else None
    name = name_of_url(source.location) if source.is_remote else name_of_path(source.location)
    return Attempt(
        attempt_key=attempt_key_of(run_id, source.source_key),
        run_id=run_id,
        source_key=source.source_key,
        location=printable(source.location),
        publisher=source.publisher,
        division_code=source.division_code,
        report_type=source.report_type,
        fiscal_year=source.fiscal_year,
        catalogue=source.catalogue,
        catalogue_line=source.catalogue_line,
        attempted_at=attempted_at,
        status=_status(outcome),
        http_status=answer.http_status if answer else None,
        final_url=answer.final_url if answer else None,
        etag=answer.etag if answer else None,
        last_modified=answer.last_modified if answer else None,
        content_type=answer.content_type if answer else None,
        content_length=answer.content_length if answer else None,
        byte_count=arrival.accepted.byte_count if arrival else None,
        sha256=arrival.accepted.sha256 if arrival else None,
        file_name=(answer.file_name if answer else None) or name,
        error_code=fault.code if fault else None,
        error=f"{source.label}: {fault.wrong}; {fault.advice}." if fault else None,
        seconds=round(seconds, 3),
        retry_count=retry_count,
    )


def _status(outcome: Arrival | FetchError) -> str:
    if isinstance(outcome, FetchError):
        return outcome.status
    return "unchanged" if outcome.is_unchanged else "landed"
