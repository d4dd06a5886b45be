from __future__ import annotations

import re
import time
from dataclasses import replace
from http.cookies import SimpleCookie

import httpx
import pytest

from survey.draft_box import response_id
from survey.model import Expression
from survey.response import Response
from survey.sealing import unseal


def only_response(store, keys) -> Response:
    (sealed,) = store.responses("small")
    return Response.from_bytes(unseal(sealed, keys[0]))


def drafts(store) -> int:
    return store._read("SELECT count(*) FROM drafts", ())[0][0]


def test_the_whole_way_ends_with_one_sealed_response(browser, store, keys):
    browser.fill()
    assert browser.path == "/small/review"
    browser.send("/small/submit")
    assert browser.path == "/small/thanks?lang=en"
    response = only_response(store, keys)
    assert response.values == {
        "consent": 1, "age": 17, "use_a": 1, "use_b": 2, "where_1": 1, "where_2": 1, "where_9": 0, "more": 1, "hard": 1,
    }  # fmt: skip
    assert (response.study, response.version, response.language, response.complete) == ("small", "1.0.0", "en", True)
    assert re.fullmatch(r"\d{4}-W\d\d", response.week)
    assert drafts(store) == 0


def test_nothing_is_stored_and_no_cookie_is_set_before_the_first_page_is_handed_in(browser, store):
    for path in ("/small/", "/small/1", "/small/support"):
        assert "set-cookie" not in browser.get(path).headers
    assert drafts(store) == 0


def test_nothing_has_to_be_answered_but_the_consent(browser, store, keys):
    browser.get("/small/1")
    assert browser.send("/small/1").status_code == 422
    browser.send("/small/1", consent="1")
    for path in ("/small/2", "/small/4"):
        browser.send(path)
    browser.send("/small/submit")
    values = only_response(store, keys).values
    assert {values[name] for name in ("age", "use_a", "use_b", "where_1", "hard")} == {-4}
    assert values["more"] == -1


def test_a_page_shows_what_was_answered_before(browser):
    browser.fill()
    browser.get("/small/2")
    assert browser.text.count(" checked") == 4
    browser.get("/small/1")
    assert 'value="17"' in browser.text


def test_back_keeps_what_was_typed(browser):
    browser.begin()
    browser.send("/small/2", to="back", use_a="2")
    assert browser.path == "/small/1"
    browser.send("/small/1", consent="1", age="17")
    assert browser.path == "/small/2"
    assert re.search(r'name="use_a" value="2"[^>]*checked', browser.text)


def test_a_changed_answer_leads_another_way_and_the_old_one_becomes_not_asked(browser, store, keys):
    browser.fill()
    browser.get("/small/2?change=1")
    browser.send("/small/2", use_a="0", use_b="2")
    assert browser.path == "/small/review"
    browser.send("/small/submit")
    assert only_response(store, keys).values["more"] == -1


def test_a_page_ahead_cannot_be_opened(browser):
    browser.begin()
    browser.get("/small/4")
    assert browser.path == "/small/2"
    browser.get("/small/review")
    assert browser.path == "/small/2"


def test_an_answer_that_cannot_be_is_explained_by_the_question_and_what_was_typed_stays(browser):
    browser.get("/small/1?lang=en")
    browser.send("/small/1", consent="1", age="abc")
    assert browser.page.status_code == 422
    assert 'value="abc"' in browser.text
    assert '<a href="#age">How old are you? Write a whole number' in browser.text
    assert 'aria-describedby="age-hint age-message" aria-invalid="true"' in re.sub(r"\s+", " ", browser.text)
    assert "<title>Error: " in browser.text
    assert re.search(r'name="consent" value="1"[^>]*checked', browser.text)


def test_none_of_these_cannot_be_ticked_with_another(browser):
    browser.begin()
    browser.send("/small/2", where=["1", "9"])
    assert browser.page.status_code == 422
    assert 'id="where-message"' in browser.text
    assert browser.text.count(" checked") == 2


def test_the_language_changes_on_any_page_and_nothing_is_lost(browser):
    browser.begin("sv")
    assert 'lang="sv"' in browser.text
    browser.send("/small/2", to="language-en", use_a="1", use_b="2")
    assert browser.path == "/small/2"
    assert '<html lang="en">' in browser.text
    assert browser.text.count(" checked") == 2
    assert browser.get("/small/review").url.path == "/small/2"


