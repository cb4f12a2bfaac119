from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from tests.support.browser_client import BrowserClient
from tests.support.moving_clock import MovingClock
from town.authority.keys import KeyPool
from town.authority.office import CardOffice
from town.cards.app import create_app as create_cards
from town.embedded.layout import PORTS, Layout
from town.guide.program import create_guide

KEYS = KeyPool(size=4)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

DEMO = {
    "logins": [
        {"role": "operator", "login": "operator", "password": "operators-word", "totp_secret": SECRET},
        {
            "role": "municipality",
            "login": "kawasaki",
            "password": "officers-word",
            "totp_secret": SECRET[::-1],
        },
        {"role": "citizen", "login": "A3C4D6E7", "password": "taros-word"},
    ],
    "providers": [
        {"provider_id": "000001", "free_numbers": ["180000000011", "180000000021"]},
        {"provider_id": "000002", "free_numbers": ["7000000016"]},
    ],
    "terminals": [
        {"terminal_id": "10000001", "password": "FRESHONE", "kind": "grant-points", "provider_name": None}
    ],
    "cards": [{"name": "revoked", "pin": "1234"}],
    "visitor": {
        "card": "hanako",
        "mail": "hanako@example.jp",
        "terminal": {
            "terminal_id": "10000002",
            "password": "VISITORS",
            "kind": "service-id",
            "provider_name": "川崎市立図書館",
        },
    },
}

DEMO_OF_POINTS = {
    "logins": [
        {
            "role": f"points-{role}",
            "login": f"points-{role}",
            "password": f"points-{role}s-word",
            "totp_secret": SECRET,
        }
        for role in ("operator", "municipality")
    ]
    + [
        {
            "role": "points-municipality",
            "login": "points-second",
            "password": "points-seconds-word",
            "totp_secret": SECRET,
        }
    ],
    "partner": {
        "partner_id": "",
        "members": [{"login": "denki-1", "name": "見本", "password": "minami-word"}],
    },
    "tills": [{"shop_name": "みほん書店", "till_name": "試験用レジ", "kind": "spend", "code": "ABCD-2345"}],
}


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def office(tmp_path: Path, clock: MovingClock) -> Iterator[CardOffice]:
    with CardOffice(tmp_path / "town", clock=clock, key_source=KEYS) as opened:
        for name in ("taro", "revoked", "hanako"):
            opened.issue(name=name, holder=f"見本　{name}")
        yield opened


@pytest.fixture
def layout(tmp_path: Path, office: CardOffice) -> Iterator[Layout]:
    """A home as the filling leaves it, with the cards' service running where the layout says."""
    assert office.ledger.home is not None
    (tmp_path / "testers.json").write_text(json.dumps(DEMO), encoding="utf-8")
    (tmp_path / "testers-points.json").write_text(json.dumps(DEMO_OF_POINTS), encoding="utf-8")
    cards = create_cards(office.ledger.home)
    server = make_server("127.0.0.1", 0, cards, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield Layout(Path(__file__).parents[3], tmp_path, server.server_port - PORTS["cards"])
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(layout: Layout, clock: MovingClock) -> BrowserClient:
    return BrowserClient(create_guide(layout, layout.port("guide"), clock), layout.origin("guide"))
