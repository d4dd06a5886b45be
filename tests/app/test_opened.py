from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.errors import AnalysisError, Refused
from app.opened import Opened, model_of, open_study, table_of, unweighted
from survey import frame_file
from survey.study import find


@pytest.fixture
def opened(small: Path) -> Opened:
    return open_study(find(small))


def with_one_more(folder: Path, **answer: float) -> Opened:
    """The study with an answer of one person that nothing names."""
    file = folder / "answers.synthetic.parquet"
    frame = frame_file.read(file)
    for name, value in answer.items():
        frame.data.loc[3, name] = value
    frame_file.save(frame, file)
    return open_study(find(folder))


def test_a_code_that_one_person_gave_is_no_group_to_choose(small: Path) -> None:
    opened = with_one_more(small, gender=7.0)
    assert [label.value for label in opened.groups["gender"]] == [1, 2]


@pytest.mark.parametrize(
    ("formula", "where"), [("rare ~ online", "gender = 1"), ("rare ~ gender", ""), ("rare ~ hours", "")]
)
def test_a_model_of_nobody_says_the_same_as_one_of_a_few(small: Path, formula: str, where: str) -> None:
    """Whether 0 or 3 girls have the outcome, or 0 or 3 people at all, a reader is told the same."""
    file, said = small / "answers.synthetic.parquet", []
    for few in (0, 3):
        frame = frame_file.read(file)
        frame.data["rare"] = np.where(
            (frame.data["gender"] == 2) & (formula == "rare ~ gender"), frame.data["hours"] > 4, 0
        )
        frame.data.loc[frame.data.index[frame.data["gender"] == 1][:few], "rare"] = 1
        frame.data["rare"] = frame.data["rare"].astype(float)
        frame_file.save(frame, file)
        with pytest.raises(Refused) as refused:
            model_of(open_study(find(small)), formula, where=where)
        said.append(str(refused.value))
    assert said[0] == said[1]


def test_what_is_wrong_with_the_answers_is_not_counted_out_to_readers(opened: Opened) -> None:
    with pytest.raises(Refused) as refused:
        model_of(opened, "hours ~ gender", family="gamma")
    assert " of 6" not in str(refused.value)
    assert refused.value.rule == "answers"


def test_whoever_holds_public_data_is_told_what_is_wrong_with_them(imported: Path) -> None:
    with pytest.raises(AnalysisError, match=r"\d+ of \d+ answers"):
        model_of(open_study(find(imported)), "hours ~ w", family="gamma")


def test_the_sample_is_not_counted_out_either(opened: Opened, imported: Path) -> None:
    assert opened.sample.respondents is not None
    assert abs(opened.sample.respondents - 600) <= opened.policy.noise_limit
    assert (opened.sample.units, opened.sample.df) == (40, 36)
    assert open_study(find(imported)).sample.respondents == 600


def test_a_table_of_the_collection_is_not_taken_for_one_of_the_population(opened: Opened) -> None:
    weighted, plain = table_of(opened, "online"), table_of(unweighted(opened), "online")
    assert weighted.cells[0][0].weighted_n != plain.cells[0][0].weighted_n
    assert weighted.cells[0][0].n == plain.cells[0][0].n
