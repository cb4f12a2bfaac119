"""Settings of the terminals face: environment variables MYKEY_TERMINALS_…, read once, closed by default."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from mykey.kernel.settings import Settings

__all__ = ["TerminalsSettings"]


@dataclass(frozen=True)
class TerminalsSettings(Settings):
    """The face that libraries' and shops' machines call.

    `origin` is where they reach it; signatures are checked against it, whatever the Host header says.
    `trust` is the file of trusted authorities, `revocation_lists` the directory of imported lists.
    `ticket_socket` is the ticket writer's; `points_till_url` is the origin of the points side's till API,
    told to terminals together with a ticket.
    """

    PREFIX: ClassVar[str] = "MYKEY_TERMINALS_"

    origin: str
    database_url: str = field(repr=False)
    key_ring: Path
    trust: Path
    revocation_lists: Path
    linkage_origin: str
    ticket_socket: Path
    points_till_url: str
    requests_a_minute: int = 1200
    """How many signed requests one terminal may make in a minute; then 429."""
    activation_attempts: int = 5
    """How many activations in a row one terminal ID may try and fail; the next is 429."""
    activation_pause: timedelta = timedelta(minutes=15)
    """How long it is then refused, counted from the first failure."""
    prepared_statements: bool = True
    """No behind a pooler in transaction mode (pgbouncer)."""
