"""For gunicorn: `gunicorn 'wsgi:portal()'` and so on.

Each face is imported inside its own function alone, so that no process has another side's modules loaded
(privacy.md, proof c).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mykey.crypto.tokens import system_random_bytes
from mykey.kernel.clock import system_clock
from mykey.kernel.settings import is_loopback, load
from mykey.web.request_logs import configure_logs

if TYPE_CHECKING:
    from flask import Flask

    from mykey.points.ground import PointsGround
    from mykey.services.ground import Ground

__all__ = [
    "CoreSettings",
    "PointsSideSettings",
    "console",
    "open_ground",
    "open_points_ground",
    "points",
    "points_navi",
    "points_office",
    "points_partners",
    "portal",
    "terminals",
]


class CoreSettings(Protocol):
    """What the settings of every face of the core have in common."""

    @property
    def origin(self) -> str:
        """Where the face is reached; demo keys are accepted on the loopback address alone."""

    @property
    def key_ring(self) -> Path:
        """The core's key ring."""

    @property
    def trust(self) -> Path:
        """The trusted authorities."""

    @property
    def revocation_lists(self) -> Path:
        """The directory of imported lists."""

    @property
    def linkage_origin(self) -> str:
        """Where the authority's linkage service answers."""


def open_ground(settings: CoreSettings) -> Ground:
    """What a process of the core stands on, from its settings.

    Raises:
        KeyRingRefused, TrustUnusable: the process must not start.
    """
    from mykey.certificates import RevocationLists, load_trust  # noqa: PLC0415 - the core's, not the points side's
    from mykey.crypto.passwords import Passwords  # noqa: PLC0415 - as above
    from mykey.models.keys import CoreKeys  # noqa: PLC0415 - as above
    from mykey.outside.linkage import HttpLinkage  # noqa: PLC0415 - as above
    from mykey.services.ground import Ground  # noqa: PLC0415 - as above
    from mykey.services.work import CardRules  # noqa: PLC0415 - as above

    return Ground(
        keys=CoreKeys.open(settings.key_ring, system_random_bytes, demo_allowed=is_loopback(settings.origin)),
        clock=system_clock,
        random_bytes=system_random_bytes,
        passwords=Passwords(),
        cards=CardRules(
            trust=load_trust(settings.trust.read_bytes()),
            lists=RevocationLists(settings.revocation_lists),
            linkage=HttpLinkage(settings.linkage_origin),
        ),
    )


class PointsSideSettings(Protocol):
    """What the settings of every face of the points side have in common."""

    @property
    def origin(self) -> str:
        """Where the face is reached; demo keys are accepted on the loopback address alone."""

    @property
    def key_ring(self) -> Path:
        """The points side's key ring."""


def open_points_ground(settings: PointsSideSettings) -> PointsGround:
    """What a process of the points side stands on, from its settings.

    Raises:
        KeyRingRefused: the process must not start.
    """
    from mykey.crypto.passwords import Passwords  # noqa: PLC0415 - of a face, not of this module
    from mykey.points.ground import PointsGround  # noqa: PLC0415 - the points side's, not the core's
    from mykey.points.keys import PointsKeys  # noqa: PLC0415 - as above

    return PointsGround(
        keys=PointsKeys.open(
            settings.key_ring, system_random_bytes, demo_allowed=is_loopback(settings.origin)
        ),
        clock=system_clock,
        random_bytes=system_random_bytes,
        passwords=Passwords(),
    )


def portal() -> Flask:
    """FACE citizens."""
    from mykey.handoff.client import SocketTicketWriter  # noqa: PLC0415 - the core asks; the points side opens
    from mykey.portal import create_portal  # noqa: PLC0415 - one face a process
    from mykey.portal.settings import PortalSettings  # noqa: PLC0415 - as above

    configure_logs("portal")
    settings = load(PortalSettings, os.environ)
    return create_portal(settings, open_ground(settings), SocketTicketWriter(settings.ticket_socket))


def terminals() -> Flask:
    """FACE libraries' and shops' machines."""
    from mykey.handoff.client import SocketTicketWriter  # noqa: PLC0415 - the core asks; the points side opens
    from mykey.terminals import create_terminals  # noqa: PLC0415 - one face a process
    from mykey.terminals.settings import TerminalsSettings  # noqa: PLC0415 - as above

    configure_logs("terminals")
    settings = load(TerminalsSettings, os.environ)
    return create_terminals(settings, open_ground(settings), SocketTicketWriter(settings.ticket_socket))


def console() -> Flask:
    """FACE officers."""
    from mykey.console import create_console  # noqa: PLC0415 - one face a process
    from mykey.console.settings import ConsoleSettings  # noqa: PLC0415 - as above

    configure_logs("console")
    settings = load(ConsoleSettings, os.environ)
    return create_console(settings, open_ground(settings))


def points() -> Flask:
    """FACE citizens of the points side: nothing of the core is loaded here."""
    from mykey.points.citizens import create_points  # noqa: PLC0415 - one face a process
    from mykey.points.citizens.settings import PointsSettings  # noqa: PLC0415 - as above
    from mykey.points.tickets import make_opener  # noqa: PLC0415 - the points side's, not the core's

    configure_logs("points")
    settings = load(PointsSettings, os.environ)
    ground = open_points_ground(settings)
    return create_points(settings, ground, make_opener(ground.keys, settings.ticket_keys))


def points_navi() -> Flask:
    """FACE everybody: public, and so without a key ring."""
    from mykey.points.navi import create_points_navi  # noqa: PLC0415 - one face a process
    from mykey.points.navi.settings import NaviSettings  # noqa: PLC0415 - as above

    configure_logs("points-navi")
    return create_points_navi(load(NaviSettings, os.environ), system_clock)


def points_office() -> Flask:
    """FACE municipalities' clerks and the operator of the points side."""
    from mykey.points.office import create_points_office  # noqa: PLC0415 - one face a process
    from mykey.points.office.settings import OfficeSettings  # noqa: PLC0415 - as above

    configure_logs("points-office")
    settings = load(OfficeSettings, os.environ)
    return create_points_office(settings, open_points_ground(settings))


def points_partners() -> Flask:
    """FACE of partner companies on the points side: nothing of the core is loaded here."""
    from mykey.points.partners import create_points_partners  # noqa: PLC0415 - one face a process
    from mykey.points.partners.settings import PartnersSettings  # noqa: PLC0415 - as above

    configure_logs("points-partners")
    settings = load(PartnersSettings, os.environ)
    return create_points_partners(settings, open_points_ground(settings))


def points_till() -> Flask:
    """FACE of tills on the points side: nothing of the core is loaded here."""
    from mykey.points.tickets import make_opener  # noqa: PLC0415 - the points side's, not the core's
    from mykey.points.till import create_points_till  # noqa: PLC0415 - one face a process
    from mykey.points.till.settings import TillSettings  # noqa: PLC0415 - as above

    configure_logs("points-till")
    settings = load(TillSettings, os.environ)
    ground = open_points_ground(settings)
    return create_points_till(settings, ground, make_opener(ground.keys, settings.ticket_keys))
