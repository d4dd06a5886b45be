"""A study with every type of question, answered in a browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from survey.unsealing import unsealed

pytestmark = pytest.mark.browser

STUDY = "types"
# What is written into boxes; of the lists of a rank each gets the category of its own place.
WRITTEN = {
    "t_age": "30",
    "t_place_other": "På biblioteket",
    "t_use_other": "Lyssnade på musik",
    "t_share": "40",
    "t_mood": "70",
    "t_friends": "4",
    "t_first_year": "1999",
    "t_moved_year": "2012",
    "t_moved_month": "3",
    "t_trip_year": "2026",
    "t_trip_month": "7",
    "t_trip_day": "15",
    "t_wish": "Läsa böcker",
    "t_hours": "2",
    "t_alone": "5",
}
WRONG = {name: "13" if name.endswith("_month") else "9x" for name in WRITTEN if not name.endswith(("_other", "_wish"))}
TICKED = ["2", "3", "8"]  # of the multiple choice: chatted, played, something else
OTHER = {"t_place": "9"}  # the category with a line to write on

# Names of what is visible, can be pressed or written in, and is less than 24 pixels wide or high.
SMALL = """[...document.querySelectorAll("button:not(.unseen), .choices>label, main :is(select, textarea, input)")]
    .filter(e => e.type !== "hidden" && !e.matches(".choices>label *"))
    .map(e => [e.name || e.textContent.trim(), e.getBoundingClientRect()])
    .filter(([, r]) => r.height && (r.height < 24 || r.width < 24)).map(([name]) => name)"""


def test_every_type_is_answered_with_the_keyboard_alone_without_script_on_a_narrow_phone(fresh_server, open_page):
    page = open_page(width=320)
    page.goto(fresh_server.study(STUDY))
    press_until(page, "main a.button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/1?*")
    for _ in range(40):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        if page.url.endswith("/review"):
            break
        keyboard_page(page)
    press_until(page, "main form button.button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".code")
    (response,) = unsealed(fresh_server.store, STUDY, fresh_server.secret)
    values = response.values
    expected = {
        "t_consent": 1, "t_age": 30, "t_place": 9, "t_place_other": "På biblioteket", "t_use_2": 1, "t_use_3": 1,
        "t_use_8": 1, "t_use_1": 0, "t_use_other": "Lyssnade på musik", "t_chat": 1, "t_trust_a": 1, "t_trust_c": 1,
        "t_books": 0, "t_happy": 0, "t_share": 40, "t_mood": 70, "t_first": 1999, "t_moved": 201203, "t_trip": 20260715,
        "t_wish": "Läsa böcker", "t_many": 0, "t_pair": 1, "t_active": 3, "t_adult": 1, "t_hours": 2, "t_alone": 5,
    }  # fmt: skip
    assert {name: values[name] for name in expected} == expected
    shown = str(values["t_value_order"]).split()
    assert [str(values[f"t_value_rank{place}"]) for place in (1, 2, 3)] == shown[:3]
    assert str(values["t_place_order"]).split()[-1] == "9"
    assert values["t_list"] in (0, 1)


def press_until(page, selector: str) -> None:
    for _ in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with Tab")


def keyboard_page(page) -> None:
    """Tab through a page and answer all that is met, then press Enter on the button that goes on."""
    before, met = (page.url, page.locator("#said").count()), set()
    for _ in range(200):
        page.keyboard.press("Tab")
        here = focus(page)
        if here["tag"] == "BUTTON" and here["value"] == "next":
            page.keyboard.press("Enter")
            page.wait_for_function(
                "before => location.href !== before[0] || document.querySelectorAll('#said').length !== before[1]",
                arg=list(before),
            )
            return
        answer_with_keys(page, here, met)
    raise AssertionError("the button that goes on cannot be reached with Tab")


def focus(page) -> dict[str, str]:
    return page.evaluate(
        "(e => ({tag: e.tagName, type: e.type || '', name: e.name || '', value: e.value || ''}))"
        "(document.activeElement)"
    )


def answer_with_keys(page, here: dict[str, str], met: set[str]) -> None:
    name = here["name"]
    if here["type"] == "radio" and name not in met:
        page.keyboard.press("Space")
        while name in OTHER and focus(page)["value"] != OTHER[name]:
            page.keyboard.press("ArrowDown")
    elif here["type"] == "checkbox" and name == "t_use" and here["value"] in TICKED:
        page.keyboard.press("Space")
    elif here["tag"] == "SELECT":
        for _ in range(int(name[-1])):
            page.keyboard.press("ArrowDown")
    elif name in WRITTEN and here["type"] in ("text", "textarea") and not here["value"]:
        page.keyboard.type(WRITTEN[name])
    met.add(name)


def answer_page(page, written: dict[str, str], place: int = 0) -> None:
    """Answers at once: boxes by name, the first button of each question, in lists the categories one after the other.

    place  0: in its own place; 1: the first category in every list
    """
    page.evaluate(
        """([written, ticked, same]) => {
            for (const box of document.querySelectorAll("main input:not([type=hidden]), main textarea, main select")) {
                if (box.tagName === "SELECT") box.selectedIndex = same || Number(box.name.slice(-1))
                else if (box.type === "radio") box.checked = box.id === box.name
                else if (box.type === "checkbox") box.checked = box.name === "t_use" && ticked.includes(box.value)
                else box.value = written[box.name] || ""
            }
        }""",
        [written, TICKED, place],
    )


def visit_each_page(page, address: str):
    """Every page of questions empty, with errors where there can be one, and what is said once; and the overview."""
    page.goto(address)
    page.click("main a.button")
    for _ in range(60):
        yield page.url
        if page.url.endswith("/review"):
            return
        if page.locator("main :is(select, input[inputmode=numeric])").count() and not page.locator("#said").count():
            answer_page(page, WRONG, place=1)
            page.click("main button[value=next]")
            assert page.locator("#errors").count() == 1
            yield f"{page.url} with errors"
        answer_page(page, WRITTEN)
        page.click("main button[value=next]")
    raise AssertionError("the form does not come to an end")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_type_is_accessible(form_server, open_page, language, scheme):
    axe, found, kinds = Axe(), {}, 0
    page = open_page(language=language, script=True, scheme=scheme, width=1280 if scheme == "dark" else 320)
    for kind in visit_each_page(page, form_server.study(STUDY)):
        kinds += 1
        assert page.locator("html").get_attribute("lang") == language
        results = axe.run(page)
        if results.violations_count:
            found[kind] = [(v["id"], v["nodes"][0]["html"][:120]) for v in results.response["violations"]]
    assert found == {}
    assert kinds > 25


def test_a_page_of_any_type_is_small_in_bytes_and_large_enough_to_touch(form_server, open_page):
    page, found = open_page(width=320), {}
    page.on("response", lambda response: found.update({response.url: len(response.body())}) if response.ok else None)
    for kind in visit_each_page(page, form_server.study(STUDY)):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, kind
        assert page.evaluate(SMALL) == [], kind
    assert {url: size for url, size in found.items() if size > 20_000} == {}


def test_a_slider_is_set_by_pointer_and_by_keys_and_has_no_place_beforehand(form_server, open_page):
    page, said = open_page(language="en-GB", script=True), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(form_server.study(STUDY))
    page.click("main a.button")
    while not page.locator(".track").count():
        answer_page(page, WRITTEN)
        page.click("main button[value=next]")
    box, mark = page.locator("[name=t_mood]").first, page.locator(".track i")
    assert (box.input_value(), mark.is_visible()) == ("", False)
    line = page.locator(".track").bounding_box()
    page.mouse.click(line["x"] + line["width"] * 0.25, line["y"] + line["height"] / 2)
    assert (box.input_value(), mark.is_visible()) == ("25", True)
    box.fill("not yet")
    assert not mark.is_visible()
    assert said == []


def test_the_line_beside_other_is_there_once_other_is_chosen(form_server, open_page):
    page = open_page()
    page.goto(form_server.study(STUDY))
    page.click("main a.button")
    while not page.locator("[name=t_place_other]").count():
        answer_page(page, WRITTEN)
        page.click("main button[value=next]")
    assert not page.locator("[name=t_place_other]").is_visible()
    page.check("[name=t_place][value='9']")
    assert page.locator("[name=t_place_other]").is_visible()
    assert page.locator("#t_place_other-names").inner_text().startswith("Skriv inga namn")
