"""Child processes that serve pages: started together, watched together, ended together.

Each child leads its own process group, so that Ctrl-C reaches this process only; it then ends every child with
all that the child has started. Nothing is left running and the exit code is 0.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

from survey.errors import SurveyError

HOST = "127.0.0.1"
ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows has one way to end a process


class NoServer(SurveyError):
    """A server that did not start."""


class _Ended(BaseException):
    """Somebody asked us to stop."""


@dataclass(frozen=True)
class Server:
    """A child to be started: what it is called, how it is started, and the path that answers once it is ready."""

    name: str
    command: Sequence[str]
    port: int
    path: str = "/"
    log: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where people find it."""
        return f"http://{HOST}:{self.port}/"


def free_port(wanted: int, *, taken: Sequence[int] = ()) -> int:
    """`wanted`, or the next port that nobody listens on."""
    for port in range(wanted, wanted + 200):
        if port not in taken and _is_free(port):
            return port
    raise NoServer(f"No port from {wanted} to {wanted + 199} is free. Name one with --port.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


@contextmanager
def running(servers: Sequence[Server]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The servers, all of them answering; on leaving, by whatever way, none of them is left."""
    children: list[subprocess.Popen[bytes]] = []
    try:
        for server in servers:
            children.append(_start(server))
        for server, child in zip(servers, children, strict=True):
            _wait_until_it_answers(server, child)
        yield children
    finally:
        _end(children)


def until_asked_to_stop(servers: Sequence[Server], ready: str) -> None:
    """Run the servers, say `ready` once all answer, and return after Ctrl-C or a request to end.

    Raises NoServer when one of them does not start or ends by itself.
    """
    before = {number: signal.signal(number, _stop) for number in ENDINGS}
    try:
        with running(servers) as children:
            print(ready, flush=True)
            while all(child.poll() is None for child in children):
                time.sleep(0.2)
            gone = next(server for server, child in zip(servers, children, strict=True) if child.poll() is not None)
            raise NoServer(f"The {gone.name} has ended by itself.{_where_to_look(gone)}")
    except _Ended:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(_number: int, _frame: FrameType | None) -> None:
    for number in ENDINGS:  # a second Ctrl-C must not cut the clearing up short
        signal.signal(number, signal.SIG_IGN)
    raise _Ended


def _start(server: Server) -> subprocess.Popen[bytes]:
    log = server.log.open("ab") if server.log else None
    try:
        return subprocess.Popen(
            list(server.command),
            env={**os.environ, **server.environment},
            stdin=subprocess.DEVNULL,
            stdout=log or subprocess.DEVNULL,  # a welcome that nobody asked for; errors stay on standard error
            stderr=log and subprocess.STDOUT,
            start_new_session=True,
        )
    finally:
        if log:
            log.close()


def _wait_until_it_answers(server: Server, child: subprocess.Popen[bytes], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if child.poll() is not None:
            raise NoServer(f"The {server.name} did not start.{_where_to_look(server)}")
        if _answers(server):
            return
        time.sleep(0.1)
    raise NoServer(f"The {server.name} did not answer within {seconds:.0f} seconds.{_where_to_look(server)}")


def _answers(server: Server) -> bool:
    connection = HTTPConnection(HOST, server.port, timeout=5)
    try:
        connection.request("GET", server.path)
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _where_to_look(server: Server) -> str:
    return f" What it said stands in {server.log}." if server.log else ""


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        _signal_group(child, signal.SIGTERM)
    end = time.monotonic() + 8
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, end - time.monotonic()))
        _end_what_is_left(child)


def _end_what_is_left(child: subprocess.Popen[bytes]) -> None:
    """Give what the child started a moment to follow it; then leave no choice."""
    end = time.monotonic() + 1
    while _signal_group(child, signal.SIGTERM) and time.monotonic() < end:
        time.sleep(0.02)
    _signal_group(child, KILL)
    child.wait()


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> bool:
    """Signal the child and all that it started; False when none of them is left."""
    if sys.platform == "win32":
        child.terminate()
        return False
    try:
        os.killpg(child.pid, number)  # its own session: process and group have the same number
    except ProcessLookupError:
        return False
    return True