def test_the_language_changes_on_the_overview(browser):
    browser.fill()
    assert '<html lang="sv">' in browser.get("/small/review?lang=sv").text
    assert '<html lang="sv">' in browser.get("/small/4").text


def test_a_skipped_section_says_so_and_can_be_answered_after_all(browser, store, keys):
    browser.begin()
    browser.send("/small/2")
    browser.send("/small/4", to="skip", hard="1")
    assert browser.path == "/small/review"
    assert "Skipped" in browser.text
    browser.get("/small/4?change=1")
    browser.send("/small/4", hard="0")
    assert browser.path == "/small/review"
    assert "Skipped" not in browser.text
    browser.send("/small/submit")
    assert only_response(store, keys).values["hard"] == 0


def test_a_skipped_section_is_minus_six(browser, store, keys):
    browser.begin()
    browser.send("/small/2")
    browser.send("/small/4", to="skip", hard="1")
    browser.send("/small/submit")
    assert only_response(store, keys).values["hard"] == -6


def test_looking_into_a_skipped_section_and_going_back_leaves_it_skipped(browser):
    browser.begin()
    browser.send("/small/2")
    browser.send("/small/4", to="skip")
    browser.get("/small/4?change=1")
    browser.send("/small/4", to="support")
    assert "Skipped" in browser.get("/small/review").text


def test_the_overview_shows_states_and_no_answer(browser):
    browser.begin()
    browser.send("/small/2", use_a="1")
    browser.send("/small/3")
    browser.send("/small/4", hard="1")
    assert re.findall(r'class="state (\w+)"', browser.text) == [
        "answered", "partly", "not_answered", "answered",
    ]  # fmt: skip
    for hidden in ("Hard?", "often 1", ">17<", "Yes"):
        assert hidden not in browser.text


def test_those_outside_the_ages_are_thanked_and_nothing_is_kept(browser, store):
    browser.get("/small/1?lang=en")
    browser.send("/small/1", consent="1", age="15")
    assert browser.path == "/small/end/1?lang=en"
    assert "Thank you all the same." in browser.text
    assert "/small/support" in browser.text
    assert drafts(store) == 0
    assert not browser.client.cookies


def test_declining_later_deletes_the_draft(browser, store):
    browser.begin()
    browser.get("/small/1")
    browser.send("/small/1", consent="0", age="17")
    assert browser.path.startswith("/small/end/1")
    assert drafts(store) == 0
    assert browser.get("/small/2").status_code == 410


def test_handing_in_twice_gives_the_same_thanks_and_one_row(browser, store):
    browser.fill()
    page, cookies = browser.page, httpx.Cookies(browser.client.cookies)
    first = browser.send("/small/submit").text
    browser.page = page
    browser.client.cookies = cookies
    second = browser.send("/small/submit")
    assert second.url.path == "/small/thanks"
    assert second.text == first
    assert store.count("small") == 1


def test_after_handing_in_every_page_is_closed_and_shows_no_answer(browser):
    browser.fill()
    browser.send("/small/submit")
    for path in ("/small/1", "/small/2", "/small/review"):
        page = browser.get(path)
        assert " checked" not in page.text
        assert 'value="17"' not in page.text
        assert page.status_code == 410 or path == "/small/1"


def test_a_receipt_is_shown_and_leads_to_its_response(browser, store):
    browser.fill()
    browser.send("/small/submit")
    (receipt,) = re.findall(r'class="code">([^<]+)<', browser.text)
    assert store.has_response("small", response_id("small", receipt))


def test_a_save_after_leaving_brings_nothing_back(browser, store):
    browser.begin()
    page, cookies = browser.page, httpx.Cookies(browser.client.cookies)
    browser.client.post("/small/leave")
    browser.page, browser.client.cookies = page, cookies
    assert browser.send("/small/2", use_a="1").status_code == 410
    assert drafts(store) == 0


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(browser):
    browser.get("/small/1")
    sent = browser.client.post("/small/1", data={"consent": "1"}, follow_redirects=False)
    cookie = SimpleCookie(sent.headers["set-cookie"])["form"]
    assert (cookie["httponly"], cookie["samesite"].lower(), cookie["path"]) == (True, "strict", "/small/")
    assert cookie["max-age"] == cookie["expires"] == ""
    assert len(cookie.value) == 43


