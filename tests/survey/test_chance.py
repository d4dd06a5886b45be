"""Arms and orders: shares honoured, every order as likely, and the stored order is what was on the screen."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest
from scipy.stats import chisquare

from survey.chance import arm, arms, in_order, order_shown, shown
from survey.draft import Draft
from survey.errors import SurveyError
from survey.model import Arm, Category, CodeList, Experiment, Item, Question, Questionnaire, QuestionType
from survey.text import Text, plain

N = 10_000
TITLE = plain("title")


def drafts(n: int = N, seed: int = 5) -> Iterator[Draft]:
    rng = random.Random(seed)
    return (Draft("sv", chance=rng.getrandbits(64)) for _ in range(n))


def experiment(*shares: int, id: str = "frame") -> Experiment:
    return Experiment(id, TITLE, tuple(Arm(code, plain(f"arm {code}"), share) for code, share in enumerate(shares, 1)))


def question(type: QuestionType = "multiple", id: str = "whom") -> Question:
    """Codes 1 to 4 in random order, "other" (8) and "no one" (9), and a first one that is written before them."""
    codes = (
        Category(9, plain("no one"), exclusive=True),
        *(Category(code, plain(f"code {code}")) for code in (1, 2, 3, 4)),
        Category(8, plain("other"), other=True),
    )
    return Question(id, type, TITLE, codes=CodeList("whom", codes), order="random")


def battery() -> Question:
    items = tuple(Item(f"item_{letter}", plain(letter)) for letter in "abc")
    return Question("views", "battery", TITLE, codes=CodeList("c", ()), items=items, order="random")


@pytest.mark.parametrize("shares", [(50, 50), (70, 20, 10), (34, 33, 33), (1, 99)])
def test_shares_of_arms_are_honoured(shares: tuple[int, ...]) -> None:
    counts = Counter(arm(experiment(*shares), draft) for draft in drafts())
    expected = [share * N / 100 for share in shares]
    assert chisquare([counts[code] for code in range(1, len(shares) + 1)], expected).pvalue > 0.001


def test_an_arm_without_a_share_is_nobodys() -> None:
    assert {arm(experiment(0, 100, 0), draft) for draft in drafts(500)} == {2}


def test_arms_of_two_experiments_are_independent() -> None:
    first, second = experiment(50, 50, id="first"), experiment(25, 75, id="second")
    pairs = Counter((arm(first, draft), arm(second, draft)) for draft in drafts())
    expected = {(1, 1): 0.125, (1, 2): 0.375, (2, 1): 0.125, (2, 2): 0.375}
    assert chisquare([pairs[pair] for pair in expected], [share * N for share in expected.values()]).pvalue > 0.001


def test_the_same_draft_has_the_same_arms_and_orders_for_ever() -> None:
    # Fixed for good: a draft that is opened under the next version of the program keeps its arms.
    draft = Draft("sv", chance=0x0123456789ABCDEF)
    assert arm(experiment(50, 50), draft) == 2
    assert order_shown(question(), draft) == "2 3 1 4 9 8"


def test_every_category_is_as_often_in_every_place() -> None:
    orders = [order_shown(question(), draft).split() for draft in drafts()]
    for place in range(4):
        counts = Counter(order[place] for order in orders)
        assert chisquare([counts[code] for code in "1234"]).pvalue > 0.001


def test_every_order_of_items_is_as_likely() -> None:
    counts = Counter(order_shown(battery(), draft) for draft in drafts())
    assert len(counts) == 6
    assert chisquare(list(counts.values())).pvalue > 0.001


def test_orders_of_two_questions_are_independent() -> None:
    firsts = Counter((order_shown(question(), d)[0], order_shown(question(id="who"), d)[0]) for d in drafts())
    assert len(firsts) == 16
    assert chisquare(list(firsts.values())).pvalue > 0.001


def test_what_excludes_others_and_other_stay_last_as_they_were_written() -> None:
    assert {order_shown(question(), draft)[-4:] for draft in drafts(200)} == {" 9 8"}


def test_a_fixed_order_is_as_it_was_written() -> None:
    fixed = Question("q", "single", TITLE, codes=question().codes)
    draft = next(drafts())
    assert order_shown(fixed, draft) == "9 1 2 3 4 8"
    assert shown(fixed, draft) is fixed


@pytest.mark.parametrize("asked", [question(), question("single"), question("rank"), battery()])
def test_the_order_shown_brings_the_screen_back(asked: Question) -> None:
    for draft in drafts(200):
        assert in_order(asked, order_shown(asked, draft)) == shown(asked, draft)


def test_items_that_are_not_asked_leave_the_order_of_the_others() -> None:
    whole = battery()
    part = Question("views", "battery", TITLE, codes=whole.codes, items=whole.items[:2], order="random")
    for draft in drafts(100):
        left = " ".join(item for item in order_shown(whole, draft).split() if item != "item_c")
        assert order_shown(part, draft) == left
        assert in_order(whole, order_shown(part, draft)) == shown(part, draft)


def test_an_order_of_another_version_is_refused() -> None:
    with pytest.raises(SurveyError, match="names 7, which it does not have"):
        in_order(question(), "1 7 2")


def test_arms_come_by_the_experiments_name() -> None:
    asked = Questionnaire("q", "1.0.0", ("sv",), Text(), Text(), (), experiments=(experiment(100, 0),))
    assert arms(asked, next(drafts())) == {"frame": 1}
