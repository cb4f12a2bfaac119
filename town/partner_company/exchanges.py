"""Exchanges in the company's books: points are taken once, and given back when an exchange is cancelled."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from hashlib import sha256

from town.partner_company.books import Books

__all__ = [
    "Exchange",
    "NotAllowed",
    "State",
    "cancel",
    "list_exchanges",
    "note_said",
    "redeem",
    "see",
    "settle",
]


class State:
    """The words of `exchanges.state`."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class NotAllowed(Exception):
    """The access token is unknown, over, or has served another exchange."""


@dataclass(frozen=True)
class Exchange:
    """One exchange. `times`: how often it was asked; of what was cancelled before, only the id is known."""

    exchange_id: str
    login: str | None
    units: int | None
    points: int | None
    state: str
    asked: int
    times: int
    said: str


def redeem(books: Books, token: str, exchange_id: str, units: int, points: int, now: int) -> Exchange:
    """Take note of what is asked; asked again, nothing is new but the count.

    Raises:
        NotAllowed: see there; nothing is noted.
    """
    with books.transaction() as at:
        digest = sha256(token.encode()).digest()
        row = at.execute("SELECT * FROM tokens WHERE digest = ?", (digest,)).fetchone()
        if row is None or row["expires"] < now or row["exchange_id"] not in (None, exchange_id):
            raise NotAllowed
        at.execute("UPDATE tokens SET exchange_id = ? WHERE digest = ?", (exchange_id, digest))
        at.execute(
            "INSERT INTO exchanges (exchange_id, login, units, points, state, asked, times)"
            " VALUES (?, ?, ?, ?, 'waiting', ?, 0) ON CONFLICT DO NOTHING",
            (exchange_id, row["login"], units, points, now),
        )
        at.execute("UPDATE exchanges SET times = times + 1 WHERE exchange_id = ?", (exchange_id,))
        known = _row(at, exchange_id)
    if known.state != State.CANCELLED and (known.login, known.units, known.points) != (
        row["login"], units, points,
    ):  # fmt: skip
        raise NotAllowed
    return known


def settle(books: Books, exchange_id: str, *, refuse: bool = False) -> Exchange:
    """Decide on a waiting exchange: take the member's points, or refuse. A decided one stays as it is."""
    with books.transaction() as at:
        known = _row(at, exchange_id)
        if known.state == State.WAITING:
            state = State.REFUSED
            if not refuse:
                taken = at.execute(
                    "UPDATE members SET balance = balance - ? WHERE login = ? AND balance >= ?",
                    (known.units, known.login, known.units),
                )
                state = State.DONE if taken.rowcount else State.REFUSED
            at.execute("UPDATE exchanges SET state = ? WHERE exchange_id = ?", (state, exchange_id))
        return _row(at, exchange_id)


def cancel(books: Books, exchange_id: str, now: int) -> None:
    """Give back what was taken. An exchange that never came is noted, so that it is refused if it comes."""
    with books.transaction() as at:
        at.execute(
            "INSERT INTO exchanges (exchange_id, state, asked, times) VALUES (?, 'cancelled', ?, 0)"
            " ON CONFLICT DO NOTHING",
            (exchange_id, now),
        )
        known = _row(at, exchange_id)
        if known.state == State.DONE:
            at.execute("UPDATE members SET balance = balance + ? WHERE login = ?", (known.units, known.login))
        at.execute("UPDATE exchanges SET state = 'cancelled' WHERE exchange_id = ?", (exchange_id,))


def note_said(books: Books, exchange_id: str, words: str) -> None:
    """What the platform answered to our callback, for the page."""
    with books.transaction() as at:
        at.execute("UPDATE exchanges SET said = ? WHERE exchange_id = ?", (words, exchange_id))


def see(books: Books, exchange_id: str) -> Exchange | None:
    """One exchange, if it ever came."""
    row = books.row("SELECT * FROM exchanges WHERE exchange_id = ?", exchange_id)
    return None if row is None else Exchange(**row)


def list_exchanges(books: Books) -> list[Exchange]:
    """The newest fifty, newest first."""
    return [
        Exchange(**row)
        for row in books.rows("SELECT * FROM exchanges ORDER BY asked DESC, rowid DESC LIMIT 50")
    ]


def _row(at: sqlite3.Connection, exchange_id: str) -> Exchange:
    return Exchange(**at.execute("SELECT * FROM exchanges WHERE exchange_id = ?", (exchange_id,)).fetchone())
