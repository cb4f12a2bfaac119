"""A company's access token from its sign-in to the citizen's confirmation: in the sealed session alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from flask import session

from mykey.points.citizens.workplace import workplace

__all__ = ["ACCESS", "Access", "drop_access", "keep_access", "kept_access"]

ACCESS = "partner_access"
#: How long the citizen may take to choose an amount.
ACCESS_LIFE = timedelta(minutes=15)


@dataclass(frozen=True)
class Access:
    """At which company, and what it gave."""

    partner_id: UUID
    token: str = field(repr=False)


def keep_access(partner_id: UUID, token: str, state: str) -> None:
    """Keep it; `state` recognises the address that brought it when that is loaded again."""
    until = workplace().ground.clock() + ACCESS_LIFE
    session[ACCESS] = {
        "partner": str(partner_id),
        "token": token,
        "state": state,
        "until": until.isoformat(),
    }


def kept_access() -> Access | None:
    """What is kept and still good."""
    kept = session.get(ACCESS)
    if kept is None or datetime.fromisoformat(kept["until"]) <= workplace().ground.clock():
        return None
    return Access(UUID(kept["partner"]), kept["token"])


def drop_access() -> None:
    """It stands with its exchange now, or is not needed."""
    session.pop(ACCESS, None)
