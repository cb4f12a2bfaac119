from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Callable

import pytest

from mykey.kernel.randomness import random_choice, random_id


def bytes_of(values: bytes) -> Callable[[int], bytes]:
    """Randomness that is known: the values one after the other, again and again."""
    stream = itertools.cycle(values)
    return lambda count: bytes(itertools.islice(stream, count))


def test_an_id_is_random_and_says_so() -> None:
    made = random_id(os.urandom)
    assert (made.version, made.variant) == (4, "specified in RFC 4122")
    assert len({random_id(os.urandom) for _ in range(100)}) == 100


def test_the_same_seed_gives_the_same_ids() -> None:
    """Two worlds can be run from one seed (privacy.md, proof d)."""
    one, other = bytes_of(bytes(range(97))), bytes_of(bytes(range(97)))
    assert [random_id(one) for _ in range(5)] == [random_id(other) for _ in range(5)]


@pytest.mark.parametrize("length", [0, 1, 8, 300])
def test_as_many_characters_as_asked_for(length: int) -> None:
    chosen = random_choice(os.urandom, "ABC", length)
    assert len(chosen) == length
    assert set(chosen) <= set("ABC")


@pytest.mark.parametrize("alphabet", ["AB", "ABCDEFGHIJ", "".join(map(chr, range(1, 33))), "x" * 200])
def test_no_character_is_likelier_than_another(alphabet: str) -> None:
    """Each byte once: what lies past the last whole multiple is redrawn, not folded onto the first ones."""
    usable = 256 - 256 % len(alphabet)
    counts = Counter(random_choice(bytes_of(bytes(range(256))), alphabet, usable))
    assert set(counts.values()) == {usable // len(set(alphabet))}


def test_a_byte_past_the_end_is_drawn_again() -> None:
    assert random_choice(bytes_of(b"\xff\xfe\xfd\x00"), "ABC", 4) == "CBAC"
    assert random_choice(bytes_of(b"\xff\x01"), "ABC", 2) == "BB"
