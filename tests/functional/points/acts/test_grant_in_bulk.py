from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from mykey.points.acts.grant_in_bulk import BulkGrant, grant_in_bulk, propose_bulk_grant
from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.read_grant_file import GrantFile
from mykey.points.models.ledger import Account, Act, Lot
from mykey.points.models.programmes import Programme
from mykey.points.refusals import ProgrammeNotOpen
from mykey.points.refusals_of_office import GrantFileRefused
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.purses import balances_of, points_number_of


def a_file(rows: list[tuple[str, int]]) -> GrantFile:
    return GrantFile.read("\n".join(["番号,ポイント", *(f"{n},{p}" for n, p in rows)]).encode())


def grant(town: PointsTown, file: GrantFile, event: UUID | None = None) -> BulkGrant:
    return town.do(lambda work: grant_in_bulk(work, KAWASAKI, file, event))


def count_of_acts(town: PointsTown) -> int:
    return town.do(lambda work: work.session.scalar(select(func.count()).select_from(Act)) or 0)


def test_one_file_of_many_at_once_is_granted_once(town: PointsTown) -> None:
    people = [town.person() for _ in range(5)]
    town.do(lambda work: grant_points(work, people[0], KAWASAKI, 1))
    rows = [(points_number_of(town, one), 10 * place) for place, one in enumerate(people, 1)]
    file, turned = a_file(rows), a_file(rows[::-1])
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda one: grant(town, one), [file, turned] * 3))
    assert sum(not one.before for one in answers) == 1
    assert {(one.people, one.points, one.place, one.ends_on) for one in answers} == {
        (5, 150, "かわさきポイント", date(2026, 10, 6))
    }
    assert [balances_of(town, one)["municipal"] for one in people] == [11, 20, 30, 40, 50]
    assert town.do(lambda work: work.session.scalar(select(func.sum(Account.balance)))) == 0
    assert town.do(lambda work: work.session.scalar(select(func.sum(Lot.lot_left)))) == 151
    assert count_of_acts(town) == 2
    assert town.do(lambda work: propose_bulk_grant(work, KAWASAKI, file, None)).before


def test_the_same_rows_to_an_event_are_another_grant(town: PointsTown) -> None:
    holder, event = town.person(), town.event(date(2026, 4, 1), date(2026, 4, 30))
    file = a_file([(points_number_of(town, holder), 7)])
    assert grant(town, file).before is False
    assert grant(town, file, event).ends_on == date(2026, 4, 30)
    assert balances_of(town, holder) == {"municipal": 7, "event": 7}


def test_one_bad_row_refuses_all_with_every_reason(town: PointsTown) -> None:
    first, second = town.person(), town.person()
    one, two = points_number_of(town, first), points_number_of(town, second)
    town.do(lambda work: work.session.execute(update(Programme).values(most_a_grant=900, most_a_person=1000)))
    town.do(lambda work: grant_points(work, second, KAWASAKI, 300))
    file = a_file([(one, 100), (two, 701), ("12345678903", 901), (one, 5), ("1", 0)])
    before = count_of_acts(town)
    for act in (propose_bulk_grant, grant_in_bulk):
        with pytest.raises(GrantFileRefused) as refused:
            town.do(lambda work, act=act: act(work, KAWASAKI, file, None))
        assert [tuple(error.values()) for error in refused.value.facts["errors"]] == [
            ("3", "person-limit", "700"),
            ("4", "number-unknown", ""),
            ("4", "grant-limit", "900"),
            ("5", "number-twice", "2"),
            ("6", "number-format", ""),
            ("6", "amount-not-positive", "1000000"),
        ]
    assert count_of_acts(town) == before
    assert balances_of(town, first) == {}
    town.do(lambda work: work.session.execute(update(Programme).values(opens_on=date(2026, 5, 1))))
    with pytest.raises(ProgrammeNotOpen):
        grant(town, a_file([(one, 1)]))


def test_a_bad_row_beside_rows_that_were_done_before_is_told(town: PointsTown) -> None:
    holder = town.person()
    rows = [(points_number_of(town, holder), 100)]
    grant(town, a_file(rows))
    for act in (propose_bulk_grant, grant_in_bulk):
        with pytest.raises(GrantFileRefused) as refused:
            town.do(lambda work, act=act: act(work, KAWASAKI, a_file([*rows, ("1", 50)]), None))
        assert [tuple(error.values()) for error in refused.value.facts["errors"]] == [
            ("3", "number-format", "")
        ]
    assert balances_of(town, holder) == {"municipal": 100}
