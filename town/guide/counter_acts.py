"""What a visitor may let happen to a card, as acts at the municipal counter, and the authority's outage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from town.authority.office import CardOffice
from town.authority.outage import begin_outage, end_outage

__all__ = ["ACTS", "OUTAGES", "act_on_card", "set_outage"]

ACTS: dict[str, Callable[[CardOffice, str], object]] = {
    "unlock": CardOffice.unlock,
    "move-house": CardOffice.move_house,
    "renew": CardOffice.renew,
}
OUTAGES: dict[str, Callable[[Path], None]] = {"begin": begin_outage, "end": end_outage}


def act_on_card(town_home: Path, act: str, card: str) -> None:
    """Do one of `ACTS`. Raises `CardNotKnown`, `CardRevoked`."""
    with CardOffice(town_home) as office:
        ACTS[act](office, card)


def set_outage(town_home: Path, change: str) -> None:
    """Let the authority stop answering, or answer again."""
    OUTAGES[change](town_home)
