"""Faults of HTTP told as faults of a source: what was wrong, what to do, whether another try may help."""

import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from fetch.naming import clipped
from fetch.problem import FetchError

TRANSIENT_STATUSES = frozenset({429, 500, 502, 503, 504})
_ADVICE = {
    401: "the document is not public there; find its public address",
    403: "see whether it opens in a browser, and ask the publisher if it does not",
    404: "look up where the document has moved to and correct the source",
    410: "look up where the document has moved to and correct the source",
    429: "try again later, or ask this host less often",
}


def judge_status(response: httpx.Response, retry_after_limit: float) -> None:
    """Refuse a response that carries no complete file, or carries it encoded.

    Raises:
        FetchError: http_status (transient for 429 and some 5xx, unless the host wants to be left alone for
            longer than `retry_after_limit` seconds), bad_encoding.
    """
    status = response.status_code
    if not response.is_success or status == httpx.codes.PARTIAL_CONTENT:
        pause = retry_after(response.headers.get("Retry-After"))
        is_bearable = pause is None or pause <= retry_after_limit
        wrong = f"the host answered {status} {clipped(response.reason_phrase)}".rstrip()
        if not is_bearable:
            wrong += f" and asks to be left alone for {pause:.0f} seconds"
        advice = _ADVICE.get(status, "try again later" if status >= 500 else "check the address in a browser")
        raise FetchError(
            "http_status",
            wrong,
            advice,
            is_transient=status in TRANSIENT_STATUSES and is_bearable,
            retry_after=pause,
        )
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise FetchError(
            "bad_encoding",
            f"the host sent it encoded as {clipped(encoding)} although asked not to",
            "download it with a browser and name the file as the source",
        )


def retry_after(header: str | None) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or as a date; None if it says nothing."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    zoned = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (zoned - datetime.now(UTC)).total_seconds())


def fault_of_error(error: Exception, received: int | None, announced: int | None) -> FetchError:
    """Tell an exception of the HTTP client as a fault.

    Args:
        error: The exception.
        received: Bytes of the file that had come, None if its transfer had not begun.
        announced: Bytes that the host had announced.
    """
    if isinstance(error, httpx.TimeoutException):
        kind = "to connect" if isinstance(error, httpx.ConnectTimeout) else "to answer"
        return FetchError("timeout", f"the host took too long {kind}", "try again later", is_transient=True)
    if received is not None:
        of = f" of {announced:,}" if announced is not None else ""
        return FetchError(
            "truncated",
            f"the transfer broke off after {received:,}{of} bytes",
            "try again later; if it stays so, tell the publisher that the file is cut short",
            is_transient=True,
        )
    if isinstance(error, httpx.ConnectError | httpx.ProxyError):
        return _no_connection(error)
    if isinstance(error, httpx.TransportError):
        return FetchError(
            "protocol",
            f"the host gave no proper HTTP answer ({clipped(str(error), 120)})",
            "check the address in a browser, or try again later",
            is_transient=True,
        )
    if isinstance(error, httpx.InvalidURL):
        return FetchError(
            "redirect_refused",
            f"it redirects to what is no address ({clipped(str(error), 120)})",
            "find the document's own http or https address",
        )
    return FetchError(
        "unreachable", f"the address cannot be asked for ({clipped(str(error), 120)})", "correct the address"
    )


def _no_connection(error: Exception) -> FetchError:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return FetchError(
            "tls",
            f"the host's certificate is not trusted ({clipped(cause.verify_message, 120)})",
            "if you trust its issuer, name a file with the issuer's certificate in SSL_CERT_FILE",
        )
    return FetchError(
        "unreachable",
        f"no connection to the host ({clipped(str(error), 120)})",
        "check the host's name and the network, or try again later",
        is_transient=True,
    )
