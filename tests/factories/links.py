"""Links of citizens to providers' numbers."""

from __future__ import annotations

from sqlalchemy.orm import Session

from mykey.kernel.ports import SigningCertificateName
from mykey.kernel.randomness import random_id
from mykey.models.citizens import Citizen
from mykey.models.links import LINK_NUMBER, LINK_SIGNING, LINK_TIMES, Link
from mykey.models.providers import Provider
from mykey.services.ground import Ground

__all__ = ["a_link"]


def a_link(
    ground: Ground,
    session: Session,
    citizen: Citizen,
    provider: Provider,
    number: str = "180000000011",
    signing: SigningCertificateName | None = None,
) -> Link:
    """One link, flushed; with a signing certificate it is one with change notice."""
    row = random_id(ground.random_bytes)
    signing_sealed = None
    if signing is not None:
        value = {
            "ca_key_id": signing.name.ca_key_id.hex(),
            "serial": str(signing.name.serial),
            "distribution_point": signing.distribution_point,
        }
        signing_sealed = ground.keys.seal(LINK_SIGNING, row, value)
    link = Link(
        id=row,
        citizen_id=citizen.id,
        provider_id=provider.provider_id,
        number_index=ground.keys.number_index(provider.provider_id, number),
        number_sealed=ground.keys.seal(LINK_NUMBER, row, number),
        change_notice=signing is not None,
        signing_sealed=signing_sealed,
        times_sealed=ground.keys.seal(LINK_TIMES, row, {"since": ground.clock().isoformat()}),
    )
    session.add(link)
    session.flush()
    return link
