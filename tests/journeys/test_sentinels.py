"""Nothing that is hidden leaves the machine by any way: DOM, WebSocket, charts, downloads, every export.

A made-up study of 104 729 people has cells of a few people whose weighted counts, shares and standard errors are
unmistakable numbers, and bases of five and six digits. All that a browser gets to see is taken apart: protobuf messages
field by field, charts with their base64 arrays, attributes of the page, downloaded files.
"""

from __future__ import annotations

import base64
import html
import io
import os
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page
from typer.testing import CliRunner

from analysis import crosstab, means, model
from analysis.disclosure.keyed.noise import Noise
from analysis.disclosure.keyed.tables import noisy_table
from analysis.unreleased import figures
from app.cli import app
from app.opened import Opened, open_study
from app.processes import free_port
from survey.frame import SurveyFrame
from survey.frame_file import save
from survey.study import find
from survey.text import Text
from survey.variables import ValueLabel, Variable

pytestmark = pytest.mark.browser

N = 104_729
MODES = ("keyed", "published")
SETTINGS = """
[study]
id = "sentinels"
title = {{sv = "Vaktposter", en = "Sentinels"}}
[data]
frame = "answers.parquet"
[design]
weight = "w"
[release]
dashboard = "{mode}"
"""
PAGES = {
    "overview": "?",
    "rare": "question?rows=rare&",
    "rare by group": "question?rows=rare&by=part&",
    "amount": "question?rows=amount&by=part&",
    "unnamed": "question?rows=town&",
    "crosstab": "crosstab?rows=kind&by=part&",
    "filtered": "crosstab?rows=rare&by=sex&where=part&is=3&",
    "filtered twice": "question?rows=kind&where=part&is=2&where2=sex&is2=1&",
    "nobody": "question?rows=rare&where=kind&is=4&",
    "regression": "regression?outcome=rare&covariates=part,sex&",
    "shown regression": "regression?outcome=common&covariates=sex&",
}
TABLES = [("rare", ""), ("rare", "part"), ("amount", "part"), ("kind", "part"), ("kind", "sex"), ("town", "")]
FILTERS = ["part = 3", "part = 2", "kind = 4", "kind = 3"]
ASKED = [
    *((rows, by, "") for rows, by in TABLES),
    *(("rare", "sex", where) for where in FILTERS),
    ("kind", "", "part = 2 and sex = 1"),
]
MODELS = ["rare ~ part + sex", "common ~ sex", "amount ~ part", "kind ~ part"]
LARGE, UNNAMED = 271_828_182.5, 987_654_321.5


def study_frame() -> SurveyFrame:
    rng = np.random.default_rng(104_729)
    part, sex = rng.choice([1.0, 2.0, 3.0], N, p=[0.5, 0.3, 0.2]), rng.integers(1, 3, N).astype(float)
    rare, kind = np.zeros(N), rng.choice([1.0, 2.0], N)
    for code, few in ((1, 7), (2, 4), (3, 3)):
        rare[np.flatnonzero(part == code)[:few]] = 1
        kind[np.flatnonzero(part == code)[100 : 100 + few + 1]] = 3
    town = rng.choice([1.0, 2.0], N)
    town[[11, 23]] = UNNAMED  # named by nothing: the answer of two people
    amount = rng.gamma(2, 50, N)
    amount[np.flatnonzero(part == 3)[0]] = LARGE  # makes up all of its group
    data = {
        "part": part,
        "sex": sex,
        "rare": rare,
        "kind": kind,
        "town": town,
        "amount": amount,
        "common": (rng.random(N) < 0.3).astype(float),
        "w": rng.uniform(50, 400, N),
    }
    codes = {"part": 3, "sex": 2, "kind": 4, "town": 2}
    meanings = [
        Variable(
            name,
            Text(sv=f"Fråga {name}", en=f"Question {name}"),
            measure="scale" if name in ("amount", "w") else "nominal",
            role="weight" if name == "w" else "answer",
            values=tuple(
                ValueLabel(code, Text(sv=f"{name} {code}", en=f"{name} {code}"))
                for code in (
                    range(1, codes[name] + 1) if name in codes else (0, 1) if name in ("rare", "common") else ()
                )
            ),
            level=3 if name == "rare" else 0,
        )
        for name in data
    ]
    return SurveyFrame("sentinels", pd.DataFrame(data), {meaning.name: meaning for meaning in meanings})


