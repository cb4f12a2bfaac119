"""Send the mails that wait in the outbox; each is deleted once the relay has taken it.

A mail is taken by one worker at a time: a row lock that others skip on PostgreSQL, the IMMEDIATE transaction
on SQLite. A crash between the relay's yes and our commit sends the mail a second time, never not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from mykey.crypto.sealed_values import SealBroken
from mykey.kernel.clock import Clock, japan_day
from mykey.kernel.ports import Mail, MailTransport
from mykey.models.keys import CoreKeys
from mykey.models.outbox import OUTBOX_MAIL, OutboxMail

__all__ = ["Sent", "send_outbox"]

AT_ONCE = 100


@dataclass(frozen=True)
class Sent:
    """How many mails left, and how many the relay did not take."""

    sent: int
    kept: int


def send_outbox(engine: Engine, keys: CoreKeys, transport: MailTransport, clock: Clock) -> Sent:
    """Send what is due, a mail a transaction, up to a hundred; a relay that refuses ends the run.

    One that nobody can read or send (its key was withdrawn, its text is broken) keeps no other from leaving.
    """
    sent = 0
    unreadable: list[UUID] = []
    for _ in range(AT_ONCE):
        with Session(engine) as session, session.begin():
            row = session.scalar(
                select(OutboxMail)
                .where(
                    func.coalesce(OutboxMail.not_before, japan_day(clock())) <= japan_day(clock()),
                    OutboxMail.id.not_in(unreadable),
                )
                # Those that were refused least often come first, so that one bad address blocks nobody.
                .order_by(OutboxMail.attempts)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            if row is None:
                break
            try:
                value = keys.open_sealed(OUTBOX_MAIL, row.id, row.mail_sealed)
                transport.send(Mail(value["recipient"], value["subject"], value["text"]))
            except OSError:
                row.attempts += 1
                return Sent(sent, 1 + len(unreadable))
            except (SealBroken, ValueError):
                row.attempts += 1
                unreadable.append(row.id)
                continue
            session.delete(row)
            sent += 1
    return Sent(sent, len(unreadable))
