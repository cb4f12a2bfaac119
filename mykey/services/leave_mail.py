"""Leave a mail in the outbox, in the transaction of what it tells about. The outbox job sends it."""

from __future__ import annotations

from datetime import date

from mykey.kernel.ports import Mail
from mykey.kernel.randomness import random_id
from mykey.models.outbox import OUTBOX_MAIL, OutboxMail
from mykey.services.work import Work

__all__ = ["leave_mail"]


def leave_mail(work: Work, mail: Mail, not_before: date | None = None) -> None:
    """Seal the mail into a row; without the transaction's commit nothing leaves.

    `not_before` is the first day (JST) on which it may leave: a mail caused by a look-up waits for the next
    morning, so that its time tells nothing of the look-up's (architecture.md, "Library usage").
    """
    row = random_id(work.random_bytes)
    value = {"recipient": mail.recipient, "subject": mail.subject, "text": mail.text}
    work.session.add(
        OutboxMail(
            id=row, mail_sealed=work.keys.seal(OUTBOX_MAIL, row, value), not_before=not_before, attempts=0
        )
    )
