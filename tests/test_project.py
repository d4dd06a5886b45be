"""Statements about the project itself: where its packages are, what its lock and its imports may hold."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("package", ["survey", "analysis", "app"])
def test_the_generic_package_names_are_this_project(package: str, root: Path) -> None:
    found = importlib.util.find_spec(package)
    assert found is not None
    assert found.origin is not None
    assert Path(found.origin).parent == root / package


def test_the_import_rules_hold(root: Path) -> None:
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


# They take unreleased results and give unreleased results: their figures go from register to register.
ESTIMATORS_ON_RESULTS = {
    "analysis/comparing/contrasts.py",
    "analysis/imputation/combine.py",
    "analysis/comparing/multiplicity.py",
}


def test_only_disclosure_opens_an_unreleased_result(root: Path) -> None:
    openers = {
        str(path.relative_to(root))
        for package in ("survey", "analysis", "app")
        for path in (root / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module == "analysis.unreleased"
        and any(name.name in {"figures", "_register"} for name in node.names)
    }
    assert openers
    strangers = openers - ESTIMATORS_ON_RESULTS
    assert all(opener.startswith("analysis/disclosure/") for opener in strangers), strangers


# Each is a way in which cases were drawn, or answers imputed; `linearised` says what all of them must have.
WAYS_OF_SAMPLING = {
    "analysis/condensed.py",
    "analysis/imputation/rubin.py",
    "analysis/linearised.py",
    "analysis/replicates.py",
    "analysis/sampling.py",
}


def test_no_estimator_has_variance_code_of_its_own(root: Path) -> None:
    trees = {
        str(path.relative_to(root)): ast.parse(path.read_text(encoding="utf-8"))
        for path in (root / "analysis").rglob("*.py")
    }
    methods = {
        module
        for module, tree in trees.items()
        for kind in ast.walk(tree)
        if isinstance(kind, ast.ClassDef)
        and any(isinstance(part, ast.FunctionDef) and part.name in {"covariance", "variances"} for part in kind.body)
    }
    assert methods == WAYS_OF_SAMPLING
    at_hand = {
        module
        for module, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"cov", "corrcoef", "std"}
    }
    assert at_hand == set()


def test_the_lock_holds_versions_and_hashes_and_no_address(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^([A-Za-z0-9_.-]+)==", lock, flags=re.MULTILINE)
    assert len(pinned) > 50
    assert lock.count("--hash=sha256:") >= len(pinned)
    assert "://" not in lock


def test_the_lock_has_everything_the_project_asks_for(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8").lower()
    asked = re.findall(
        r'^    "([a-z0-9-]+)",$', (root / "pyproject.toml").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert [name for name in asked if f"\n{name}==" not in f"\n{lock}"] == []


def test_every_dependency_has_its_line_of_reason(root: Path) -> None:
    reasons = (root / "docs/decisions/0001-dependencies.md").read_text(encoding="utf-8")
    asked = re.findall(
        r'^    "([a-z0-9-]+)",$', (root / "pyproject.toml").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert [name for name in asked if name not in reasons] == []
