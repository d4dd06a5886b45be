"""Shares of answers from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.compile import compile
from survey.distributions import read_distributions
from survey.errors import FaultyDefinition, UnreadableFile
from survey.load import load
from survey.simulate import simulate

COMPILED = compile(load(Path(__file__).parent / "studies" / "types.yaml"))
GOOD = """
t_consent: {1: 1}
t_age: {20: 30, 60: 70}
t_place: {1: 1, 9: 1, -3: 0.1}
t_place_other: {På bio: 1, -4: 1}
t_use: {1: 0.5, 2: 0.4, 0: 0.1, -3: 0.02}
t_trust_a: {1: 1, 5: 2, -2: 1}
t_value: {4: 3, 1: 1, -2: 0.1}
t_moved: {200405: 1, 199912: 2}
t_wish: {Mer sång: 1, -3: 1}
t_region: {2: 1}
t_weight: {1.5: 1, 2: 1}
"""


def shares(tmp_path: Path, text: str) -> dict[str, object]:
    file = tmp_path / "shares.yaml"
    file.write_text(text, encoding="utf-8")
    return dict(read_distributions(file, COMPILED))


def test_shares_of_every_type_are_read_and_followed(tmp_path: Path) -> None:
    read = shares(tmp_path, GOOD)
    assert read["t_place"] == {1: 1.0, 9: 1.0, -3: 0.1}
    assert read["t_wish"] == {"Mer sång": 1.0, -3: 1.0}
    crowd = simulate(COMPILED, n=200, seed=4, distributions=read)  # type: ignore[arg-type]
    assert {response.values["t_age"] for response in crowd} == {20, 60}
    assert {response.values["t_moved"] for response in crowd} <= {200405, 199912, -4, -5, -6}
    assert {response.values["t_region"] for response in crowd} == {2}
    assert {response.values["t_place_other"] for response in crowd} == {"På bio", -4, -1, -6}
    assert "Mer sång" in {response.values["t_wish"] for response in crowd}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("t_plce: {1: 1}", 'line 1, variable "t_plce".*Did you mean "t_place"'),
        ("t_use_1: {1: 1}", "neither"),
        ("t_frame: {1: 1}", "neither"),
        ("t_adult: {1: 1}", "neither"),
        ("t_place: 3", "No shares"),
        ("t_place: {7: 1}", "outside the limits"),
        ("t_consent: {-4: 1}", "outside the limits"),
        ("t_age:\n  20: 1\n  200: 1", "line 3.*outside the limits"),
        ("t_trip: {20260231: 1}", "outside the limits"),
        ("t_region: {7: 1}", "outside the limits"),
        ("t_place: {1: -1}", "from 0 upwards"),
        ("t_place: {1: many}", "from 0 upwards"),
        ("t_place: {1: 0, 2: 0}", "All shares are 0"),
        ("", "names no variable"),
        ("a: [", "line 1"),
    ],
)
def test_what_cannot_be_is_said_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(FaultyDefinition, match=message):
        shares(tmp_path, text)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_distributions(tmp_path / "none.yaml", COMPILED)
