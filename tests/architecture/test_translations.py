"""Every sentence that a face can say is said in English, too (the msgid is the Japanese sentence itself)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

REPOSITORY = Path(__file__).parents[2]
TRANSLATIONS = REPOSITORY / "translations"
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
OPTIONS = {"**.html": {"silent": "false"}, "**.txt": {"silent": "false"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2), "lazy_pgettext": ((1, "c"), 2)}

# Catalogues that a face reads beside its own (mykey.web.languages); everybody else has what it says.
ALSO_READ = {
    name: ["shared"]
    for name in ("portal", "console", "points", "points_navi", "points_office", "points_till")
}


def catalogues() -> list[str]:
    return sorted(folder.name for folder in TRANSLATIONS.iterdir() if folder.is_dir())


def sources(name: str) -> list[Path]:
    """Where a catalogue's sentences stand."""
    folders = {
        "shared": ["mykey/web", "templates/shared"],
        "desk": ["desk"],
        "town": ["town"],
        "points": ["mykey/points/citizens", "templates/points"],
        "points_navi": ["mykey/points/navi", "templates/points_navi"],
        "points_office": ["mykey/points/office", "templates/points_office"],
        "points_till": ["mykey/points/till", "templates/points_till"],
    }
    return [
        folder
        for part in folders.get(name, [f"mykey/{name}", f"templates/{name}"])
        if (folder := REPOSITORY / part).is_dir()
    ]


@cache
def catalogue(name: str) -> Catalog:
    with (TRANSLATIONS / name / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


@cache
def said(name: str) -> dict[str, str]:
    """Each msgid, and one place where it stands."""
    return {
        message if isinstance(message, str) else message[0]: f"{folder.relative_to(REPOSITORY)}/{file}:{line}"
        for folder in sources(name)
        for file, line, message, _comments, _context in extract_from_dir(folder, METHODS, OPTIONS, KEYWORDS)
    }


def is_translated(name: str, sentence: str) -> bool:
    message = catalogue(name).get(sentence)
    if message is None or message.fuzzy:
        return False
    forms = [message.string] if isinstance(message.string, str) else list(message.string)
    return all(forms)


def test_there_is_a_catalogue_for_every_face() -> None:
    assert {"shared", "portal", "console", "points", "points_navi", "points_office", "desk"} <= set(
        catalogues()
    )


@pytest.mark.parametrize("name", catalogues())
def test_every_sentence_has_its_english(name: str) -> None:
    read = [name, *ALSO_READ.get(name, [])]
    missing = {
        sentence: place
        for sentence, place in said(name).items()
        if not any(is_translated(n, sentence) for n in read)
    }
    assert missing == {}


@pytest.mark.parametrize("name", catalogues())
def test_no_entry_is_empty_fuzzy_or_broken(name: str) -> None:
    wrong = [
        (message.id, [str(error) for error in message.check(catalogue(name))])
        for message in catalogue(name)
        if message.id and (not message.string or message.fuzzy or message.check(catalogue(name)))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", catalogues())
def test_no_entry_is_left_from_a_sentence_that_nobody_says(name: str) -> None:
    ids = [m.id if isinstance(m.id, str) else m.id[0] for m in catalogue(name) if m.id]
    assert [sentence for sentence in ids if sentence not in said(name)] == []


@pytest.mark.parametrize("name", catalogues())
def test_placeholders_are_the_same_in_both_languages(name: str) -> None:
    different = [
        message.id
        for message in catalogue(name)
        if isinstance(message.id, str)
        and isinstance(message.string, str)
        and message.id
        and placeholders(message.id) != placeholders(message.string)
    ]
    assert different == []


def placeholders(sentence: str) -> set[str]:
    return {part.partition(")")[0] for part in sentence.split("%(")[1:]}
