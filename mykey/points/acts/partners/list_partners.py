"""The companies whose points can come in, with today's rates: for citizens, the public, the operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Select, Table, select

from mykey.points.ground import PointsWork
from mykey.points.models.partners import Partner, PartnerRate, PartnerState
from mykey.points.refusals_of_partners import PartnerNotFound, UnitsRefused

__all__ = ["PartnerShown", "Rate", "list_partners", "list_rates", "see_partner"]

_PARTNERS, _RATES = cast("Table", Partner.__table__), cast("Table", PartnerRate.__table__)


@dataclass(frozen=True)
class Rate:
    """`units` of the company's own points become `points`, from the day `since` on.

    `least`, `step` and `most` are of the company's own points and for one exchange.
    """

    units: int
    points: int
    least: int
    step: int
    most: int
    since: date

    def becomes(self, units: int) -> int:
        """The points that so many of the company's become. Raises `UnitsRefused`."""
        reason = None
        if units < self.least:
            reason = "too-few"
        elif units > self.most:
            reason = "too-many"
        elif units % self.step:
            reason = "step"
        if reason is not None:
            raise UnitsRefused(reason=reason, least=self.least, step=self.step, most=self.most)
        return units * self.points // self.units


@dataclass(frozen=True)
class PartnerShown:
    """A company as everybody may see it. `rate` is today's; None: no exchange can begin."""

    partner_id: UUID
    name: str
    about: str
    has_link: bool
    takes_coupons: bool
    rate: Rate | None
    is_open: bool = True


def list_partners(work: PointsWork, *, closed_too: bool = False) -> list[PartnerShown]:
    """All companies that take part, by name; for the operator those that did, too, at the end."""
    statement = _shown(work)
    if not closed_too:
        statement = statement.where(_PARTNERS.c.partner_state == PartnerState.OPEN)
    rows = work.connection.execute(
        statement.order_by(_PARTNERS.c.partner_state.desc(), _PARTNERS.c.partner_name)
    )
    return [_partner(row) for row in rows]


def see_partner(work: PointsWork, partner_id: UUID, *, closed_too: bool = False) -> PartnerShown:
    """One company. Raises `PartnerNotFound`, for a closed one too."""
    row = work.connection.execute(_shown(work).where(_PARTNERS.c.partner_id == partner_id)).first()
    if row is None or not (closed_too or row.partner_state == PartnerState.OPEN):
        raise PartnerNotFound
    return _partner(row)


def list_rates(work: PointsWork, partner_id: UUID) -> list[Rate]:
    """All of a company's rates, the newest first, with those that begin later."""
    rows = work.connection.execute(
        select(
            _RATES.c.rate_units, _RATES.c.rate_points, _RATES.c.units_least, _RATES.c.units_step,
            _RATES.c.units_most, _RATES.c.rate_from,
        )
        .where(_RATES.c.partner_id == partner_id)
        .order_by(_RATES.c.rate_from.desc())
    )  # fmt: skip
    return [Rate(*row) for row in rows]


def _shown(work: PointsWork) -> Select[Any]:
    of_today = (
        select(_RATES.c.rate_from)
        .where(_RATES.c.partner_id == _PARTNERS.c.partner_id, _RATES.c.rate_from <= work.today)
        .order_by(_RATES.c.rate_from.desc())
        .limit(1)
        .correlate(_PARTNERS)
        .scalar_subquery()
    )
    return select(
        _PARTNERS.c.partner_id, _PARTNERS.c.partner_name, _PARTNERS.c.partner_about,
        _PARTNERS.c.partner_state, _PARTNERS.c.authorize_url, _PARTNERS.c.takes_coupons,
        _RATES.c.rate_units, _RATES.c.rate_points, _RATES.c.units_least, _RATES.c.units_step,
        _RATES.c.units_most, _RATES.c.rate_from,
    ).outerjoin(
        _RATES, (_RATES.c.partner_id == _PARTNERS.c.partner_id) & (_RATES.c.rate_from == of_today)
    )  # fmt: skip


def _partner(row: Row[Any]) -> PartnerShown:
    rate = None
    if row.rate_from is not None:
        rate = Rate(
            row.rate_units, row.rate_points, row.units_least, row.units_step, row.units_most, row.rate_from
        )
    return PartnerShown(
        row.partner_id,
        row.partner_name,
        row.partner_about,
        row.authorize_url is not None,
        row.takes_coupons,
        rate,
        row.partner_state == PartnerState.OPEN,
    )
