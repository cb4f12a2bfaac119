"""A desk that is a till, and a points side of a few lines behind its wire."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import requests

from tests.unit.desk.desk_double import Desk, make_desk
from tests.unit.desk.platform_double import ORIGIN, PlatformDouble

TILL_ORIGIN = "http://localhost:8614"
TILL_ID = "41414141"
TICKET = "AYqticketticketticket"
SESSION = "s" * 43
STANDING = {
    "till_id": TILL_ID,
    "till_kind": "spend",
    "till_name": "レジ1",
    "shop_name": "みほん書店",
    "municipality_code": "141305",
    "municipality_name": "川崎市",
}


def purse(points: int, word: str = "municipal", name: str = "かわさきポイント") -> dict[str, Any]:
    return {"purse": word, "name": name, "points": points, "ends_on": "2027-03-31" if points else None}


def session(*purses: dict[str, Any], purpose: str = "spend") -> dict[str, Any]:
    return {
        "session": SESSION,
        "purpose": purpose,
        "expires_at": "2026-01-01T00:02:00Z",
        "purses": list(purses),
    }


def receipt(number: int = 12, **more: Any) -> dict[str, Any]:
    return {
        "receipt_number": number,
        "day": "2026-01-01",
        "amount": 500,
        "shop_name": "みほん書店",
        **more,
    }


def paid(**more: Any) -> dict[str, Any]:
    return receipt(purse="municipal", purse_name="かわさきポイント", left=2500, **more)


def kept(kind: str = "spend", **more: Any) -> dict[str, Any]:
    return receipt(**{"kind": kind, "cancels": None, "cancelled_by": None, **more})


class BothSides(PlatformDouble):
    """Answers for both origins; `METHOD /path` names are different on the two sides."""

    def send(self, request: requests.PreparedRequest) -> Any:
        request.url = str(request.url).replace(TILL_ORIGIN, ORIGIN)
        return super().send(request)


def make_till(
    directory: Path, kind: str = "spend-points", *, enrolled: bool = True, label_font: Path | None = None
) -> Desk:
    sides = BothSides()
    sides.say("GET /v1/terminal", (200, sides.standing(kind=kind)))
    sides.say("POST /v1/points-tickets", (201, {"ticket": TICKET, "points_url": TILL_ORIGIN}))
    till_kind = {"grant-points": "grant", "issue-vouchers": "voucher"}.get(kind, "spend")
    sides.say("GET /v1/till", (200, STANDING | {"till_kind": till_kind}))
    sides.say("POST /v1/sessions", (201, session(purse(3000))))
    desk = make_desk(directory, till_origin=TILL_ORIGIN, platform=sides, label_font=label_font)
    if enrolled:
        till = desk.state_dir / "till.json"
        till.touch(mode=0o600)
        till.write_text(f'{{"till_id": "{TILL_ID}"}}')
    return desk
