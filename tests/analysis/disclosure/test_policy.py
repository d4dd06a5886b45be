from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.disclosure import ReleasePolicy
from analysis.errors import BadPolicy
from survey.frame import SurveyFrame
from survey.groupings import Grouping
from survey.text import plain
from survey.variables import ValueLabel


@pytest.mark.parametrize(("level", "threshold", "base"), [(0, 5, 20), (1, 5, 30), (2, 10, 41), (3, 10, 41)])
def test_the_defaults_follow_the_sensitivity_level(level, threshold, base):
    limits = ReleasePolicy().at(level)
    assert (limits.threshold, limits.base) == (threshold, base)
    assert limits.width == threshold / 2


def test_at_level_3_no_three_variables_are_combined():
    assert [ReleasePolicy().at(level).max_dimensions for level in range(4)] == [4, 4, 3, 2]


def test_a_study_may_be_stricter():
    policy = ReleasePolicy.from_settings(
        {"threshold": 20, "base": [30, 40, 50, 60], "rounding": 10, "max_dimensions": 2}
    )
    assert policy.threshold == (20, 20, 20, 20)
    assert policy.base == (30, 40, 50, 60)
    assert policy.at(0).max_dimensions == 2


def test_a_study_that_says_nothing_answers_with_noise_and_has_the_defaults_else():
    assert ReleasePolicy.from_settings({}) == ReleasePolicy(mode="keyed")
    assert ReleasePolicy.from_settings({"dashboard": "published"}) == ReleasePolicy()


def test_noise_is_not_wider_than_its_limit_allows():
    assert ReleasePolicy.from_settings({"noise_limit": 8, "noise_variance": 9}).noise_variance == 9
    with pytest.raises(BadPolicy, match="noise_variance must be at most 10 with a noise_limit of 5"):
        ReleasePolicy.from_settings({"noise_variance": 20})


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"threshold": 5}, r"threshold must be at least 10 for variables of sensitivity level 2; found 5"),
        ({"threshold": [3, 5, 10, 10]}, r"at least 5 for variables of sensitivity level 0; found 3"),
        ({"base": 30}, r"base must be at least 41"),
        ({"max_dimensions": 4}, r"max_dimensions must be at most 3 for variables of sensitivity level 2"),
        ({"max_dimensions": 0}, r"max_dimensions must be at most 4"),
        ({"rounding": 1}, r"rounding must be at least 5; found 1"),
        ({"residual_df": 3}, r"residual_df must be at least 10"),
        ({"caution_cv": 30}, r"caution_cv is above 0 and at most 1, such as 0.3; found 30"),
        ({"caution_cv": True}, r"caution_cv is above 0"),
        ({"threshold": [10, 10]}, r"one number, or four for the levels 0 to 3; found 2"),
        ({"threshold": "ten"}, r"whole number, or a list of four .*; found 'ten'"),
        ({"threshold": True}, r"whole number"),
        ({"public_use": "yes"}, r"public_use is true or false; found 'yes'"),
        ({"sensitive_codes": ["a"]}, r"sensitive_codes\] holds, for a variable, a list of at least one of its codes"),
        ({"sensitive_codes": {"a": []}}, r"at least one of its codes, such as contact = \[1, 2\]"),
        ({"sensitive_codes": {"a": [True]}}, r"Of a variable that is left out all codes are sensitive"),
        ({"treshold": 10}, r'no setting "treshold"\. It takes dashboard, identifying'),
    ],
)
def test_settings_that_are_unknown_or_too_lax_are_refused(settings, message):
    with pytest.raises(BadPolicy, match=message):
        ReleasePolicy.from_settings(settings)


def test_another_policy_has_another_digest():
    assert ReleasePolicy(mode="keyed").digest == ReleasePolicy.from_settings({"rounding": 5}).digest
    assert ReleasePolicy(mode="keyed").digest != ReleasePolicy.from_settings({"rounding": 10}).digest


def test_counts_that_the_strictest_output_hides_have_wide_noise():
    assert (ReleasePolicy().small, ReleasePolicy(strict=("age",)).small) == (10, 20)
    assert ReleasePolicy(noise_limit=8, noise_variance=9.0).wide_limit == 20


def test_sensitive_codes_are_those_of_sensitive_variables():
    yes_or_no = (ValueLabel(0, plain("No")), ValueLabel(1, plain("Yes")))
    frame = SurveyFrame.of(pd.DataFrame({"a": [0.0, 1.0], "b": [0.0, 1.0]}))
    meanings = {
        name: replace(variable, values=yes_or_no, level=2 if name == "a" else 1)
        for name, variable in frame.variables.items()
    }
    frame = replace(frame, variables=meanings)
    ReleasePolicy(sensitive_codes={"a": (1,)}).refuse_unknown(frame)
    for codes, said in (
        ({"c": (1,)}, '"c", which the study does not have'),
        ({"b": (1,)}, '"b" is of level 1, where no answer is hidden'),
        ({"a": (1, 7)}, r"a must name codes of its answers \(0, 1\); found 7"),
    ):
        with pytest.raises(BadPolicy, match=said):
            ReleasePolicy(sensitive_codes=codes).refuse_unknown(frame)


def test_other_noise_has_another_name_and_other_groups_have_not():
    band = Grouping("part", "region", plain("part"), ())
    names = {
        ReleasePolicy(**given).noise
        for given in ({}, {"noise_variance": 4.0}, {"strict": ("a",)}, {"made_from": (band,)})
    }
    assert len(names) == 4
    assert ReleasePolicy(groupings=("a",)).noise == ReleasePolicy().noise
