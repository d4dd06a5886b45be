from __future__ import annotations

import json
from itertools import combinations

import pytest

from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.publish import chart

SMALL = [[100, 120, 50], [40, 52, 60], [4, 30, 22]]
POLICY = ReleasePolicy()


@pytest.fixture
def released(crosstab_of):
    return release(crosstab_of(SMALL), POLICY, Ledger())


def traces(figure, kind: str) -> list[dict]:
    drawn = [trace for trace in json.loads(figure.to_json())["data"] if trace.get("hoverinfo") != "skip"]
    return [trace for trace in drawn if trace["type"] == kind]


def test_shown_figures_are_bars_with_their_intervals(released):
    figure, _ = chart.bars(released, "en")
    bars = traces(figure, "bar")
    assert [bar["name"] for bar in bars] == ["Group 1", "Group 2", "Group 3", "All"]
    assert bars[0]["x"] == [69.4]
    assert bars[0]["error_x"]["array"][0] == pytest.approx(7.7)


def test_hidden_figures_are_words_and_not_bars_of_length_zero(released):
    figure, _ = chart.bars(released, "sv")
    (hidden,) = traces(figure, "scatter")
    assert hidden["text"] == [" – dolt"] * 4
    assert "Färre än 10" in " ".join(hidden["hovertext"])
    assert sum(len(bar["x"]) for bar in traces(figure, "bar")) == 8
    assert 0 not in [x for bar in traces(figure, "bar") for x in bar["x"]]


def test_a_hidden_group_keeps_its_place_on_the_axis(released):
    figure, _ = chart.bars(released, "en")
    rows, groups = json.loads(figure.to_json())["data"][0]["y"]
    assert groups == ["Group 1", "Group 2", "Group 3", "All"] * 3
    assert rows == [answer for answer in ("Answer 0", "Answer 1", "Answer 2") for _ in range(4)]


def test_a_table_that_is_hidden_altogether_is_still_drawn(crosstab_of):
    figure, alternative = chart.bars(release(crosstab_of([[1], [0]], by=""), POLICY, Ledger()), "en")
    assert sum(len(bar["x"]) for bar in traces(figure, "bar")) == 0
    assert alternative.count("hidden") == 2


def test_the_alternative_text_says_what_it_is_about_and_its_figures(released):
    _, english = chart.bars(released, "en")
    assert english.startswith(
        "Bar chart. Question y_meet by Question sex. Answer 0, Group 1: 69.4% (95% CI 61.7–77.1);"
    )
    assert english.endswith("and 4 more.")
    _, swedish = chart.bars(released, "sv")
    assert "Svar 1, Grupp 1: dolt" in swedish


def test_answers_with_the_same_wording_keep_their_own_bars(released):
    for row in released.rows:
        object.__setattr__(row, "label", released.rows[0].label)
    figure, _ = chart.bars(released, "en")
    assert traces(figure, "bar")[3]["y"][0] == ["Answer 0", "Answer 0 (2)", "Answer 0 (3)"]


def test_coefficients_are_odds_ratios_on_a_log_scale(model_of):
    cells = [("sex", 1.0, 200, 60), ("sex", 2.0, 180, 80), ("area", 1.0, 250, 90), ("area", 2.0, 130, 50)]
    figure, alternative = chart.coefficients(release(model_of(cells), POLICY, Ledger()), "en")
    assert json.loads(figure.to_json())["layout"]["xaxis"]["type"] == "log"
    (points,) = traces(figure, "scatter")
    assert points["x"][0] == pytest.approx(1.6487, rel=1e-3)
    assert "sex is 2: 1.65 (1.28–2.12)" in alternative


# Brettel, Viénot and Mollon (1997) as simplified by Viénot et al. (1999), on linear RGB.
SEEN = {
    "all": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protan": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
    "deutan": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
}


@pytest.mark.parametrize("vision", SEEN)
def test_the_colours_are_told_apart_with_every_kind_of_colour_vision(vision):
    colours = [lab(seen_as(colour, SEEN[vision])) for colour in (*chart.PALETTE, chart.EVERYBODY)]
    distances = [sum((a - b) ** 2 for a, b in zip(x, y, strict=True)) ** 0.5 for x, y in combinations(colours, 2)]
    assert min(distances) > 8


def linear(colour: str) -> list[float]:
    values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def seen_as(colour: str, matrix: list[list[float]]) -> list[float]:
    rgb = linear(colour)
    return [min(max(sum(m * v for m, v in zip(row, rgb, strict=True)), 0.0), 1.0) for row in matrix]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    white = (0.9505, 1.0, 1.089)
    scaled = [sum(m * v for m, v in zip(row, rgb, strict=True)) / w for row, w in zip(to_xyz, white, strict=True)]
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
