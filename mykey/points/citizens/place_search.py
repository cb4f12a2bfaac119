"""Finding a municipality among all of Japan: typed into a field of its own, which asks by GET."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

__all__ = ["PlaceSearch", "place_typed"]

LONGEST_TYPED = 100


@dataclass(frozen=True)
class PlaceSearch:
    """What was typed, how many fit, and how many of them are shown."""

    typed: str
    found: int
    shown: int


def place_typed() -> str:
    """What was looked for; "" where nothing was. It stands in the address and changes nothing."""
    return request.args.get("place", "")[:LONGEST_TYPED].strip()
