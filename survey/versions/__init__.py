"""Versions of a questionnaire: how they differ, which are released, and their answers in one frame."""

from survey.versions.change import Change, Size
from survey.versions.difference import Difference, difference
from survey.versions.releases import Release, read_release, release, releases

__all__ = ["Change", "Difference", "Release", "Size", "difference", "read_release", "release", "releases"]
