from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import (
    SurveyDesign,
    chisq,
    crosstab,
    distribution,
    mean,
    means,
    model,
    proportion,
    quantile,
    ranktest,
    ratio,
    slope,
    total,
    trend,
    ttest,
    variance,
)
from analysis.disclosure import Ledger, Refused, ReleasePolicy, record_keys, release
from analysis.disclosure.keyed.models import noisy_model
from analysis.disclosure.keyed.noise import Noise
from analysis.disclosure.keyed.tables import as_table, noisy_table
from analysis.source import Question
from analysis.unreleased import TableFigures, figures
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import ValueLabel, Variable

POLICY = ReleasePolicy(mode="keyed", seed=b"seed of the study", coarser={"region": "part"})
SECRET = b"sixteen bytes at least"
CODES = {"answer": 4, "sex": 2, "region": 6, "part": 2, "ever": 2}


def made(n: int = 2000, *, level: int = 1, seed: int = 1) -> SurveyDesign:
    draw = np.random.default_rng(seed)
    region = draw.integers(1, 7, n).astype(float)
    answer = draw.choice([1.0, 2, 3, 4], n, p=[0.55, 0.3, 0.1, 0.05])
    data = {
        "answer": answer,
        "sex": draw.integers(1, 3, n).astype(float),
        "region": region,
        "part": np.ceil(region / 3),
        "ever": (draw.uniform(size=n) < 0.3).astype(float),
        "year": draw.choice([2023.0, 2024, 2026], n),
        "amount": np.round(draw.gamma(2, 10, n), 2),
        "weight": draw.uniform(0.5, 2, n),
    }
    first = {"ever": 0}
    variables = {
        name: Variable(
            name=name,
            label=plain(name),
            kind="numeric",
            role="answer",
            level=level,
            values=tuple(
                ValueLabel(float(code), plain(str(code)))
                for code in range(first.get(name, 1), first.get(name, 1) + CODES[name])
            )
            if name in CODES
            else (),
            measure="nominal" if name in CODES else "scale",
        )
        for name in data
    }
    frame = replace(SurveyFrame.of(pd.DataFrame(data)), variables=variables)
    return SurveyDesign(frame, weight="weight").with_record_keys(record_keys(frame, SECRET))


@pytest.fixture(scope="module")
def design() -> SurveyDesign:
    return made()


def shown(result, policy=POLICY):
    return release(result, policy, Ledger())


def refused(result, policy=POLICY) -> Refused:
    with pytest.raises(Refused) as found:
        release(result, policy, Ledger())
    assert set(found.value.reason) == {"sv", "en"}
    return found.value


def numbers(cell):
    return (cell.value, cell.std_error, cell.ci_low, cell.ci_high, cell.df, cell.deff, cell.n, cell.weighted_n)


def test_a_group_has_the_same_figures_as_a_column_and_behind_a_filter(design):
    column = shown(crosstab(design, "answer", by="sex"))
    behind = shown(crosstab(design.domain("sex = 2"), "answer"))
    for row, alone in zip(column.cells, behind.cells, strict=True):
        assert numbers(row[1]) == numbers(alone[0])
    assert column.bases[1] == behind.bases[0]


def test_the_order_of_filters_and_a_single_estimate_change_nothing(design):
    one = shown(crosstab(design.domain("sex = 2 and part = 1"), "answer"))
    other = shown(crosstab(design.domain("part = 1").domain("sex = 2"), "answer"))
    alone = shown(proportion(design.domain("part = 1 and sex = 2"), "answer", code=1.0))
    assert [numbers(row[0]) for row in one.cells] == [numbers(row[0]) for row in other.cells]
    assert numbers(alone.cell) == numbers(one.cells[0][0])


def test_counts_are_off_by_at_most_five_and_their_parts_need_not_add_up(design):
    found = shown(crosstab(design, "answer", by="region"))
    exact = pd.crosstab(design.frame.data["answer"], design.frame.data["region"]).to_numpy()
    off = [
        cell.n - exact[r, c] for r, row in enumerate(found.cells) for c, cell in enumerate(row[:-1]) if not cell.blank
    ]
    assert max(map(abs, off)) <= 5
    assert len(set(off)) > 3


