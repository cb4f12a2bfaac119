"""The operator sets at which rate a company's points become points, from a day on.

A rate that has begun stays: whoever saw it in the morning exchanges by it in the evening. So a rate begins
tomorrow at the earliest, but a company's first one may begin today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from mykey.points.acts.partners.edit_partner import lock_partner
from mykey.points.acts.partners.list_partners import list_rates
from mykey.points.amounts import MOST_AT_ONCE
from mykey.points.ground import PointsWork
from mykey.points.models.partners import PartnerRate, PartnerState
from mykey.points.refusals_of_partners import PartnerClosed, PartnerDetailsInvalid

__all__ = ["RateTyped", "set_rate"]

#: Of a company's own points, at once.
MOST_UNITS = 1_000_000_000

_RATES = cast("Table", PartnerRate.__table__)


@dataclass(frozen=True)
class RateTyped:
    """`units` of the company's become `points`; `least`, `step`, `most` are of the company's, at once."""

    rate_from: date
    units: int
    points: int
    least: int
    step: int
    most: int


def set_rate(work: PointsWork, partner_id: UUID, typed: RateTyped) -> None:
    """Keep it; one that begins the same day and has not begun is replaced.

    Raises:
        PartnerNotFound, PartnerClosed; PartnerDetailsInvalid: `rate_from` (`day-too-early`), `rate_units`,
            `rate_points` (`out-of-range`), `units_step` (`out-of-range`, `no-whole-points`), `units_least`
            (`out-of-range`, `not-in-steps`), `units_most` (`out-of-range`, `not-in-steps`,
            `too-many-points`).
    """
    if lock_partner(work, partner_id).partner_state != PartnerState.OPEN:
        raise PartnerClosed
    has_begun = any(rate.since <= work.today for rate in list_rates(work, partner_id))
    faults = _faults(typed)
    if typed.rate_from < work.today or (typed.rate_from == work.today and has_begun):
        faults["rate_from"] = "day-too-early"
    if faults:
        raise PartnerDetailsInvalid(
            errors=[{"member": member, "reason": reason} for member, reason in faults.items()]
        )
    values = {
        "rate_units": typed.units,
        "rate_points": typed.points,
        "units_least": typed.least,
        "units_step": typed.step,
        "units_most": typed.most,
    }
    insert = postgresql.insert if work.connection.dialect.name == "postgresql" else sqlite.insert
    work.connection.execute(
        insert(_RATES)
        .values(partner_id=partner_id, rate_from=typed.rate_from, **values)
        .on_conflict_do_update(index_elements=["partner_id", "rate_from"], set_=values)
    )


def _faults(typed: RateTyped) -> dict[str, str]:
    numbers = {
        "rate_units": typed.units,
        "rate_points": typed.points,
        "units_step": typed.step,
        "units_least": typed.least,
        "units_most": typed.most,
    }
    faults = {member: "out-of-range" for member, number in numbers.items() if not 1 <= number <= MOST_UNITS}
    if faults:
        return faults
    if typed.step * typed.points % typed.units:
        faults["units_step"] = "no-whole-points"
    if typed.least % typed.step:
        faults["units_least"] = "not-in-steps"
    if typed.most % typed.step:
        faults["units_most"] = "not-in-steps"
    elif typed.most < typed.least:
        faults["units_most"] = "out-of-range"
    elif typed.most * typed.points // typed.units > MOST_AT_ONCE:
        faults["units_most"] = "too-many-points"
    return faults
