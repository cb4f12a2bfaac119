"""English by switch, every word of it."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.unit.desk.card_double import CardDouble
from tests.unit.desk.desk_double import Desk, make_desk, words

ROOT = Path(__file__).resolve().parents[3]
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]


def catalogue(name: str) -> Catalog:
    source = ROOT / "translations" / name / "en" / "LC_MESSAGES" / "messages.po"
    return read_po(io.BytesIO(source.read_bytes()), locale="en")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folders = []
    for name in ("shared", "desk"):
        target = tmp_path / name / "en" / "LC_MESSAGES"
        target.mkdir(parents=True)
        with (target / "messages.mo").open("wb") as file:
            write_mo(file, catalogue(name))
        folders.append(tmp_path / name)
    return make_desk(tmp_path, translations=tuple(folders))


def test_every_word_has_english_and_no_english_is_left_over() -> None:
    keywords = {"_": None, "gettext": None, "lazy_gettext": None}
    found = {
        message
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / "desk", METHODS, keywords=keywords
        )
    }
    translated = {message.id: message.string for message in catalogue("desk") if message.id}
    assert found == set(translated)
    assert all(translated.values())


def test_english_keeps_the_same_places_for_figures() -> None:
    for message in catalogue("desk"):
        if message.id:
            assert not list(message.check(catalogue("desk"))), message.id


def test_a_link_switches_and_a_cookie_remembers(desk: Desk) -> None:
    assert 'href="/lookup?lang=en"' in desk.get("/lookup").text
    page = desk.get("/lookup?lang=en")
    assert '<html lang="en">' in page.text
    assert "Put the My Number Card on the reader" in words(page.text)
    assert "Look up a service ID" in words(desk.get("/").text)
    assert 'href="/?lang=ja"' in desk.get("/").text
    assert '<html lang="ja">' in desk.get("/?lang=ja").text


def test_an_unknown_language_is_japanese(desk: Desk) -> None:
    assert '<html lang="ja">' in desk.get("/lookup?lang=../../x").text


def test_the_platform_is_asked_in_the_clerks_language(desk: Desk) -> None:
    desk.reader.put(CardDouble())
    desk.get("/lookup?lang=en")
    desk.platform.say("POST /v1/lookups", (200, desk.platform.found()))
    assert "Result of the look-up" in desk.arrive(desk.post("/lookup"))
    assert desk.platform.made("POST /v1/lookups")[0].headers["Accept-Language"] == "en"


def test_the_desk_imports_nothing_of_the_platform_or_the_town() -> None:
    foreign = "[n for n in sys.modules if n.split('.')[0] in ('mykey', 'town', 'smartcard')]"
    call = [sys.executable, "-c", f"import sys, desk.__main__; print({foreign})"]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - our own program
    assert done.stdout.strip() == "[]"
