from __future__ import annotations

import pytest

from analysis.disclosure import ReleasePolicy
from analysis.disclosure.policy_words import in_words
from survey.text import Text


@pytest.mark.parametrize("mode", ["keyed", "suppress"])
def test_a_policy_is_said_in_both_languages_with_its_own_numbers(mode):
    said = in_words(ReleasePolicy(mode=mode, threshold=(6, 7, 12, 13), strict=("y_age",)))
    assert all(sentence["sv"] and sentence["en"] for sentence in said)
    for language in ("sv", "en"):
        whole = " ".join(sentence[language] for sentence in said)
        assert all(number in whole for number in ("6", "13", "20", "41", "50", "67"))


def test_the_groupings_are_named_where_the_grammar_is_closed():
    said = in_words(ReleasePolicy(mode="keyed"), [Text(sv="Ålder i två grupper", en="Age in two groups")])
    assert "Age in two groups" in " ".join(sentence["en"] for sentence in said)


def test_of_public_data_there_is_one_sentence():
    assert len(in_words(ReleasePolicy(public_use=True))) == 1
