"""Codes as people type them: read back whatever the spelling, and nothing else."""

from __future__ import annotations

import os

import pytest

from mykey.points.crockford import ALPHABET, grouped_code, new_code, read_code

CODE = "7K2M0QXT94RB"


@pytest.mark.parametrize(
    "typed",
    [CODE, "7k2m-0qxt-94rb", " 7K2M 0QXT 94RB\r\n", "７ｋ２ｍ－ｏｑｘｔ－９４ｒｂ", "7K2M‐OQXT―94RB"],
)
def test_any_spelling_is_the_same_code(typed: str) -> None:
    assert read_code(typed, 12, 60) == CODE


@pytest.mark.parametrize("typed", ["", CODE[1:], CODE + "0", "7K2M0QXT94RU", "7K2M0QXT94R!", "-" * 60 + CODE])
def test_another_form_is_none(typed: str) -> None:
    assert read_code(typed, 12, 60) is None


def test_lookalikes_are_read_as_digits() -> None:
    assert read_code("ILOilo", 6, 60) == "110110"


def test_new_ones_are_of_the_alphabet_and_read_back() -> None:
    made = {new_code(os.urandom, 16) for _ in range(100)}
    assert len(made) == 100
    assert set().union(*made) == set(ALPHABET)
    assert all(read_code(grouped_code(one), 16, 60) == one for one in made)
    assert grouped_code(CODE) == "7K2M-0QXT-94RB"
