from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import Refused
from app.opened import open_study, record_secret, table_of
from survey.study import find


def test_a_study_answers_with_noise_unless_it_says_otherwise(small: Path):
    assert open_study(find(small)).policy.mode == "keyed"
    settings = small / "study.toml"
    settings.write_text(settings.read_text() + '[release]\ndashboard = "published"\n', encoding="utf-8")
    assert open_study(find(small)).policy.mode == "suppress"


def test_the_same_question_is_worked_out_once(small: Path):
    opened = open_study(find(small))
    assert table_of(opened, "online", by="gender") is table_of(opened, "online", by="gender")


def test_another_login_gets_the_same_figures(small: Path):
    one, other = (table_of(open_study(find(small)), "online", by="gender") for _ in range(2))
    assert one == other


def test_the_secret_is_made_once_and_is_for_its_owner_alone(small: Path):
    assert record_secret(small) == record_secret(small)
    assert (small / ".varsam/record.key").stat().st_mode & 0o077 == 0


def test_another_file_with_answers_has_the_groupings_of_the_study(samples: Path):
    study = find(samples / "youth_exposure")
    opened = open_study(study, study.frame_path)
    assert "y_age_group" in opened.groups


def test_only_what_the_study_declares_groups_and_filters(small: Path):
    settings = small / "study.toml"
    settings.write_text(settings.read_text() + '[release]\ngroupings = ["gender"]\n', encoding="utf-8")
    opened = open_study(find(small))
    assert set(opened.groups) == {"gender"}
    with pytest.raises(Refused, match='"hours" may neither group nor filter'):
        table_of(opened, "online", by="hours")
