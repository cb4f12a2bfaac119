"""What a points process stands on, made for tests, and people, programmes and shops to act with."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Engine

from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.passwords import Passwords
from mykey.crypto.purposes import PointsPurpose
from mykey.kernel.clock import Clock
from mykey.kernel.randomness import RandomBytes, random_id
from mykey.points.acts.put_into_reserve import put_into_reserve
from mykey.points.ground import PointsGround, PointsWork
from mykey.points.keys import PointsKeys
from mykey.points.models.holders import HOLDER_CHOICES, POINTS_NUMBER, Holder, HolderState, SubjectName
from mykey.points.models.programmes import Event, ExpiryRule, Programme
from mykey.points.models.shops import Shop, ShopState
from mykey.points.points_numbers import new_points_number
from mykey.points.settling import settle
from mykey.web.engines import make_engine

__all__ = ["KAWASAKI", "PointsTown", "make_points_ground"]

T = TypeVar("T")

KAWASAKI = "141305"


def make_points_ground(clock: Clock, random_bytes: RandomBytes = os.urandom) -> PointsGround:
    """Random keys, cheap argon2."""
    ring = KeyRing({purpose: (Key(1, random_bytes(32)),) for purpose in PointsPurpose})
    return PointsGround(
        PointsKeys(ring, random_bytes), clock, random_bytes, Passwords(memory_kib=8, passes=1)
    )


@dataclass
class PointsTown:
    """A points database with Kawasaki's programme, written straight to the tables."""

    engine: Engine
    ground: PointsGround

    @classmethod
    def on(cls, url: str, clock: Clock, random_bytes: RandomBytes = os.urandom) -> PointsTown:
        """On a migrated database. Call `engine.dispose()` at the end."""
        town = cls(make_engine(url), make_points_ground(clock, random_bytes))
        town.do(_add_programme)
        return town

    def do(self, act: Callable[[PointsWork], T], *, apart_first: bool = False) -> T:
        """One transaction, as the faces make them."""
        return settle(self.engine, self.ground, act, apart_first=apart_first)

    def person(self, reserve: int = 0) -> UUID:
        """A holder with an open account, and points in the reserve."""
        holder_id = self.do(_add_holder)
        if reserve:
            self.do(lambda work: put_into_reserve(work, holder_id, reserve))
        return holder_id

    def shop(self, name: str = "見本商店") -> UUID:
        """A shop of Kawasaki."""
        return self.do(lambda work: _add_shop(work, name))

    def event(self, opens: date, closes: date, name: str = "見本まつり") -> UUID:
        """A support event of Kawasaki."""

        def add(work: PointsWork) -> UUID:
            event_id = random_id(work.random_bytes)
            work.session.add(
                Event(
                    event_id=event_id,
                    municipality_code=KAWASAKI,
                    event_name=name,
                    event_opens_on=opens,
                    event_closes_on=closes,
                )
            )
            return event_id

        return self.do(add)


def _add_programme(work: PointsWork) -> None:
    work.session.add(
        Programme(
            municipality_code=KAWASAKI,
            programme_name="かわさきポイント",
            opens_on=date(2020, 1, 1),
            closes_on=None,
            expiry_rule=ExpiryRule.MONTHS,
            expiry_months=6,
            expiry_month=None,
            expiry_day=None,
            most_a_grant=100_000,
            most_a_person=900_000,
        )
    )


def _add_holder(work: PointsWork) -> UUID:
    keys, holder_id = work.keys, random_id(work.random_bytes)
    number = new_points_number(work.random_bytes)
    choices = {
        "mail": None,
        "notices": {"granted": False, "expiring": False, "expired": False},
        "language": "ja",
        "pending": None,
    }
    work.session.add(
        Holder(
            holder_id=holder_id,
            holder_state=HolderState.OPEN,
            sign_in_epoch=0,
            points_number_index=keys.index(PointsPurpose.POINTS_NUMBER_INDEX, number.encode()),
            points_number_sealed=keys.seal(POINTS_NUMBER, holder_id, number),
            choices_sealed=keys.seal(HOLDER_CHOICES, holder_id, choices),
        )
    )
    work.session.flush()
    subject = keys.index(PointsPurpose.SUBJECT_INDEX, work.random_bytes(32))
    work.session.add(SubjectName(subject_index=subject, holder_id=holder_id, subject_key_version=1))
    return holder_id


def _add_shop(work: PointsWork, name: str) -> UUID:
    shop_id = random_id(work.random_bytes)
    work.session.add(
        Shop(
            shop_id=shop_id,
            municipality_code=KAWASAKI,
            shop_name=name,
            shop_category="shop",
            shop_state=ShopState.OPEN,
            last_receipt=0,
        )
    )
    return shop_id
