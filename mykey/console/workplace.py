"""What the console's views work with: the ground, the request's work, the limits, the sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app
from sqlalchemy import Table

from mykey.console.settings import ConsoleSettings
from mykey.crypto.purposes import CorePurpose
from mykey.models.sessions import CONSOLE_SESSION, ConsoleSession
from mykey.models.terminal_requests import Limit
from mykey.services.ground import Ground
from mykey.services.work import Work
from mykey.web.database import apart, engine, session
from mykey.web.rate_limits import RateLimits
from mykey.web.session_vaults import KeyedVault, session_rules
from mykey.web.sessions import SessionsInTable

__all__ = ["Workplace", "attach_workplace", "work", "workplace"]

EXTENSION = "mykey-console"


@dataclass(frozen=True)
class Workplace:
    """One console process."""

    settings: ConsoleSettings
    ground: Ground
    limits: RateLimits


def attach_workplace(app: Flask, settings: ConsoleSettings, ground: Ground) -> None:
    """Give the app its sessions and its views their workplace."""
    rules = session_rules(
        "mykey-console", settings.origin, settings.path, settings.session_idle, settings.session_absolute
    )
    vault = KeyedVault(ground.keys, CorePurpose.CONSOLE_SESSION_INDEX, CONSOLE_SESSION)
    table = cast("Table", ConsoleSession.__table__)
    app.session_interface = SessionsInTable(table, vault, rules, ground.clock, ground.random_bytes)
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
