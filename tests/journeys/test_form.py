"""Both core studies answered in a browser, and what is left of it afterwards."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from survey.unsealing import unsealed

pytestmark = pytest.mark.browser

NUMBER = "main input[inputmode=numeric]"


def answer_by_hand(page) -> None:
    """Click an answer to everything on a page: the second choice, age 17 or 30, yes to taking part."""
    for name in {radio.get_attribute("name") for radio in page.locator("main input[type=radio]").all()}:
        radios = page.locator(f"main input[name={name}]")
        values = [radio.get_attribute("value") for radio in radios.all()]
        wanted = "17" if "17" in values else "1" if "consent" in str(name) else values[1]
        radios.nth(values.index(wanted)).check()
    for box in page.locator(NUMBER).all():
        box.fill("30")
    for name in {box.get_attribute("name") for box in page.locator("main input[type=checkbox]").all()}:
        if not page.locator(f"{NUMBER}[name={name}]").count():
            page.locator(f"main input[name={name}]").first.check()


def answer_page(page) -> None:
    """The same answers at once, for tests that look at something else."""
    page.evaluate("""() => {
        const boxes = [...document.querySelectorAll("main input:not([type=hidden])")]
        for (const name of new Set(boxes.map(box => box.name))) {
            const own = boxes.filter(box => box.name === name), typed = own.find(box => box.inputMode === "numeric")
            if (typed) { typed.value = "30"; continue }
            const first = own[0].type === "checkbox" || name.includes("consent") ? "1" : own[1].value
            const chosen = own.find(box => box.value === "17") || own.find(box => box.value === first) || own[0]
            chosen.checked = true
        }
    }""")


def answer_all(page, *, answer=answer_page) -> int:
    """From the first page to the overview; gives the number of pages."""
    pages = 0
    page.click("main a.button")
    while not page.url.endswith("/review"):
        answer(page)
        page.click("main button[value=next]")
        pages += 1
        assert pages < 100, "the form does not come to an end"
    return pages


def hand_in(page) -> str:
    page.click("main form button.button")
    return page.inner_text(".code")


def store_bytes(server) -> bytes:
    return b"".join(file.read_bytes() for file in server.store.parent.iterdir())


def assert_no_table_of_one(server, study: str, rows: str, folder: Path) -> None:
    """The stored answers are opened by the command, and a table of the one respondent is refused in words."""
    (folder / "study.key").write_text(server.secret)
    opened = ["--key", folder / "study.key", "--store", server.store, "--out", folder / "answers.parquet"]
    unsealing = varsam("unseal", study, *opened)
    assert unsealing.returncode == 0, unsealing.stderr
    asked = varsam("table", study, rows, "--data", folder / "answers.parquet", "--json")
    assert asked.returncode == 1
    assert asked.stdout == ""
    assert "it rests on fewer than" in asked.stderr


def varsam(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_youth_form_in_swedish_without_script_from_start_to_receipt(fresh_server, open_page, tmp_path):
    page = open_page()
    page.goto(fresh_server.study("youth_exposure"))
    assert page.locator("html").get_attribute("lang") == "sv"
    assert answer_all(page, answer=answer_by_hand) > 25
    receipt = hand_in(page)
    assert len(receipt) == 19
    (response,) = unsealed(fresh_server.store, "youth_exposure", fresh_server.secret)
    assert response.language == "sv"
    assert response.values["y_age"] == 17
    assert response.values["y_consent"] == 1
    stored = store_bytes(fresh_server)
    for clear in (b"y_age", b"y_consent", b'"values"', b"127.0.0.1", b"Mozilla", receipt.encode()):
        assert clear not in stored
    assert_no_table_of_one(fresh_server, "youth_exposure", "y_hours", tmp_path)


def test_the_buyer_form_in_english_with_script(fresh_server, open_page, tmp_path):
    page = open_page(language="en-GB", script=True, width=1280)
    page.goto(fresh_server.study("buyer_attitudes"))
    assert page.locator("html").get_attribute("lang") == "en"
    answer_all(page)
    hand_in(page)
    (response,) = unsealed(fresh_server.store, "buyer_attitudes", fresh_server.secret)
    assert (response.language, response.values["b_age"]) == ("en", 30)
    assert unsealed(fresh_server.store, "youth_exposure", fresh_server.secret) == []
    assert_no_table_of_one(fresh_server, "buyer_attitudes", "b_l1", tmp_path)


def test_the_youth_form_with_the_keyboard_alone(fresh_server, open_page, tmp_path):
    """Only keys are pressed: Tab to move, Space to choose, Enter to go on."""
    page = open_page(script=True, width=1280)
    page.goto(fresh_server.study("youth_exposure"))
    tab_to(page, "main a.button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/1?*")
    for _ in range(100):
        before = page.url
        keyboard_page(page)
        page.wait_for_url(lambda url, before=before: url != before)
        if page.url.endswith("/review"):
            break
    tab_to(page, "main form button.button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".code")
    (response,) = unsealed(fresh_server.store, "youth_exposure", fresh_server.secret)
    assert response.values["y_consent"] == 1
    assert_no_table_of_one(fresh_server, "youth_exposure", "y_c1", tmp_path)


def focus(page) -> dict[str, str]:
    return page.evaluate(
        "(e => ({tag: e.tagName, type: e.type || '', name: e.name || '', value: e.value || '', cls: e.className}))"
        "(document.activeElement)"
    )


def tab_to(page, selector: str) -> None:
    for _ in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with Tab")


def keyboard_page(page) -> None:
    """Tab through a page, choose in every group that is met, and press Enter on the button that goes on."""
    met: set[str] = set()
    for _ in range(300):
        page.keyboard.press("Tab")
        here = focus(page)
        if here["tag"] == "BUTTON" and here["value"] == "next":
            page.keyboard.press("Enter")
            return
        if here["type"] in ("radio", "checkbox") and here["name"] not in met:
            met.add(here["name"])
            page.keyboard.press("Space")
            for _ in range(_steps(here["name"])):
                page.keyboard.press("ArrowDown")
        elif here["type"] == "text":
            page.keyboard.type("30")
    raise AssertionError("the button that goes on cannot be reached with Tab")


def _steps(name: str) -> int:
    return {"y_age": 3, "y_consent": 0}.get(name, 0)


def test_after_handing_in_going_back_shows_no_answer(fresh_server, open_page):
    for script in (False, True):
        page = open_page(script=script)
        page.goto(fresh_server.study("youth_exposure"))
        answer_all(page)
        hand_in(page)
        for _ in range(3):
            page.go_back()
            assert page.locator("main input:checked").count() == 0
            assert page.inner_text("h1") in ("Formuläret är stängt", "Tack!")
    assert len(unsealed(fresh_server.store, "youth_exposure", fresh_server.secret)) == 2


def test_leaving_quickly_by_button_without_script(form_server, open_page):
    page = open_page()
    page.goto(form_server.study("youth_exposure"))
    page.click("main a.button")
    answer_page(page)
    page.click("main button[value=next]")
    page.click("button.leave")
    assert page.url.endswith("/calendar/sv")
    assert page.context.cookies() == []
    page.go_back()
    assert page.inner_text("h1") == "Formuläret är stängt"
    assert page.locator("main input").count() == 0


@pytest.mark.parametrize("way", ["button", "shift"])
def test_leaving_quickly_with_script_leaves_no_page_to_go_back_to(form_server, open_page, way):
    page = open_page(script=True)
    page.goto(form_server.study("youth_exposure"))
    page.click("main a.button")
    answer_page(page)
    page.click("main button[value=next]")
    page.wait_for_url("**/2")
    left = page.url
    if way == "button":
        page.click("button.leave")
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url("**/calendar/sv")
    for _ in range(200):  # the page has gone before the answer that takes the cookie away is in
        if not page.context.cookies():
            break
        page.wait_for_timeout(50)
    assert page.context.cookies() == []
    page.goto(left)
    assert page.inner_text("h1") == "Formuläret är stängt"


def test_going_back_to_the_first_page_after_leaving_shows_no_age(form_server, open_page):
    """The first page opens for everybody; a browser would fill in what it remembers."""
    page = open_page()
    page.goto(form_server.study("youth_exposure") + "1")
    page.check("main input[value='17']")
    page.click("main button[value=next]")
    page.click("#leave button")
    page.wait_for_url("**/calendar/sv")
    while not page.url.endswith("/1"):
        page.go_back()
    assert page.locator("main input").count() > 0
    assert page.locator("main input:checked").count() == 0


def test_an_error_takes_the_focus_and_leads_to_its_question(form_server, open_page):
    page = open_page(language="en-GB", script=True)
    page.goto(form_server.study("buyer_attitudes"))
    page.click("main a.button")
    page.fill(NUMBER, "thirty")
    page.keyboard.press("Enter")
    page.wait_for_selector("#errors")
    assert page.evaluate("document.activeElement.id") == "errors"
    assert page.title().startswith("Error: ")
    page.click("#errors a")
    assert page.evaluate("document.activeElement.value") == "thirty"


def test_a_half_filled_form_goes_on_after_the_server_was_killed(open_page, fresh_server):
    server = fresh_server
    page = open_page()
    page.goto(server.study("youth_exposure"))
    page.click("main a.button")
    answer_page(page)
    page.click("main button[value=next]")
    answer_page(page)
    server.kill_and_restart()
    page.click("main button[value=next]")
    page.goto(page.url.rpartition("/")[0] + "/1")
    assert page.locator("main input:checked").get_attribute("value") == "17"


def visit_each_kind(page, address: str):
    """Every kind of page there is, by name; the page itself is left standing on each."""
    page.goto(address)
    yield "start"
    page.goto(address + "support")
    yield "support"
    page.goto(address + "withdraw")
    yield "withdrawal"
    page.fill("#code", "AAAA")
    page.click("main form button")
    yield "wrong receipt"
    page.goto(address + "end/1")
    yield "end"
    page.goto(address + "review")
    yield "closed"
    page.goto(address + "nowhere")
    yield "not found"
    page.goto(address)
    page.click("main a.button")
    for _ in range(100):
        yield page.url
        if page.url.endswith("/review"):
            break
        if page.locator("main input[name$=consent]").count():
            page.click("main button[value=next]")
            yield "error"
        answer_page(page)
        page.click("main button[value=next]")
    page.go_back()
    yield "answered page"
    page.goto(address + "review")
    hand_in(page)
    yield "receipt"
    page.click("main form button.button")
    yield "calendar"


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("study", "language"), [("youth_exposure", "sv"), ("buyer_attitudes", "en")])
def test_every_kind_of_page_is_accessible_and_says_its_language(form_server, open_page, study, language, scheme):
    axe = Axe()
    page = open_page(language=language, script=True, scheme=scheme, width=1280 if scheme == "dark" else 390)
    found = {}
    for kind in visit_each_kind(page, form_server.study(study)):
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1, kind
        results = axe.run(page)
        if results.violations_count:
            found[kind] = [(v["id"], v["nodes"][0]["html"][:120]) for v in results.response["violations"]]
    assert found == {}


def test_nothing_is_too_wide_or_too_small_on_a_narrow_phone(form_server, open_page):
    page = open_page(script=True, width=320)
    small_ones = (
        "[...document.querySelectorAll("
        "'button:not(.unseen), a.button, a.tool, a.quiet, nav a, .choices label, .review a')]"
        ".map(e => [e.textContent.trim(), e.getBoundingClientRect()]).filter(([, r]) => r.height < 24 || r.width < 24)"
        ".map(([text]) => text)"
    )
    found = {}
    for kind in visit_each_kind(page, form_server.study("youth_exposure")):
        width, small = page.evaluate("document.documentElement.scrollWidth"), page.evaluate(small_ones)
        if width > 320 or small:
            found[kind] = (width, small)
    assert found == {}


def test_the_first_page_is_one_small_request(form_server, open_page):
    page = open_page(script=True)
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    answer = page.goto(form_server.study("youth_exposure"))
    page.wait_for_load_state("networkidle")
    assert [url for url in requests if not url.startswith("data:")] == [form_server.study("youth_exposure")]
    assert len(answer.body()) <= 15_000


def test_no_policy_is_broken_and_nothing_is_written_to_the_console(form_server, open_page):
    page = open_page(script=True)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(form_server.study("youth_exposure"))
    answer_all(page)
    hand_in(page)
    assert said == []


def test_a_half_open_connection_is_closed(form_server):
    host, port = form_server.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as half_open:
        half_open.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        began = time.monotonic()
        assert half_open.recv(100) == b""
        assert time.monotonic() - began < 8
