"""The language server behind the YAML extension of VS Code, with the schema that the files themselves name.

It opens a shipped section file as an editor does: once as it is, once with a misspelt key, once while a key is typed.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
_LONGEST = 60.0  # seconds that an answer may take


@dataclass
class Server:
    """One server, spoken to over its own input and output."""

    process: subprocess.Popen[bytes]
    number: int = 0
    diagnostics: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def ask(self, method: str, params: object) -> object:
        """What it answers to a request."""
        self.number += 1
        number = self.number
        self.send({"id": number, "method": method, "params": params})
        for message in self.messages():
            if message.get("id") == number and "method" not in message:
                return message.get("result")
        raise SystemExit(f"The language server gave no answer to {method}.")

    def tell(self, method: str, params: object) -> None:
        self.send({"method": method, "params": params})

    def said_of(self, uri: str) -> list[dict[str, object]]:
        """The next diagnostics of a file."""
        self.diagnostics.pop(uri, None)
        for _ in self.messages():
            if uri in self.diagnostics:
                return self.diagnostics[uri]
        raise SystemExit("The language server said nothing of the file.")

    def send(self, message: dict[str, object]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
        self.process.stdin.flush()

    def messages(self) -> Iterator[dict[str, object]]:
        """What it says, answering what it asks of the editor with nothing."""
        end = time.monotonic() + _LONGEST
        while time.monotonic() < end and (message := self.read()) is not None:
            if message.get("method") == "textDocument/publishDiagnostics":
                said = message["params"]
                assert isinstance(said, dict)
                self.diagnostics[said["uri"]] = said["diagnostics"]
            elif "method" in message and "id" in message:
                settings = message["method"] == "workspace/configuration"
                self.send({"id": message["id"], "result": _SETTINGS if settings else None})
            yield message

    def read(self) -> dict[str, object] | None:
        assert self.process.stdout
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            if not line and self.process.poll() is not None:
                return None
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        found: dict[str, object] = json.loads(self.process.stdout.read(length))
        return found


def tried(modules: Path) -> dict[str, object]:
    """What an editor shows: faults of the shipped file, of a misspelt key, what is offered, what is explained."""
    program = modules / "yaml-language-server" / "bin" / "yaml-language-server"
    process = subprocess.Popen(
        ["node", program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        return _tried(Server(process))
    finally:
        process.kill()
        process.wait()


def _tried(server: Server) -> dict[str, object]:
    path = ROOT / "questionnaires" / "service_prepost" / "questionnaire.yaml"
    path = next(file for file in sorted(path.parent.glob("*.yaml")) if "type: single" in file.read_text("utf-8"))
    lines = path.read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip() == "type: single")
    indent = len(lines[at]) - len(lines[at].lstrip())
    uri = path.as_uri()
    root = ROOT.as_uri()
    server.ask(
        "initialize", {"processId": None, "rootUri": root, "capabilities": _CAPABILITIES, "workspaceFolders": None}
    )
    server.tell("initialized", {})
    opened = {"uri": uri, "languageId": "yaml", "version": 1, "text": "\n".join(lines)}
    server.tell("textDocument/didOpen", {"textDocument": opened})
    clean = server.said_of(uri)
    hover = server.ask("textDocument/hover", _place(uri, at, indent + 1))
    _change(server, uri, 2, [*lines[: at + 1], f"{' ' * indent}requird: true", *lines[at + 1 :]])
    planted = server.said_of(uri)
    _change(server, uri, 3, [*lines[: at + 1], f"{' ' * indent}", *lines[at + 1 :]])
    offered = server.ask("textDocument/completion", _place(uri, at + 1, indent))
    assert isinstance(offered, dict)
    assert isinstance(hover, dict)
    return {
        "file": path.relative_to(ROOT).as_posix(),
        "clean": len(clean),
        "explained": hover["contents"]["value"],
        "planted_line": at + 2,
        "found": [{"line": one["range"]["start"]["line"] + 1, "message": one["message"]} for one in planted],  # type: ignore[index]
        "offered": sorted(item["label"] for item in offered["items"]),
    }


def _place(uri: str, line: int, character: int) -> dict[str, object]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


def _change(server: Server, uri: str, version: int, lines: list[str]) -> None:
    whole = [{"text": "\n".join(lines)}]
    server.tell("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": whole})


_SETTINGS = [{"validate": True, "hover": True, "completion": True}, {}, {}, {}, {}]
_CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {
        "hover": {"contentFormat": ["markdown"]},
        "completion": {"completionItem": {"snippetSupport": False, "documentationFormat": ["markdown"]}},
        "publishDiagnostics": {},
    },
}
