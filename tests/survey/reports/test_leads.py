"""Where pages lead: to the next one, past it, or to the end."""

from __future__ import annotations

from survey.reports.leads import first_pages, leads
from survey.reports.route_words import RouteWords


def targets(found) -> list[str]:
    return [lead.page.id if lead.page else "end" for lead in found]


def test_a_page_for_some_is_a_way_on_and_what_follows_it_another(clean_study) -> None:
    found = leads(clean_study)["p_use"]
    assert targets(found) == ["p_where", "p_school"] or targets(found)[0] == "p_where"
    words = RouteWords(clean_study, "en").those_by_number(found[0].condition)
    assert words == "those who answered something other than “Never” to question 3 a"


def test_what_is_known_on_a_page_is_not_asked_again_further_on(written) -> None:
    compiled = written("""
sections:
  - id: s
    title: {en: S}
    pages:
      - id: one
        questions: [{id: age, type: number, min: 0, max: 99, text: {en: Age?}}]
      - id: two
        ask_if: age >= 18
        questions: [{id: work, type: number, min: 0, max: 9, text: {en: Work?}}]
      - id: three
        ask_if: age >= 18
        questions: [{id: pay, type: number, min: 0, max: 9, text: {en: Pay?}}]
      - id: four
        ask_if: age >= 65
        questions: [{id: rest, type: number, min: 0, max: 9, text: {en: Rest?}}]
""")
    found = leads(compiled)
    assert targets(found["one"]) == ["two", "end"]  # whoever could come to four comes to two first
    assert targets(found["two"]) == ["three"]
    assert targets(found["three"]) == ["four", "end"]


def test_the_last_page_leads_to_the_end(clean_study) -> None:
    assert targets(leads(clean_study)["p_views"]) == ["end"]


def test_a_skipped_section_leads_behind_itself(clean_study) -> None:
    contact = clean_study.questionnaire.sections[-1]
    assert targets(first_pages(clean_study, contact)) == ["end"]


def test_items_that_follow_each_other_are_named_together(written) -> None:
    items = ", ".join(f"{{id: i{number}, text: {{en: Row {number}}}}}" for number in range(4))
    compiled = written(f"""
sections:
  - id: s
    title: {{en: S}}
    pages:
      - id: one
        questions:
          - id: rows
            type: battery
            text: {{en: How often?}}
            codes: [{{code: 0, text: {{en: Never}}}}, {{code: 1, text: {{en: Often}}}}]
            items: [{items}]
      - id: two
        ask_if: i0 = 1 or i1 = 1 or i2 = 1
        questions: [{{id: age, type: number, min: 0, max: 99, text: {{en: Age?}}}}]
""")
    condition = compiled.conditions["two"]
    assert RouteWords(compiled, "en").those_by_number(condition) == (
        "those who answered “Often” to at least one of question 1 a–c"
    )
    assert RouteWords(compiled, "sv").you_by_number(condition) == "du svarade ”Often” på minst en av fråga 1 a–c"
