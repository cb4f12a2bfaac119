"""Links by number: finding them, and the one place where the database's word on conflicts is translated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mykey.kernel.refusals_of_links import AlreadyLinked, NotLinked, ServiceIdLinkedElsewhere
from mykey.models.links import LINK_NUMBER, Link
from mykey.models.violations import violated_constraint
from mykey.services.linking_provider import LinkingProvider
from mykey.services.number_rules import check_number, normalise_number
from mykey.services.work import Work

__all__ = [
    "link_of_citizen",
    "link_of_number",
    "link_that_was_typed",
    "number_of",
    "one_number_one_person",
    "put_number",
]


def link_of_number(work: Work, session: Session, provider_id: str, number: str) -> Link | None:
    """The link that has this number at this provider."""
    places = work.keys.number_candidates(provider_id, number)
    return session.scalar(
        select(Link).where(Link.provider_id == provider_id, Link.number_index.in_(places)).with_for_update()
    )


def link_of_citizen(session: Session, provider_id: str, citizen_id: UUID) -> Link | None:
    """This person's link at this provider."""
    return session.scalar(
        select(Link).where(Link.provider_id == provider_id, Link.citizen_id == citizen_id).with_for_update()
    )


def link_that_was_typed(work: Work, provider: LinkingProvider, typed: str) -> Link:
    """The link of a number that somebody typed. A number kept under an older rule is found, too.

    Raises:
        ServiceIdFormat, MyNumberRefused: there is none, and the provider's rule does not know the number.
        NotLinked: there is none.
    """
    found = link_of_number(work, work.session, provider.provider_id, normalise_number(typed))
    if found is None:
        check_number(provider.rule, typed)
        raise NotLinked
    return found


def number_of(work: Work, link: Link) -> str:
    """The link's number."""
    return str(work.keys.open_sealed(LINK_NUMBER, link.id, link.number_sealed))


def put_number(work: Work, link: Link, number: str) -> None:
    """Write a number into a link; the caller flushes within `one_number_one_person`."""
    link.number_index = work.keys.number_index(link.provider_id, number)
    link.number_sealed = work.keys.seal(LINK_NUMBER, link.id, number)


@contextmanager
def one_number_one_person(work: Work, provider_id: str, citizen_id: UUID) -> Iterator[None]:
    """Write a link inside; only the savepoint is lost when another request was first.

    Raises:
        ServiceIdLinkedElsewhere: the number went to somebody else meanwhile.
        AlreadyLinked: this person got a link here meanwhile.
    """
    try:
        with work.session.begin_nested():
            yield
            work.session.flush()  # the database's word is wanted inside the savepoint
    except IntegrityError as error:
        violated = violated_constraint(error)
        if violated == "uq_links_provider_id_number_index":
            raise ServiceIdLinkedElsewhere from None
        if violated != "uq_links_citizen_id_provider_id":
            raise
        present = link_of_citizen(work.session, provider_id, citizen_id)
        if present is None:
            raise
        raise AlreadyLinked(service_id=number_of(work, present)) from None
