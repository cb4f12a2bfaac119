"""What the town refuses. Each error is a fact and a sentence for the tester at the command line.

A sentence may hold a card's short name, a reader or a municipality: all invented. Never a PIN or a serial.
"""

from __future__ import annotations

__all__ = [
    "AuthorityNotKnown",
    "CardNameNotUsable",
    "CardNameTaken",
    "CardNotKnown",
    "CardRevoked",
    "ListNotKnown",
    "MunicipalityNotUsable",
    "PinNotUsable",
    "PortBusy",
    "ReaderNameNotUsable",
    "TownError",
]


class TownError(Exception):
    """The root: the command line prints its sentence and ends with 1."""


class AuthorityNotKnown(TownError):
    """There are two kinds and two generations; another was asked for."""


class CardNameNotUsable(TownError):
    """A card's short name is 1 to 40 of a-z, 0-9 and hyphen: it stands in paths and URLs."""


class CardNameTaken(TownError):
    """Another card has this short name already."""


class CardNotKnown(TownError):
    """No card has this short name."""


class CardRevoked(TownError):
    """The user certificate is revoked, so the counter asks for a renewal first."""


class ListNotKnown(TownError):
    """No list is kept for this CA key and distribution point."""


class MunicipalityNotUsable(TownError):
    """A municipality is written "Prefecture/City" in romaji, as on a distribution point."""


class PinNotUsable(TownError):
    """The user PIN is 4 digits, the signing password 6 to 16 of A-Z and 0-9 (jpki.md)."""


class PortBusy(TownError):
    """Another program listens on the port."""


class ReaderNameNotUsable(TownError):
    """A reader's name is 1 to 40 of a-z, 0-9 and hyphen."""
