from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mykey.points.acts.edit_programme import (
    ProgrammeDetails,
    edit_programme,
    judge_programme,
    see_programme,
)
from mykey.points.refusals import ProgrammeNotFound
from mykey.points.refusals_of_office import OfficeDetailsInvalid
from tests.support.points_ground import KAWASAKI, PointsTown

RIGHT = ProgrammeDetails(
    programme_name="  見本　ポイント ",
    opens_on=date(2026, 4, 1),
    closes_on=date(2026, 4, 1),
    expiry_rule="yearly-day",
    expiry_months=5,
    expiry_month=2,
    expiry_day=29,
    most_a_grant=1_000_000,
    most_a_person=1_000_000,
)


def test_a_programme_is_changed_whole(town: PointsTown) -> None:
    town.do(lambda work: edit_programme(work, KAWASAKI, RIGHT))
    kept = town.do(lambda work: see_programme(work, KAWASAKI))
    assert kept == replace(RIGHT, programme_name="見本　ポイント", expiry_months=None)
    with pytest.raises(ProgrammeNotFound):
        town.do(lambda work: edit_programme(work, "141003", RIGHT))
    with pytest.raises(ProgrammeNotFound):
        town.do(lambda work: see_programme(work, "141003"))


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"programme_name": "\u3000", "most_a_grant": 0}, ["programme_name", "most_a_grant"]),
        ({"closes_on": date(2026, 3, 31)}, ["closes_on"]),
        ({"expiry_rule": "never"}, ["expiry_rule"]),
        ({"expiry_rule": "months", "expiry_months": None}, ["expiry_months"]),
        ({"expiry_month": None}, ["expiry_month"]),
        ({"expiry_month": 4, "expiry_day": 31}, ["expiry_day"]),
        ({"most_a_grant": 1_000_001}, ["most_a_grant", "most_a_person"]),
        ({"most_a_person": 1_000_000_001}, ["most_a_person"]),
    ],
)
def test_every_fault_is_told_at_once(wrong: dict[str, object], errors: list[str]) -> None:
    with pytest.raises(OfficeDetailsInvalid) as refused:
        judge_programme(replace(RIGHT, **wrong))
    assert [error["member"] for error in refused.value.facts["errors"]] == errors