@dataclass
class Truth:
    """What must not be seen: exact numbers of people, and figures of cells that are hidden."""

    counts: set[int] = field(default_factory=set)
    hidden: set[float] = field(default_factory=set)

    @property
    def array(self) -> np.ndarray[Any, Any]:
        """The figures, also as per cents, without those that anything might be."""
        found = np.array(sorted(self.hidden), dtype=float)
        found = np.concatenate([found, 100 * found])
        return found[(np.abs(found) > 1e-9) & ((np.abs(found - np.round(found, 3)) > 1e-9) | (found > 1e8))]


def truth(opened: Opened) -> Truth:
    """From the estimators themselves, of every table that the journey asks for.

    Of exact numbers of people those are left out that noise, or rounding, shows for the same people or for others.
    """
    found, noise, shown = Truth(), Noise.of(opened.policy), set()
    for rows, by, where in ASKED:
        design = opened.design.domain(where) if where else opened.design
        table = figures((means if rows == "amount" else crosstab)(design, rows, by=by or None))
        few = table.n < 10
        if rows == "amount":
            few = np.array([[level.value == 3 for level in table.columns]])
        keyed = opened.policy.mode == "keyed"
        noisy = noisy_table(table, noise, opened.policy.rounding) if keyed else table
        n, told = (np.append(one.n.ravel(), one.base_n) for one in (table, noisy))
        shown |= set((told if keyed else np.round(n / 5) * 5).tolist())
        found.counts |= {int(count) for count in n[(n >= 10_000) & (n % 5 != 0)]}
        for part in ("value", "std_error", "ci_low", "ci_high", "weighted_n", "deff"):
            found.hidden |= {float(x) for x in getattr(table, part)[few] if np.isfinite(x)}
    fitted = figures(model(opened.design, "rare ~ part + sex", family="poisson"))
    found.hidden |= {float(x) for x in (*fitted.coefficient, *fitted.std_error)}
    found.hidden |= {LARGE, UNNAMED}
    found.counts -= shown
    return found


@dataclass
class Seen:
    """All that came out: words, whole numbers and decimal numbers, with where each was found."""

    words: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, list[Any]] = field(default_factory=dict)

    def text(self, where: str, said: str) -> None:
        """Words, with the arrays of charts in them."""
        self.words[where] = self.words.get(where, "") + "\n" + said
        for kind, packed in _PACKED.findall(said) + [(kind, packed) for packed, kind in _PACKED_LAST.findall(said)]:
            self.add(where, np.frombuffer(base64.b64decode(packed.replace("\\/", "/")), dtype=kind))

    def add(self, where: str, numbers: Any) -> None:
        self.numbers.setdefault(where, []).append(np.asarray(numbers, dtype=float).ravel())

    def message(self, where: str, packed: bytes) -> None:
        """A protobuf message, field by field, and as doubles at every place."""
        for kind, value in fields_of(packed):
            if kind == "text":
                self.text(where, value)
            else:
                self.add(where, [value])
        for at in range(8):
            whole = packed[at : at + (len(packed) - at) // 8 * 8]
            self.add(where, np.frombuffer(whole, dtype="<f8"))

    def file(self, where: str, content: bytes) -> None:
        """A file that was taken away."""
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                for name in packed.namelist():
                    self.text(f"{where}/{name}", packed.read(name).decode())
        else:
            self.text(where, content.decode())

    def found(self, truth: Truth) -> list[str]:
        """Which of the true numbers were seen, and where."""
        hits = []
        for where, said in self.words.items():
            plain = _GROUPED.sub("", html.unescape(said))
            whole = {int(number) for number in _WHOLE.findall(plain)}
            hits += [f"{n} in {where}" for n in sorted(whole & truth.counts)]
            self.add(
                where, [float(number) for number in _DECIMAL.findall(plain) + _DECIMAL.findall(plain.replace(",", "."))]
            )
        for where, arrays in self.numbers.items():
            numbers = np.concatenate(arrays)
            numbers = np.unique(numbers[np.isfinite(numbers)])
            near = np.isclose(numbers[:, None], truth.array, rtol=5e-7, atol=0)
            hits += [f"{numbers[i]!r} in {where}" for i in np.flatnonzero(near.any(axis=1))]
            hits += [f"{n} in {where}" for n in truth.counts if (numbers == n).any()]
        return hits


_PACKED = re.compile(r'"dtype"\s*:\s*"(\w+)"\s*,\s*"bdata"\s*:\s*"([^"]+)"')
_PACKED_LAST = re.compile(r'"bdata"\s*:\s*"([^"]+)"\s*,\s*"dtype"\s*:\s*"(\w+)"')
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f,](?=\d{3}(?!\d))")
_WHOLE = re.compile(r"(?<![\w.])\d{5,9}(?![\w.])")
_DECIMAL = re.compile(r"(?<![\w.])-?\d+\.\d{3,}(?:[eE][-+]?\d+)?(?!\w)")