def test_under_https_the_cookie_is_bound_to_the_host_and_tells_no_study(serving, questionnaire):
    client = serving(questionnaire, settings={"base_url": "https://testserver"})
    sent = client.post("/small/1", data={"consent": "1"}, follow_redirects=False)
    name, _, rest = sent.headers["set-cookie"].partition("=")
    assert re.fullmatch(r"__Host-form-[0-9a-f]{8}", name)
    assert "Secure" in rest
    assert "Path=/;" in rest


def test_a_form_of_another_draft_is_refused(browser):
    browser.begin()
    sent = browser.client.post("/small/2", data={"token": "0" * 32, "use_a": "1"})
    assert sent.status_code == 403
    assert " checked" not in browser.get("/small/2").text


def test_a_draft_under_other_questions_is_closed(browser, serving, questionnaire):
    browser.begin()
    other = serving(replace(questionnaire, version="2.0.0"), settings={"cookies": browser.client.cookies})
    assert other.get("/small/2").status_code == 410


def test_a_section_without_a_skip_button_cannot_be_skipped(browser, store):
    browser.get("/small/1?lang=en")
    browser.send("/small/1", to="skip")
    assert browser.path.startswith("/small/1")
    assert browser.get("/small/2").status_code == 410
    assert drafts(store) == 0


@pytest.mark.parametrize("to", ["back", "support", "language-sv"])
def test_nobody_goes_on_with_an_answer_that_ends_the_form(browser, store, to):
    browser.fill()
    browser.get("/small/1")
    browser.send("/small/1", to=to, consent="0", age="17")
    for path in ("/small/2", "/small/review"):
        browser.get(path)
        assert browser.path == "/small/1"
    browser.send("/small/submit")
    assert browser.path == "/small/1"
    assert store.count("small") == 0


def test_a_page_that_another_tab_took_off_the_route_leads_on(browser):
    browser.begin()
    browser.send("/small/2", use_a="1")
    assert browser.path == "/small/3"
    other_tab = browser.page
    browser.send("/small/2", use_a="0")
    browser.page = other_tab
    browser.send("/small/3", more="1")
    assert browser.path == "/small/4"


def test_going_back_from_a_change_leads_to_the_overview(browser):
    browser.fill()
    browser.get("/small/4?change=1")
    browser.send("/small/4", to="back", hard="0")
    assert browser.path == "/small/review"


def test_a_change_that_opens_a_new_page_leads_through_it_and_back_to_the_overview(browser):
    browser.begin()
    browser.send("/small/2", use_a="0", use_b="0")
    browser.send("/small/4", hard="1")
    browser.get("/small/2?change=1")
    browser.send("/small/2", use_a="1", use_b="0")
    assert browser.path == "/small/3?change=1"
    browser.send("/small/3", more="1")
    assert browser.path == "/small/review"


def test_the_overview_names_no_question_that_only_some_are_asked(browser):
    browser.fill()
    assert "More?" not in browser.text
    assert "How often?" in browser.text


def test_the_overview_names_no_sensitive_question_in_a_plain_section(browser, serving, questionnaire):
    about, use, *others = questionnaire.sections
    questions = tuple(replace(question, level=2) for question in use.pages[0].questions)
    use = replace(use, pages=(replace(use.pages[0], questions=questions),))
    browser.client = serving(replace(questionnaire, sections=(about, use, *others)))
    browser.fill()
    assert browser.path == "/small/review"
    assert "How often?" not in browser.text


def test_the_receipts_cookie_is_gone_with_the_browser_and_after_a_few_minutes(browser, monkeypatch):
    browser.fill()
    hidden = dict(re.findall(r'name="(token|language)" value="([^"]*)"', browser.text))
    sent = browser.client.post("/small/submit", data=hidden, follow_redirects=False)
    cookie = SimpleCookie(sent.headers["set-cookie"])["form"]
    assert cookie["max-age"] == cookie["expires"] == ""
    assert browser.get("/small/thanks").status_code == 200
    now = time.time()
    monkeypatch.setattr("app.forms.visits.time.time", lambda: now + 601)
    assert browser.get("/small/thanks").status_code == 410


def test_the_overview_has_no_heading_for_a_sensitive_section_that_only_some_are_asked(browser, serving, questionnaire):
    *others, hard = questionnaire.sections
    hard = replace(hard, ask_if=Expression("use_b > 0"))
    browser.client = serving(replace(questionnaire, sections=(*others, hard)))
    browser.fill()
    assert browser.path == "/small/review"
    assert "<h2>Sensitive</h2>" not in browser.text
    assert 'href="/small/4?change=1"' in browser.text
