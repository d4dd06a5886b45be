"""The logic report: everything that is asked, of whom and with what consequence, on one page without a script."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from survey.compile import compile as compiled_from
from survey.load import load
from survey.reports import TimeEstimate, logic_report, time_estimate
from survey.reports.minutes import Minutes

ALL_TYPES = """
code_lists:
  - id: three
    categories:
      - {code: 1, text: {en: Home}}
      - {code: 2, text: {en: School}}
      - {code: 9, text: {en: Elsewhere}, other: true}
experiments:
  - id: frame
    title: {en: How it is framed}
    arms: [{code: 1, text: {en: society}, share: 50}, {code: 2, text: {en: people}, share: 50}]
design:
  - {id: school, title: {en: The school}, role: psu}
scales:
  - {id: trust, title: {en: Trust}, items: [t1, t2, t3], reverse: [t3], score: mean, source: Own}
sections:
  - id: s
    title: {en: S}
    pages:
      - id: p1
        checks: [{must: hours <= 24, text: {en: A day has 24 hours.}, stop: true}]
        questions:
          - {id: yes, type: consent, text: {en: Take part?}, codes: [{code: 1, text: {en: I will}}]}
          - {id: hours, type: number, min: 0, max: 99, text: {en: Hours?}, unit: {en: hours a day}}
          - {id: zero, type: scale, text: {en: How sure?}, low_text: {en: not}, high_text: {en: very}}
          - {id: line, type: slider, text: {en: Where?}}
          - {id: order, type: rank, text: {en: Most important?}, codes: three, places: 2, order: random}
          - {id: born, type: date, precision: month, earliest: 1990-01, text: {en: When?}}
          - {id: own, type: text, longest: 80, text: {en: What else?}}
          - id: many
            type: count
            text: {en: How many?}
            items: [{id: c1, text: {en: One}}, {id: c2, text: {en: Two}}]
      - id: p2
        ask_if: hours > 3
        questions:
          - id: view
            type: single
            text: {en: What of people?}
            codes: three
            variants: [{ask_if: frame = 1, text: {en: What of society?}}]
          - id: rows
            type: battery
            text: {en: Trust?}
            codes: [{code: 1, text: {en: No}}, {code: 2, text: {en: Yes}}]
            items: [{id: t1, text: {en: One}}, {id: t2, text: {en: Two}}, {id: t3, text: {en: Three}}]
      - id: p3
        questions:
          - {id: half, type: computed, text: {en: Half the hours}, value: hours / 2}
"""


def text_of(html: str) -> str:
    without_style = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", without_style)).replace("&#39;", "'")


def report(compiled, language="en") -> str:
    return logic_report(compiled, language, time_estimate(compiled, language, n=20))


class Structure(HTMLParser):
    """Ids, links and tags of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_section_page_and_question_stands_in_it(clean_study, language) -> None:
    html = report(clean_study, language)
    text = text_of(html)
    for section, page in clean_study.questionnaire.pages():
        assert section.title[language] in text
        assert f'id="p-{page.id}"' in html
        assert all(question.text[language] in text for question in page.questions)


def test_it_says_whom_a_page_is_for_where_it_leads_and_what_ends_the_form(clean_study) -> None:
    text = text_of(report(clean_study))
    assert "Only for those who answered something other than “Never” to “How often do you use …? – chat”" in text
    assert "page 4 for those who answered something other than “Never” to question 3 a" in text
    assert "The form ends here, and nothing is kept, for those who answered “No”" in text
    assert "Thank you all the same." in text
    assert "The whole section can be skipped by a button. Whoever skips it comes to: the overview" in text


def test_the_picture_links_each_box_to_its_words(clean_study) -> None:
    html = report(clean_study)
    page = Structure(html)
    assert '<svg class="flow"' in html
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links if link.startswith("#")} <= set(page.ids)
    assert "script" not in page.tags
    assert not any("//" in link for link in page.links)


def test_all_types_experiments_checks_and_scales_are_in_words(written) -> None:
    time = TimeEstimate("en", 1, 15, Minutes(1, 2, 3), ())
    text = text_of(logic_report(written(ALL_TYPES), "en", time))
    for said in (
        "A whole number from 0 to 99 hours a day.",
        "A number on a scale from 0 to 10 (0 = not, 10 = very).",
        "A place on a line from 0 to 100.",
        "The 2 most important in order. In an order of chance",
        "A month and year at least 1990-01.",
        "Own words, at most 80 letters.",
        "How many of the statements hold, never which.",
        "Worded otherwise for those who",
        "“What of society?”",
        "Check: holds for those who answered at most 24 to “Hours?”. "
        "Those whose answers say otherwise must mend them, and read:",
        "Worked out as (“Hours?” ÷ 2).",
        "Elsewhere (with a line to write on)",
        "The mean of “One”, “Two”, “Three”. Turned: “Three”. At least 3 of 3 have to be answered.",
        "Known beforehand",
    ):
        assert said in text, said


def test_a_computed_condition_is_said_as_what_it_gives(studies) -> None:
    types = compiled_from(load(studies / "types.yaml"))
    text = text_of(report(types, "sv"))
    assert "Räknas ut som 1 för dem som svarade minst 18 på ”Hur gammal är du?”, annars 0." in text
    assert "Annan formulering för dem som har ”arbetet” som ”Vad frågan talar om”: ”Vad tycker du" in text
    assert "“" not in text
