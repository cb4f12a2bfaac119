"""What the desk asks of any card reader.

A reader says whether a card lies on it and carries commands to it; it knows nothing of what a card holds.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

__all__ = [
    "CardAbsent",
    "CardChannel",
    "CardLeft",
    "CardReader",
    "CardTrouble",
    "Presence",
    "ReaderSoftwareMissing",
    "ReaderUnavailable",
]


class CardTrouble(Exception):
    """Root of what can go wrong between desk and card. Carries no data of the card."""


class ReaderUnavailable(CardTrouble):
    """The reader does not answer: unplugged, its service stopped, or its address wrong."""


class ReaderSoftwareMissing(CardTrouble):
    """A PC/SC reader was asked for, but pyscard (extra `[card]`) is not installed."""


class CardAbsent(CardTrouble):
    """No card lies on the reader."""


class CardLeft(CardTrouble):
    """The card was taken away, or exchanged, before the act was done."""


@dataclass(frozen=True)
class Presence:
    """Whether a card lies on the reader. `insertion` changes with every card put down or taken away."""

    present: bool
    insertion: int


class CardChannel(Protocol):
    """An open line to the card that lies on the reader."""

    def transmit(self, command: bytes) -> bytes:
        """Send one command APDU (ISO 7816-4) and return the answer with its two status bytes.

        Raises:
            CardLeft: the card went away.
            ReaderUnavailable: the reader stopped answering.
        """


class CardReader(Protocol):
    """One reader with room for one card."""

    def presence(self) -> Presence:
        """Look without touching the card.

        Raises:
            ReaderUnavailable: the reader does not answer.
            ReaderSoftwareMissing: no software for this kind of reader is installed.
        """

    def card(self) -> AbstractContextManager[CardChannel]:
        """Open the line to the card, for one act; on leaving, a PIN check of this act is over.

        Raises:
            CardAbsent: no card lies on the reader.
            CardLeft: on leaving, another card lies there than on entering.
            ReaderUnavailable: the reader does not answer.
        """
