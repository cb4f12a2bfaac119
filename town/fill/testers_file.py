"""What visitors and testers must know of a home: testers.json, card files, the agent's allow-list.

Addresses follow the ports of the present start; everything else was settled when the home was filled.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mykey.crypto.keyring import KeyRing
from mykey.crypto.request_keys import card_request_public_jwk
from town.authority.card_files import PKCS12_PASSWORD, write_card_files
from town.authority.issued import IssuedCard
from town.authority.office import CardOffice
from town.embedded.layout import PORTS, Layout
from town.fill.citizens import Registered
from town.fill.forms import IssuedTerminal
from town.fill.people import TESTERS, DemoCard
from town.fill.private_files import write_private_json

__all__ = ["card_entry", "refresh_addresses", "terminal_entry", "testers_path", "write_all_card_files"]

CARD_FILES = "testers"


def testers_path(layout: Layout) -> Path:
    """Where the file stands."""
    return layout.home / "testers.json"


def terminal_entry(terminal: IssuedTerminal, provider_ids: dict[str, str]) -> dict[str, Any]:
    """A fresh terminal: nobody has activated it."""
    name = terminal.wanted.provider_name
    return {
        "terminal_id": terminal.terminal_id,
        "password": terminal.password,
        "kind": terminal.wanted.kind,
        "provider_id": None if name is None else provider_ids[name],
        "provider_name": name,
        "place": terminal.wanted.place,
        "terminal_name": terminal.wanted.terminal_name,
    }


def card_entry(
    demo: DemoCard, card: IssuedCard, registered: Registered | None, link: dict[str, Any] | None
) -> dict[str, Any]:
    """A tester's card: what it is for, its files (relative to the home), what its holder knows."""
    files = f"{CARD_FILES}/{demo.name}/{demo.kind}"
    return {
        "name": demo.name,
        "for": demo.purpose,
        "holder": demo.holder,
        "certificate": f"{files}.pem",
        "certificate_der": f"{files}.der",
        "key": f"{files}.key.pem",
        "pkcs12": f"{files}.p12",
        "pkcs12_password": PKCS12_PASSWORD,
        "pin": card.pin,
        "signing_password": None if card.signing is None else card.signing_password,
        "mykey_id": None if registered is None else registered.mykey_id,
        "portal_password": None if registered is None else registered.password,
        "link": link,
    }


def write_all_card_files(office: CardOffice, home: Path) -> None:
    """Every tester's card, as it is now; of the card for its signing certificate, that certificate alone."""
    (home / CARD_FILES).mkdir(mode=0o700, exist_ok=True)
    for demo in TESTERS:
        for path in write_card_files(office, demo.name, home / CARD_FILES / demo.name):
            if not path.name.startswith(f"{demo.kind}."):
                path.unlink()


def refresh_addresses(layout: Layout, ring: KeyRing) -> None:
    """Write the present addresses into testers.json, and the allow-list of the card agent."""
    path = testers_path(layout)
    settled: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    names = [name for name in PORTS if not name.endswith("smtp")]
    addresses = {
        "origins": {name: layout.origin(name) for name in names},
        "addresses": {name: layout.address(name) for name in names},
        "smtp": f"127.0.0.1:{layout.port('smtp')}",
        "points_smtp": f"127.0.0.1:{layout.port('points-smtp')}",
    }
    write_private_json(path, addresses | {key: settled[key] for key in settled if key not in addresses})
    portal = {
        "origin": layout.origin("portal"),
        "name": "マイキープラットフォーム（デモ）",
        "name_en": "MyKey Platform (demo)",
        "public_key": card_request_public_jwk(ring),
    }
    write_private_json(layout.home / "agent-portals.json", [portal])
