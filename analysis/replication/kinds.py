"""The kinds of replicates by name, and what each multiplies the sum of squares with."""

from __future__ import annotations

from analysis.arguments import number_of
from analysis.errors import AnalysisError
from analysis.replicates import KINDS, Kind

# Names that others use for the same.
_ALSO: dict[str, Kind] = {
    "ACS": "SDR",
    "successive-difference": "SDR",
    "Canty-Davison": "bootstrap",
    "Rao-Wu": "subbootstrap",
    "Preston": "mrbbootstrap",
}
_BY_LOWER = {name.lower(): kind for name, kind in [*((kind, kind) for kind in KINDS), *_ALSO.items()]}


def kind_named(name: str) -> Kind:
    """The kind by its name here or elsewhere, in any case. Raises AnalysisError with the names there are."""
    if str(name).lower() not in _BY_LOWER:
        raise AnalysisError(f'kind is one of {", ".join(KINDS)}; found "{name}".')
    return _BY_LOWER[name.lower()]


def fay_factor(kind: Kind, fay_rho: float | None) -> float:
    """Rho of Fay's method, 0 for other kinds. Raises AnalysisError where it is missing, or not below 1."""
    if kind != "Fay":
        if fay_rho is not None:
            raise AnalysisError(f'fay_rho belongs to kind "Fay"; found kind "{kind}". Leave fay_rho out.')
        return 0.0
    if fay_rho is None or not 0 <= number_of("fay_rho", fay_rho) < 1:
        raise AnalysisError(f"Fay's method needs fay_rho from 0 to below 1, such as 0.3; found {fay_rho}.")
    return fay_rho
