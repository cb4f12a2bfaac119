from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from mykey.kernel.randomness import random_id
from mykey.kernel.refusals_of_links import AlreadyLinked, NotLinked, ServiceIdFormat, ServiceIdLinkedElsewhere
from mykey.models.citizens import Citizen
from mykey.models.links import LINK_TIMES, Link
from mykey.models.providers import Provider
from mykey.services.link_numbers import (
    link_of_citizen,
    link_of_number,
    link_that_was_typed,
    number_of,
    one_number_one_person,
    put_number,
)
from mykey.services.linking_provider import find_linking_provider
from tests.factories.counters import LIBRARY, NUMBER, OTHER_NUMBER, Counter
from tests.factories.links import a_link


def linked(counter: Counter, name: str, number: str) -> Link:
    session = counter.work.session
    _, citizen_id = counter.person(name)
    provider = session.get_one(Provider, LIBRARY)
    return a_link(counter.ground, session, session.get_one(Citizen, citizen_id), provider, number)


def unsaved(counter: Counter, link: Link, number: str) -> Link:
    """Another link of the same person."""
    keys = counter.ground.keys
    row = random_id(counter.ground.random_bytes)
    made = Link(id=row, citizen_id=link.citizen_id, provider_id=LIBRARY, change_notice=False)
    made.times_sealed = keys.seal(LINK_TIMES, row, {"since": counter.ground.clock().isoformat()})
    put_number(counter.work, made, number)
    return made


def test_links_are_found_by_number_and_by_person(counter: Counter) -> None:
    link = linked(counter, "hanako", NUMBER)
    session = counter.work.session
    assert link_of_number(counter.work, session, LIBRARY, NUMBER) is link
    assert link_of_number(counter.work, session, "000002", NUMBER) is None
    assert link_of_citizen(session, LIBRARY, link.citizen_id) is link
    assert link_of_citizen(session, "000002", link.citizen_id) is None
    assert number_of(counter.work, link) == NUMBER


def test_a_typed_number_is_found_or_told_why_not(counter: Counter) -> None:
    link = linked(counter, "hanako", NUMBER)
    provider = find_linking_provider(counter.work.session, LIBRARY)
    assert link_that_was_typed(counter.work, provider, "1800 0000 0011") is link
    with pytest.raises(NotLinked):
        link_that_was_typed(counter.work, provider, OTHER_NUMBER)
    with pytest.raises(ServiceIdFormat):
        link_that_was_typed(counter.work, provider, "18")


def test_the_databases_word_on_numbers_is_translated(counter: Counter) -> None:
    first, second = linked(counter, "hanako", NUMBER), linked(counter, "taro", OTHER_NUMBER)
    with (
        pytest.raises(ServiceIdLinkedElsewhere),
        one_number_one_person(counter.work, LIBRARY, second.citizen_id),
    ):
        put_number(counter.work, second, NUMBER)
    assert number_of(counter.work, first) == NUMBER


def test_the_databases_word_on_persons_is_translated(counter: Counter) -> None:
    link = linked(counter, "hanako", NUMBER)
    with (
        pytest.raises(AlreadyLinked) as caught,
        one_number_one_person(counter.work, LIBRARY, link.citizen_id),
    ):
        counter.work.session.add(unsaved(counter, link, OTHER_NUMBER))
    assert caught.value.facts == {"service_id": NUMBER}


def test_another_fault_is_not_taken_for_a_conflict(counter: Counter) -> None:
    link = linked(counter, "hanako", NUMBER)
    with pytest.raises(IntegrityError), one_number_one_person(counter.work, LIBRARY, link.citizen_id):
        link.change_notice = True  # without a signing certificate: a check constraint
