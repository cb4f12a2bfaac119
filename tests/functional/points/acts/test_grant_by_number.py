from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import update

from mykey.points.acts.grant_by_number import GrantWanted, grant_by_number, grant_targets, propose_grant
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.models.programmes import Programme
from mykey.points.refusals import (
    EventNotOpen,
    GrantLimit,
    IdempotencyKeyReused,
    PersonLimit,
    PointsNumberUnknown,
    ProgrammeNotFound,
    ProgrammeNotOpen,
)
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.purses import balances_of, points_number_of

CLERK = SignedInClerk(UUID(int=7), "clerk", "municipality", KAWASAKI, 1)


def test_one_key_of_many_at_once_grants_once(town: PointsTown) -> None:
    holder = town.person()
    wanted = GrantWanted(points_number_of(town, holder), 500, None)

    def grant(_: int) -> date:
        return town.do(lambda work: grant_by_number(work, CLERK, "key", KAWASAKI, wanted)).ends_on

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(grant, range(16))) == {date(2026, 10, 6)}
    assert balances_of(town, holder) == {"municipal": 500}
    other = GrantWanted(wanted.number, 501, None)
    with pytest.raises(IdempotencyKeyReused):
        town.do(lambda work: grant_by_number(work, CLERK, "key", KAWASAKI, other))
    town.do(lambda work: grant_by_number(work, replace(CLERK, clerk_id=UUID(int=1)), "key", KAWASAKI, wanted))
    assert balances_of(town, holder) == {"municipal": 1000}


def test_what_is_refused_is_refused_at_both_steps(town: PointsTown) -> None:
    number = points_number_of(town, town.person())
    over = town.event(date(2026, 3, 1), date(2026, 3, 31))
    town.do(lambda work: work.session.execute(update(Programme).values(most_a_grant=900, most_a_person=1000)))
    town.do(lambda work: grant_by_number(work, CLERK, "first", KAWASAKI, GrantWanted(number, 200, None)))
    for wanted, code, refusal in (
        (GrantWanted("12345678903", 1, None), KAWASAKI, PointsNumberUnknown),
        (GrantWanted(number, 901, None), KAWASAKI, GrantLimit),
        (GrantWanted(number, 801, None), KAWASAKI, PersonLimit),
        (GrantWanted(number, 1, over), KAWASAKI, EventNotOpen),
        (GrantWanted(number, 1, None), "141003", ProgrammeNotFound),
    ):
        with pytest.raises(refusal):
            town.do(lambda work, w=wanted, c=code: propose_grant(work, c, w))
        with pytest.raises(refusal):
            town.do(lambda work, w=wanted, c=code: grant_by_number(work, CLERK, "next", c, w))
    assert [one.name for one in town.do(lambda work: grant_targets(work, KAWASAKI))] == ["かわさきポイント"]
    town.do(lambda work: work.session.execute(update(Programme).values(closes_on=date(2026, 4, 5))))
    assert town.do(lambda work: grant_targets(work, KAWASAKI)) == []
    with pytest.raises(ProgrammeNotOpen):
        town.do(lambda work: propose_grant(work, KAWASAKI, GrantWanted(number, 1, None)))


def test_another_municipalitys_event_is_none(town: PointsTown) -> None:
    number, event = points_number_of(town, town.person()), town.event(date(2026, 4, 1), date(2026, 4, 30))

    def copy(work) -> None:  # noqa: ANN001 - a test's own act
        kept = work.session.get_one(Programme, KAWASAKI)
        values = {c.name: getattr(kept, c.name) for c in Programme.__table__.columns}
        work.session.add(Programme(**(values | {"municipality_code": "141003"})))

    town.do(copy)
    for act in (
        lambda work: propose_grant(work, "141003", GrantWanted(number, 1, event)),
        lambda work: grant_by_number(work, CLERK, "k", "141003", GrantWanted(number, 1, event)),
    ):
        with pytest.raises(EventNotOpen):
            town.do(act)
