"""The demo's shops with what is told of them, in a file as a municipality has it; all are invented.

Their positions are spread over Kawasaki, so that the map looks like the city.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["shop_file"]

_FILE = Path(__file__).with_name("shops.csv")


def shop_file() -> str:
    """The whole file, as csv."""
    return _FILE.read_text(encoding="utf-8")