def fields_of(message: bytes, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Numbers and texts of a protobuf message without its description; what may be a message in it is one."""
    for kind, value in _fields(message) or ():
        if kind != "bytes":
            yield kind, value
            continue
        with suppress(UnicodeDecodeError):
            yield "text", value.decode()
        if depth < 12:
            yield from fields_of(value, depth + 1)


def _fields(message: bytes) -> list[tuple[str, Any]] | None:
    found: list[tuple[str, Any]] = []
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        kind = tag & 7
        if not tag >> 3 or kind in (3, 4, 6, 7):
            return None
        if kind == 0:
            value, at = _varint(message, at)
            found.append(("number", value))
        elif kind == 2:
            size, at = _varint(message, at)
            found.append(("bytes", message[at : at + size]))
            at += size
        else:
            size = 8 if kind == 1 else 4
            if at + size <= len(message):
                found.append(("number", np.frombuffer(message[at : at + size], dtype=f"<f{size}")[0]))
            at += size
    return found if at == len(message) else None


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(message):
        value |= (message[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if message[at - 1] < 128 or shift > 63:
            break
    return value, at


@pytest.fixture(scope="module", params=MODES)
def study(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param) / "sentinels"
    (folder / ".varsam").mkdir(parents=True)
    (folder / ".varsam" / "record.key").write_bytes(b"sixteen bytes or more, the same in each run")
    (folder / "study.toml").write_text(SETTINGS.format(mode=request.param), encoding="utf-8")
    save(study_frame(), folder / "answers.parquet")
    return folder


@pytest.fixture(scope="module")
def hidden(study: Path) -> Truth:
    return truth(open_study(find(study)))


@pytest.fixture(scope="module")
def dashboard(root: Path, study: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "app.cli", "dashboard", str(study), "--port", str(free_port(18900))]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as run:
        assert run.stdout
        said = next(line for line in run.stdout if line.startswith("Dashboard"))
        yield said.split()[1]
        run.send_signal(signal.SIGTERM)
        run.wait(20)


def watched(page: Page, seen: Seen) -> None:
    """Keep all that reaches the page: messages, and answers to its requests for what is made at run time."""

    def listen(socket: Any) -> None:
        socket.on(
            "framereceived",
            lambda message: (
                seen.message("websocket", message) if isinstance(message, bytes) else seen.text("ws", message)
            ),
        )

    page.on("websocket", listen)
    page.on("response", lambda answer: seen.text("url", answer.url))


def test_no_page_tells_what_is_hidden(dashboard: str, study: Path, hidden: Truth, browser: Browser) -> None:
    seen, languages = Seen(), ("sv", "en") if "keyed" in str(study) else ("en", "sv")
    page = browser.new_page()
    page.set_default_timeout(60_000)
    watched(page, seen)
    for number, (name, path) in enumerate(PAGES.items()):
        page.goto(f"{dashboard}{path}study=sentinels&language={languages[number % 2]}")
        page.wait_for_selector("#done", state="attached")
        page.wait_for_timeout(700)
        page.evaluate("document.querySelectorAll('details:not([open]) summary').forEach(closed => closed.click())")
        page.wait_for_timeout(300)
        seen.text(f"DOM of {name}", page.content())
        charts = page.evaluate(
            "[...document.querySelectorAll('.js-plotly-plot')].map(p => JSON.stringify([p.data, p.layout]))"
        )
        seen.text(f"charts of {name}", "\n".join(charts))
        for button in page.locator("[data-testid=stDownloadButton] button").all():
            with page.expect_download() as taken:
                button.click()
            seen.file(f"{taken.value.suggested_filename} of {name}", Path(taken.value.path()).read_bytes())
    page.close()
    assert seen.found(hidden) == []
    respondents = open_study(find(study)).sample.respondents  # may be seen, and is: the search works here too
    told = " ".join(seen.found(Truth(counts={respondents or 0})))
    assert all(place in told for place in ("websocket", "DOM of rare", ".csv of rare", ".xlsx of rare"))


@pytest.mark.parametrize("kind", ["csv", "html", "xlsx", "json"])
def test_no_export_tells_what_is_hidden(study: Path, hidden: Truth, tmp_path: Path, kind: str) -> None:
    seen = Seen()
    for number, (rows, by, where) in enumerate(ASKED):
        words = ["table", str(study), rows, *(["--by", by] if by else []), *(["--where", where] if where else [])]
        file = tmp_path / f"{number}.{kind}"
        said = CliRunner().invoke(app, [*words, "--json"] if kind == "json" else [*words, f"--{kind}", str(file)])
        seen.text(f"{rows} by {by} where {where}", said.output)
        if file.exists():
            seen.file(file.name, file.read_bytes())
    assert seen.found(hidden) == []


def test_neither_codebook_nor_model_nor_terminal_tells_what_is_hidden(study: Path, hidden: Truth) -> None:
    seen = Seen()
    commands = [
        ["codebook"],
        *(["table", rows, *(["--by", by] if by else [])] for rows, by in TABLES),
        *(["model", formula, *more] for formula in MODELS for more in ([], ["--json"])),
        ["test", "kind", "--by", "part"],
        ["test", "amount", "--by", "sex"],
    ]
    for command, *rest in commands:
        said = CliRunner().invoke(app, [command, str(study), *rest])
        assert said.exit_code in (0, 1), said.output
        seen.text(f"{command} {rest}", said.output)
    assert seen.found(hidden) == []


def test_the_search_finds_what_it_looks_for(hidden: Truth) -> None:
    """In words of both languages, in a message, in a chart's array and in an Excel file."""
    n, share = max(hidden.counts), float(hidden.array[3])
    packed = base64.b64encode(np.array([1.0, share])).decode()
    doubles = b"\x09" + np.float64(share).tobytes()
    for said in (f"<td>{n:,}</td>", f"<td>{n:,}</td>".replace(",", "\u00a0"), f"x{chr(34)}{share!r}{chr(34)}",
                 '{"x":{"dtype":"f8","bdata":"' + packed + '"}}'):  # fmt: skip
        seen = Seen()
        seen.text("here", said)
        assert seen.found(hidden), said
    for message in (doubles, b"\x0a\x09" + doubles, b"\x08" + _as_varint(n)):
        seen = Seen()
        seen.message("here", message)
        assert seen.found(hidden), message


def _as_varint(n: int) -> bytes:
    return bytes([n & 127 | 128, n >> 7 & 127 | 128, n >> 14])
