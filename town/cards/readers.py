"""Which card lies on which reader, and the conversation with it.

The place is in the ledger, so the command line and other processes see it. The conversation (what is
selected, which PIN was shown) lives in this process alone and ends with every change of the reader.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass

from town.cards.chip import Chip
from town.errors import CardNotKnown, ReaderNameNotUsable
from town.ledger import Ledger

__all__ = ["CardOnShow", "NoCard", "ReaderState", "Readers"]

READER_NAME = re.compile(r"[a-z0-9-]{1,40}")


class NoCard(Exception):
    """The reader is empty."""


@dataclass(frozen=True)
class ReaderState:
    """Whether a card lies there. `insertion` grows at each change."""

    present: bool
    insertion: int


@dataclass(frozen=True)
class CardOnShow:
    """A card as the tester picks it from the list."""

    name: str
    holder: str
    note: str
    reader: str | None
    tries_left: int


class Readers:
    """All readers of the town. A reader exists as soon as its name is spoken: 1 to 40 of a-z, 0-9, hyphen."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._conversations: dict[str, tuple[int, Chip]] = {}
        self._turn = threading.Lock()

    def state(self, reader: str) -> ReaderState:
        """The reader now. Raises `ReaderNameNotUsable`."""
        insertion, card = self._find(reader)
        return ReaderState(present=card is not None, insertion=insertion)

    def put(self, reader: str, card: str) -> ReaderState:
        """Lay a card on the reader; it leaves any other, and the card that lay here leaves this one.

        Laying down the card that lies there already is a change too: it was lifted and laid back.
        Raises `CardNotKnown`, `ReaderNameNotUsable`.
        """
        _check(reader)
        with self._ledger.transaction() as connection:
            row = connection.execute("SELECT reader FROM cards WHERE name = ?", (card,)).fetchone()
            if row is None:
                raise CardNotKnown(f'There is no card named "{card}".')
            connection.execute("UPDATE cards SET reader = NULL WHERE reader = ?", (reader,))
            connection.execute("UPDATE cards SET reader = ? WHERE name = ?", (reader, card))
            for changed in {reader, row["reader"]} - {None}:
                connection.execute(
                    "INSERT INTO readers (name, insertion) VALUES (?, 1)"
                    " ON CONFLICT (name) DO UPDATE SET insertion = insertion + 1",
                    (changed,),
                )
        return self.state(reader)

    def remove(self, reader: str) -> ReaderState:
        """Take the card away. An empty reader stays as it is. Raises `ReaderNameNotUsable`."""
        _check(reader)
        with self._ledger.transaction() as connection:
            lifted = connection.execute("UPDATE cards SET reader = NULL WHERE reader = ?", (reader,)).rowcount
            if lifted:
                connection.execute("UPDATE readers SET insertion = insertion + 1 WHERE name = ?", (reader,))
        return self.state(reader)

    def transmit(self, reader: str, apdu: bytes) -> bytes:
        """Hand a command APDU to the card there. Raises `NoCard`, `ReaderNameNotUsable`."""
        with self._turn:
            insertion, card = self._find(reader)
            if card is None:
                self._conversations.pop(reader, None)
                raise NoCard
            known = self._conversations.get(reader)
            if known is None or known[0] != insertion:
                known = self._conversations[reader] = (insertion, Chip(self._ledger, card))
            return known[1].transmit(apdu)

    def cards(self) -> list[CardOnShow]:
        """Every card, by short name."""
        rows = self._ledger.rows("SELECT name, holder, note, reader, pin_tries FROM cards ORDER BY name")
        return [CardOnShow(*row) for row in rows]

    def _find(self, reader: str) -> tuple[int, str | None]:
        _check(reader)
        row = self._ledger.row(
            "SELECT insertion, cards.name AS card FROM readers LEFT JOIN cards ON cards.reader = readers.name"
            " WHERE readers.name = ?",
            reader,
        )
        return (0, None) if row is None else (row["insertion"], row["card"])


def _check(reader: str) -> None:
    if READER_NAME.fullmatch(reader) is None:
        raise ReaderNameNotUsable("A reader's name is 1 to 40 of a-z, 0-9 and hyphen.")
