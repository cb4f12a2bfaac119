"""A till session on its way: who is known only as a session, and what is about to be done.

All of it lives in the visit's memory: gone when the card leaves or after 30 idle seconds (privacy.md, P20).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import g

from desk.platform.till import Purse, Receipt, TillSession
from desk.terminal.counter import Counter
from desk.till.points_side import PointsSide

__all__ = ["GRANT", "SPEND", "VOUCHER", "Done", "Draft", "Opened", "open_by_card"]

SPEND, GRANT, VOUCHER = "spend", "grant", "voucher"


@dataclass(frozen=True)
class Opened:
    """The points side has opened a session. `insertion`: the card it hangs on; None for a QR code."""

    session: TillSession = field(repr=False)
    purpose: str
    insertion: int | None


@dataclass(frozen=True)
class Draft:
    """An amount, shown and not yet confirmed, with the key under which it is sent however often."""

    opened: Opened
    amount: int
    purse: Purse | None
    key: str = field(repr=False)


@dataclass(frozen=True)
class Done:
    """What was done, with its receipt."""

    purpose: str
    receipt: Receipt = field(repr=False)


def open_by_card(
    counter: Counter, points: PointsSide, card: Mapping[str, str], purpose: str, insertion: int
) -> None:
    """A ticket from the core for this card, opened at the points side at once, remembered for this browser.

    The touch is used up: another act asks for the card anew.

    Raises:
        PlatformRefused, PlatformCannotTell, PlatformSilent: by either side; nothing was done.
    """
    ticket = counter.platform().points_ticket(card, purpose, points.thumbprint())
    session = points.api(g.lang).open_by_ticket(ticket)
    counter.visits.open(g.visitor, Opened(session, purpose, insertion), insertion)
    counter.visits.touch_served(insertion)
