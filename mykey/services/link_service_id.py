"""Link a provider's number to a person who stands at the counter with card and PIN (screen 22).

Judged in the order of terminal-api.md: the number's format · card · MyKey ID · the act itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from mykey.kernel.randomness import random_id
from mykey.kernel.refusals_of_links import AlreadyLinked, ServiceIdLinkedElsewhere
from mykey.models.links import LINK_TIMES, Link
from mykey.services.judge_card import CardObject
from mykey.services.link_numbers import (
    link_of_citizen,
    link_of_number,
    number_of,
    one_number_one_person,
    put_number,
)
from mykey.services.linking_provider import LinkingProvider, find_linking_provider
from mykey.services.number_rules import check_number
from mykey.services.prove_holder import lock_holder, prove_holder
from mykey.services.tell_of_link import tell_of_link
from mykey.services.watch_signing_certificate import find_signing_certificate, watch_signing_certificate
from mykey.services.work import CardRules, Work

__all__ = ["LinkGiven", "LinkShown", "link_service_id"]


@dataclass(frozen=True)
class LinkGiven:
    """What a terminal sends for a link: the card, the number as typed, and the person's choice."""

    card: CardObject
    typed_number: str = field(repr=False)
    change_notice: bool


@dataclass(frozen=True)
class LinkShown:
    """The link as it stands now, for its own provider."""

    provider_id: str
    provider_name: str
    service_id: str = field(repr=False)
    change_notice: bool


def link_service_id(
    work: Work, cards: CardRules, terminal_id: str, provider_id: str, given: LinkGiven
) -> LinkShown:
    """Make the link. The person gets a mail, if there is an address. Nothing may have touched `work.session`.

    Raises:
        ServiceIdFormat, MyNumberRefused: the number.
        What `prove_holder` raises: the card, the MyKey ID.
        ServiceIdLinkedElsewhere, AlreadyLinked: also when another request was faster.
        SigningCertificateMissing, SuccessionUnknown: a change notice is wanted.
    """
    provider = work.apart(lambda own: find_linking_provider(own, provider_id))
    number = check_number(provider.rule, given.typed_number)
    holder = prove_holder(work, cards, terminal_id, given.card)
    work.apart(lambda own: _refuse_conflicts(work, own, provider, number, holder.citizen_id))
    signing = find_signing_certificate(cards, holder.certificate) if given.change_notice else None
    citizen = lock_holder(work, holder.citizen_id)
    link = Link(id=random_id(work.random_bytes), citizen_id=citizen.id, provider_id=provider_id)
    put_number(work, link, number)
    watch_signing_certificate(work, link, signing)
    link.times_sealed = work.keys.seal(LINK_TIMES, link.id, {"since": work.clock().isoformat()})
    with one_number_one_person(work, provider_id, citizen.id):
        work.session.add(link)
    tell_of_link(work, citizen, provider.name, "made")
    return LinkShown(provider_id, provider.name, number, given.change_notice)


def _refuse_conflicts(
    work: Work, own: Session, provider: LinkingProvider, number: str, citizen_id: UUID
) -> None:
    """For a good word before anything is asked or written; the constraints decide between two at once."""
    same_number = link_of_number(work, own, provider.provider_id, number)
    if same_number is not None and same_number.citizen_id != citizen_id:
        raise ServiceIdLinkedElsewhere
    present = link_of_citizen(own, provider.provider_id, citizen_id)
    if present is not None:
        raise AlreadyLinked(service_id=number_of(work, present))
