"""Things of municipalities, found by what people type: name, reading, code, or the thing's own name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from mykey.kernel.municipalities import municipality
from mykey.points.names import as_searched

__all__ = ["find_by_municipality"]

T = TypeVar("T")

LONGEST_TYPED = 100
MUNICIPALITIES = 2_000


def find_by_municipality(things: Sequence[T], typed: str, named: Callable[[T], tuple[str, str]]) -> list[T]:
    """Those that have every word that was typed; all where nothing was. `named`: (code, own name) of each.

    A municipality whose whole name was typed comes alone: 津市 is not 大津市. Two have the name 府中市.
    """
    plain = as_searched(typed[:LONGEST_TYPED])
    if not plain:
        return list(things)
    exact = [thing for thing in things if plain in _names(named(thing)[0])]
    if exact:
        return exact
    words = plain.split()
    return [thing for thing in things if _has_all(words, *named(thing))]


def _has_all(words: list[str], code: str, own_name: str) -> bool:
    known_by = f"{_known_by(code)} {as_searched(own_name)}"
    return all(word in known_by for word in words)


@lru_cache(maxsize=MUNICIPALITIES)
def _known_by(code: str) -> str:
    found = municipality(code)
    return as_searched(f"{found.full_name} {found.kana} {code}")


@lru_cache(maxsize=MUNICIPALITIES)
def _names(code: str) -> frozenset[str]:
    found = municipality(code)
    return frozenset(as_searched(name) for name in (found.name, found.full_name, found.kana, code))
