"""Serving the form with granian, inside this process, until asked to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server
from starlette.applications import Starlette

from app.forms.site import site
from survey.collection import Collection
from survey.compile import Compiled
from survey.errors import SurveyError
from survey.store import SqliteStore

HEADER_MILLISECONDS = 5000  # half-open connections are closed after that


class PortTaken(SurveyError):
    """A port on which something else listens."""


def serve(
    studies: Sequence[Compiled],
    store_path: Path,
    *,
    recipients: Sequence[str],
    host: str = "127.0.0.1",
    port: int = 8600,
    collections: Mapping[str, Collection] | None = None,
    trial: bool = False,
) -> None:
    """Serve the form until Ctrl-C or a request to end; then everything is on the disk and the log of the store empty.

    recipients   public keys that responses are sealed to
    collections  id of a study to how it is collected; by the defaults where it is not named
    trial        True where the form is only tried out: every page says so
    Raises PortTaken, UnreadableFile for the store, SealError for a key.
    """
    _must_be_free(host, port)
    store = SqliteStore(store_path)
    try:
        with suppress(KeyboardInterrupt):
            form = site(studies, store, recipients=recipients, collections=collections, trial=trial)
            asyncio.run(_serve(form, host, port))
    finally:
        store.close()


def log_to_terminal() -> None:
    """Show what the form logs: that it started, that it stopped, and the class of an error. There is nothing else."""
    logging.basicConfig(format="%(message)s")
    logging.getLogger("varsam.form").setLevel(logging.INFO)


async def _serve(app: Starlette, host: str, port: int) -> None:
    server = Server(
        app,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        backlog=1024,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        log_enabled=False,
        log_access=False,
    )
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: there Ctrl-C arrives as KeyboardInterrupt
            loop.add_signal_handler(ending, server.stop)
    await server.serve()


def _must_be_free(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            pass
    except OSError as error:
        raise PortTaken(
            f"The form cannot listen on {host}:{port}: {error.strerror}. Choose another with --port."
        ) from error
