"""How a number reaches the provider's own system: the `hand_over` member of a look-up's answer.

`data` is exactly what is encoded, printed or typed (terminal-api.md, "Links"). NW-7 carries the provider's
start and stop characters in the data.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["HandOver", "hand_over"]


@dataclass(frozen=True)
class HandOver:
    """Method, symbology (barcode and label only) and data."""

    method: str
    symbology: str | None
    data: str


def hand_over(number: str, method: str, symbology: str, start_stop: str) -> HandOver:
    """The hand-over of one number by a provider's settings."""
    if method not in {"barcode", "label"}:
        return HandOver(method, None, number)
    if symbology == "nw7":
        return HandOver(method, symbology, f"{start_stop[0]}{number}{start_stop[1]}")
    return HandOver(method, symbology, number)
