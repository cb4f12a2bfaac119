"""Send the points side's mails; each is deleted once the relay has taken it.

A letter is taken by one worker at a time: a row lock that others skip on PostgreSQL, the IMMEDIATE
transaction on SQLite. A crash between the relay's yes and our commit sends it twice, never not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mykey.crypto.sealed_values import SealBroken
from mykey.kernel.ports import Mail, MailTransport
from mykey.points.keys import PointsKeys
from mykey.points.models.letters import LETTER, Letter

__all__ = ["LettersSent", "send_letters"]

AT_ONCE = 100


@dataclass(frozen=True)
class LettersSent:
    """How many letters left, and how many the relay did not take."""

    sent: int
    kept: int


def send_letters(engine: Engine, keys: PointsKeys, transport: MailTransport) -> LettersSent:
    """Send what waits, a letter a transaction, up to a hundred; a relay that refuses ends the run.

    One that nobody can read or send (its key was withdrawn, its text is broken) keeps no other from leaving.
    """
    sent = 0
    unreadable: list[UUID] = []
    for _ in range(AT_ONCE):
        with Session(engine) as session, session.begin():
            row = session.scalar(
                select(Letter)
                .where(Letter.letter_id.not_in(unreadable))
                # Those that were refused least often come first, so that one bad address blocks nobody.
                .order_by(Letter.letter_tries)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            if row is None:
                break
            try:
                value = keys.open_sealed(LETTER, row.letter_id, row.letter_sealed)
                transport.send(Mail(value["recipient"], value["subject"], value["text"]))
            except OSError:
                row.letter_tries += 1
                return LettersSent(sent, 1 + len(unreadable))
            except (SealBroken, ValueError):
                row.letter_tries += 1
                unreadable.append(row.letter_id)
                continue
            session.delete(row)
            sent += 1
    return LettersSent(sent, len(unreadable))
