"""Every type of question on its page: what is shown, what is wrong, what stands there again."""

from __future__ import annotations

import re

import pytest

from survey.load import load

CHOSEN = re.compile(r'(?:name="(\w+)" value="([^"]*)"[^>]* checked)')
TYPED = re.compile(r'<input [^>]*?name="(\w+)" value="([^"]+)"[^>]*? maxlength')
LISTED = re.compile(r'<select id="(\w+)".*?</select>', re.DOTALL)

RIGHT = {
    "p_consent": {"t_consent": "1"},
    "p_number": {"t_age": "30"},
    "p_single": {"t_place": "9", "t_place_other": "In a library"},
    "p_multiple": {"t_use": ["1", "8"], "t_use_other": "Music & more"},
    "p_battery": {"t_trust_a": "5", "t_trust_b": "-2", "t_trust_c": "1"},
    "p_banded": {"t_books": "3"},
    "p_scale": {"t_happy": "10"},
    "p_estimate": {"t_share": "-2"},
    "p_slider": {"t_mood": "70"},
    "p_rank": {"t_value_rank1": "4", "t_value_rank2": "2"},
    "p_date": {
        "t_first": "-2", "t_moved_year": "2012", "t_moved_month": "11", "t_trip_year": "2026", "t_trip_month": "10",
        "t_trip_day": "15",
    },
    "p_text": {"t_wish": "To read,\n<b>and</b> to rest"},
    "p_count": {"t_many": "2"},
    "p_crosswise": {"t_pair": "2"},
}  # fmt: skip
WRONG = {
    "p_number": ({"t_age": "old"}, ["t_age"]),
    "p_single": ({"t_place": "9", "t_place_other": "x" * 301}, ["t_place_other"]),
    "p_multiple": ({"t_use": ["1", "0"]}, ["t_use"]),
    "p_battery": ({"t_trust_a": "5", "t_trust_b": "77"}, ["t_trust_b"]),
    "p_scale": ({"t_happy": "11"}, ["t_happy"]),
    "p_estimate": ({"t_share": "all"}, ["t_share"]),
    "p_slider": ({"t_mood": "101"}, ["t_mood"]),
    "p_rank": ({"t_value_rank1": "2", "t_value_rank2": "2"}, ["t_value_rank1"]),
    "p_date": (
        {"t_moved_year": "2012", "t_first_year": "1", "t_trip_day": "3"},
        ["t_first_year", "t_moved_month", "t_trip_day"],
    ),
    "p_text": ({"t_wish": "y" * 201}, ["t_wish"]),
    "p_count": ({"t_many": "9"}, ["t_many"]),
    "p_crosswise": ({"t_pair": "7"}, ["t_pair"]),
}  # fmt: skip


@pytest.fixture
def types(root):
    return load(root / "tests" / "survey" / "studies" / "types.yaml")


@pytest.fixture
def stand_at(types, serving, browser):
    """Answers everything up to a page, in English; gives the browser, and the page's address."""
    numbers = {page.id: number for number, (_, page) in enumerate(types.pages(), start=1)}

    def stand(id: str):
        browser.client = serving(types)
        browser.get("/types/1?lang=en")
        for page, answers in RIGHT.items():
            if page == id:
                break
            browser.send(f"/types/{numbers[page]}", **answers)
        assert browser.path.startswith(f"/types/{numbers[id]}")
        return browser, f"/types/{numbers[id]}"

    return stand


def standing(text: str) -> dict[str, list[str]]:
    """What a page shows as answered, by the name of its field."""
    found: dict[str, list[str]] = {}
    for name, value in [*CHOSEN.findall(text), *TYPED.findall(text)]:
        found.setdefault(name, []).append(value)
    for listed in LISTED.finditer(text):
        chosen = re.findall(r'value="([^"]+)" selected', listed[0])
        found.update({listed[1]: chosen} if chosen else {})
    for name, words in re.findall(r'<textarea id="(\w+)"[^>]*>\n?([^<]*)</textarea>', text):
        found.update({name: [words]} if words else {})
    return found


def as_lists(answers: dict[str, object]) -> dict[str, list[str]]:
    return {name: value if isinstance(value, list) else [value] for name, value in answers.items()}


@pytest.mark.parametrize("page", [page for page in RIGHT if page not in ("p_consent", "p_text")])
def test_what_was_answered_stands_there_again(stand_at, page):
    browser, path = stand_at(page)
    browser.send(path, **RIGHT[page])
    assert browser.path != path
    browser.get(path)
    assert standing(browser.text) == as_lists(RIGHT[page])


def test_own_words_stand_there_again_as_words(stand_at):
    browser, path = stand_at("p_text")
    browser.send(path, **RIGHT["p_text"])
    page = browser.get(path).text
    assert "To read,\n&lt;b&gt;and&lt;/b&gt; to rest</textarea>" in page


@pytest.mark.parametrize("page", WRONG)
def test_what_is_wrong_is_marked_and_explained_and_what_was_typed_stays(stand_at, page):
    browser, path = stand_at(page)
    answers, targets = WRONG[page]
    browser.send(path, **answers)
    assert browser.page.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)">', browser.text) == targets
    assert browser.text.count('class="message"') == len(targets)
    for target in targets:
        assert f' id="{target}"' in browser.text
    there = {
        name: kept
        for name, kept in as_lists(answers).items()
        if not set(kept) & {"77", "11", "9", "7"} or name == "t_place"  # no button stands for these
    }
    assert standing(browser.text) == there


@pytest.mark.parametrize("page", [page for page in RIGHT if page not in ("p_consent", "p_number")])
def test_nothing_has_to_be_answered(stand_at, page):
    browser, path = stand_at(page)
    browser.send(path)
    assert browser.page.status_code == 200
    assert browser.path != path
    browser.get(path)
    assert standing(browser.text) == {}


@pytest.mark.parametrize("page", RIGHT)
def test_no_page_needs_a_script_or_lets_the_browser_fill_in(stand_at, page):
    browser, _ = stand_at(page)
    main = browser.text[browser.text.index("<main") : browser.text.index("</main>")]
    assert not re.search(r"<button type=.button|onclick|draggable|type=.range", main)
    written = re.findall(r"<(?:input(?! type=.(?:radio|checkbox|hidden))|textarea|select)[^>]*>", main)
    assert all('autocomplete="off"' in box for box in written)


@pytest.mark.parametrize(
    ("page", "id"), [("p_text", "t_wish"), ("p_single", "t_place_other"), ("p_multiple", "t_use_other")]
)
def test_whoever_may_write_is_warned_not_to_write_names(stand_at, page, id):
    browser, _ = stand_at(page)
    assert f'id="{id}-names">Do not write names' in browser.text
    assert re.search(rf'id="{id}"[^>]*aria-describedby="[^"]*{id}-names', browser.text)


def test_a_count_shows_its_statements_and_asks_only_for_a_number(stand_at):
    browser, _ = stand_at("p_count")
    statements = re.findall(r"<li>(I [^<]+)</li>", browser.text)
    assert len(statements) in (4, 5)
    assert [*re.findall(r'name="(\w+)" value="\d+"', browser.text)] == ["t_many"] * (len(statements) + 1)


def test_computed_values_have_no_page(stand_at, types):
    browser, path = stand_at("p_crosswise")
    browser.send(path, **RIGHT["p_crosswise"])
    assert "Half of the age" not in browser.text
    assert types.pages()[int(browser.path.rpartition("/")[2]) - 1][1].id != "p_computed"
