"""One address: asked for politely, tried again while that may help, received within limits."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, sleep_using_event, stop_after_attempt
from tenacity.wait import wait_exponential, wait_random

from fetch.answer import Answer, Previous, answer_of, conditions
from fetch.deadline import Deadline
from fetch.fault import fault_of_error, judge_status
from fetch.hosts import HostTurns
from fetch.inspection import Accepted, Inspection
from fetch.policy import FetchPolicy
from fetch.problem import FetchError
from fetch.store import Store
from fetch.wire import Wire

_LOOPBACK = ("all://127.0.0.1", "all://localhost", "all://[::1]")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that is in the store now."""

    accepted: Accepted
    is_unchanged: bool
    answer: Answer | None = None


class Downloader:
    """Downloads addresses into a store, from several threads at once if need be."""

    def __init__(self, policy: FetchPolicy, store: Store, stop: threading.Event) -> None:
        """Prepare to download.

        Args:
            policy: Limits.
            store: Where files go.
            stop: Set to end all downloads soon.
        """
        self._policy = policy
        self._store = store
        self._stop = stop
        self._turns = HostTurns(policy.host_interval_seconds, stop)
        self._wires: set[Wire] = set()
        self._client = httpx.Client(
            headers={
                "User-Agent": policy.user_agent,
                "Accept": "application/pdf, */*;q=0.5",
                # Compressed bytes would slip past the size limit and the announced length.
                "Accept-Encoding": "identity",
            },
            # A connection of its own for each request: the pauses between them outlast most hosts' patience.
            limits=httpx.Limits(max_keepalive_connections=0),
            # The proxies of the environment are used, but never to reach this machine itself.
            mounts=dict.fromkeys(_LOOPBACK),
        )

    def cut(self) -> None:
        """Break off what is being downloaded."""
        for wire in tuple(self._wires):
            wire.cut()

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def download(self, url: str, previous: Previous | None) -> tuple[Arrival | FetchError, int]:
        """Land what an address holds.

        Args:
            url: http(s) address.
            previous: What it held last time and is still in the store, if so.

        Returns:
            The file, or why there is none; and how many tries were repeated.

        Raises:
            StoreError: The store cannot be written to.
        """
        policy = self._policy
        deadline = Deadline(policy.deadline_seconds)
        first = policy.backoff_seconds
        pauses = wait_exponential(multiplier=first, max=policy.backoff_limit_seconds) + wait_random(0, first)

        def pause(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.retry_after if isinstance(error, FetchError) else None
            return pauses(state) if asked is None else asked

        def is_too_late(state: RetryCallState) -> bool:
            return self._stop.is_set() or state.upcoming_sleep >= deadline.remaining()

        tries = Retrying(
            retry=retry_if_exception(lambda error: isinstance(error, FetchError) and error.is_transient),
            wait=pause,
            stop=lambda state: stop_after_attempt(policy.tries)(state) or is_too_late(state),
            sleep=sleep_using_event(self._stop),
            reraise=True,
        )
        result: Arrival | FetchError
        try:
            result = tries(self._follow, url, previous, deadline)
        except FetchError as error:
            result = error
        return result, tries.statistics["attempt_number"] - 1

    def _follow(self, url: str, previous: Previous | None, deadline: Deadline) -> Arrival:
        with _translated():
            request = self._client.build_request("GET", url, headers=conditions(previous))
        may_lead_inside = True
        answer: Answer | None = None
        try:
            for _ in range(self._policy.redirects + 1):
                wire = self._wire(request, may_lead_inside=may_lead_inside)
                outcome = self._take_turn(request, wire, previous, deadline)
                if isinstance(outcome, Arrival):
                    return outcome
                may_lead_inside = may_lead_inside and wire.leads_inside
                request, answer = outcome
                _judge_scheme(request.url)
        except FetchError as error:
            error.answer = error.answer or answer
            raise
        raise FetchError(
            "redirect_loop",
            f"it redirects more than {self._policy.redirects} times",
            "open it in a browser and take the address where the document is in the end",
            answer=answer,
        )

    def _wire(self, request: httpx.Request, *, may_lead_inside: bool) -> Wire:
        host = request.url.raw_host.decode("ascii")
        return Wire(host, self._policy.private_networks, may_lead_inside=may_lead_inside)

    def _take_turn(
        self, request: httpx.Request, wire: Wire, previous: Previous | None, deadline: Deadline
    ) -> Arrival | tuple[httpx.Request, Answer]:
        policy = self._policy
        with self._turns.turn(request.url.host) as waited:
            deadline.extend(waited)
            left = max(deadline.remaining(), 0.001)
            timeout = httpx.Timeout(min(policy.read_seconds, left), connect=min(policy.connect_seconds, left))
            request.extensions = {"timeout": timeout.as_dict(), "trace": wire.trace}
            self._wires.add(wire)
            if self._stop.is_set():
                wire.cut()
            try:
                with wire.watched(left):
                    return self._ask(request, wire, previous)
            except FetchError as error:
                if wire.is_cut:
                    raise _too_slow(deadline.seconds, error.answer) from error
                raise
            finally:
                self._wires.discard(wire)

    def _ask(
        self, request: httpx.Request, wire: Wire, previous: Previous | None
    ) -> Arrival | tuple[httpx.Request, Answer]:
        with _translated():
            response = self._client.send(request, stream=True)
        answer = answer_of(response)
        with closing(response):
            try:
                if response.next_request is not None:
                    return response.next_request, answer
                if response.status_code == httpx.codes.NOT_MODIFIED and previous is not None:
                    return _not_modified(previous, answer)
                judge_status(response, self._policy.retry_after_limit_seconds)
                return self._receive(response, wire, previous, answer)
            except FetchError as error:
                error.answer = answer
                raise

    def _receive(
        self, response: httpx.Response, wire: Wire, previous: Previous | None, answer: Answer
    ) -> Arrival:
        inspection = Inspection(self._policy.max_bytes)
        inspection.announce(answer.content_length)
        with self._store.incoming() as incoming, _translated(inspection, answer.content_length):
            for piece in response.iter_raw():
                inspection.feed(piece)
                incoming.write(piece)
            if wire.is_cut:
                # Where no length was announced, our own end of the connection looks like the end of the file.
                raise httpx.ReadError("cut off")
            accepted = inspection.close()
            incoming.keep(accepted.sha256)
        is_unchanged = previous is not None and previous.sha256 == accepted.sha256
        return Arrival(accepted, is_unchanged, answer)


@contextmanager
def _translated(inspection: Inspection | None = None, announced: int | None = None) -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, OverflowError) as error:
        # The last two come from host names and ports that the resolver cannot take.
        received = inspection.byte_count if inspection else None
        raise fault_of_error(error, received, announced) from error


def _not_modified(previous: Previous, answer: Answer) -> Arrival:
    # A 304 need not repeat the validators, and says nothing of the file's type and length.
    answer = replace(
        answer,
        etag=answer.etag or previous.etag,
        last_modified=answer.last_modified or previous.last_modified,
    )
    return Arrival(Accepted(previous.sha256, previous.byte_count), True, answer)


def _judge_scheme(url: httpx.URL) -> None:
    if url.scheme not in ("http", "https"):
        raise FetchError(
            "redirect_refused",
            f"it redirects to an address of the scheme {url.scheme or '(none)'}",
            "find the document's own http or https address",
        )


def _too_slow(seconds: float, answer: Answer | None) -> FetchError:
    return FetchError(
        "timeout",
        f"it was not complete within {seconds:g} seconds",
        "try again later, or give it more time",
        answer=answer,
    )
