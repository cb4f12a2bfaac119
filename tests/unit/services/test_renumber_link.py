from __future__ import annotations

import pytest
from sqlalchemy import select

from mykey.kernel.refusals_of_links import NotLinked, ServiceIdFormat, ServiceIdLinkedElsewhere
from mykey.models.citizens import Citizen
from mykey.models.links import LINK_NUMBER, Link
from mykey.models.outbox import OutboxMail
from mykey.models.providers import Provider
from mykey.services.renumber_link import renumber_link
from tests.factories.counters import LIBRARY, NUMBER, OTHER_NUMBER, Counter
from tests.factories.links import a_link


def linked(counter: Counter, name: str = "hanako", number: str = NUMBER) -> Link:
    _, citizen_id = counter.person(name, mail=f"{name}@mail.example")
    session = counter.work.session
    citizen = session.get_one(Citizen, citizen_id)
    return a_link(counter.ground, session, citizen, session.get_one(Provider, LIBRARY), number)


def number_of(counter: Counter, link: Link) -> str:
    return str(counter.ground.keys.open_sealed(LINK_NUMBER, link.id, link.number_sealed))


def test_the_link_follows_and_the_person_is_told(counter: Counter) -> None:
    link = linked(counter)
    assert renumber_link(counter.work, LIBRARY, NUMBER, "１８００ 0000 0022") == OTHER_NUMBER
    counter.work.session.commit()
    assert number_of(counter, link) == OTHER_NUMBER
    assert len(counter.work.session.scalars(select(OutboxMail)).all()) == 1
    with pytest.raises(NotLinked):
        renumber_link(counter.work, LIBRARY, NUMBER, OTHER_NUMBER)


def test_the_same_number_changes_nothing(counter: Counter) -> None:
    linked(counter)
    assert renumber_link(counter.work, LIBRARY, NUMBER, NUMBER) == NUMBER
    assert counter.work.session.scalars(select(OutboxMail)).all() == []


def test_somebody_elses_number_is_refused(counter: Counter) -> None:
    link = linked(counter)
    linked(counter, "taro", OTHER_NUMBER)
    with pytest.raises(ServiceIdLinkedElsewhere):
        renumber_link(counter.work, LIBRARY, NUMBER, OTHER_NUMBER)
    assert number_of(counter, link) == NUMBER


@pytest.mark.parametrize(("old", "new"), [(NUMBER, "1"), ("1", OTHER_NUMBER)])
def test_both_numbers_are_judged(counter: Counter, old: str, new: str) -> None:
    linked(counter)
    with pytest.raises(ServiceIdFormat):
        renumber_link(counter.work, LIBRARY, old, new)