def test_a_share_is_made_from_the_noisy_counts(design):
    unweighted = SurveyDesign(design.frame).with_record_keys(design.record_keys)
    found = shown(crosstab(unweighted, "answer", by="sex"))
    for row in found.cells:
        assert row[0].value == pytest.approx(row[0].n / found.bases[0].n, abs=0.0006 + 0.5 / found.bases[0].n)


def test_cells_of_many_questions_say_no_more_of_a_group_than_its_own_count():
    """Parts of one group add up to it, give or take rounding, by whatever question it is parted."""
    draw = np.random.default_rng(4)
    columns = {
        "sex": np.repeat([1.0, 2.0], [300, 700]),
        **{f"q{k}": draw.integers(1, 4, 1000) * 1.0 for k in range(30)},
    }
    frame = SurveyFrame.of(pd.DataFrame(columns))
    design = SurveyDesign(frame).with_record_keys(record_keys(frame, SECRET))
    noise, sums, base = Noise.of(POLICY), [], 0
    for k in range(30):
        table = noisy_table(figures(crosstab(design, f"q{k}", by="sex")), noise, 5)
        sums.append(table.base_n[0] * table.value[:, 0].sum())
        base = table.base_n[0]
    assert np.mean(sums) == pytest.approx(base, abs=0.6)


def test_another_seed_gives_other_noise(design):
    other = replace(POLICY, seed=b"another seed of the study")
    table = crosstab(design, "answer", by="region")
    assert [b.n for b in shown(table).bases] != [b.n for b in shown(table, other).bases]
    assert POLICY.digest == other.digest


def test_small_cells_are_blank_before_and_after_the_noise():
    design = made(400, level=3)
    found = shown(crosstab(design, "answer", by="sex"))
    exact = pd.crosstab(design.frame.data["answer"], design.frame.data["sex"]).to_numpy()
    for row, true in zip(found.cells, exact, strict=True):
        for cell, n in zip(row, true, strict=False):
            assert cell.blank if n <= 10 else (cell.blank or cell.n >= 10)
    blank = next(cell for row in found.cells for cell in row if cell.blank)
    assert blank.value is blank.n is blank.std_error is None
    assert "10" in blank.reason["en"]


def test_the_test_of_a_table_is_made_anew_and_the_same_as_asked_for_alone(design):
    found, alone = shown(crosstab(design, "answer", by="sex")), shown(chisq(design, "answer", by="sex"))
    turned = shown(chisq(design, "sex", by="answer"))
    exact = release(crosstab(design, "answer", by="sex"), ReleasePolicy(public_use=True), Ledger())
    assert found.test == alone.test
    assert turned.test.statistic == pytest.approx(alone.test.statistic, abs=0.011)
    assert found.test.p_value != exact.test.p_value


def test_a_mean_and_a_total_have_noise(design):
    exact = release(means(design, "amount"), ReleasePolicy(public_use=True), Ledger()).cells[0][0]
    found = shown(means(design, "amount")).cells[0][0]
    assert found.value != pytest.approx(exact.value, abs=1e-4)
    assert abs(found.value - exact.value) < 0.5 * exact.std_error
    assert 0.9 * exact.std_error < found.std_error < 1.2 * exact.std_error
    assert shown(total(design, "amount")).cell.value > 0


def many(n: int = 800) -> SurveyDesign:
    draw = np.random.default_rng(3)
    columns = {"y": draw.gamma(2, 10, n), **{f"x{k}": draw.gamma(20, 1, n) for k in range(12)}}
    frame = SurveyFrame.of(pd.DataFrame(columns))
    return SurveyDesign(frame).with_record_keys(record_keys(frame, SECRET))


