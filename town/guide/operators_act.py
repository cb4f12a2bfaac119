"""The operator's act that stands in for partner companies: demo points into a citizen's reserve."""

from __future__ import annotations

import re
import unicodedata

from town.embedded.layout import Layout
from town.embedded.points_programs import points_command
from town.points_fill.commands import PointsCommandRefused, run_points

__all__ = ["DEMO_POINTS", "ReserveRefused", "put_into_reserve"]

DEMO_POINTS = 3000
_POINTS_NUMBER = re.compile(r"[0-9]{1,20}")


class ReserveRefused(Exception):
    """No such points number, or the points side said no."""


def put_into_reserve(layout: Layout, typed: str) -> None:
    """Put 3,000 points into the reserve of the account with this points number.

    Raises:
        ReserveRefused: nothing was put there.
    """
    number = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", typed))
    if _POINTS_NUMBER.fullmatch(number) is None:
        raise ReserveRefused
    try:
        run_points(points_command(layout), "reserve", "put", "-", str(DEMO_POINTS), typed=f"{number}\n")
    except PointsCommandRefused:
        raise ReserveRefused from None
