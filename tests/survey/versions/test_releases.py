"""A released version stays as it is, and its answers stand in one frame with those to all others."""

from __future__ import annotations

import json

import pytest

from survey.checks import check, check_file
from survey.compile import compile as compiled_from
from survey.compile import digest, plain
from survey.errors import SurveyError, UnreadableFile
from survey.load import load
from survey.simulate import simulate
from survey.versions import release, releases
from survey.versions.frame import UnknownVersion, frame_of_versions
from survey.versions.frozen import thaw
from survey.versions.releases import AlreadyReleased


def frozen_faults(folder):
    return [found for found in check_file(folder) if found.number == 30 and "ersion" in found.what]


def test_a_release_reads_back_as_what_was_asked(clean, folder) -> None:
    kept = release(clean, folder)
    (found,) = releases(folder)
    assert found.questionnaire == clean
    assert found.digest == kept.digest == digest(clean)
    assert found.file.name == "1.0.0.json"


@pytest.mark.parametrize("study", ["youth_exposure", "buyer_attitudes", "staff_interview", "lgbtq_module"])
def test_the_shipped_studies_survive_being_written_down(root, study) -> None:
    questionnaire = load(root / "questionnaires" / study)
    assert thaw(json.loads(json.dumps(plain(questionnaire)))) == questionnaire


def test_a_release_is_made_once_and_never_changed(clean, folder, edited) -> None:
    release(clean, folder)
    release(clean, folder)
    with pytest.raises(AlreadyReleased, match=r"Version 1\.0\.0 was released with other questions"):
        release(edited("max: 99", "max: 110"), folder)


def test_a_release_that_was_edited_is_said_to_be(clean, folder) -> None:
    file = release(clean, folder).file
    file.write_text(file.read_text(encoding="utf-8").replace('"max": 99', '"max": 98'), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="was changed after it was released"):
        releases(folder)
    (fault,) = frozen_faults(folder)
    assert "was changed after it was released" in fault.what
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="cannot be read"):
        releases(folder)


def test_a_released_version_edited_in_place_is_a_fault_at_its_line(clean, folder, edited) -> None:
    release(clean, folder)
    assert frozen_faults(folder) == []
    edited("max: 99", "max: 90", "Hur gammal är du?", "Hur gamal är du?")
    text = (folder / "questionnaire.yaml").read_text(encoding="utf-8")
    limits, slip = sorted(frozen_faults(folder), key=lambda fault: "limits" not in fault.what)
    assert limits.where == slip.where == 'question "c_age"'
    assert limits.line == text.split("max: 90")[0].count("\n") + 1
    assert limits.what.startswith("Version 1.0.0 is released, and since then its limits leave out answers")
    assert limits.mend == "Raise `version` to at least 2.0.0, or take the change back."


def test_a_version_raised_too_little_is_a_fault_and_one_raised_enough_is_none(clean, folder, edited) -> None:
    release(clean, folder)
    edited("max: 99", "max: 90", "version: 1.0.0", "version: 1.1.0")
    (fault,) = frozen_faults(folder)
    assert fault.line == 4
    assert fault.mend == "Raise `version` to at least 2.0.0."
    edited("version: 1.1.0", "version: 2.0.0")
    assert frozen_faults(folder) == []
    edited("version: 2.0.0", "version: 0.9.0")
    assert "is lower than every released one" in frozen_faults(folder)[0].what


def test_what_is_edited_in_place_is_not_fielded(clean, folder, edited) -> None:
    release(clean, folder)
    faults = check(edited("max: 99", "max: 90"))
    assert any(not fault.advice for fault in faults)


@pytest.fixture
def two_versions(clean, edited):
    newer = edited(
        "version: 1.0.0", "version: 2.0.0",
        "      - {code: 2, text: {sv: Ofta, en: Often}}\n", "      - {code: 3, text: {sv: Jämt, en: Always}}\n",
        "sv: Ibland", "sv: Varje dag",
        "id: c_views_a", "id: c_views_new",
    )  # fmt: skip
    return compiled_from(clean), compiled_from(newer)


def test_answers_to_two_versions_stand_in_one_frame(two_versions) -> None:
    old, new = two_versions
    given = [*simulate(new, n=3, seed=1), *simulate(old, n=4, seed=2)]
    frame = frame_of_versions([old, new], given)
    assert list(frame.data["version"]) == ["2.0.0"] * 3 + ["1.0.0"] * 4
    assert set(frame.data["c_views_a"][:3]) == {-7}
    assert set(frame.data["c_views_new"][3:]) == {-7}
    assert -7 not in set(frame.data["c_age"])
    assert list(frame.data.columns) == list(frame.variables)


def test_codes_of_an_older_version_keep_their_labels(two_versions) -> None:
    old, new = two_versions
    labels = {v.value: v.label["sv"] for v in frame_of_versions([old, new], []).variable("c_use_a").values}
    assert labels == {0: "Aldrig", 1: "Varje dag (i version 1.0.0: Ibland)", 3: "Jämt", 2: "Ofta"}


def test_answers_to_an_unknown_version_are_not_mixed_in(two_versions) -> None:
    old, new = two_versions
    with pytest.raises(UnknownVersion, match=r"to 2\.0\.0 \(") as caught:
        frame_of_versions([old], simulate(new, n=1, seed=1))
    assert isinstance(caught.value, SurveyError)