def test_a_figure_has_no_second_draw_of_noise_by_way_of_others():
    """A mean is a ratio times another mean, and people are a total over a mean: averages of many ways are no closer."""
    design = many()
    noise = Noise.of(POLICY)

    def noisy(figures_of):
        opened = figures(figures_of)
        table = opened if isinstance(opened, TableFigures) else as_table(opened)
        return float(noisy_table(table, noise, 5).value[0, 0])

    y, exact = noisy(mean(design, "y")), float(design.frame.data["y"].mean())
    by_ratios = [noisy(ratio(design, "y", f"x{k}")) * noisy(mean(design, f"x{k}")) for k in range(12)]
    assert abs(np.mean(by_ratios) - y) < 0.2 * abs(y - exact)
    people = {round(noisy(total(design, f"x{k}")) / noisy(mean(design, f"x{k}")), 6) for k in range(12)}
    assert people == {float(noise.count(800, design.key_of(design.inside)))}


def test_a_coefficient_on_another_scale_has_the_same_noise(design):
    """Whoever writes a term in many ways does not average its noise away."""
    noise = Noise.of(POLICY)
    once, scaled = (
        noisy_model(figures(model(design, f"amount ~ {term}")), noise, 5) for term in ("year", "I(1000 * year)")
    )
    assert 1000 * scaled.coefficient[1] == pytest.approx(once.coefficient[1], rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_noise_has_the_variance_that_it_says(design, seed):
    estimate = figures(mean(design, "amount")).linearised
    noise = Noise.of(replace(POLICY, seed=bytes([seed])))
    keys = np.arange(3000)
    moved, variance = noise.of_estimates(estimate.at(np.zeros(3000, dtype=int)), keys, np.full(3000, 2000))
    assert moved.mean() == pytest.approx(0, abs=4 * np.sqrt(variance[0] / 3000))
    assert moved.var() == pytest.approx(variance[0], rel=0.12)
    # As if about sqrt(V) people had answered otherwise: s / n each, more where some weigh more than others.
    one = design.frame.data["amount"].std() / 2000
    assert 1 < np.sqrt(variance[0] / 3) / one < 2


def test_quartiles_are_shown_and_the_least_and_greatest_never(design):
    found = shown(quantile(design, "amount", [0.25, 0.5], by="sex"))
    assert not any(cell.blank for row in found.cells for cell in row)
    for p in ([0.0], [1.0], [0.5, 0.97]):
        assert refused(quantile(design, "amount", p)).rule == "quantile"


def test_shares_below_limits_of_ones_own_choice_are_refused(design):
    assert refused(distribution(design, "amount", at=[10.0])).rule == "grammar"


def test_spread_of_amounts_is_shown_and_of_codes_refused(design):
    assert shown(variance(design, "amount")).cells[0][0].value > 0
    assert refused(variance(design, "ever")).instead == (Question("ever"),)


def test_a_model_has_noise_and_the_same_for_a_term_whatever_else_is_in_it(design):
    exact = release(model(design, "amount ~ sex"), ReleasePolicy(public_use=True), Ledger())
    one, other = shown(model(design, "amount ~ sex")), shown(model(design, "amount ~ sex + part"))
    assert one.coefficients[1].coefficient != exact.coefficients[1].coefficient
    assert one.coefficients[1].coefficient == pytest.approx(other.coefficients[1].coefficient, abs=0.05)
    assert one.coefficients[1].std_error > 0.98 * exact.coefficients[1].std_error
    assert one.n == other.n


def test_the_number_of_events_is_not_shown(design):
    found = shown(model(design, "ever ~ sex"))
    assert found.n_events is None
    assert np.isfinite([c.p_value for c in found.coefficients]).all()


def test_comparisons_and_trends_are_shown_with_noise(design):
    for result in (
        ttest(design, "amount", by="sex"),
        ttest(design, "amount", null=20),
        ranktest(design, "amount", by="region"),
        ranktest(design, "amount", by="sex"),
        trend(design, "amount", over="year"),
        ttest(design, "answer", code=1),
        ttest(design, "answer", by="sex"),
        ranktest(design, "answer", by="sex"),
        chisq(design, "answer", by="sex"),
    ):
        exact = release(result, ReleasePolicy(public_use=True), Ledger())
        found = shown(result)
        assert 0 <= found.test.p_value <= 1
        assert found.test.statistic != exact.test.statistic
    assert shown(slope(design, "amount", over="year")).cell.std_error > 0


@pytest.mark.parametrize("statistic", ["Chisq", "saddlepoint", "Wald", "adjWald"])
def test_a_table_has_one_test(design, statistic):
    assert "one test" in refused(chisq(design, "answer", by="sex", statistic=statistic)).reason["en"]


def test_the_difference_of_shares_is_that_of_the_table(design):
    table = shown(crosstab(design, "answer", by="sex"))
    found = shown(ttest(design, "answer", by="sex", code=table.rows[0].value)).difference
    assert found.value == pytest.approx(table.cells[0][1].value - table.cells[0][0].value, abs=0.01)


def test_a_comparison_of_a_small_group_is_refused():
    design = made(300, level=3)
    few = design.domain("part = 1 and answer = 3")
    assert refused(ttest(few, "amount", by="sex")).rule in ("dimensions", "base", "threshold")
    assert refused(chisq(made(150), "answer", by="region")).rule == "threshold"


def test_without_record_keys_nothing_is_shown(design):
    bare = SurveyDesign(design.frame, weight="weight")
    for result in (crosstab(bare, "answer"), model(bare, "amount ~ sex"), ttest(bare, "amount", by="sex")):
        assert "record keys" in refused(result).reason["en"]


def test_degrees_of_freedom_do_not_tell_how_many_there_are(design):
    found = shown(crosstab(design, "answer", by="sex"))
    for c in range(2):
        assert found.cells[0][c].df % 5 == 0


def test_a_filter_that_is_no_code_is_refused_with_the_grouping_to_use(design):
    found = refused(crosstab(design.domain("region >= 3"), "answer"))
    assert found.rule == "grammar"
    assert found.instead == (Question("answer", "part"),)
    assert "part" in found.reason["sv"]
    for where in ("sex = 1 or part = 2", "not sex = 1", "sex != 1"):
        assert refused(crosstab(design.domain(where), "answer")).rule == "grammar"


def test_at_most_two_filters_are_combined(design):
    found = refused(crosstab(design.domain("sex = 1 and part = 1 and ever = 1"), "answer"))
    assert len(found.instead) == 2


def test_only_declared_groupings_group_and_filter(design):
    policy = replace(POLICY, groupings=("sex", "part"))
    assert shown(crosstab(design, "answer", by="part"), policy)
    found = refused(crosstab(design, "answer", by="region"), policy)
    assert found.instead == (Question("answer", "part"),)
    assert refused(crosstab(design.domain("region = 1"), "answer"), policy).rule == "grammar"
    assert refused(model(design, "amount ~ region"), policy).rule == "grammar"


def test_no_more_things_that_identify_are_combined_than_the_policy_allows(design):
    policy = replace(POLICY, identifying=("sex", "region", "ever", "year"), identifying_dimensions=2)
    asked = design.domain("sex = 1 and ever = 1")
    assert refused(crosstab(asked, "answer", by="region"), policy).rule == "dimensions"


def test_the_level_limits_how_many_variables_are_combined():
    design = made(level=3)
    found = refused(crosstab(design.domain("sex = 1"), "answer", by="part"))
    assert found.rule == "dimensions"
    assert Question("answer") in found.instead


def test_a_sparse_table_is_refused_and_the_coarser_grouping_offered():
    design = made(150, level=1, seed=3)
    found = refused(crosstab(design, "answer", by="region"))
    assert found.rule == "sparse"
    assert found.instead[0] == Question("answer", "part")
    assert shown(crosstab(design, "answer", by="part"))


def test_a_small_study_shows_all_together_only():
    design = made(90, level=0)
    assert shown(crosstab(design, "answer"))
    assert refused(crosstab(design, "answer", by="sex")).rule == "smallest"


def test_what_is_released_holds_no_key_and_no_snapshot(design):
    found = shown(crosstab(design, "answer", by="sex"))
    assert found.source.snapshot is None
    keys = set(np.ravel(design.record_keys).tolist()[:50])
    assert not any(str(key) in repr(found) for key in keys)
