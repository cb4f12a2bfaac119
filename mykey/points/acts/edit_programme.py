"""What a municipality decides about its points: name, first and last day, when points end, the limits."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date

from mykey.points.amounts import MOST_AT_ONCE
from mykey.points.ground import PointsWork
from mykey.points.ledger.post import MOST_POINTS
from mykey.points.models.programmes import ExpiryRule, Programme
from mykey.points.names import clean_name, name_fault
from mykey.points.refusals import ProgrammeNotFound
from mykey.points.refusals_of_office import OfficeDetailsInvalid

__all__ = ["LONGEST_NAME", "ProgrammeDetails", "edit_programme", "judge_programme", "see_programme"]

LONGEST_NAME = 60
MOST_MONTHS = 120
MONTHS_A_YEAR = 12
LEAP_YEAR = 2028


@dataclass(frozen=True)
class ProgrammeDetails:
    """Days are Japan's. `closes_on` None: open end. Of the expiry, only what belongs to the rule counts."""

    programme_name: str
    opens_on: date
    closes_on: date | None
    expiry_rule: str
    expiry_months: int | None
    expiry_month: int | None
    expiry_day: int | None
    most_a_grant: int
    most_a_person: int


def judge_programme(typed: ProgrammeDetails) -> ProgrammeDetails:
    """The details as they are kept.

    Raises:
        OfficeDetailsInvalid: every member that is wrong, at once.
    """
    details = replace(typed, programme_name=clean_name(typed.programme_name))
    if details.expiry_rule == ExpiryRule.MONTHS:
        details = replace(details, expiry_month=None, expiry_day=None)
    else:
        details = replace(details, expiry_months=None)
    faults = {
        "programme_name": name_fault(details.programme_name, LONGEST_NAME),
        "closes_on": "before-opening" if _closes_too_early(details) else None,
        "most_a_grant": None if 1 <= details.most_a_grant <= MOST_AT_ONCE else "limit",
        "most_a_person": None if 1 <= details.most_a_person <= MOST_POINTS else "limit",
    } | _expiry_faults(details)
    if faults["most_a_person"] is None and details.most_a_person < details.most_a_grant:
        faults["most_a_person"] = "below-a-grant"
    errors = [{"member": member, "reason": reason} for member, reason in faults.items() if reason]
    if errors:
        raise OfficeDetailsInvalid(errors=errors)
    return details


def edit_programme(work: PointsWork, municipality_code: str, typed: ProgrammeDetails) -> None:
    """Write what was decided. Points that were granted keep the last day they got.

    Raises:
        OfficeDetailsInvalid; ProgrammeNotFound: the operator has opened none for this municipality.
    """
    details = judge_programme(typed)
    programme = work.session.get(Programme, municipality_code, with_for_update=True)
    if programme is None:
        raise ProgrammeNotFound
    for member, value in vars(details).items():
        setattr(programme, member, value)


def see_programme(work: PointsWork, municipality_code: str) -> ProgrammeDetails:
    """What is decided now. Raises `ProgrammeNotFound`."""
    programme = work.session.get(Programme, municipality_code)
    if programme is None:
        raise ProgrammeNotFound
    return ProgrammeDetails(
        programme.programme_name,
        programme.opens_on,
        programme.closes_on,
        programme.expiry_rule,
        programme.expiry_months,
        programme.expiry_month,
        programme.expiry_day,
        programme.most_a_grant,
        programme.most_a_person,
    )


def _closes_too_early(details: ProgrammeDetails) -> bool:
    return details.closes_on is not None and details.closes_on < details.opens_on


def _expiry_faults(details: ProgrammeDetails) -> dict[str, str | None]:
    if details.expiry_rule == ExpiryRule.MONTHS:
        right = details.expiry_months is not None and 1 <= details.expiry_months <= MOST_MONTHS
        return {"expiry_months": None if right else "months"}
    if details.expiry_rule != ExpiryRule.YEARLY_DAY:
        return {"expiry_rule": "unknown"}
    month, day = details.expiry_month, details.expiry_day
    if month is None or not 1 <= month <= MONTHS_A_YEAR:
        return {"expiry_month": "month"}
    # 29 February may be chosen; in other years it is the 28th.
    if day is None or not 1 <= day <= calendar.monthrange(LEAP_YEAR, month)[1]:
        return {"expiry_day": "day"}
    return {}
