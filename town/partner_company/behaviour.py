"""How the company behaves towards the platform: well, or in one of the ways in which companies go wrong."""

from __future__ import annotations

from enum import StrEnum

from town.partner_company.books import Books

__all__ = ["Behaviour", "behave", "behaviour_of"]


class Behaviour(StrEnum):
    """What happens when the platform asks for an exchange."""

    WELL = "well"
    TWICE = "twice"
    """It answers, and says the same once more by callback."""
    LATE = "late"
    """It answers that it will answer; then by callback, or when it is asked again after a while."""
    NEVER = "never"
    """It takes the points, holds the connection and says nothing."""
    OTHER_AMOUNT = "other-amount"
    """It says that it took another amount than was asked."""
    WRONG_SIGNATURE = "wrong-signature"
    """It signs with a key that nobody knows."""
    REFUSE = "refuse"


def behaviour_of(books: Books) -> Behaviour:
    """The present one; well on the first day."""
    row = books.row("SELECT value FROM settings WHERE name = 'behaviour'")
    return Behaviour.WELL if row is None else Behaviour(row["value"])


def behave(books: Books, behaviour: Behaviour) -> None:
    """From now on."""
    with books.transaction() as at:
        at.execute(
            "INSERT INTO settings VALUES ('behaviour', ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (behaviour,),
        )
