"""Who is signed in on the portal, as a session keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from mykey.models.citizens import Citizen, CitizenState
from mykey.services.work import Work

__all__ = ["SignedIn", "still_signed_in"]


@dataclass(frozen=True)
class SignedIn:
    """A citizen and the epoch in which they signed in; "sign out everywhere" begins a new one."""

    citizen_id: UUID = field(repr=False)
    epoch: int


def still_signed_in(work: Work, signed_in: SignedIn) -> Citizen | None:
    """The citizen, if the sign-in still holds; asked at each request."""
    citizen = work.session.get(Citizen, signed_in.citizen_id)
    if citizen is None or citizen.state == CitizenState.REVOKED:
        return None
    return citizen if citizen.session_epoch == signed_in.epoch else None
