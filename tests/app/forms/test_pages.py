"""Pages that go by chance, by earlier answers, or that say something once."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from survey.model import (
    Arm,
    Category,
    Check,
    CodeList,
    Experiment,
    Expression,
    Page,
    Question,
    Section,
    Variant,
)
from survey.text import Text, plain

MANY = CodeList("many", tuple(Category(code, plain(f"way {code}")) for code in range(1, 9)))
WAYS = CodeList("ways", (*MANY.categories, Category(98, plain("other way"), other=True)))
ARMS = Experiment("frame", plain("Frame"), (Arm(1, plain("school"), 50), Arm(2, plain("work"), 50)))


def page_of(*questions: Question, **words: object) -> Page:
    return Page("p_first", questions, **words)  # type: ignore[arg-type]


@pytest.fixture
def asking(serving, questionnaire, browser):
    """Puts pages in front of a browser, in a study that has an experiment."""

    def ask(*pages: Page):
        section = Section("s_first", plain("First"), pages)
        study = replace(questionnaire, sections=(section,), experiments=(ARMS,), open_text=True, age="")
        browser.client = serving(study)
        browser.get("/small/1?lang=en")
        return browser

    return ask


def values_of(text: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]+)"', text)


def test_an_order_of_chance_stays_while_the_form_is_open_and_other_comes_last(asking):
    random = Question("way", "single", plain("How?"), codes=WAYS, order="random")
    other = Question("again", "single", plain("And then?"), codes=WAYS, order="random")
    browser = asking(page_of(random), Page("p_second", (other,)))
    first = values_of(browser.text, "way")
    browser.send("/small/1", way="3")
    second = values_of(browser.text, "again")
    browser.get("/small/1")
    assert values_of(browser.text, "way") == first
    browser.get("/small/2")
    assert values_of(browser.text, "again") == second
    assert {first[-1], second[-1]} == {"98"}
    assert {*first} == {*second} == {*map(str, range(1, 9)), "98"}


def test_a_page_of_chance_that_comes_first_is_read_under_the_chance_it_was_shown_by(asking):
    random = Question("way", "single", plain("How?"), codes=WAYS, order="random")
    orders = set()
    for _ in range(3):
        browser = asking(page_of(random))
        shown = values_of(browser.text, "way")
        browser.send("/small/1", way="77")
        assert browser.page.status_code == 422
        assert values_of(browser.text, "way") == shown
        orders.add(tuple(shown))
    assert len(orders) > 1


@pytest.mark.parametrize("chance", ["", "x", "f" * 17, "-000000000000001", "٣" * 16])
def test_a_chance_that_no_page_carried_is_drawn_anew(asking, chance):
    browser = asking(page_of(Question("way", "single", plain("How?"), codes=WAYS, order="random")))
    assert browser.client.post("/small/1", data={"way": "3", "chance": chance}).status_code == 200


def test_an_arm_is_named_in_texts_and_chooses_wordings(asking):
    named = Question("named", "single", plain("In {frame}?"), codes=MANY)
    varied = Question(
        "varied", "single", plain("Wording one"), codes=MANY,
        variants=(Variant(Expression("frame = 2"), plain("Wording two")),),
    )  # fmt: skip
    met = set()
    for _ in range(12):
        browser = asking(page_of(named, varied))
        met.add(("In school?" in browser.text, "Wording one" in browser.text))
    assert met == {(True, True), (False, False)}


def test_an_earlier_answer_is_taken_into_title_question_help_answer_and_message(asking):
    way = Question("way", "single", plain("How?"), codes=MANY)
    codes = CodeList("why", (Category(1, plain("Because of {way}")),))
    why = Question("why", "single", plain("Why {way}?"), help=plain("About {way}"), codes=codes, required=True)
    browser = asking(page_of(way), Page("p_why", (why,), title=plain("On {way}")))
    browser.send("/small/1", way="3")
    for part in ("<h1>On way 3</h1>", "Why way 3?", "About way 3", "Because of way 3"):
        assert part in browser.text
    browser.send("/small/2")
    assert '<a href="#why">Why way 3? ' in browser.text
    assert "{way}" not in browser.text


def test_the_overview_tells_no_answer_that_a_question_took_in(asking):
    way = Question("way", "single", plain("How?"), codes=MANY)
    why = Question("why", "single", plain("Why {way}?"), codes=MANY)
    browser = asking(page_of(way), Page("p_why", (why,)), Page("p_on", (why,), title=plain("On {way}")))
    browser.send("/small/1", way="3")
    browser.send("/small/2")
    browser.send("/small/3")
    assert browser.path == "/small/review"
    assert "way 3" not in browser.text
    assert "Page 2 of 3" in browser.text


HOURS = (
    Question("all", "number", Text(sv="Timmar?", en="Hours?"), min=0, max=24),
    Question("alone", "number", Text(sv="Ensam?", en="Alone?"), min=0, max=24),
)
SOFT = Check(Expression("alone <= all"), Text(sv="Fler ensam än i allt.", en="More alone than in all."))


def test_what_is_said_once_stands_above_the_questions_and_the_next_click_goes_on(asking):
    browser = asking(page_of(*HOURS, checks=(SOFT,)))
    browser.send("/small/1", all="2", alone="5")
    assert browser.page.status_code == 200
    assert browser.text.index("More alone than in all.") < browser.text.index("Hours?")
    assert 'id="errors"' not in browser.text
    assert 'href="#alone"' not in browser.text
    assert 'value="5"' in browser.text
    browser.send("/small/1", all="2", alone="5")
    assert browser.path == "/small/review"


def test_what_is_said_once_is_said_again_after_it_was_not_read(asking):
    browser = asking(page_of(*HOURS, checks=(SOFT,)), Page("p_more", (HOURS[0],)))
    browser.send("/small/1", all="5", alone="2")
    for to in ("support", "language-sv", "back"):
        browser.get("/small/1")
        browser.send("/small/1", to=to, all="2", alone="5")
    browser.get("/small/1")
    browser.send("/small/1", all="2", alone="5")
    assert "Fler ensam än i allt." in browser.text


def test_what_must_hold_stops_and_leads_to_its_question(asking):
    browser = asking(page_of(*HOURS, checks=(replace(SOFT, stop=True),)))
    for _ in range(2):
        browser.send("/small/1", all="2", alone="5")
        assert browser.page.status_code == 422
        assert '<a href="#alone">Alone? More alone than in all.</a>' in browser.text
        assert 'id="said"' not in browser.text


def test_computed_values_are_not_shown(asking):
    computed = Question("sum", "computed", plain("Added up"), value=Expression("1 + 1"))
    browser = asking(page_of(*HOURS, computed))
    assert "Added up" not in browser.text
    assert "Hours?" in browser.text
