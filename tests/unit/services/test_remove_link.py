from __future__ import annotations

import pytest
from sqlalchemy import select

from mykey.kernel.refusals_of_links import MyNumberRefused, NotLinked, ServiceIdFormat
from mykey.models.citizens import Citizen
from mykey.models.links import Link
from mykey.models.outbox import OutboxMail
from mykey.models.providers import Provider
from mykey.services.remove_link import remove_link
from tests.factories.counters import LIBRARY, NUMBER, OTHER_NUMBER, Counter
from tests.factories.links import a_link


def linked(counter: Counter, provider_id: str = LIBRARY, number: str = NUMBER) -> None:
    _, citizen_id = counter.person(f"card-{provider_id}", mail="hanako@mail.example")
    session = counter.work.session
    citizen = session.get_one(Citizen, citizen_id)
    a_link(counter.ground, session, citizen, session.get_one(Provider, provider_id), number)


def test_the_link_goes_and_the_person_is_told(counter: Counter) -> None:
    linked(counter)
    remove_link(counter.work, LIBRARY, " 1800-0000-0011")
    assert counter.work.session.scalars(select(Link)).all() == []
    assert len(counter.work.session.scalars(select(OutboxMail)).all()) == 1


@pytest.mark.parametrize(
    ("number", "refusal"),
    [(OTHER_NUMBER, NotLinked), ("1", ServiceIdFormat), ("123456789018", MyNumberRefused)],
)
def test_what_is_not_linked_is_told_so(counter: Counter, number: str, refusal: type[Exception]) -> None:
    linked(counter)
    with pytest.raises(refusal):
        remove_link(counter.work, LIBRARY, number)
    assert len(counter.work.session.scalars(select(Link)).all()) == 1


def test_another_providers_link_stays(counter: Counter) -> None:
    linked(counter, "000002", "18000011")
    with pytest.raises((NotLinked, ServiceIdFormat)):
        remove_link(counter.work, LIBRARY, "18000011")
    assert len(counter.work.session.scalars(select(Link)).all()) == 1


def test_a_number_kept_under_an_older_rule_is_found(counter: Counter) -> None:
    linked(counter, number="7700")
    remove_link(counter.work, LIBRARY, "7700")
    assert counter.work.session.scalars(select(Link)).all() == []
