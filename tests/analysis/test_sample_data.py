"""The synthetic answers: marked as such, near to the published figures, and made anew alike."""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.design import SurveyDesign
from sample_data import buyers, make, youth
from survey import frame_file
from survey.frame import SurveyFrame
from survey.study import find

STUDIES = {"youth_exposure": make.youth_exposure, "buyer_attitudes": make.buyer_attitudes}
EVERYBODY = (1, 2, 3, 4)
GIRLS, BOYS, OTHERS = (1,), (2,), (3, 4)


@cache
def frame(study: str) -> SurveyFrame:
    return find(make.ROOT / "questionnaires" / study).frame()


def percent(study: str, variable: str, codes: tuple[int, ...], *, among: tuple[int, ...]) -> float:
    """Weighted, of those who answered."""
    answers, gender = frame(study).values(variable), frame(study).values(f"{study[0]}_gender")
    weight = frame(study).values("calibrated_weight") * (np.isfinite(answers) & np.isin(gender, among))
    return 100 * float(weight @ np.isin(answers, codes)) / float(weight.sum())


def digest(made: SurveyFrame) -> str:
    return hashlib.sha256(made.data.to_csv().encode()).hexdigest()


@pytest.mark.parametrize("study", STUDIES)
def test_the_answers_are_marked_synthetic_everywhere(study: str) -> None:
    path = make.FILES[study]
    assert path.name.endswith(".synthetic.parquet")
    assert b'"synthetic": true' in pq.read_schema(path).metadata[b"varsam"]
    assert frame(study).synthetic
    assert next(iter(frame(study).data)) == "synthetic"
    assert (frame(study).data["synthetic"] == 1).all()


@pytest.mark.parametrize("study", STUDIES)
def test_the_file_is_small_and_its_columns_stand_in_order(study: str) -> None:
    columns = list(frame_file.read(make.FILES[study]).data)
    first = ["synthetic", "wave", "stratum", *(["psu", "fpc"] if study == "youth_exposure" else [])]
    assert columns[: len(first) + 2] == [*first, "design_weight", "calibrated_weight"]
    known = ["region"] if study == "youth_exposure" else ["sex", "age_group", "region"]
    assert columns[len(first) + 2 :][: len(known)] == known
    assert columns[-3:] == ["language", "week", "complete"]
    assert make.FILES[study].stat().st_size < 3_000_000


@pytest.mark.parametrize("study", STUDIES)
def test_the_answers_fit_the_questionnaire_that_is_asked_today(study: str) -> None:
    asked = find(make.ROOT / "questionnaires" / study).questionnaire().variables
    answers = [v for v in frame(study).variables.values() if v.role == "answer"]
    assert answers == list(asked.values())


@pytest.mark.parametrize("study", STUDIES)
def test_weights_are_positive_and_no_stratum_has_a_lone_psu(study: str) -> None:
    settings = find(make.ROOT / "questionnaires" / study).design
    assert settings["lonely_psu"] == "fail"
    design = SurveyDesign.of(frame(study), settings)
    assert (design.calibrated_weight > 0).all()
    assert (frame(study).values("design_weight") > 0).all()
    units = frame(study).data.get("psu", pd.Series(range(len(frame(study)))))
    assert units.groupby(frame(study).data["stratum"]).nunique().min() >= 2


def test_the_youth_wave_has_the_shape_of_the_school_study() -> None:
    data = frame("youth_exposure").data
    assert len(data) == 5839
    assert data["psu"].nunique() == 171
    assert data.groupby("psu")["stratum"].nunique().max() == 1
    assert 33 < len(data) / data["psu"].nunique() < 35


