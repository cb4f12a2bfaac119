"""Pages run nothing inline and ask nobody else: what the Content-Security-Policy forbids is not written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
ROOMS = ("templates", "desk", "town")
TEMPLATES = sorted(file for room in ROOMS for file in (REPOSITORY / room).rglob("*.html"))
EVERY = pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(REPOSITORY)))

ELSEWHERE = r"""\s*=\s*["']?\s*(?:https?:)?//"""
FORBIDDEN = {
    "an inline style": re.compile(r"<style\b|<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script in an address": re.compile(r"javascript:|data:text/html|srcdoc\s*=", re.IGNORECASE),
    "something of another origin": re.compile(r"(?:src|action|poster)" + ELSEWHERE, re.IGNORECASE),
    "a stylesheet of another origin": re.compile(r"<link\b[^>]*href" + ELSEWHERE, re.IGNORECASE),
    "text that is not escaped": re.compile(r"\|\s*safe\b|autoescape\s+false"),
    "a frame or plug-in": re.compile(r"<(?:iframe|object|embed|applet|base)\b", re.IGNORECASE),
    "a form that sends its fields in the address": re.compile(r"<form\b(?![^>]*\smethod\s*=)", re.IGNORECASE),
}


def test_there_are_templates_in_every_room() -> None:
    for room in ROOMS:
        assert any(file.is_relative_to(REPOSITORY / room) for file in TEMPLATES), room


@EVERY
def test_nothing_inline_and_nothing_foreign(file: Path) -> None:
    text = file.read_text("utf-8")
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


FORM = re.compile(r"<form\b[^>]*\bmethod\s*=\s*[\"']post[\"'].*?</form>", re.IGNORECASE | re.DOTALL)
#: Posts to the portal, which believes it nothing; it has no session of the portal to take a token from.
#: And from the portal to the points site, which must not get a token of the portal.
#: And from a page that must begin no session in the place of one that is open (citizens/coupon_links.py).
TO_ANOTHER_SITE = [
    "desk/templates/agent/return.html", "templates/points/coupon_arrived.html", "templates/portal/points.html"
]  # fmt: skip


def test_what_is_posted_to_us_carries_a_token() -> None:
    bare = [
        str(file.relative_to(REPOSITORY))
        for file in TEMPLATES
        if not file.is_relative_to(REPOSITORY / "town")  # stand-ins without a login
        for form in FORM.findall(file.read_text("utf-8"))
        if not re.search(r"csrf|token|hidden_tag", form)
    ]
    assert sorted(bare) == TO_ANOTHER_SITE


def test_the_pattern_finds_what_it_is_for() -> None:
    samples = {
        "an inline style": '<p style="color:red">',
        "an inline script": "<script>alert(1)</script>",
        "an event handler": '<button onclick="go()">',
        "a script in an address": '<a href="javascript:go()">',
        "something of another origin": '<img src="//cdn.example/x.png">',
        "a stylesheet of another origin": '<link rel="stylesheet" href="https://cdn.example/x.css">',
        "text that is not escaped": "{{ name | safe }}",
        "a frame or plug-in": "<iframe>",
        "a form that sends its fields in the address": '<form action="/x">',
    }
    assert set(samples) == set(FORBIDDEN)
    for what, sample in samples.items():
        assert FORBIDDEN[what].search(sample), what
    assert not any(pattern.search('<script src="/static/a.js"></script>') for pattern in FORBIDDEN.values())
