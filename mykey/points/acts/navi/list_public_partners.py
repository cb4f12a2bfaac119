"""Whose points can be turned into these, at which rate: for everybody to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mykey.points.models.partners import Partner, PartnerRate, PartnerState

__all__ = ["PublicPartner", "PublicRate", "list_public_partners"]


@dataclass(frozen=True)
class PublicRate:
    """So many of the company's own points become so many points, from a day on.

    At once `least` to `most` of the company's, in steps of `step`.
    """

    since: date
    units: int
    points: int
    least: int
    step: int
    most: int


@dataclass(frozen=True)
class PublicPartner:
    """A company. `rate`: what counts today, with an ID link alone; `coming`: the next one, if it is known."""

    name: str
    about: str
    has_link: bool
    takes_coupons: bool
    rate: PublicRate | None
    coming: PublicRate | None


def list_public_partners(session: Session, today: date) -> list[PublicPartner]:
    """The open ones, by name. Two statements, however many there are."""
    statement = select(
        Partner.partner_id,
        Partner.partner_name,
        Partner.partner_about,
        Partner.authorize_url.is_not(None),
        Partner.takes_coupons,
    ).where(Partner.partner_state == PartnerState.OPEN)
    companies = session.execute(statement.order_by(Partner.partner_name)).all()
    rates: dict[UUID, list[PublicRate]] = {company[0]: [] for company in companies}
    for row in session.scalars(select(PartnerRate).order_by(PartnerRate.rate_from)):
        if row.partner_id in rates:
            rates[row.partner_id].append(_rate(row))
    return [
        PublicPartner(
            name,
            about,
            has_link,
            takes_coupons,
            rate=next((rate for rate in reversed(rates[partner_id]) if rate.since <= today), None),
            coming=next((rate for rate in rates[partner_id] if rate.since > today), None),
        )
        for partner_id, name, about, has_link, takes_coupons in companies
    ]


def _rate(row: PartnerRate) -> PublicRate:
    return PublicRate(
        row.rate_from, row.rate_units, row.rate_points, row.units_least, row.units_step, row.units_most
    )