@pytest.mark.parametrize(
    ("variable", "codes", "among", "published", "tolerance"),
    [
        ("y_c1", (1, 2), GIRLS, 0.6, 0.1),
        ("y_c1", (1, 2), BOYS, 1.2, 0.1),
        ("y_c1", (1, 2), OTHERS, 3.8, 0.5),
        ("y_c1", (1, 2), EVERYBODY, 0.9, 0.1),
        ("y_s1", (1, 2), GIRLS, 27.0, 0.7),
        ("y_s1", (1, 2), BOYS, 22.0, 0.7),
        ("y_s1", (1, 2), EVERYBODY, 25.0, 1.0),
        ("b_l1", (1,), GIRLS, 91.0, 1.0),
        ("b_l1", (1,), BOYS, 63.0, 1.0),
        ("b_e1", (1, 2), BOYS, 9.5, 0.5),
        ("b_e1", (1,), BOYS, 1.0, 0.3),
        ("b_e2_2", (1,), BOYS, 80.0, 3.0),
        ("b_r1", (1, 2), GIRLS, 1.5, 0.3),
        ("b_r1", (1, 2), BOYS, 1.0, 0.3),
    ],
)
def test_weighted_figures_lie_at_the_published_ones(
    variable: str, codes: tuple[int, ...], among: tuple[int, ...], published: float, tolerance: float
) -> None:
    study = "youth_exposure" if variable.startswith("y") else "buyer_attitudes"
    assert percent(study, variable, codes, among=among) == pytest.approx(published, abs=tolerance)


def test_about_51_pupils_have_received_compensation() -> None:
    assert 46 <= (frame("youth_exposure").values("y_c1") > 0).sum() <= 56


def test_hardly_any_woman_has_paid() -> None:
    assert 0.1 <= percent("buyer_attitudes", "b_e1", (1, 2), among=GIRLS) <= 0.4


@pytest.mark.parametrize("study", STUDIES)
def test_weights_are_as_unequal_as_in_real_samples(study: str) -> None:
    weight = frame(study).values("calibrated_weight")
    assert 1.4 < len(weight) * (weight**2).sum() / weight.sum() ** 2 < 1.9


def test_calibrated_weights_add_up_to_the_population() -> None:
    youths, adults = frame("youth_exposure").data, frame("buyer_attitudes").data
    assert youths["calibrated_weight"].sum() == pytest.approx(sum(youth.PUPILS.values()), rel=1e-6)
    assert adults["calibrated_weight"].sum() == pytest.approx(np.sum(buyers.POPULATION), rel=1e-6)
    women = adults["calibrated_weight"].groupby([adults["sex"], adults["age_group"]]).sum().loc[1]
    assert list(women) == pytest.approx(buyers.POPULATION[0], rel=1e-6)


def test_pupils_of_a_school_answer_alike() -> None:
    data = frame("youth_exposure").data.query("y_ae3 > 0")
    schools = data.groupby("psu")["y_ae3"]
    within, size = schools.var().mean(), len(data) / data["psu"].nunique()
    between = schools.mean().var() - within / size
    assert 0.01 < between / (between + within) < 0.08


def test_men_who_paid_find_it_more_acceptable_and_are_older() -> None:
    men = frame("buyer_attitudes").data.query("b_gender == 2 and b_e1 >= 0 and b_a9 > 0")
    paid = men["b_e1"] > 0
    assert men["b_a9"][paid].mean() > men["b_a9"][~paid].mean() + 0.5
    assert men["b_age"][paid].mean() > men["b_age"][~paid].mean()


@pytest.mark.parametrize("study", STUDIES)
def test_made_anew_the_answers_are_those_of_the_file(study: str) -> None:
    first = STUDIES[study](first=60)
    shipped = frame_file.read(make.FILES[study]).data[:60]
    assert list(first.data) == list(shipped)
    pd.testing.assert_frame_equal(first.data, shipped, check_dtype=False, rtol=0, atol=0.001)


def test_the_same_seed_gives_the_same_answers_and_another_gives_others() -> None:
    once, again, other = (make.youth_exposure(schools=60, forms=300, first=40, seed=seed) for seed in (1, 1, 2))
    assert digest(once) == digest(again) != digest(other)
