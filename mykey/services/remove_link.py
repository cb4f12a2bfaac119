"""The library drops a patron: the link goes, without a card; the person is told (privacy.md, P10)."""

from __future__ import annotations

from mykey.models.citizens import Citizen
from mykey.services.link_numbers import link_that_was_typed
from mykey.services.linking_provider import find_linking_provider
from mykey.services.tell_of_link import tell_of_link
from mykey.services.work import Work

__all__ = ["remove_link"]


def remove_link(work: Work, provider_id: str, typed_number: str) -> None:
    """Take the link away with all it held.

    Raises:
        NotLinked: this provider has no such number linked; dropped already, for one.
        ServiceIdFormat, MyNumberRefused: it could not have.
    """
    provider = find_linking_provider(work.session, provider_id)
    link = link_that_was_typed(work, provider, typed_number)
    citizen = work.session.get_one(Citizen, link.citizen_id)
    work.session.delete(link)
    tell_of_link(work, citizen, provider.name, "cut")
