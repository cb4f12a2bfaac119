"""What the console's views work with: the ground, the request's work, the limits, the sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import Table

from mykey.console.settings import ConsoleSettings
from mykey.crypto.purposes import CorePurpose
from mykey.models.keys import CoreKeys
from mykey.models.sessions import CONSOLE_SESSION, ConsoleSession
from mykey.models.terminal_requests import Limit
from mykey.services.ground import Ground
from mykey.services.work import Work
from mykey.web.database import apart, engine, session
from mykey.web.rate_limits import RateLimits
from mykey.web.sessions import SessionRules, SessionsInTable

__all__ = ["Workplace", "attach_workplace", "work", "workplace"]

EXTENSION = "mykey-console"


@dataclass(frozen=True)
class Workplace:
    """One console process."""

    settings: ConsoleSettings
    ground: Ground
    limits: RateLimits


class _Vault:
    """How the console's sessions are indexed and sealed (web.sessions.SessionVault)."""

    def __init__(self, keys: CoreKeys) -> None:
        self._keys = keys

    def candidates(self, token: str) -> Sequence[bytes]:
        return self._keys.candidates(CorePurpose.CONSOLE_SESSION_INDEX, token.encode())

    def seal(self, index: bytes, value: Any) -> bytes:
        return self._keys.seal(CONSOLE_SESSION, index, value)

    def open(self, index: bytes, sealed: bytes) -> Any:
        return self._keys.open_sealed(CONSOLE_SESSION, index, sealed)


def attach_workplace(app: Flask, settings: ConsoleSettings, ground: Ground) -> None:
    """Give the app its sessions and its views their workplace."""
    https = settings.origin.startswith("https:")
    path = settings.path.rstrip("/") or "/"
    rules = SessionRules(
        # Browsers take a __Host- cookie only over TLS and for the whole host (RFC 6265bis, 4.1.3.2).
        cookie_name="__Host-mykey-console" if https and path == "/" else "mykey-console",
        cookie_path=path,
        https=https,
        idle=settings.session_idle,
        absolute=settings.session_absolute,
    )
    table = cast("Table", ConsoleSession.__table__)
    app.session_interface = SessionsInTable(
        table, _Vault(ground.keys), rules, ground.clock, ground.random_bytes
    )
    limits = RateLimits(
        cast("Table", Limit.__table__),
        lambda key: ground.keys.index(CorePurpose.LIMIT_INDEX, key),
        engine,
        ground.clock,
    )
    app.extensions[EXTENSION] = Workplace(settings, ground, limits)


def workplace() -> Workplace:
    """The process's workplace."""
    return cast("Workplace", current_app.extensions[EXTENSION])


def work() -> Work:
    """The request's work."""
    return workplace().ground.work(session(), apart)
