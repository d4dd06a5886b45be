from __future__ import annotations

import re
from dataclasses import replace

import pytest

from survey.collection import Collection
from survey.draft_box import DraftBox
from survey.errors import SealError
from survey.model import Support, SupportService
from survey.text import plain


def test_the_first_page_tells_the_subject_the_promise_and_where_to_begin(browser):
    browser.get("/small/?lang=en")
    for part in (
        "Small study",
        "Everybody",
        "Nobody learns who you are",
        'href="/small/1?lang=en"',
        '<html lang="en">',
    ):
        assert part in browser.text


@pytest.mark.parametrize(
    ("accepted", "language"), [("en-GB,sv;q=0.5", "en"), ("de, sv", "sv"), ("de", "sv"), ("", "sv")]
)
def test_the_language_is_what_the_browser_prefers_until_one_is_chosen(client, accepted, language):
    page = client.get("/small/", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}">' in page.text


def test_the_first_page_offers_to_go_on_or_to_begin_again(browser):
    browser.begin()
    browser.get("/small/")
    assert 'href="/small/2"' in browser.text
    browser.client.post("/small/restart")
    assert browser.get("/small/2").status_code == 410


def test_support_opens_without_a_form(browser):
    browser.get("/small/support?lang=en")
    for part in ("Someone listens.", 'href="tel:0201"', "Checked on 2026-11-01"):
        assert part in browser.text


def test_support_opens_from_a_page_and_loses_nothing(browser):
    browser.begin()
    browser.send("/small/2", to="support", use_a="1")
    assert browser.path == "/small/support?page=2"
    assert 'href="/small/2"' in browser.text
    browser.get("/small/2")
    assert browser.text.count(" checked") == 1


def test_support_opens_from_the_first_page_before_there_is_a_draft(browser):
    browser.get("/small/1?lang=en")
    browser.send("/small/1", to="support")
    assert browser.path == "/small/support?page=1&lang=en"
    assert not browser.client.cookies


@pytest.mark.parametrize("page", ["99", "0", "-1", "x", "²", "9" * 5000])
def test_support_opens_whatever_page_is_named(browser, page):
    assert browser.get(f"/small/support?page={page}").status_code == 200


def test_leaving_deletes_the_draft_takes_the_cookie_and_shows_a_calendar(browser, store):
    browser.begin()
    left = browser.client.post("/small/leave", follow_redirects=False)
    assert left.headers["clear-site-data"] == '"cache", "storage"'
    assert left.headers["location"] == "/calendar/en"
    assert not browser.client.cookies
    assert store._read("SELECT count(*) FROM drafts", ()) == [(0,)]
    assert browser.get("/small/2").status_code == 410


def test_leaving_works_without_a_form(browser):
    assert browser.client.post("/small/leave").url.path.startswith("/calendar/")


def test_the_calendar_says_nothing_of_any_study(browser):
    browser.get("/calendar/en")
    assert "small" not in browser.text.lower().replace("font-size:small", "")
    assert "survey" not in browser.text.lower()
    assert re.search(r'aria-current="date">\d+<', browser.text)
    assert browser.get("/calendar/xx").status_code == 404


def test_leaving_can_go_to_an_address_of_the_studys_choice(serving, questionnaire):
    away = Collection(leave_to="https://weather.example/today")
    client = serving(questionnaire, collections={"small": away})
    left = client.post("/small/leave", follow_redirects=False)
    assert left.headers["location"] == "https://weather.example/today"
    assert "form-action 'self' https://weather.example;" in left.headers["content-security-policy"]


def test_a_receipt_takes_its_answers_back_once(browser, store):
    browser.fill()
    browser.send("/small/submit")
    (receipt,) = re.findall(r'class="code">([^<]+)<', browser.text)
    taken = browser.client.post("/small/withdraw?lang=en", data={"code": receipt.lower().replace("-", " ")})
    assert "The answers are deleted" in taken.text
    assert store.count("small") == 0
    assert browser.client.post("/small/withdraw", data={"code": receipt}).status_code == 422


def test_a_wrong_receipt_takes_nothing_back_and_stays_to_be_corrected(browser, store):
    browser.fill()
    browser.send("/small/submit")
    page = browser.client.post("/small/withdraw?lang=en", data={"code": "AAAA-AAAA"})
    assert page.status_code == 422
    assert 'value="AAAA-AAAA"' in page.text
    assert 'href="#code"' in page.text
    assert store.count("small") == 1


def test_the_thanks_are_only_for_those_who_handed_in(browser):
    assert browser.get("/small/thanks").status_code == 410
    browser.client.cookies.set("form", DraftBox.new("small").receipt, path="/small/")
    assert browser.get("/small/thanks").status_code == 410


def test_a_closed_form_can_be_left_and_read_in_the_other_language(browser):
    page = browser.get("/small/2?lang=en")
    assert page.status_code == 410
    for part in ('action="/small/leave?lang=en"', 'href="/small/review?lang=sv"', 'href="/small/support?lang=en"'):
        assert part in browser.text
    assert "Leave quickly deletes" not in browser.text
    swedish = browser.get("/small/review?lang=sv")
    assert swedish.status_code == 410
    assert '<html lang="sv">' in swedish.text


@pytest.mark.parametrize("path", ["/small/end/2", "/small/end/99"])
def test_only_a_page_that_may_end_the_form_has_an_end(browser, path):
    assert browser.get(path).status_code == 410


def test_one_study_is_found_at_the_root(browser):
    assert browser.get("/").url.path == "/small/"


def test_a_key_that_is_none_is_told_before_anybody_answers(serving, questionnaire, store):
    from app.forms.site import site
    from survey.compile import compile

    with pytest.raises(SealError, match="age1"):
        site([compile(questionnaire)], store, recipients=["no key"])


def test_support_outside_the_sections_is_that_of_the_study_not_the_first_in_the_bank(serving, questionnaire):
    others = Support("others", plain("For somebody else."), (SupportService(plain("Other"), phone="1"),), "2026-11-01")
    client = serving(replace(questionnaire, supports=(others, *questionnaire.supports)))
    for path in ("/small/support", "/small/support?page=1"):
        assert "Someone listens." in client.get(path).text


def test_support_opened_while_changing_leads_back_to_changing(browser):
    browser.fill()
    browser.get("/small/2?change=1")
    browser.send("/small/2", to="support", use_a="1")
    assert 'href="/small/2?change=1"' in browser.text


def test_the_language_chosen_on_the_first_page_holds_for_an_open_form(browser):
    browser.begin("en")
    browser.get("/small/?lang=sv")
    browser.get("/small/2")
    assert '<html lang="sv">' in browser.text


def test_after_handing_in_leaving_is_not_said_to_delete_answers(browser):
    browser.fill()
    browser.send("/small/submit")
    for path in ("/small/thanks?lang=en", "/small/withdraw?lang=en"):
        browser.get(path)
        assert "Leave quickly deletes" not in browser.text
        assert "what you have handed in is kept" in browser.text


def test_the_promise_says_that_the_week_is_kept(browser):
    browser.get("/small/?lang=en")
    assert "only the week" in browser.text


def test_a_trial_says_so_on_every_page_but_the_calendar(serving, questionnaire):
    client = serving(questionnaire, trial=True)
    for path in ("/small/?lang=en", "/small/1?lang=en", "/small/support?lang=en"):
        assert "This is a trial run" in client.get(path).text
    assert "This is a trial run" not in client.get("/calendar/en").text
