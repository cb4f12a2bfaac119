"""The parts of two sides: the core's ground, its terminals, the two sites for citizens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import CorePurpose
from mykey.models.keys import CoreKeys
from mykey.points.citizens import PointsSettings, create_points
from mykey.portal import PortalSettings, create_portal
from mykey.services.ground import Ground
from tests.factories.providers import a_library, a_shopping_street
from tests.factories.terminals import an_active_terminal
from tests.proofs.streams import Streams
from tests.support.device import FINGERPRINT, PUBLIC_KEY
from tests.support.ground import lists_directory, make_ground
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import PointsTown
from tests.support.ticket_sides import TicketSides
from town.authority.office import CardOffice

__all__ = ["add_terminals", "core_ground", "points_of", "portal_of"]


def core_ground(clock: MovingClock, directory: Path, office: CardOffice, streams: Streams) -> Ground:
    drawn = streams.drawn("core")
    ring = KeyRing({purpose: (Key(1, drawn(32)),) for purpose in CorePurpose})
    with streams.at("core"):
        ground = make_ground(clock, directory, office)
    return replace(ground, keys=CoreKeys(ring, drawn), random_bytes=drawn)


def add_terminals(core: Ground, on: Engine) -> list[str]:
    """The library's, the shopping street's, a shop's that takes points, a branch office's for vouchers."""
    device = {"public_key": PUBLIC_KEY, "fingerprint": FINGERPRINT}
    with Session(on) as session, session.begin():
        a_library(session)
        a_shopping_street(session)
        street = {"provider_id": "000002", "provider_name": "見本銀座商店街"}
        return [
            an_active_terminal(core, session, **device, **kind).terminal_id
            for kind in ({}, street, {"kind": "spend-points"}, {"kind": "issue-vouchers"})
        ]


def portal_of(url: str, directory: Path, core: Ground, tickets: TicketSides) -> Flask:
    settings = PortalSettings(
        origin="http://localhost:8610",
        path="/portal",
        database_url=url,
        key_ring=directory / "keys.json",
        trust=directory / "trust.json",
        revocation_lists=lists_directory(directory),
        linkage_origin="http://127.0.0.1:8630",
        form_token_key="a key of these tests alone, and of nobody",
        ticket_socket=directory / "writer.sock",
        points_url="http://localhost:8613/points",
        console_url="http://localhost:8612/console",
    )
    return create_portal(settings, core, tickets)


def points_of(url: str, directory: Path, town: PointsTown, tickets: TicketSides) -> Flask:
    settings = PointsSettings(
        origin="http://localhost:8613",
        path="/points",
        database_url=url,
        key_ring=directory / "points-keys.json",
        form_token_key="another key of these tests, and of nobody",
        portal_origin="http://localhost:8610",
        portal_url="http://localhost:8610/portal/",
        ticket_keys=directory / "public.json",
    )
    return create_points(settings, town.ground, tickets.opener)
