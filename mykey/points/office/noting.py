"""An act of the office and its line in the audit list, in one transaction: both, or neither."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from mykey.points.acts.settlement.note_in_audit import note_in_audit
from mykey.points.ground import PointsWork
from mykey.points.office.clerks import clerk
from mykey.points.office.workplace import done

__all__ = ["noted"]

T = TypeVar("T")


def noted(act: Callable[[PointsWork], T], word: str, about: str | Callable[[T], str]) -> T:
    """Run the act, note it for the clerk who is signed in, commit. `word`: of `words.AUDIT_WORDS`.

    `about` is a shop, a month, an amount, a partner: never a person. It may be made of the act's answer.
    """
    who = clerk()

    def both(work: PointsWork) -> T:
        answer = act(work)
        note_in_audit(work, who, word, about if isinstance(about, str) else about(answer))
        return answer

    return done(both)
