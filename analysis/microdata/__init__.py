"""The second door: answers that leave the house. `anonymise` makes them, files for outsiders take nothing else."""

from analysis.microdata.anonymise import anonymise
from analysis.microdata.policy import PROFILES, MicrodataPolicy, Profile
from analysis.microdata.released import ReleasedMicrodata, RiskReport

__all__ = ["PROFILES", "MicrodataPolicy", "Profile", "ReleasedMicrodata", "RiskReport", "anonymise"]
