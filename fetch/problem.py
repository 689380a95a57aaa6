"""What can go wrong with one source, and how it is told."""

from typing import Literal

from fetch.answer import Answer

ErrorCode = Literal[
    "not_found",
    "unreadable",
    "unreachable",
    "tls",
    "protocol",
    "timeout",
    "http_status",
    "redirect_loop",
    "redirect_refused",
    "truncated",
    "bad_encoding",
    "too_large",
    "empty",
    "not_pdf",
]

ERROR_CODES: dict[ErrorCode, str] = {
    "not_found": "the local file or folder is not there, or the folder holds no PDF",
    "unreadable": "the local file may not be read, or is no regular file",
    "unreachable": "no connection to the host",
    "tls": "the host's certificate is not trusted",
    "protocol": "the host's answer is no proper HTTP, or broke off before the file began",
    "timeout": "the host fell silent, or the file was not complete within the time for one file",
    "http_status": "the host answered with a status that carries no file",
    "redirect_loop": "more redirects than are followed",
    "redirect_refused": "a redirect to another scheme, to no address, or from outside into a private network",
    "truncated": "fewer bytes came than the host had announced",
    "bad_encoding": "the host sent the file compressed although it was asked not to",
    "too_large": "larger than the limit",
    "empty": "no bytes at all",
    "not_pdf": "the bytes are not those of a PDF",
}
REJECTED_CODES: frozenset[ErrorCode] = frozenset({"bad_encoding", "too_large", "empty", "not_pdf"})
"""Codes of what did come but is not accepted; all others mean that nothing came."""


class FetchError(Exception):
    """One source could not be landed.

    Attributes:
        code: Kind of the fault.
        wrong: What was wrong, a clause without the source's name.
        advice: What to do about it, a clause.
        is_transient: Whether another try may help.
        retry_after: Seconds after which the host wants to be asked again, if it said so.
        answer: What the host said, if it said anything.
    """

    def __init__(
        self,
        code: ErrorCode,
        wrong: str,
        advice: str,
        *,
        is_transient: bool = False,
        retry_after: float | None = None,
        answer: Answer | None = None,
    ) -> None:
        super().__init__(f"{wrong}; {advice}")
        self.code = code
        self.wrong = wrong
        self.advice = advice
        self.is_transient = is_transient
        self.retry_after = retry_after
        self.answer = answer

    @property
    def status(self) -> Literal["rejected", "failed"]:
        """Whether something came that is not accepted, or nothing came."""
        return "rejected" if self.code in REJECTED_CODES else "failed"
