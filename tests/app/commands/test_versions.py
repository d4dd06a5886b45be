"""`varsam diff` and `varsam release` from the terminal."""

from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner

from app.cli import app
from survey.sealing import new_keys, seal
from survey.store import SqliteStore

run = CliRunner()


@pytest.fixture
def study(root, tmp_path, monkeypatch):
    """A copy of the small study as a folder, below the current one."""
    folder = tmp_path / "clean"
    folder.mkdir()
    shutil.copy(root / "tests/survey/studies/clean.yaml", folder / "questionnaire.yaml")
    (folder / "study.toml").write_text(
        '[study]\nid = "clean"\ntitle = "Clean"\nquestionnaire = "questionnaire.yaml"\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return folder


def edit(folder, old, new) -> None:
    file = folder / "questionnaire.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_release_and_what_was_changed_since(study) -> None:
    released = run.invoke(app, ["release", "clean"])
    assert released.exit_code == 0
    assert "Released version 1.0.0" in released.stderr
    edit(study, "max: 99", "max: 110")
    found = run.invoke(app, ["diff", "clean@1.0.0", "clean"])
    assert found.exit_code == 1
    assert "minor: " in found.stdout
    assert "Raise `version` from 1.0.0 to 1.1.0." in found.stderr
    edit(study, "version: 1.0.0", "version: 1.1.0")
    assert run.invoke(app, ["diff", "clean/releases/1.0.0.json", "clean"]).exit_code == 0
    plain = json.loads(run.invoke(app, ["diff", "--json", "clean@1.0.0", "clean/questionnaire.yaml"]).stdout)
    assert plain["size"] == "minor"
    assert plain["changes"][0]["where"] == 'question "c_age"'


def test_a_faulty_definition_is_not_released(study) -> None:
    edit(study, "c_use_a > 0", "c_use_x > 0")
    refused = run.invoke(app, ["release", "clean"])
    assert refused.exit_code == 1
    assert "c_use_x" in refused.stderr
    assert not (study / "releases").exists()


def test_an_unknown_release_names_those_there_are(study) -> None:
    run.invoke(app, ["release", "clean"])
    found = run.invoke(app, ["diff", "clean@3.0.0", "clean"])
    assert found.exit_code == 1
    assert "Released are: 1.0.0." in found.stderr


def test_unsealed_answers_of_two_versions_are_one_file(study, tmp_path) -> None:
    from survey.compile import compile as compiled_from
    from survey.frame_file import read
    from survey.load import load
    from survey.simulate import simulate

    secret, public = new_keys()
    (tmp_path / "key").write_text(secret, encoding="utf-8")
    store = SqliteStore(tmp_path / "answers.sqlite")
    for version in ("1.0.0", "2.0.0"):
        if version == "2.0.0":
            edit(study, "version: 1.0.0", "version: 2.0.0")
            edit(study, "id: c_views_a", "id: c_views_new")
        (response,) = simulate(compiled_from(load(study)), n=1, seed=1)
        id = version.encode().ljust(16)
        store.new_draft(id, b"closed").result()
        store.submit("clean", draft=id, response=id, sealed=seal(response.to_bytes(), [public])).result()
        assert run.invoke(app, ["release", "clean"]).exit_code == 0
    store.close()
    options = ["--store", "answers.sqlite", "--key", "key", "--out", "answers.parquet"]
    unsealed = run.invoke(app, ["unseal", "clean", *options])
    assert unsealed.exit_code == 0, unsealed.output
    data = read(tmp_path / "answers.parquet").data
    assert set(data["version"]) == {"1.0.0", "2.0.0"}
    assert {-7.0} < {*data["c_views_a"], *data["c_views_new"]}


def test_where_nothing_changed_the_version_is_said_to_be_enough(study) -> None:
    run.invoke(app, ["release", "clean"])
    found = run.invoke(app, ["diff", "clean@1.0.0", "clean"])
    assert found.exit_code == 0
    assert found.stdout == "clean@1.0.0 to clean: no change; version 1.0.0 is enough\n"
