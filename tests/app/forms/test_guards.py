from __future__ import annotations

import logging

import pytest

from app.forms.guards import BODY_BYTES
from app.forms.limits import Limits, sender

KEPT = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "server": "",
}


@pytest.mark.parametrize("path", ["/small/", "/small/1", "/small/2", "/small/support", "/calendar/sv", "/nowhere"])
def test_every_page_keeps_out_of_caches_frames_and_other_sites(client, path):
    headers = client.get(path).headers
    assert {name: headers[name] for name in KEPT} == KEPT
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "geolocation=()" in headers["permissions-policy"]


def test_the_first_page_is_small_and_one_request(client):
    page = client.get("/small/")
    assert len(page.content) <= 15_000
    for address in ('<link rel="stylesheet', "<script src", "<img", "@import", "url(", "http://", "https://"):
        assert address not in page.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("GET", "/small/abc", 404), ("GET", "/small/" + "9" * 5000, 404),
     ("GET", "/small/end/" + "9" * 5000, 404), ("GET", "/small/leave", 405), ("PUT", "/small/1", 405)],
)  # fmt: skip
def test_what_is_not_there_is_told_in_plain_words(client, method, path, status):
    page = client.request(method, path, headers={"Accept-Language": "en"})
    assert page.status_code == status
    assert "<h1>" in page.text
    assert '<html lang="en">' in page.text


def test_a_large_body_is_refused_on_its_announced_length(client):
    page = client.post("/small/1", content=b"x", headers={"Content-Length": str(BODY_BYTES + 1)})
    assert page.status_code == 413


@pytest.mark.parametrize("length", ["-5", "abc", "1e9", ""])
def test_a_length_that_is_no_number_is_refused(client, length):
    assert client.post("/small/1", content=b"x", headers={"Content-Length": length}).status_code == 413


def test_a_large_body_without_announced_length_is_refused_while_it_is_read(client):
    async def chunks():
        for _ in range(200):
            yield b"x" * 1024

    assert client.post("/small/1", content=chunks()).status_code == 413


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, False),
        ({"Origin": "https://elsewhere.example"}, True),
        ({"Origin": "http://testserver"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
def test_a_post_from_another_site_is_refused(client, headers, refused):
    assert (client.post("/small/leave", headers=headers).status_code == 403) == refused


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe",
        b"a=1&" * 2000,
        b"%ff=%00",
        b"consent=%f0%9f%98%80",
        b"use_a=" + b"9" * 400,
        b"{}",
        b"age=-3&consent=1",
    ],
)
def test_odd_bodies_never_break_the_form(client, body):
    page = client.post("/small/1", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert page.status_code in (200, 422)


@pytest.mark.parametrize("cookie", ["", "x", "x" * 43, "å" * 30, "../../etc", "A" * 5000])
def test_odd_cookies_open_nothing(client, cookie):
    page = client.get("/small/2", headers={"Cookie": f"form={cookie}".encode()})
    assert page.status_code == 410


def test_an_error_shows_a_plain_page_and_logs_its_class_only(client, store, caplog, monkeypatch):
    def broken(_study: object) -> None:
        raise RuntimeError("canary-answer")

    monkeypatch.setattr(store, "load_draft", broken)
    with caplog.at_level(logging.DEBUG, logger="varsam.form"):
        page = client.get("/small/2", headers={"Cookie": "form=" + "A" * 43})
    assert page.status_code == 500
    assert "canary" not in page.text
    assert [record.getMessage() for record in caplog.records if record.name.startswith("varsam")] == [
        "error: RuntimeError"
    ]
    assert "canary" not in caplog.text


def test_too_many_posts_are_asked_to_wait(serving, questionnaire):
    client = serving(questionnaire, limits=Limits(at_once=2, per_second=0))
    assert [client.post("/small/leave").status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/small/").status_code == 200


def test_one_network_has_its_own_limit():
    limits = Limits(per_network=2)
    assert [limits.allows(f"192.0.2.{n}") for n in range(3)] == [True, True, False]
    assert limits.allows("198.51.100.1")
    assert [limits.allows(f"2001:db8:1:{n}::1") for n in range(3)] == [True, True, False]
    assert all(limits.allows("") for _ in range(10))


def test_limits_keep_no_address():
    limits = Limits()
    limits.allows("192.0.2.77")
    assert "192.0" not in repr(vars(limits))
    assert bytes([192, 0, 2]) not in b"".join(limits._counts)


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.9", "192.0.2.1"),
        ("127.0.0.1", "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        ("127.0.0.1", "", ""),
        ("127.0.0.1", "nonsense", ""),
        ("", "", ""),
    ],
)
def test_only_our_own_proxy_is_believed(peer, forwarded, counted):
    assert sender(peer, forwarded) == counted
