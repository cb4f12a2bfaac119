"""What the company says about an exchange, in an answer or by callback, rightly or wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Timer
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from town.partner_company.exchanges import Exchange, State, note_said, see, settle
from town.partner_company.workplace import Workplace

__all__ = ["WORDS", "answer_of", "call_back", "call_back_soon"]

#: What staff may have the company say about an exchange, again or for the first time.
WORDS = ("answer", "done", "refused", "other-amount", "wrong-signature")
SOON_SECONDS = 1.0


def answer_of(exchange: Exchange, *, wrong_amount: bool = False) -> dict[str, Any]:
    """The members of an answer, true to the books but for the amount where that is wanted."""
    return {
        "exchange_id": exchange.exchange_id,
        "result": "done" if exchange.state == State.DONE else "refused",
        "units": exchange.units,
        "points": (exchange.points or 0) * (2 if wrong_amount else 1),
    }


def call_back(at: Workplace, exchange_id: str, word: str) -> None:
    """Say one of `WORDS`: `answer` is the truth and decides what waits, the others are said anyway."""
    known = settle(at.books, exchange_id) if word == "answer" else see(at.books, exchange_id)
    if known is None or known.units is None:
        return
    members = answer_of(known, wrong_amount=word == "other-amount")
    if word in ("done", "refused"):
        members["result"] = word
    elif word != "answer":
        members["result"] = "done"
    key = Ed25519PrivateKey.generate() if word == "wrong-signature" else None
    note_said(at.books, exchange_id, f"{word} → {at.platform.answer(members, key)}")


def call_back_soon(at: Workplace, exchange_id: str, members: Mapping[str, Any]) -> None:
    """Say the same once more when the answer has arrived."""

    def say() -> None:
        note_said(at.books, exchange_id, f"twice → {at.platform.answer(members)}")

    again = Timer(SOON_SECONDS, say)
    again.daemon = True
    again.start()
