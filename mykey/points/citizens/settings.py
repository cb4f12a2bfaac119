"""Settings of the citizens' points pages. Nothing of the core stands here: no core key, no core database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import Settings
from mykey.points.acts.put_into_reserve import TERM_DAYS

__all__ = ["PointsSettings"]


@dataclass(frozen=True)
class PointsSettings(Settings):
    """The face that citizens use on the points side.

    `origin` is where browsers reach it, `path` its first segment ("/" at a host of its own).
    `portal_origin` is the one site whose pages may post a ticket here; `portal_url` is a plain link to it.
    `ticket_keys` is the ticket writer's file of public verifying keys.
    Limits count in the form of the `limits` library, by the hour or longer: a shorter window would keep a
    finer time of a citizen's acts (privacy.md, "Deliberately non-joinable", 4).
    """

    PREFIX: ClassVar[str] = "MYKEY_POINTS_"

    origin: str
    database_url: str = field(repr=False)
    key_ring: Path
    form_token_key: str = field(repr=False)
    portal_origin: str
    portal_url: str
    ticket_keys: Path
    path: str = "/"
    idle: timedelta = timedelta(minutes=15)
    absolute: timedelta = timedelta(hours=8)
    mail_codes_of_one_holder: str = "5 per hour"
    pay_codes_of_one_holder: str = "60 per hour"
    wrong_coupons_of_one_holder: str = "20 per hour"
    """How often one holder may try a coupon code that nobody has (the arithmetic: points/coupon_codes.py)."""
    wrong_coupons: str = "20000 per hour"
    """The same, of all holders together."""
    coupons_of_one_holder: str = "60 per hour"
    """How often one holder may look at or take coupons at all: companies have their codes, and could
    watch here when each is used."""
    partner_sign_ins_of_one_holder: str = "20 per hour"
    """How often one holder may be led to companies' sign-ins, and so make us ask these."""
    term_days: int = TERM_DAYS
    """How many days points from companies wait in the reserve for their holder's choice, 1 to 365."""
