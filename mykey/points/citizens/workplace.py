"""What the views work with: the ground, a transaction for each act, the limits. Sessions are set up here.

No view uses the request's own transaction: on SQLite it would hold the database against the act's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from flask import Flask, current_app, flash
from flask import session as browser_session
from sqlalchemy import Table

from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.ticket_seals import TicketOpener
from mykey.points.citizens.at_partners import AtPartners
from mykey.points.citizens.settings import PointsSettings
from mykey.points.ground import PointsGround, PointsWork
from mykey.points.models.requests import PointsLimit
from mykey.points.models.sessions import POINTS_SESSION, PointsSession
from mykey.points.settling import settle
from mykey.web.database import engine
from mykey.web.rate_limits import RateLimits
from mykey.web.session_vaults import KeyedVault, session_rules
from mykey.web.sessions import SealedSession, SessionsInTable

__all__ = ["Workplace", "attach_workplace", "say", "sealed_session", "settled", "workplace"]

EXTENSION = "mykey-points"

T = TypeVar("T")


@dataclass(frozen=True)
class Workplace:
    """One process of the citizens' points pages."""

    settings: PointsSettings
    ground: PointsGround
    opener: TicketOpener
    limits: RateLimits
    partners: AtPartners


def attach_workplace(
    app: Flask, settings: PointsSettings, ground: PointsGround, opener: TicketOpener
) -> None:
    """Give the app its sessions and its views their workplace."""
    rules = session_rules("mykey-points", settings.origin, settings.path, settings.idle, settings.absolute)
    vault = KeyedVault(ground.keys, PointsPurpose.POINTS_SESSION_INDEX, POINTS_SESSION)
    table = cast("Table", PointsSession.__table__)
    app.session_interface = SessionsInTable(table, vault, rules, ground.clock, ground.random_bytes)
    limits = RateLimits(
        cast("Table", PointsLimit.__table__),
        lambda key: ground.keys.index(PointsPurpose.POINTS_LIMIT_INDEX, key),
        engine,
        ground.clock,
    )
    partners = AtPartners(settings, ground)
    app.extensions[EXTENSION] = Workplace(settings, ground, opener, limits, partners)


def workplace() -> Workplace:
    """The process's workplace."""
    return cast("Workplace", current_app.extensions[EXTENSION])


def settled(act: Callable[[PointsWork], T], *, apart_first: bool = False) -> T:
    """Run one act in a transaction of its own and commit it (`points.settling`)."""
    return settle(engine(), workplace().ground, act, apart_first=apart_first)


def say(sentence: str) -> None:
    """Tell on the next page what was done. Only the last such sentence is kept: a session's room is small."""
    browser_session.pop("_flashes", None)
    flash(sentence, "success")


def sealed_session() -> SealedSession:
    """This browser's session, by its own type."""
    return cast("SealedSession", browser_session)
