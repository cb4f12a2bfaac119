from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from mykey.points.acts.close_holder import close_holder
from mykey.points.acts.grant_by_number import GrantWanted, propose_grant
from mykey.points.acts.grant_in_bulk import grant_in_bulk, propose_bulk_grant
from mykey.points.acts.read_grant_file import GrantFile
from mykey.points.acts.settlement.judge_correction import approve_correction
from mykey.points.acts.settlement.request_correction import CorrectionWanted, request_correction
from mykey.points.acts.settlement.see_budget import BudgetLine, list_budgets, see_budget
from mykey.points.acts.settlement.set_budget import set_budget
from mykey.points.refusals import AmountRefused, BudgetExceeded, ProgrammeNotFound
from mykey.points.refusals_of_office import BudgetBelowUsed, BudgetYearRefused, GrantFileRefused
from tests.factories.clerks import a_municipal_clerk, as_signed_in
from tests.support import ledger_acts as acts
from tests.support.at_once import at_once
from tests.support.ledger_checks import acts_of_kind, assert_ledger_whole
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.purses import points_number_of


def set_to(town: PointsTown, year: int, points: int, code: str = KAWASAKI) -> None:
    town.do(lambda work: set_budget(work, code, year, points))


def budget(town: PointsTown) -> tuple[int, int] | None:
    found = town.do(lambda work: see_budget(work, KAWASAKI))
    return None if found is None else (found.used, found.left)


def corrected(town: PointsTown, kind: str, amount: int, number: str) -> None:
    """Wanted by one clerk and approved by another."""
    logins = ("asks", "approves")
    reason = {"give": "missed", "take-back": "twice"}[kind]
    wanted = CorrectionWanted(kind, amount, reason, number)
    asks, approves = (as_signed_in(town, a_municipal_clerk(town, login=f"{amount}{one}")) for one in logins)
    id_: UUID = town.do(lambda work: request_correction(work, asks, str(amount), wanted))
    town.do(lambda work: approve_correction(work, approves, id_))


def test_every_grant_and_correction_takes_from_it(town: PointsTown, clock: MovingClock) -> None:
    holder = town.person()
    number = points_number_of(town, holder)
    event = town.event(date(2026, 4, 1), date(2026, 4, 30))
    clock.now = datetime(2026, 3, 31, 1, 0, tzinfo=UTC)
    leaves = town.person()
    for person in (holder, leaves):
        town.do(acts.grant(person, 77))  # of the year before
    clock.now = datetime(2026, 4, 6, 1, 0, tzinfo=UTC)
    town.do(acts.grant(holder, 50))
    town.do(acts.grant(leaves, 50))
    town.do(lambda work: close_holder(work, leaves))  # gives back, but was granted
    corrected(town, "give", 10, number)
    corrected(town, "take-back", 30, number)
    assert budget(town) is None
    with pytest.raises(BudgetBelowUsed) as below:
        set_to(town, 2026, 79)
    assert below.value.facts == {"used": 80}
    set_to(town, 2026, 180)
    assert budget(town) == (80, 100)
    town.do(acts.grant(holder, 40, event))
    with pytest.raises(BudgetExceeded) as refused:
        town.do(acts.grant(holder, 61))
    assert refused.value.facts == {"left": 60}
    with pytest.raises(BudgetExceeded):
        town.do(lambda work: propose_grant(work, KAWASAKI, GrantWanted(number, 61, None)))
    file = GrantFile.read(f"番号,ポイント\n{number},61".encode())
    for act in (propose_bulk_grant, grant_in_bulk):
        with pytest.raises(GrantFileRefused) as bulk:
            town.do(lambda work, act=act: act(work, KAWASAKI, file, None))
        assert [tuple(one.values()) for one in bulk.value.facts["errors"]] == [("", "budget-exceeded", "60")]
    town.do(
        lambda work: grant_in_bulk(
            work, KAWASAKI, GrantFile.read(f"番号,ポイント\n{number},60".encode()), None
        )
    )
    assert budget(town) == (180, 0)
    with pytest.raises(BudgetExceeded):
        corrected(town, "give", 1, number)
    # The person was granted 130 in this year; what is taken back beyond that is of the year before.
    corrected(town, "take-back", 160, number)
    assert budget(town) == (50, 130)
    set_to(town, 2026, 500)
    set_to(town, 2027, 900)
    assert town.do(lambda work: list_budgets(work, KAWASAKI)) == [
        BudgetLine(2027, 900, 0),
        BudgetLine(2026, 500, 50),
    ]
    clock.now = datetime(2027, 4, 1, 1, 0, tzinfo=UTC)
    assert budget(town) == (0, 900)
    for year in (2026, 2029):
        with pytest.raises(BudgetYearRefused):
            set_to(town, year, 1)
    with pytest.raises(AmountRefused):
        set_to(town, 2027, 0)
    with pytest.raises(ProgrammeNotFound):
        set_to(town, 2027, 1, "141003")
    assert_ledger_whole(town.engine)


def test_fifty_at_once_never_take_more_than_there_is(town: PointsTown) -> None:
    people = [town.person() for _ in range(5)]
    set_to(town, 2026, 1000)
    answers = at_once(50, lambda n: town.do(acts.grant(people[n % 5], 100)))
    assert sum(isinstance(one, dict) for one in answers) == 10
    assert answers.count("budget-exceeded") == 40
    assert (budget(town), acts_of_kind(town.engine, "grant")) == ((1000, 0), 10)


def test_a_budget_that_begins_amid_grants_misses_none(town: PointsTown) -> None:
    people = [town.person() for _ in range(4)]

    def act(n: int) -> object:
        return set_to(town, 2026, 5000) if n == 10 else town.do(acts.grant(people[n % 4], 10))

    at_once(20, act)
    assert budget(town) == (190, 4810)
