"""What the portal's views work with: the ground, the request's work, the limits. Sessions are set up here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app
from flask import session as browser_session
from sqlalchemy import Table

from mykey.crypto.purposes import CorePurpose
from mykey.kernel.ports import TicketWriter
from mykey.models.keys import CoreKeys
from mykey.models.sessions import PORTAL_SESSION, PortalSession
from mykey.models.terminal_requests import Limit
from mykey.portal.settings import PortalSettings
from mykey.services.ground import Ground
from mykey.services.work import Work
from mykey.web.database import apart, engine, session
from mykey.web.rate_limits import RateLimits
from mykey.web.sessions import SealedSession, SessionRules, SessionsInTable

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


class _Vault:
    """How the portal's sessions are indexed and sealed (web.sessions.SessionVault)."""

    def __init__(self, keys: CoreKeys) -> None:
        self._keys = keys

    def candidates(self, token: str) -> Sequence[bytes]:
        return self._keys.candidates(CorePurpose.PORTAL_SESSION_INDEX, token.encode())

    def seal(self, index: bytes, value: Any) -> bytes:
        return self._keys.seal(PORTAL_SESSION, index, value)

    def open(self, index: bytes, sealed: bytes) -> Any:
        return self._keys.open_sealed(PORTAL_SESSION, index, sealed)


def attach_workplace(app: Flask, settings: PortalSettings, ground: Ground, tickets: TicketWriter) -> None:
    """Give the app its sessions and its views their workplace."""
    https = settings.origin.startswith("https:")
    path = settings.path.rstrip("/") or "/"
    rules = SessionRules(
        # Browsers take a __Host- cookie only over TLS and for the whole host (RFC 6265bis, 4.1.3.2).
        cookie_name="__Host-mykey-portal" if https and path == "/" else "mykey-portal",
        cookie_path=path,
        https=https,
        idle=settings.session_idle,
        absolute=settings.session_absolute,
    )
    table = cast("Table", PortalSession.__table__)
    sessions = SessionsInTable(table, _Vault(ground.keys), rules, ground.clock, ground.random_bytes)
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
