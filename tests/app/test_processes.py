from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from app.processes import NoServer, Server, free_port, running


def web(port: int) -> Server:
    return Server("web", [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"], port)


def test_a_port_in_use_gives_the_next_one() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        assert free_port(port) > port


def test_a_port_promised_to_another_is_not_given_twice() -> None:
    port = free_port(18700)
    assert free_port(port, taken=[port]) != port


def test_servers_answer_inside_and_are_gone_outside(capfd: pytest.CaptureFixture[str]) -> None:
    with running([web(free_port(18750)), web(free_port(18760))]) as children:
        assert [child.poll() for child in children] == [None, None]
    assert all(child.poll() is not None for child in children)


def test_a_server_that_does_not_start_is_a_message_and_leaves_no_other_behind() -> None:
    broken = Server("broken", [sys.executable, "-c", "raise SystemExit(3)"], 18799)
    good = web(free_port(18770))
    with pytest.raises(NoServer, match="The broken did not start"), running([good, broken]):
        pass
    assert free_port(good.port) == good.port


def test_children_of_a_child_end_with_it(tmp_path: object) -> None:
    code = "import subprocess, sys; subprocess.Popen([sys.executable, *sys.argv[1:]]).wait()"
    server = web(free_port(18780))
    parent = Server("parent", [sys.executable, "-c", code, *server.command[1:]], server.port)
    with running([parent]):
        pass
    assert subprocess.run(["true"], check=True).returncode == 0
    assert free_port(server.port) == server.port
