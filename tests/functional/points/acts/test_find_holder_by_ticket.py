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
def find(town: PointsTown, tickets: TicketOffice) -> FindBy:
    """By a ticket as it is carried."""
    opener = tickets.opener

    def by(text: str) -> UUID:
        ticket = town.do(lambda work: open_once(work, opener, text), apart_first=True)
        return town.do(lambda work: find_holder_by_ticket(work, ticket))

    return by


def open_for(town: PointsTown, tickets: TicketOffice, citizen: UUID) -> UUID:
    ticket = town.do(lambda work: open_once(work, tickets.opener, tickets.ticket(citizen)), apart_first=True)
    return town.do(lambda work: open_holder(work, ticket.subjects, "ja"))


def counts(town: PointsTown) -> list[SubjectCount]:
    return town.do(count_subjects)


def test_who_has_no_account_is_refused(town: PointsTown, tickets: TicketOffice, find: FindBy) -> None:
    citizen = uuid4()
    with pytest.raises(PointsAccountNotFound):
        find(tickets.ticket(citizen))
    holder = open_for(town, tickets, citizen)
    assert find(tickets.ticket(citizen)) == holder
    with pytest.raises(PointsAccountNotFound):
        find(tickets.ticket(uuid4()))
    town.do(lambda work: close_holder(work, holder))
    with pytest.raises(PointsAccountNotFound):
        find(tickets.ticket(citizen))


def test_an_account_moves_to_the_new_key_and_survives_the_old_one(
    town: PointsTown, tickets: TicketOffice, find: FindBy
) -> None:
    moving, sleeping = uuid4(), uuid4()
    moved, asleep = open_for(town, tickets, moving), open_for(town, tickets, sleeping)
    old = tickets.ticket(moving)
    tickets.replace_subject_key()
    assert find(tickets.ticket(moving)) == moved
    assert find(old) == moved  # written before the key was replaced, opened after the move
    assert counts(town) == [SubjectCount(1, 2, 1), SubjectCount(2, 1, 0)]
    with pytest.raises(SubjectsStillNeeded) as refusal:
        town.do(lambda work: drop_subjects(work, 1))
    assert refusal.value.facts == {"holders": 1}
    assert counts(town) == [SubjectCount(1, 2, 1), SubjectCount(2, 1, 0)]
    assert find(tickets.ticket(sleeping)) == asleep
    newcomer = uuid4()
    new = open_for(town, tickets, newcomer)
    tickets.withdraw_old_subject_key()
    assert town.do(lambda work: drop_subjects(work, 1)) == 3
    assert counts(town) == [SubjectCount(2, 3, 3)]
    for citizen, holder in ((moving, moved), (sleeping, asleep), (newcomer, new)):
        assert find(tickets.ticket(citizen)) == holder
    with pytest.raises(SubjectsStillNeeded):
        town.do(lambda work: drop_subjects(work, 2))


def test_two_tickets_at_once_move_it_once(town: PointsTown, tickets: TicketOffice, find: FindBy) -> None:
    citizen = uuid4()
    holder = open_for(town, tickets, citizen)
    tickets.replace_subject_key()
    written = [tickets.ticket(citizen) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(find, written)) == {holder}
    assert counts(town) == [SubjectCount(1, 1, 0), SubjectCount(2, 1, 0)]


def test_the_newest_names_are_never_dropped(town: PointsTown, tickets: TicketOffice, find: FindBy) -> None:
    """A 2 typed for a 1, after the old key was withdrawn, would part everybody from their points."""
    citizen = uuid4()
    holder = open_for(town, tickets, citizen)
    tickets.replace_subject_key()
    assert find(tickets.ticket(citizen)) == holder
    tickets.withdraw_old_subject_key()
    with pytest.raises(SubjectsStillNeeded) as refusal:
        town.do(lambda work: drop_subjects(work, 2))
    assert refusal.value.facts == {"holders": 1}
    assert find(tickets.ticket(citizen)) == holder
