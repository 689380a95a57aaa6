"""The connections behind one request: where they lead, and an end to them at the deadline.

The HTTP client limits the silence between two pieces of an answer, not the time of the whole: a host that
sends a byte now and then, in the headers or in the body, would be listened to for ever. So a timer shuts
the sockets down.
"""

import ipaddress
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from fetch.problem import FetchError


def is_private(address: str, networks: Sequence[str]) -> bool:
    """Whether an IP address lies in one of the networks; False for what is no IP address."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return any(ip in ipaddress.ip_network(network) for network in networks)


def redirect_refused(host: str) -> FetchError:
    """The fault of a redirect from a public host into a private network."""
    return FetchError(
        "redirect_refused",
        f"it redirects from a public host to {host} inside a private network",
        "name the address inside as the source if it is meant",
    )


class Wire:
    """Watches the connections of one request; its `trace` is httpx's extension of that name."""

    def __init__(self, host: str, networks: Sequence[str], *, may_lead_inside: bool) -> None:
        """Get ready for a request.

        Args:
            host: Host of the request, as it stands in the address, in ASCII.
            networks: Private networks.
            may_lead_inside: Whether the request may go to one of them.
        """
        self.is_cut = False
        self._host = host
        self._networks = networks
        self._may_lead_inside = may_lead_inside
        self._leads_inside = host == "localhost" or is_private(host, networks)
        self._connecting_to = ""
        self._sockets: list[socket.socket] = []

    @contextmanager
    def watched(self, seconds: float) -> Iterator[None]:
        """Shut the connections down after these seconds, unless the context ends before.

        Raises:
            FetchError: redirect_refused.
        """
        if self._leads_inside and not self._may_lead_inside:
            raise redirect_refused(self._host)
        timer = threading.Timer(seconds, self.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    @property
    def leads_inside(self) -> bool:
        """Whether the host proved to be in a private network; behind a proxy only its name tells."""
        return self._leads_inside

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of a connection.

        Raises:
            FetchError: redirect_refused, before anything was sent.
        """
        step = event.partition(".")[2]
        if step == "connect_tcp.started":
            self._connecting_to = info["host"]
        elif step in ("connect_tcp.complete", "start_tls.complete"):
            connected: socket.socket = info["return_value"].get_extra_info("socket")
            self._sockets.append(connected)
            if self.is_cut:
                self.cut()
            self._check_peer(connected)

    def _check_peer(self, connected: socket.socket) -> None:
        if self._connecting_to != self._host:
            return  # a proxy of the user's own, which may well be on this machine
        with suppress(OSError):
            self._leads_inside = is_private(connected.getpeername()[0], self._networks)
        if self._leads_inside and not self._may_lead_inside:
            connected.close()
            raise redirect_refused(self._host)

    def cut(self) -> None:
        """Shut the connections down, from any thread; whoever reads from them gets an error."""
        self.is_cut = True
        for connected in self._sockets:
            with suppress(OSError):
                # Not SSLSocket's own shutdown, which takes the TLS state away under the reading thread.
                socket.socket.shutdown(connected, socket.SHUT_RDWR)
