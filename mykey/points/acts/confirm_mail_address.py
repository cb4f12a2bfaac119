"""The code came back: the address is the citizen's. Five tries, thirty minutes."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mykey.crypto.keyed_index import Indexes
from mykey.crypto.purposes import PointsPurpose
from mykey.points.ground import PointsWork
from mykey.points.holders import Choices, choices_of, keep_choices, open_holder_row
from mykey.points.refusals import MailCodeOver, MailCodeWrong

__all__ = ["MOST_TRIES", "confirm_mail_address"]

MOST_TRIES = 5


def confirm_mail_address(work: PointsWork, holder_id: UUID, typed: str, language: str) -> None:
    """Make the pending address the one for notices, in the language of the page.

    The try is counted in a transaction of its own before it is judged, so that many at once gain nothing.
    `work` comes from `settle(…, apart_first=True)` and was not yet used.

    Raises:
        MailCodeWrong; MailCodeOver; PointsAccountNotFound: the holder has closed.
    """
    counted = work.apart(lambda own: _count(_beside(work, own), holder_id))
    code = unicodedata.normalize("NFKC", typed[:60]).replace(" ", "").replace("-", "")
    places = work.keys.candidates(PointsPurpose.MAIL_CODE_INDEX, holder_id.bytes, code.encode())
    if not any(Indexes.equal(place, bytes.fromhex(counted["code"])) for place in places):
        if counted["tries"] >= MOST_TRIES:
            raise MailCodeOver
        raise MailCodeWrong(left=MOST_TRIES - counted["tries"])
    holder = open_holder_row(work, holder_id, lock=True)
    choices = choices_of(work, holder)
    if choices.pending is None or choices.pending["code"] != counted["code"]:
        raise MailCodeOver  # confirmed or asked anew by another page meanwhile
    choices.mail, choices.pending, choices.language = counted["mail"], None, language
    keep_choices(work, holder, choices)


def _count(work: PointsWork, holder_id: UUID) -> dict[str, Any]:
    """Count one try, and give what it is to be judged by."""
    holder = open_holder_row(work, holder_id, lock=True)
    choices = choices_of(work, holder)
    pending = _waiting(choices, work.clock())
    pending["tries"] += 1
    keep_choices(work, holder, choices)
    return pending


def _waiting(choices: Choices, moment: datetime) -> dict[str, Any]:
    pending = choices.pending
    if (
        pending is None
        or pending["tries"] >= MOST_TRIES
        or datetime.fromisoformat(pending["until"]) <= moment
    ):
        raise MailCodeOver
    return pending


def _beside(work: PointsWork, own: Session) -> PointsWork:
    """The same things in another transaction."""
    return PointsWork(own, work.apart, work.keys, work.clock, work.random_bytes)
