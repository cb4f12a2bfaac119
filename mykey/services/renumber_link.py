"""The library changed a number: the link follows, without a card; the person is told (privacy.md, P10)."""

from __future__ import annotations

from mykey.kernel.refusals_of_links import ServiceIdLinkedElsewhere
from mykey.models.citizens import Citizen
from mykey.services.link_numbers import (
    link_of_number,
    link_that_was_typed,
    one_number_one_person,
    put_number,
)
from mykey.services.linking_provider import find_linking_provider
from mykey.services.number_rules import check_number
from mykey.services.tell_of_link import tell_of_link
from mykey.services.work import Work

__all__ = ["renumber_link"]


def renumber_link(work: Work, provider_id: str, typed_old: str, typed_new: str) -> str:
    """Move the link to the new number, and give that as it is kept.

    Raises:
        ServiceIdFormat, MyNumberRefused: the new number, or an old one that could never have been linked.
        NotLinked: the old number has no link here.
        ServiceIdLinkedElsewhere: the new number is somebody else's; also when that came about meanwhile.
    """
    provider = find_linking_provider(work.session, provider_id)
    number = check_number(provider.rule, typed_new)
    link = link_that_was_typed(work, provider, typed_old)
    taken = link_of_number(work, work.session, provider_id, number)
    if taken is not None and taken.id != link.id:
        raise ServiceIdLinkedElsewhere
    if taken is None:
        with one_number_one_person(work, provider_id, link.citizen_id):
            put_number(work, link, number)
        citizen = work.session.get_one(Citizen, link.citizen_id)
        tell_of_link(work, citizen, provider.name, "renumbered")
    return number
