from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from survey.errors import FaultyDefinition, UnknownStudy, UnknownVariable, UnreadableFile
from survey.frame import SurveyFrame
from survey.frame_file import save
from survey.study import NoDataYet, find, studies
from survey.text import Text
from survey.variables import Variable

SETTINGS = """
[study]
id = "youth"
title = {sv = "Unga på nätet", en = "Young people online"}
[data]
frame = "frame.parquet"
[design]
weight = "w"
nest = true
[release]
public_use = true
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "questionnaires" / "youth"
    made.mkdir(parents=True)
    (made / "study.toml").write_text(SETTINGS, encoding="utf-8")
    return made


def with_settings(folder: Path, settings: str) -> Path:
    (folder / "study.toml").write_text(settings, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["youth", "questionnaires/youth", "questionnaires/youth/study.toml"])
def test_a_study_is_found_by_name_and_by_path(folder: Path, name: str) -> None:
    study = find(name)
    assert (study.id, study.title["sv"]) == ("youth", "Unga på nätet")
    assert study.folder.resolve() == folder
    assert study.design == {"weight": "w", "nest": True}
    assert study.release == {"public_use": True}
    assert study.questionnaire() is None


def test_an_unknown_name_brings_the_nearest(folder: Path) -> None:
    with pytest.raises(UnknownStudy, match="Did you mean youth"):
        find("yuoth")


def test_a_folder_without_settings_is_no_study(folder: Path) -> None:
    (folder.parent / "bank").mkdir()
    with pytest.raises(UnknownStudy, match=r"has no study\.toml"):
        find("questionnaires/bank")


def test_all_studies_below_the_places_are_found_once(folder: Path) -> None:
    places = [Path(), Path("questionnaires"), folder, Path("absent")]
    assert [study.id for study in studies(places)] == ["youth"]


def test_all_faults_of_the_settings_are_told_with_their_lines(folder: Path) -> None:
    with_settings(folder, '[study]\nid = "a b"\n[desing]\n[design]\nwieght = "w"\nnest = "no"\n[levels]\nx = 4\n')
    with pytest.raises(FaultyDefinition) as caught:
        find("youth")
    assert [fault.line for fault in caught.value.faults] == [2, 3, 5, 6, 8]
    said = str(caught.value)
    assert 'Did you mean "design"?' in said
    assert 'has no setting "wieght". Did you mean "weight"?' in said


def test_settings_without_an_id_are_refused(folder: Path) -> None:
    with pytest.raises(FaultyDefinition, match='needs an "id"'):
        find(with_settings(folder, '[study]\ntitle = "x"\n'))


def test_broken_toml_says_where(folder: Path) -> None:
    with pytest.raises(UnreadableFile, match="line 2"):
        find(with_settings(folder, "[study]\nid = youth\n"))


def test_a_study_without_data_says_how_to_get_some(folder: Path) -> None:
    with pytest.raises(NoDataYet, match=r"varsam unseal.*varsam simulate"):
        find("youth").frame()


def test_the_frame_takes_its_levels_from_the_settings(folder: Path) -> None:
    frame = SurveyFrame("other", pd.DataFrame({"a": [1.0]}), {"a": Variable("a", Text(en="A"), level=2)})
    save(frame, folder / "frame.parquet")
    assert find("youth").frame().variable("a").level == 2
    read = find(with_settings(folder, SETTINGS + "[levels]\na = 0\n")).frame()
    assert (read.variable("a").level, read.study, read.title["en"]) == (0, "youth", "Young people online")
    with pytest.raises(UnknownVariable, match="Did you mean a"):
        find(with_settings(folder, SETTINGS + "[levels]\nA = 0\n")).frame()


def test_a_design_may_have_stages_and_replicate_weights(folder: Path) -> None:
    design = (
        '[design]\nweight = "w"\nstrata = ["region", "level"]\npsu = ["school", "class"]\nfpc = "schools"\npps = true\n'
        'lonely_psu = "collapse"\nlonely_in_domain = false\nreplicate_weights = ["r1", "r2"]\nkind = "Fay"\n'
        "fay_rho = 0.3\nscale = 1\n"
        "rscales = [0.5, 1]\nmse = true\ncombined = false\n"
    )
    study = find(with_settings(folder, f'[study]\nid = "x"\n{design}'))
    assert study.design["psu"] == ["school", "class"]
    assert study.design["rscales"] == [0.5, 1]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("psu = []", '"psu" must be text in quotation marks or a list of such'),
        ("psu = [1]", '"psu" must be text in quotation marks or a list of such'),
        ("scale = true", '"scale" must be a number'),
        ('rscales = ["a"]', '"rscales" must be a number or a list of such'),
        ("mse = 1", '"mse" must be true or false'),
        ('replicate_weight = "r"', 'Did you mean "replicate_weights"'),
    ],
)
def test_design_settings_of_another_kind_are_told(folder: Path, line: str, said: str) -> None:
    with pytest.raises(FaultyDefinition, match=said):
        find(with_settings(folder, f'[study]\nid = "x"\n[design]\n{line}\n'))


def test_a_collection_is_read_with_its_days_and_texts(tmp_path):
    (tmp_path / "study.toml").write_text(
        '[study]\nid = "s"\n[collection]\naccess = "codes"\nwithdraw_until = 2027-01-31\nresponsible = "The agency"\n'
        'contact = { sv = "Ring", en = "Call" }\n',
        encoding="utf-8",
    )
    collection = find(tmp_path).collection
    assert (collection.access, collection.withdraw_until) == ("codes", date(2027, 1, 31))
    assert collection.responsible.in_language("sv") == "The agency"
    assert collection.contact.in_language("en") == "Call"


def test_faults_of_a_collection_are_told_at_once_with_their_lines(tmp_path):
    (tmp_path / "study.toml").write_text(
        '[study]\nid = "s"\n[collection]\naccess = "code"\ndraft_weeks = 90\nwithdraw_until = "2027"\n'
        'leave_to = "weather"\nlog = true\n',
        encoding="utf-8",
    )
    with pytest.raises(FaultyDefinition) as told:
        find(tmp_path)
    assert [fault.line for fault in told.value.faults] == [4, 5, 6, 7, 8]
    assert 'Did you mean "codes"?' in str(told.value)
    assert "without quotation marks" in str(told.value)
