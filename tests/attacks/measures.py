"""The attacks at full size, each as lines of a table: what was attacked, what is wanted, what was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations, product
from time import process_time

import numpy as np

from analysis.disclosure import Ledger, ReleasePolicy
from analysis.disclosure.exact.protect import CannotProtect
from tests.attacks.answers import Ask, Shown, everything, plain_threshold, questions, released, turned
from tests.attacks.associations import STATISTICS, cells_beside_tests, with_pairs
from tests.attacks.codes import Hidden, from_mean, hidden_answers, with_rare_answers
from tests.attacks.complements import counted_by_release, counted_plainly, opened_groups
from tests.attacks.differencing import Averaged, Recovered, averaged, recovered
from tests.attacks.effects import sizes_by_effects
from tests.attacks.fresh_draws import YEARS, counts_from_totals, cut_means, means_from_ratios, ordered_by, with_years
from tests.attacks.hierarchy import lines_between
from tests.attacks.interval import Attacker, determined, remainders, small
from tests.attacks.likelihood import likeliest
from tests.attacks.partitions import declared, parted
from tests.attacks.persons import discretised_normal, guessed
from tests.attacks.published import published
from tests.attacks.results import Opened, opened
from tests.attacks.shares import from_shares
from tests.attacks.study import CODES, NESTED, Study, survey
from tests.attacks.tables import SHAPES, Asked
from tests.attacks.unanswered import gaps, with_gaps

EXACT, KEYED = ReleasePolicy(), ReleasePolicy(mode="keyed")
NAMES = tuple(CODES)
SIZES = (500, 2000, 10_000)
SECONDS = 10.0
# Variance of the noise of a count of a few dozen, with what it takes up of its lines.
WITH_LINES = 9.0
Line = tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """A table of the page: `about` says what the attacker does, `wanted` what should come out."""

    title: str
    about: str
    wanted: str
    head: Line
    lines: list[Line]


def level_of(study: Study) -> int:
    return study.design.frame.variable(next(iter(study.codes))).level


def plainly(study: Study, policy: ReleasePolicy) -> Ask:
    return plain_threshold(study, policy.at(level_of(study)).threshold)


def exactly(study: Study, policy: ReleasePolicy) -> Ask:
    return released(study, policy, Ledger(None))


def as_family(study: Study, policy: ReleasePolicy) -> Ask:
    """The whole family at once, whichever of its tables is asked for; nothing where it cannot be protected."""
    tables: list[tuple[str, ...]] = [tuple(name for name in study.codes if name != "area")]
    if "area" in study.codes:
        tables.append(("answer", "area"))
    try:
        shown = published(study, tables, policy)
    except CannotProtect:
        return lambda *asked: None
    return lambda *asked: shown


def random_tables(rounds: int) -> Measured:
    """Intervals and line remainders, of plain threshold suppression and of exact tables one after the other."""
    lines = []
    for shape in SHAPES:
        for name, answering in (("blank if few", plainly), ("one after the other", exactly), ("family", as_family)):
            lines.append((shape, name, *_opened(opened(shape, range(rounds), answering))))
    return Measured(
        f"Random tables: {3 * rounds} studies",
        "The least and greatest value of each blank by integer programming, with all sums of linked tables and of the "
        "hierarchy; and what is left of each line whose total is shown.",
        "0 exact, 0 narrow, 0 unsound, 0 remainders of all but the comparator, which is opened.",
        ("shape", "protection", "tables", "refused", "blanks", "exact", "narrow", "unsound", "remainders of 1-9"),
        lines,
    )


def _opened(found: Opened) -> Line:
    counts = (found.tables, found.refused, found.blank, found.exact, found.narrow, found.unsound, found.remainders)
    return tuple(str(int(n)) for n in counts)


def free_conditions() -> Measured:
    """Complements, ranges, lists and unions about every small group of one or two conditions."""
    lines = []
    for n in SIZES:
        study = survey(n)
        shown = everything(plain_threshold(study), questions(study, NAMES, dimensions=2))
        groups = small(list(shown.counts), {name: study.count(name) for name in shown.counts}, 10)
        ways = [("blank if few", counted_plainly(study), groups)]
        for name, policy in (("exact", EXACT), ("keyed", KEYED)):
            ways.append((name, counted_by_release(study, policy, Ledger(None)), groups[:40]))
        for name, count, tried in ways:
            answered, right = opened_groups(study, count, tried)
            lines.append((str(n), name, str(len(tried)), str(answered), str(right)))
    return Measured(
        "Free conditions",
        "Everybody and everybody but the group, ranges, lists that overlap, unions: all sums that leave the group.",
        "blank if few: all of them; exact and keyed: 0.",
        ("respondents", "protection", "small groups", "answered", "opened"),
        lines,
    )


def for_a_while(ask: Ask, asked: Asked) -> Shown:
    """All answers within the time that there is: each new table is protected with all before it."""
    shown, start = Shown(), process_time()
    for question in asked:
        if process_time() - start < SECONDS:
            shown.add(ask(*question))
    return shown


def exact_families() -> Measured:
    """All two-way tables, and all tables of three variables, released one after the other by one ledger."""
    lines = []
    for n, dimensions, way in product(SIZES, (2, 3), ("one after the other", "family")):
        study = survey(n)
        if way == "family":
            shown = published(study, list(combinations(NAMES, dimensions)), EXACT)
        else:
            shown = for_a_while(exactly(study, EXACT), questions(study, NAMES, dimensions=dimensions))
        narrow = Attacker(shown, threshold=10, whole=False).narrow(5.0) if shown.blank else {}
        left = [people for people in remainders(shown).values() if 0 < people < 10]
        counts = (len(shown.counts), len(shown.blank), len(determined(shown)), len(narrow), len(left))
        lines.append((str(n), str(dimensions), way, *(str(count) for count in counts)))
    return Measured(
        "Exact tables of six variables",
        "All pairs of the six variables, then all tables of three (one after the other: pairs behind each filter of a "
        "third, as many as are answered in 10 seconds): one system of sums.",
        "0 determined, 0 narrow, 0 remainders.",
        (
            "respondents",
            "variables together",
            "protection",
            "counts",
            "blanks",
            "determined",
            "narrow",
            "remainders of 1-9",
        ),
        lines,
    )


def keyed_questions(rounds: int) -> Measured:
    """Subtraction of all keyed answers."""
    lines = []
    for level, most in ((2, 3), (1, 4)):
        for n in SIZES:
            for dimensions in range(2, most + 1):
                for weighted in (False, True) if (level, dimensions) == (2, 3) else (False,):
                    found = Recovered.together(_subtracted(n, level, dimensions, rounds, weighted=weighted))
                    shares = (found.exact_share, found.mean_share, found.chance_share)
                    setting = (str(n), str(level), str(dimensions), "yes" if weighted else "no", str(found.groups))
                    lines.append((*setting, *(f"{100 * share:.1f}" for share in shares)))
    return Measured(
        "Keyed: subtraction of all answers",
        f"{rounds} studies each. Small groups that are a shown group less other shown ones, by all routes "
        "over one further variable. Exact: all routes agree and are right. Chance: always the commonest size.",
        "exact at most 8 %, mean of routes at most 15 %.",
        (
            "respondents",
            "level",
            "variables together",
            "weights",
            "small groups",
            "exact %",
            "mean right %",
            "chance %",
        ),
        lines,
    )


def _subtracted(n: int, level: int, dimensions: int, rounds: int, *, weighted: bool) -> Iterable[Recovered]:
    for seed in range(rounds):
        study = survey(n, seed=seed, level=level, weighted=weighted)
        asked = questions(study, NAMES, dimensions=dimensions)
        shown = everything(released(study, KEYED, Ledger(None)), turned(study, NAMES) if dimensions == 3 else asked)
        yield recovered(study, shown, threshold=KEYED.at(level).threshold, names=NAMES, largest=dimensions)


def keyed_groupings(rounds: int) -> Measured:
    """Subtraction within declared groupings."""
    lines = []
    for n in SIZES:
        found = []
        for seed in range(rounds):
            study = survey(n, seed=seed, groupings=NESTED)
            names = (*NAMES, "part", "sector")
            policy = replace(KEYED, made_from=study.groupings)
            shown = everything(released(study, policy, Ledger(None)), questions(study, names, dimensions=2))
            hierarchy = lines_between(study, shown, fine="region", coarse="part")
            hierarchy |= lines_between(study, shown, fine="work", coarse="sector")
            found.append(recovered(study, shown, threshold=10, names=names, hierarchy=hierarchy))
        together = Recovered.together(found)
        shares = (together.exact_share, together.mean_share, together.chance_share)
        lines.append((str(n), str(together.groups), *(f"{100 * share:.1f}" for share in shares)))
    return Measured(
        "Keyed: declared groupings",
        f"{rounds} studies each. Regions within larger ones, work within sectors: nested ranges that a study declares.",
        "exact at most 8 %, mean of routes at most 15 %.",
        ("respondents", "small groups", "exact %", "mean right %", "chance %"),
        lines,
    )


def keyed_averages(rounds: int) -> Measured:
    """The mean of many partitions, and the likeliest counts from everything."""
    lines = []
    for n in SIZES:
        studies = [survey(n, seed=seed) for seed in range(rounds)]
        shown = [everything(exactly(study, KEYED), turned(study, NAMES)) for study in studies]
        pairs = list(zip(studies, shown, strict=True))
        found = Averaged.together(averaged(study, seen, names=NAMES, variables=2) for study, seen in pairs)
        best = [likeliest(study, seen, variance=3.0, threshold=10, names=NAMES) for study, seen in pairs[:4]]
        groups, ones = sum(one.small for one in best), sum(one.shown for one in best)
        likely = [sum(getattr(one, name) * one.small for one in best) / max(groups, 1) for name in ("predicted", "hit")]
        known = sum(one.shown_hit * one.shown for one in best) / max(ones, 1)
        shares = (found.single, found.mean, found.weighted, known, *likely)
        lines.append((str(n), str(found.groups), *(f"{100 * share:.1f}" for share in shares)))
    return Measured(
        "Keyed: averages, and all answers at once",
        f"{rounds} studies each, tables of three variables. Groups of one condition, known from their one answer, "
        "from the mean of all partitions by one or two other variables, from that mean weighted by how many parts each "
        "has, and from the least squares of all answers. Then small groups: what the model of the others predicts, and "
        "the likeliest count with their own blanks and sums.",
        "the mean of partitions at most the single answer + 10 points.",
        (
            "respondents", "groups", "one answer %", "mean %", "weighted mean %", "least squares %",
            "small: predicted %", "small: likeliest %",
        ),
        lines,
    )  # fmt: skip


def many_questions() -> Measured:
    """Small groups from tables by many questions of two codes."""
    lines = []
    for many in (3, 10, 40, 100):
        found = parted(declared(KEYED, many), n=4000, questions=many, seeds=range(24))
        lines.append((str(many), str(found.groups), f"{100 * found.one:.0f}", f"{100 * found.many:.0f}"))
    return Measured(
        "Keyed: a study of many questions",
        "4 000 respondents; an answer that 1 to 9 of a group gave, from the table by nothing, and from the mean "
        "of the tables by each of many questions of two codes.",
        "at most 15 %, and many questions tell hardly more than one.",
        ("questions", "small groups", "one table %", "all tables %"),
        lines,
    )


def fresh_draws() -> Measured:
    """Other names of the same figure."""
    study = with_years(2000)
    wheres = [f"{name} = {code:g}" for name in NAMES for code in study.codes[name]]
    counts = [
        (study.part(where).inside.sum(), counts_from_totals(study, where, KEYED, Ledger(None))) for where in wheres
    ]
    hits = [round(float(np.mean(found))) == n for n, found in counts if found]
    errors = []
    for where in wheres:
        people = study.part(where).inside
        found = means_from_ratios(study, "income", where, KEYED, Ledger(None))
        if found:
            y = study.columns["income"][people]
            errors.append((np.mean(found) - y.mean()) * people.sum() / y.std())
    lines: list[Line] = [
        ("counts from 30 totals over means", str(len(hits)), f"{100 * np.mean(hits):.0f} % exact", "at most 35 %"),
        ("means from 30 ratios, error in s / n", str(len(errors)), f"{_rms(errors):.2f}", "at least 1.2"),
    ]
    for name, policy, copies in (("exact", EXACT, 1), ("keyed", KEYED, 40)):
        few = with_years(500)
        places = list(range(60, 81))
        means = list(cut_means(few, YEARS[0], "income", places, policy, Ledger(None), copies))
        answers = few.columns[YEARS[0]][ordered_by(few, "income")]
        wrong = [
            after * (many + 1) - before * many - answers[many]
            for many, before, after in zip(places, means, means[1:], strict=False)
            if before is not None and after is not None
        ]
        said = f"{_rms(wrong) / answers.std():.2f}" if wrong else "refused"
        lines.append(
            (f"answers of single persons from two models, {name}: error in s", str(len(wrong)), said, "1 or refused")
        )
    return Measured(
        "The same figure under other names",
        "A count is a total over a mean, a mean is a ratio times another mean, a mean below a cut is in a model with "
        "sign(x - c), whose slope has as many names as there are units of x. s is the spread of the variable.",
        "no better than the one answer.",
        ("attack", "tried", "found", "wanted"),
        lines,
    )


def codes() -> Measured:
    """Means beside the counts that they are made of."""
    lines: list[Line] = []
    for said, named, average_of in (
        ("answers with labels", True, from_mean),
        ("a number of three values", False, from_mean),
    ):
        studies = [with_rare_answers(seed, named=named) for seed in range(5)]
        found = [one for study in studies for one in hidden_answers(study, KEYED, average_of)]
        lines.append((said, str(len(found)), *_exact_shares(found)))
    return Measured(
        title="Means beside counts",
        about="Three answers, the third given by 1 to 9 of a group: the whole less the others, the likeliest of 1 to 9 "
        "from the counts with noise, and the same with the mean beside them.",
        wanted="the mean adds nothing. Linear models of such answers are refused.",
        head=("question", "small groups", "one answer %", "likeliest %", "with the mean %"),
        lines=lines,
    )


def beside() -> Measured:
    """Figures that are not counts, beside the counts."""
    lacking = [one for seed in range(8) for one in gaps(with_gaps(seed), KEYED, Ledger(None))]
    third = [one for seed in range(8) for one in from_shares(with_rare_answers(seed), KEYED)]
    pairs = [with_pairs(seed) for seed in range(8)]
    cells = [one for study in pairs for one in cells_beside_tests(study, KEYED, Ledger(None), STATISTICS)]
    sizes = [one for seed in range(8) for one in sizes_by_effects(with_years(500, seed=seed), KEYED, Ledger(None))]
    lines: list[Line] = [
        ("everybody less those who answered", str(len(lacking)), "-", _hit([one.left == one.n for one in lacking])),
        ("third answer, from t tests of two", str(len(third)), "-", _hit([one.left == one.n for one in third])),
        (
            "cell of a 2 x 2 table, beside its tests",
            str(len(cells)),
            _hit([one.counts == one.n for one in cells]),
            _hit([one.with_tests == one.n for one in cells]),
        ),
        (
            "people, beside 30 design effects",
            str(len(sizes)),
            _hit([one.one == one.n for one in sizes]),
            _hit([one.likeliest == one.n for one in sizes]),
        ),
    ]
    return Measured(
        "Other figures beside the counts",
        "Who did not answer, 1 to 9 of a group, by subtraction; an answer that 1 to 9 gave, as what two t tests of "
        "shares leave; the likeliest count of a shown cell with all tests of its table that are answered; how many a "
        "group has with the design effects of its means.",
        "the first two at most 8 %; the others at most the counts alone + 10 points.",
        ("attack", "tried", "counts alone %", "found %"),
        lines,
    )


def _hit(hits: list[bool]) -> str:
    return f"{100 * np.mean(hits):.0f}"


def _exact_shares(found: list[Hidden]) -> tuple[str, str, str]:
    left, counts, beside = (
        f"{100 * np.mean([getattr(one, how) == one.n for one in found]):.0f}" for how in ("left", "counts", "with_mean")
    )
    return left, counts, beside


def _rms(errors: list[float]) -> float:
    return float(np.sqrt(np.mean(np.square(errors))))


def one_person() -> Measured:
    """All answers of everybody known but one of one person."""
    lines, noise = [], discretised_normal(30, WITH_LINES)
    for n in SIZES:
        study = survey(n)
        shown: Shown = everything(exactly(study, KEYED), questions(study, NAMES, dimensions=3))
        people = np.random.default_rng(1).choice(n, 150, replace=False)
        for sensitive in ("health", "work"):
            column = study.columns[sensitive]
            hits = [
                guessed(study, shown, int(i), sensitive=sensitive, names=NAMES, noise=noise, largest=3) == column[i]
                for i in people
            ]
            commonest = max(float((column == code).mean()) for code in study.codes[sensitive])
            lines.append((str(n), sensitive, f"{100 * np.mean(hits):.0f}", f"{100 * commonest:.0f}"))
    return Measured(
        "Who knows everybody but one answer of one person",
        "He knows how large the noise is, has all tables of three variables, and takes the code that makes them "
        "likeliest. He takes the noise of each count by itself: who also reckons with how it adds up may do better.",
        "no target: noise of this size does not withstand him, and no published counts of this detail would.",
        ("respondents", "answer", "right %", "commonest code %"),
        lines,
    )
