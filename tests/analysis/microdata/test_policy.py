from __future__ import annotations

from typing import Any

import pytest

from analysis.errors import BadPolicy
from analysis.microdata import MicrodataPolicy
from survey.study import find

KEYS = {"keys": [["sex", "region"]]}
BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "names no keys"),
    ({"keys": ["sex"]}, "list of names"),
    ({"keys": [[]]}, "empty combination"),
    ({**KEYS, "kez": 3}, "no setting"),
    ({**KEYS, "k": 4}, "at least 5"),
    ({**KEYS, "k": "many"}, "whole number"),
    ({**KEYS, "l": 2}, "at least 3"),
    ({**KEYS, "expected": 0.2}, "at most 0.01"),
    ({**KEYS, "expected": 2}, "above 0"),
    ({**KEYS, "missing": "some"}, "own_value or matches_all"),
    ({**KEYS, "importance": ["age"]}, "no key"),
    ({**KEYS, "drop": ["sex"]}, "is a key and is dropped"),
    ({**KEYS, "sensitive": ["sex"]}, "is a key and is sensitive"),
    ({**KEYS, "harmless": {"q": [0]}}, "not sensitive"),
    ({**KEYS, "ages": ["age"]}, "ages in years"),
    ({**KEYS, "regions": {"region": 12_000}}, "takes 20000"),
    ({**KEYS, "recode": {"q": [1, 2]}}, "list of codes"),
    ({**KEYS, "restricted": True}, "must be a table"),
    ({**KEYS, "pram": {"q": "no"}}, "number"),
    ({**KEYS, "strata": 1}, "true or false"),
]


@pytest.mark.parametrize(("settings", "says"), BAD)
def test_a_bad_setting_is_refused_in_plain_words(settings, says):
    with pytest.raises(BadPolicy, match=says):
        MicrodataPolicy.from_settings(settings)


def test_a_near_name_is_offered():
    with pytest.raises(BadPolicy, match='Did you mean "importance"'):
        MicrodataPolicy.from_settings({**KEYS, "importence": []})


def test_a_profile_sets_what_is_its_own():
    settings = {**KEYS, "k": 6, "public": {"k": 10, "drop": ["q"]}, "restricted": {"psu": False}}
    public, restricted = (MicrodataPolicy.from_settings(settings, profile) for profile in ("public", "restricted"))
    assert (public.k, public.drop, public.strata, public.least_level_left_out) == (10, ("q",), False, 3)
    assert (restricted.k, restricted.drop, restricted.psu, restricted.strata) == (6, (), False, True)
    assert public.digest != restricted.digest


def test_a_public_file_has_no_strata():
    with pytest.raises(BadPolicy, match="cannot have strata"):
        MicrodataPolicy.from_settings({**KEYS, "public": {"strata": True}}, "public")


def test_an_unknown_profile_is_refused():
    with pytest.raises(BadPolicy, match="public or restricted"):
        MicrodataPolicy.from_settings(KEYS, "open")  # type: ignore[arg-type]


def test_of_several_stages_the_first_counts():
    policy = MicrodataPolicy.from_settings(KEYS, design={"weight": "w", "psu": ["school", "class"], "nest": True})
    assert dict(policy.design) == {"weight": "w", "psu": "school"}


@pytest.mark.parametrize("study", ["youth_exposure", "buyer_attitudes"])
@pytest.mark.parametrize("profile", ["public", "restricted"])
def test_the_sample_studies_have_a_policy_for_both_profiles(study, profile, root):
    found = find(root / "questionnaires" / study)
    policy = MicrodataPolicy.from_settings(found.microdata, profile, design=found.design)
    assert policy.sensitive
    assert policy.ages
    assert policy.regions
