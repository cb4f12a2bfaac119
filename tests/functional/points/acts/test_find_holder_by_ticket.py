"""While the ticket writer's key is replaced, accounts move at their next use and nobody loses a point."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

from mykey.points.acts.close_holder import close_holder
from mykey.points.acts.count_subjects import SubjectCount, count_subjects
from mykey.points.acts.drop_subjects import drop_subjects
from mykey.points.acts.find_holder_by_ticket import find_holder_by_ticket
from mykey.points.acts.open_holder import open_holder
from mykey.points.refusals import PointsAccountNotFound, SubjectsStillNeeded
from mykey.points.tickets import open_once
from tests.support.points_ground import PointsTown
from tests.support.ticket_office import TicketOffice

FindBy = Callable[[str], UUID]


@pytest.fixture
def find(town: PointsTown, office: TicketOffice) -> FindBy:
    """By a ticket as it is carried."""
    opener = office.opener

    def by(text: str) -> UUID:
        ticket = town.do(lambda work: open_once(work, opener, text), apart_first=True)
        return town.do(lambda work: find_holder_by_ticket(work, ticket))

    return by


def open_for(town: PointsTown, office: TicketOffice, citizen: UUID) -> UUID:
    ticket = town.do(lambda work: open_once(work, office.opener, office.ticket(citizen)), apart_first=True)
    return town.do(lambda work: open_holder(work, ticket.subjects, "ja"))


def counts(town: PointsTown) -> list[SubjectCount]:
    return town.do(count_subjects)


def test_who_has_no_account_is_refused(town: PointsTown, office: TicketOffice, find: FindBy) -> None:
    citizen = uuid4()
    with pytest.raises(PointsAccountNotFound):
        find(office.ticket(citizen))
    holder = open_for(town, office, citizen)
    assert find(office.ticket(citizen)) == holder
    with pytest.raises(PointsAccountNotFound):
        find(office.ticket(uuid4()))
    town.do(lambda work: close_holder(work, holder))
    with pytest.raises(PointsAccountNotFound):
        find(office.ticket(citizen))


def test_an_account_moves_to_the_new_key_and_survives_the_old_one(
    town: PointsTown, office: TicketOffice, find: FindBy
) -> None:
    moving, sleeping = uuid4(), uuid4()
    moved, asleep = open_for(town, office, moving), open_for(town, office, sleeping)
    old = office.ticket(moving)
    office.replace_subject_key()
    assert find(office.ticket(moving)) == moved
    assert find(old) == moved  # written before the key was replaced, opened after the move
    assert counts(town) == [SubjectCount(1, 2, 1), SubjectCount(2, 1, 0)]
    with pytest.raises(SubjectsStillNeeded) as refusal:
        town.do(lambda work: drop_subjects(work, 1))
    assert refusal.value.facts == {"holders": 1}
    assert counts(town) == [SubjectCount(1, 2, 1), SubjectCount(2, 1, 0)]
    assert find(office.ticket(sleeping)) == asleep
    newcomer = uuid4()
    new = open_for(town, office, newcomer)
    office.withdraw_old_subject_key()
    assert town.do(lambda work: drop_subjects(work, 1)) == 3
    assert counts(town) == [SubjectCount(2, 3, 3)]
    for citizen, holder in ((moving, moved), (sleeping, asleep), (newcomer, new)):
        assert find(office.ticket(citizen)) == holder
    with pytest.raises(SubjectsStillNeeded):
        town.do(lambda work: drop_subjects(work, 2))


def test_two_tickets_at_once_move_it_once(town: PointsTown, office: TicketOffice, find: FindBy) -> None:
    citizen = uuid4()
    holder = open_for(town, office, citizen)
    office.replace_subject_key()
    tickets = [office.ticket(citizen) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(find, tickets)) == {holder}
    assert counts(town) == [SubjectCount(1, 1, 0), SubjectCount(2, 1, 0)]


def test_the_newest_names_are_never_dropped(town: PointsTown, office: TicketOffice, find: FindBy) -> None:
    """A 2 typed for a 1, after the old key was withdrawn, would part everybody from their points."""
    citizen = uuid4()
    holder = open_for(town, office, citizen)
    office.replace_subject_key()
    assert find(office.ticket(citizen)) == holder
    office.withdraw_old_subject_key()
    with pytest.raises(SubjectsStillNeeded) as refusal:
        town.do(lambda work: drop_subjects(work, 2))
    assert refusal.value.facts == {"holders": 1}
    assert find(office.ticket(citizen)) == holder
