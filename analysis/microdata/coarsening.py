"""What is done to all answers alike before anybody's are looked at: recoding, ends of numbers, PRAM and noise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from analysis.microdata import words
from analysis.microdata.noise import noisy
from analysis.microdata.policy import MicrodataPolicy
from analysis.microdata.pram import invariant, randomised, transition
from analysis.microdata.recoding import ends, merged, top_and_bottom_coded
from survey.frame import SurveyFrame
from survey.text import Text

Seeds = Callable[[str], int]


@dataclass
class Done:
    """What was done so far: variable, what, and how many answers it changed."""

    steps: list[tuple[str, Text, int]] = field(default_factory=list)

    def note(self, name: str, what: Text, cells: int) -> None:
        """Add a step that changed something."""
        if cells:
            self.steps.append((name, what, cells))


def coarsened(frame: SurveyFrame, policy: MicrodataPolicy, done: Done) -> SurveyFrame:
    """The frame with codes merged and numbers ended as the policy says."""
    for name, groups in policy.recode.items():
        if name in frame.variables:
            before = frame.data[name]
            frame = merged(frame, name, groups)
            done.note(name, words.RECODED, int((before.to_numpy() != frame.data[name].to_numpy()).sum()))
    for name in _numbers(frame, policy):
        low, high = ends(frame, name, policy.tails)
        low, high = policy.bottom.get(name, low), policy.top.get(name, high)
        if np.isfinite(low):
            frame, cells = top_and_bottom_coded(frame, name, low, high)
            done.note(name, words.ended(low, high), cells)
    return frame


def perturbed(frame: SurveyFrame, policy: MicrodataPolicy, seeds: Seeds, done: Done) -> SurveyFrame:
    """The frame with PRAM and noise where the policy names a variable for them; missing answers stay missing."""
    for name, stay in _there(policy.pram, frame):
        frame = _randomised(frame, name, stay, seeds(f"pram {name}"), done)
    for name, share in _there(policy.noise, frame):
        y = frame.values(name)
        moved = noisy(y, share=share, seed=seeds(f"noise {name}"))
        column = np.where(np.isfinite(y), moved, frame.data[name].to_numpy())
        frame = frame.with_columns({name: column}, [frame.variable(name)])
        done.note(name, words.noisy(share), int((np.isfinite(y) & (moved != y)).sum()))
    return frame


def _there(named: Mapping[str, float], frame: SurveyFrame) -> list[tuple[str, float]]:
    """What the policy sets for variables that are in the file."""
    return [(name, value) for name, value in named.items() if name in frame.variables]


def _numbers(frame: SurveyFrame, policy: MicrodataPolicy) -> list[str]:
    """Numbers that are no codes, and those that the policy sets limits for."""
    design = set(policy.design.values())
    return [
        variable.name
        for variable in frame.variables.values()
        if variable.name in policy.top
        or variable.name in policy.bottom
        or (
            variable.kind == "numeric"
            and variable.measure == "scale"
            and not variable.values
            and variable.role in ("answer", "derived")
            and variable.name not in design
        )
    ]


def _randomised(frame: SurveyFrame, name: str, stay: float, seed: int, done: Done) -> SurveyFrame:
    answered = ~frame.is_missing(name)
    column = frame.data[name].to_numpy(copy=True)
    codes, answers, counts = np.unique(column[answered], return_inverse=True, return_counts=True)
    if not len(codes):
        return frame
    R = invariant(transition(len(codes), stay=stay), counts / counts.sum())
    drawn = codes[randomised(answers, R, seed=seed)]
    done.note(name, words.randomised(stay), int((drawn != column[answered]).sum()))
    column[answered] = drawn
    return frame.with_columns({name: column}, [frame.variable(name)])
