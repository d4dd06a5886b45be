import numpy as np
import pytest

from analysis import replicates
from analysis.errors import AnalysisError, LonelyPSU


@pytest.mark.parametrize("fpc", [False, True])
def test_jkn_of_a_total_is_taylor(taylor, total, fpc):
    design = taylor([2, 3, 5], fpc=fpc)
    assert total(replicates(design, "JKn")).variance == pytest.approx(total(design).variance, rel=1e-12)


@pytest.mark.parametrize("fpc", [False, True])
def test_jk2_of_a_total_is_taylor(taylor, total, fpc):
    design = taylor([2, 2, 2, 2], fpc=fpc)
    found = replicates(design, "JK2")
    assert found.sampling.n_parts == 4
    assert found.sampling.mse
    assert total(found).variance == pytest.approx(total(design).variance, rel=1e-12)


def test_jk1_refuses_strata(taylor):
    with pytest.raises(AnalysisError, match=r'found 2\. Use kind "JKn"'):
        replicates(taylor([2, 3]), "JK1")


def test_jk2_names_the_stratum_with_another_count(taylor):
    with pytest.raises(AnalysisError, match=r'1 of 2 have others \("1" has 3\)'):
        replicates(taylor([2, 3]), "JK2")


def test_a_lonely_stratum_is_named(taylor):
    with pytest.raises(LonelyPSU, match='Stratum "1" has 1 PSU'):
        replicates(taylor([2, 1]), "JKn")


@pytest.mark.parametrize(
    ("rule", "n"), [("remove", 5), ("certainty", 5), ("average", 5), ("adjust", 6), ("collapse", 6)]
)
def test_lonely_rules_make_so_many_replicates(taylor, rule, n):
    assert replicates(taylor([2, 3, 1], lonely_psu=rule), "JKn").sampling.n_parts == n


def test_a_stratum_sampled_whole_has_no_replicates(taylor):
    design = taylor([2, 3], fpc=True)
    whole = design.frame.data.assign(share=design.frame.data["share"].replace(0.6, 1.0))
    assert (
        replicates(
            type(design)(type(design.frame).of(whole), weight="w", strata="stratum", psu="psu", fpc="share"), "JKn"
        ).sampling.n_parts
        == 2
    )


def test_too_many_psus_are_refused(taylor):
    with pytest.raises(AnalysisError, match="6000 replicates"):
        replicates(taylor([3000, 3000]), "JKn")


def test_degrees_of_freedom_are_those_of_taylor(taylor):
    design = taylor([2, 3, 5])
    assert replicates(design, "JKn").df == design.df == 7
    few = design.frame.data["psu"].to_numpy() < 4
    assert (
        replicates(design, "JKn").degrees_of_freedom(few)
        == np.linalg.matrix_rank(replicates(design, "JKn").sampling.factors[:, :4]) - 1
    )
