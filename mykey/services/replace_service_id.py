"""Put another number in place of a person's own at this provider: typed wrongly, or a new library card (P10).

The same number again is fine: so the choice about change notices can be changed.
"""

from __future__ import annotations

from mykey.kernel.refusals_of_links import NotLinked, ServiceIdLinkedElsewhere
from mykey.services.link_numbers import (
    link_of_citizen,
    link_of_number,
    number_of,
    one_number_one_person,
    put_number,
)
from mykey.services.link_service_id import LinkGiven, LinkShown
from mykey.services.linking_provider import find_linking_provider
from mykey.services.number_rules import check_number
from mykey.services.prove_holder import lock_holder, prove_holder
from mykey.services.tell_of_link import tell_of_link
from mykey.services.watch_signing_certificate import find_signing_certificate, watch_signing_certificate
from mykey.services.work import CardRules, Work

__all__ = ["replace_service_id"]


def replace_service_id(
    work: Work, cards: CardRules, terminal_id: str, provider_id: str, given: LinkGiven
) -> LinkShown:
    """Replace number and change notice of this person's link. Nothing may have touched `work.session`.

    Raises:
        As `link_service_id`, but NotLinked where that says AlreadyLinked.
    """
    provider = work.apart(lambda own: find_linking_provider(own, provider_id))
    number = check_number(provider.rule, given.typed_number)
    holder = prove_holder(work, cards, terminal_id, given.card)
    if work.apart(lambda own: link_of_citizen(own, provider_id, holder.citizen_id)) is None:
        raise NotLinked
    signing = find_signing_certificate(cards, holder.certificate) if given.change_notice else None
    citizen = lock_holder(work, holder.citizen_id)
    link = link_of_citizen(work.session, provider_id, citizen.id)
    if link is None:
        raise NotLinked
    same_number = link_of_number(work, work.session, provider_id, number)
    if same_number is not None and same_number.id != link.id:
        raise ServiceIdLinkedElsewhere
    if number_of(work, link) != number:
        with one_number_one_person(work, provider_id, citizen.id):
            put_number(work, link, number)
        tell_of_link(work, citizen, provider.name, "renumbered")
    watch_signing_certificate(work, link, signing)
    return LinkShown(provider_id, provider.name, number, given.change_notice)
