"""Leave a mail for the job that sends it, in the transaction of what it tells about."""

from __future__ import annotations

from mykey.kernel.randomness import random_id
from mykey.points.ground import PointsWork
from mykey.points.models.letters import LETTER, Letter

__all__ = ["leave_letter"]


def leave_letter(work: PointsWork, recipient: str, subject: str, text: str) -> None:
    """Seal the mail into a row; without the transaction's commit nothing leaves."""
    letter_id = random_id(work.random_bytes)
    value = {"recipient": recipient, "subject": subject, "text": text}
    sealed = work.keys.seal(LETTER, letter_id, value)
    work.session.add(Letter(letter_id=letter_id, letter_sealed=sealed, letter_tries=0))
    work.session.flush()  # so that a letter is written where it stands in the order of statements
