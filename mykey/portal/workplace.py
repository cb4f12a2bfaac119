"""What the portal's views work with: the ground, the request's work, the limits. Sessions are set up here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app
from flask import session as browser_session
from sqlalchemy import Table

from mykey.crypto.purposes import CorePurpose
from mykey.kernel.ports import TicketWriter
from mykey.models.sessions import PORTAL_SESSION, PortalSession
from mykey.models.terminal_requests import Limit
from mykey.portal.settings import PortalSettings
from mykey.services.ground import Ground
from mykey.services.work import Work
from mykey.web.database import apart, engine, session
from mykey.web.rate_limits import RateLimits
from mykey.web.session_vaults import KeyedVault, session_rules
from mykey.web.sessions import SealedSession, SessionsInTable

__all__ = ["Workplace", "attach_workplace", "sealed_session", "session_index", "work", "workplace"]

EXTENSION = "mykey-portal"


@dataclass(frozen=True)
class Workplace:
    """One portal process."""

    settings: PortalSettings
    ground: Ground
    limits: RateLimits
    sessions: SessionsInTable
    tickets: TicketWriter


def attach_workplace(app: Flask, settings: PortalSettings, ground: Ground, tickets: TicketWriter) -> None:
    """Give the app its sessions and its views their workplace."""
    rules = session_rules(
        "mykey-portal", settings.origin, settings.path, settings.session_idle, settings.session_absolute
    )
    vault = KeyedVault(ground.keys, CorePurpose.PORTAL_SESSION_INDEX, PORTAL_SESSION)
    table = cast("Table", PortalSession.__table__)
    sessions = SessionsInTable(table, vault, rules, ground.clock, ground.random_bytes)
    app.session_interface = sessions
    limits = RateLimits(
        cast("Table", Limit.__table__),
        lambda key: ground.keys.index(CorePurpose.LIMIT_INDEX, key),
        engine,
        ground.clock,
    )
    app.extensions[EXTENSION] = Workplace(settings, ground, limits, sessions, tickets)


def workplace() -> Workplace:
    """The process's workplace."""
    return cast("Workplace", current_app.extensions[EXTENSION])


def work() -> Work:
    """The request's work."""
    return workplace().ground.work(session(), apart)


def sealed_session() -> SealedSession:
    """This browser's session, by its own type."""
    return cast("SealedSession", browser_session)


def session_index() -> bytes:
    """What ties a card conversation to this browser; empty, and so equal to none, before the first write."""
    return workplace().sessions.index_of(sealed_session()) or b""
