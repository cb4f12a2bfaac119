"""The tree of refusals: every word once, every refusal with a status that says what kind it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from mykey.kernel import (
    refusals_of_cards,
    refusals_of_citizens,
    refusals_of_links,
    refusals_of_officers,
    refusals_of_terminals,
)
from mykey.kernel.errors import Broken, CannotTell, MyKeyError, Refused

ROOMS = (
    refusals_of_cards,
    refusals_of_citizens,
    refusals_of_links,
    refusals_of_officers,
    refusals_of_terminals,
)


def all_errors() -> Iterator[type[MyKeyError]]:
    for room in ROOMS:
        for name in room.__all__:
            error = getattr(room, name)
            if isinstance(error, type) and issubclass(error, MyKeyError):
                yield error


EVERY = list(all_errors())


def test_each_code_is_said_by_one_error() -> None:
    assert [code for code, times in Counter(error.code for error in EVERY).items() if times > 1] == []


@pytest.mark.parametrize("error", EVERY, ids=lambda error: error.__name__)
def test_no_cannot_tell_and_broken_are_told_apart(error: type[MyKeyError]) -> None:
    kinds = [kind for kind in (Refused, CannotTell, Broken) if issubclass(error, kind)]
    assert len(kinds) == 1
    expected = {Refused: range(400, 500), CannotTell: [503], Broken: [500]}[kinds[0]]
    assert error.status in expected
    words = error.code.split("-")
    assert all(word.isalnum() and word == word.lower() for word in words)


@pytest.mark.parametrize("error", EVERY, ids=lambda error: error.__name__)
def test_every_error_says_why_it_exists(error: type[MyKeyError]) -> None:
    assert error.__doc__
    assert error.__doc__ != MyKeyError.__doc__


def test_every_error_of_a_room_is_told_to_others() -> None:
    for room in ROOMS:
        own = {
            name
            for name, value in vars(room).items()
            if isinstance(value, type) and issubclass(value, MyKeyError) and value.__module__ == room.__name__
        }
        assert own <= set(room.__all__)


def test_facts_are_for_machines_and_stay_out_of_the_text() -> None:
    error = Refused.__new__(type("Sample", (Refused,), {"code": "sample"}))
    error.__init__(service_id="180000000011")  # type: ignore[misc] # a subclass made for this test
    assert error.facts == {"service_id": "180000000011"}
    assert "180000000011" not in f"{error}{error!r}"
    assert str(error) == "sample"


def test_who_cannot_tell_says_when_to_ask_again() -> None:
    assert all(error.retry_after > 0 for error in EVERY if issubclass(error, CannotTell))
