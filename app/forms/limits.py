"""How often a network may post: counted in memory only, under a key that is thrown away each hour."""

from __future__ import annotations

import ipaddress
import secrets
import time
from collections import Counter
from hashlib import blake2b

HOUR = 3600.0


class Limits:
    """Counts posts; nothing of it is written anywhere, and after an hour nobody can tell what was counted.

    per_network  posts an hour from one network (/24 or /48); a school class behind one address fits well within
    at_once      posts from everybody that may come in one burst; `per_second` of them are given back each second
    """

    def __init__(self, *, per_network: int = 20_000, at_once: int = 3_000, per_second: float = 600.0) -> None:
        self._per_network, self._at_once, self._per_second = per_network, at_once, per_second
        self._tokens, self._filled = float(at_once), time.monotonic()
        self._forget()

    def allows(self, address: str) -> bool:
        """Count one post from an address; False when it is one too many. An empty address counts for all only."""
        return self._allows_everybody() and (not address or self._allows_network(address))

    def _allows_everybody(self) -> bool:
        now = time.monotonic()
        self._tokens = min(self._at_once, self._tokens + (now - self._filled) * self._per_second)
        self._filled = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def _allows_network(self, address: str) -> bool:
        if time.monotonic() - self._since > HOUR:
            self._forget()
        network = blake2b(_network(address), key=self._key, digest_size=16).digest()
        self._counts[network] += 1
        return self._counts[network] <= self._per_network

    def _forget(self) -> None:
        self._key, self._counts, self._since = secrets.token_bytes(32), Counter[bytes](), time.monotonic()


def sender(peer: str, forwarded: str) -> str:
    """The address to count: the peer, or what our own proxy on this machine saw; "" when nobody can tell.

    peer       the address of the connection
    forwarded  the X-Forwarded-For header, believed only from this machine, and only its last entry
    """
    try:
        if not ipaddress.ip_address(peer).is_loopback:
            return peer
        return str(ipaddress.ip_address(forwarded.rpartition(",")[2].strip()))
    except ValueError:
        return ""


def _network(address: str) -> bytes:
    ip = ipaddress.ip_address(address)
    return ip.packed[: 3 if ip.version == 4 else 6]
