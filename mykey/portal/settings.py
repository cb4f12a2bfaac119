"""Settings of the portal: environment variables MYKEY_PORTAL_…, read once, closed by default."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import Settings

__all__ = ["PortalSettings"]


@dataclass(frozen=True)
class PortalSettings(Settings):
    """The face that citizens use.

    `origin` is where browsers reach it, `path` its first segment ("/portal"; "/" at a host of its own).
    `agent_origin` is the citizen's own card agent, on the loopback address of the citizen's machine.
    `console_url` and, on the first page, `points_url` are plain links. From My Page a citizen is handed over
    to `points_url` with a ticket from the process behind `ticket_socket`. Limits count in the form of the
    `limits` library.
    """

    PREFIX: ClassVar[str] = "MYKEY_PORTAL_"

    origin: str
    path: str
    database_url: str = field(repr=False)
    key_ring: Path
    trust: Path
    revocation_lists: Path
    linkage_origin: str
    form_token_key: str = field(repr=False)
    ticket_socket: Path
    points_url: str
    console_url: str
    agent_origin: str = "http://127.0.0.1:8620"
    session_idle: timedelta = timedelta(minutes=15)
    session_absolute: timedelta = timedelta(hours=8)
    proof_life: timedelta = timedelta(minutes=30)
    """How long after the card was proved a MyKey ID may be registered with it."""
    sign_ins_of_one_id: str = "10 per 15 minute"
    sign_ins_in_all: str = "600 per minute"
    card_requests_of_one_session: str = "20 per 10 minute"
    card_requests_in_all: str = "600 per minute"
    own_choices_of_one_card: str = "20 per day"
    """How many own choices a card may have checked, free ones too: a bound for parallel requests."""
    refusals_of_one_card: str = "3 per day"
    draws_of_one_card: str = "30 per day"
