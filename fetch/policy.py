"""How patient, how polite and how trusting a fetch is: every limit in one place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Limits of a fetch. Times are seconds, sizes bytes.

    Attributes:
        connect_seconds: Longest wait for a connection, TLS handshake included.
        read_seconds: Longest silence of a host while it answers.
        deadline_seconds: Longest time for one file, over all its tries, redirects and pauses between tries.
            Waiting for the host's turn is not counted.
        tries: How often a file is asked for while the fault looks temporary.
        backoff_seconds: First pause between tries; it doubles each time, plus up to as much at random.
        backoff_limit_seconds: Longest pause between tries that we choose ourselves.
        retry_after_limit_seconds: Longest pause a host may ask for (Retry-After); if it asks for more, we
            give up for this run instead of coming back too early.
        redirects: How many redirects are followed.
        max_bytes: Largest file that is landed, downloaded or copied.
        host_interval_seconds: Least time between the starts of two requests to one host.
        workers: Hosts asked at the same time; each gets one connection at a time.
        user_agent: How we introduce ourselves to a host.
        private_networks: Networks that a redirect from outside of them may not lead into.
    """

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    deadline_seconds: float = 600.0
    tries: int = 4
    backoff_seconds: float = 1.0
    backoff_limit_seconds: float = 30.0
    retry_after_limit_seconds: float = 120.0
    redirects: int = 5
    max_bytes: int = 100 * 1024 * 1024
    host_interval_seconds: float = 1.0
    workers: int = 8
    user_agent: str = "yujuesuan/0.1"
    private_networks: tuple[str, ...] = (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::/127",
        "fc00::/7",
        "fe80::/10",
    )
