"""Makes the synthetic answers of both studies: `python sample_data/make.py`.

The same seed gives the same answers; the tests make the files anew and compare.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # the project need not be installed

import numpy as np  # noqa: E402

from sample_data import buyers, youth  # noqa: E402
from sample_data.answering import answered, calibrated, with_design  # noqa: E402
from sample_data.columns import CALIBRATED_WEIGHT, DESIGN_WEIGHT, FPC, PSU, REGION, SEX, WAVE, age_groups, strata  # noqa: E402
from survey import frame_file  # noqa: E402
from survey.frame import SurveyFrame  # noqa: E402
from survey.simulate import Behaviour  # noqa: E402
from survey.study import find  # noqa: E402
from survey.variables import Variable  # noqa: E402

FILES = {
    "youth_exposure": ROOT / "sample_data" / "youth_exposure.synthetic.parquet",
    "buyer_attitudes": ROOT / "sample_data" / "buyer_attitudes.synthetic.parquet",
}
YEAR = 2026
WEEKS = tuple(f"{YEAR}-W{week}" for week in range(38, 47))
PUPILS = Behaviour(blank=0.008, dont_know=0.0, refused=0.01, skip_section=0.012, break_off=0.0004, other_language=0.03)
RESIDENTS = Behaviour(blank=0.01, dont_know=0.0, refused=0.01, skip_section=0.02, break_off=0.0005, other_language=0.04)


def youth_exposure(
    *, schools: int = youth.SCHOOLS, forms: int = youth.FORMS, first: int | None = None, seed: int = 2029
) -> SurveyFrame:
    """Pupils of the last year of upper secondary school, in schools drawn by region and size.

    first  only so many of them answer, the same as in the whole file
    """
    rng = np.random.default_rng(seed)
    people = youth.pupils(rng, youth.schools(rng, schools, forms))
    weight = calibrated(people, *youth.margins(people))
    frame = answered(
        find(ROOT / "questionnaires" / "youth_exposure").questionnaire(),
        youth.answers(rng, people, weight)[:first],
        known=("y_age", "y_gender"), behaviour=PUPILS, weeks=WEEKS, seed=seed,
    )  # fmt: skip
    design: dict[Variable, Any] = {
        WAVE: np.full(len(people), YEAR), strata(youth.stratum_labels(), people.stratum): people.stratum,
        PSU: people.psu, FPC: people.fpc, DESIGN_WEIGHT: people.design_weight.round(4), CALIBRATED_WEIGHT: weight,
        REGION: people.region,
    }  # fmt: skip
    return with_design(frame, {variable: column[:first] for variable, column in design.items()})


def buyer_attitudes(*, forms: int = 6000, first: int | None = None, seed: int = 2017) -> SurveyFrame:
    """Residents aged 18 to 74, drawn from the register by sex, age group and region.

    first  only so many of them answer, the same as in the whole file
    """
    rng = np.random.default_rng(seed)
    people = buyers.sample(rng, forms)
    weight = calibrated(people, *buyers.margins(people))
    frame = answered(
        find(ROOT / "questionnaires" / "buyer_attitudes").questionnaire(),
        buyers.answers(rng, people, weight)[:first],
        known=("b_age", "b_gender"), behaviour=RESIDENTS, weeks=WEEKS, seed=seed,
    )  # fmt: skip
    design: dict[Variable, Any] = {
        WAVE: np.full(len(people), YEAR), strata(buyers.stratum_labels(), people.stratum): people.stratum,
        DESIGN_WEIGHT: people.design_weight.round(4), CALIBRATED_WEIGHT: weight,
        SEX: people.sex + 1, age_groups(buyers.AGE_GROUPS): people.age_group + 1, REGION: people.region,
    }  # fmt: skip
    return with_design(frame, {variable: column[:first] for variable, column in design.items()})


def main() -> None:
    """Write both files, each whole or not at all."""
    for name, frame in (("youth_exposure", youth_exposure()), ("buyer_attitudes", buyer_attitudes())):
        frame_file.save(frame, FILES[name])
        print(f"{FILES[name].name}: {len(frame)} synthetic responses, {len(frame.variables)} variables")


if __name__ == "__main__":
    main()
