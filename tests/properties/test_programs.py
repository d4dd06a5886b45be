"""Conditions run by PSPP and by R on one frame hold for the same respondents as ours."""

from __future__ import annotations

import subprocess
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest

from survey.columns import variables_of
from survey.expressions import Node, parse
from survey.expressions.columns import holds
from survey.expressions.programs import CannotBeSaid, r, spss
from survey.frame import SurveyFrame
from survey.load import load
from tests.properties import made_up

CONDITIONS, ROWS = 300, 60


def a_frame(folder: Path) -> tuple[tuple[made_up.Question, ...], SurveyFrame]:
    rng = Random(5)
    asked = tuple(
        question for kind in ("single", "number", "multiple", "battery", "date")
        for question in [made_up.one(rng, f"q_{kind}", kind)]
    )  # fmt: skip
    file = folder / "made_up.yaml"
    file.write_text(made_up.definition(asked, "q_single is answered"), encoding="utf-8")
    variables = variables_of(load(file))
    data = pd.DataFrame([made_up.stored(made_up.answers(rng, asked), asked) for _ in range(ROWS)]).astype(np.float64)
    return asked, SurveyFrame("made_up", data, {name: variables[name] for name in data})


def conditions(asked: tuple[made_up.Question, ...]) -> list[Node]:
    return [parse(made_up.written(made_up.condition(Random(seed), asked, depth=2))) for seed in range(CONDITIONS)]


@pytest.mark.pspp
def test_pspp_holds_for_the_same_respondents(tmp_path: Path) -> None:
    asked, frame = a_frame(tmp_path)
    names = list(frame.data)
    lines = [f"DATA LIST LIST /{' '.join(names)} (F8.0).", "BEGIN DATA"]
    lines += [" ".join(f"{value:.0f}" for value in row) for row in frame.data.to_numpy()]
    lines += ["END DATA.", f"MISSING VALUES {' '.join(names)} (-9 THRU -1)."]
    nodes = conditions(asked)
    for place, node in enumerate(nodes):
        lines += [
            f"COMPUTE c{place} = 0.",
            f"DO IF {spss(node, frame.variables)}.",
            f"COMPUTE c{place} = 1.",
            "END IF.",
        ]
    kept = " ".join(f"c{place}" for place in range(len(nodes)))
    lines.append(f"SAVE TRANSLATE /OUTFILE='{tmp_path}/held.csv' /TYPE=CSV /KEEP={kept} /FIELDNAMES /REPLACE.")
    (tmp_path / "run.sps").write_text("\n".join(lines) + "\n", encoding="utf-8")
    run = subprocess.run(["pspp", str(tmp_path / "run.sps")], capture_output=True, text=True, check=False)
    assert "error" not in run.stdout + run.stderr, run.stdout[:2000]
    held = pd.read_csv(tmp_path / "held.csv")
    for place, node in enumerate(nodes):
        assert (held[f"c{place}"] == 1).tolist() == holds(node, frame).tolist(), spss(node, frame.variables)


@pytest.mark.r
def test_r_holds_for_the_same_respondents(tmp_path: Path) -> None:
    asked, frame = a_frame(tmp_path)
    frame.data.mask(frame.data < 0).to_csv(tmp_path / "answers.csv", index=False)
    nodes, said, refused = [], [], []
    for node in conditions(asked):
        try:
            said.append(r(node, frame.variables))
            nodes.append(node)
        except CannotBeSaid as error:
            refused.append(str(error))
    assert all("was asked" in message for message in refused)
    assert len(nodes) > CONDITIONS / 2
    lines = [f'd <- read.csv("{tmp_path}/answers.csv")', "held <- list()"]
    lines += [f"held[[{i}]] <- rep(with(d, {text}), length.out = {ROWS})" for i, text in enumerate(said, start=1)]
    lines.append(
        f'write.csv(as.data.frame(held, col.names = seq_along(held)), "{tmp_path}/held.csv", row.names = FALSE)'
    )
    (tmp_path / "run.R").write_text("\n".join(lines) + "\n", encoding="utf-8")
    run = subprocess.run(["Rscript", str(tmp_path / "run.R")], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    held = pd.read_csv(tmp_path / "held.csv")
    for place, node in enumerate(nodes):
        assert held.iloc[:, place].tolist() == holds(node, frame).tolist(), said[place]
