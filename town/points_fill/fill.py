"""Fill the points side once, whole or anew: what was begun and not finished is thrown away and done again.

The file with what testers may know is written last and says that the filling was finished.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from town.embedded.layout import Layout
from town.fill.private_files import write_private_json
from town.partner_company.books import MEMBERS
from town.points_fill.commands import run_points
from town.points_fill.partner import Run, follow_addresses, join
from town.points_fill.shops import shop_file

__all__ = ["DESK_SHOPS", "MUNICIPALITY_CODE", "fill_points", "points_testers_path"]

MUNICIPALITY_CODE = "141305"
EVENT_DAYS = 90
AT_ONCE = 4

#: desk → shop, the till's kind and name
DESK_SHOPS = {
    "desk-shop": ("みなみ町商店街", "spend", "案内所のレジ"),
    "desk-shop-2": ("みほん書店", "spend", "レジ1"),
    "desk-office": ("川崎市役所", "grant", "ポイント窓口"),
    "desk-voucher": ("川崎市役所", "voucher", "ポイント券発行機"),
}
#: for testers' own till software: shop of which desk, kind, name
TESTERS_TILLS = (
    ("desk-shop-2", "spend", "試験用レジ"),
    ("desk-office", "grant", "試験用窓口"),
    ("desk-voucher", "voucher", "試験用発行機"),
)
#: Of a municipality two: a correction needs one who asks and another who agrees.
CLERKS = (
    ("points-operator", "operator", ()),
    ("points-kawasaki", "municipality", ("--municipality", MUNICIPALITY_CODE)),
    ("points-kawasaki-2", "municipality", ("--municipality", MUNICIPALITY_CODE)),
)
VOUCHERS = ("--voucher-days", "90", "--face", "500", "--face", "1000")
BUDGET = 50_000_000


def points_testers_path(layout: Layout) -> Path:
    """What visitors and testers must know of the points side; of its own, as the side is."""
    return layout.home / "testers-points.json"


def fill_points(layout: Layout, environment: Mapping[str, str], today: date) -> None:
    """Make the programme, an event, shops, codes of tills, clerks and the partner, unless that was done.

    The database has its tables already. Raises:
        PointsCommandRefused: the points side said no; the next start begins anew.
    """

    def run(*words: str, typed: str = "") -> str:
        return run_points(environment, *words, typed=typed)

    if points_testers_path(layout).exists():
        follow_addresses(layout, run)
        return
    begun = layout.points / "filling"
    if begun.exists():
        for leftover in layout.points.glob("points.sqlite*"):
            leftover.unlink()
        run("migrate")
    begun.touch(mode=0o600)
    write_private_json(points_testers_path(layout), _first_day(layout, run, today))
    begun.unlink()


def _first_day(layout: Layout, run: Run, today: date) -> dict[str, Any]:
    """Every command is a process of its own: those that do not need each other run beside each other."""
    until = today + timedelta(days=EVENT_DAYS)
    term = ("--opens", today.isoformat(), "--closes", until.isoformat())
    decided = ("--name", "かわさきポイント", *VOUCHERS, "--budget", str(BUDGET))
    run("programme", "open", MUNICIPALITY_CODE, *decided)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        shops = pool.submit(run, "shop", "file", MUNICIPALITY_CODE, "-", typed=shop_file())
        event = pool.submit(run, "event", "add", MUNICIPALITY_CODE, "--name", "みなみ町応援ポイント", *term)
        partner = pool.submit(join, layout, run)
        clerks = [pool.submit(_clerk, run, *clerk) for clerk in CLERKS]
        shop_ids: dict[str, str] = json.loads(shops.result())
        desks = {
            desk: pool.submit(_till, run, shop_ids[name], name, kind, till)
            for desk, (name, kind, till) in DESK_SHOPS.items()
        }
        tills = [
            pool.submit(_till, run, shop_ids[DESK_SHOPS[desk][0]], DESK_SHOPS[desk][0], kind, till)
            for desk, kind, till in TESTERS_TILLS
        ]
        event.result()
        return {
            "logins": [clerk.result() for clerk in clerks],
            "partner": {"partner_id": partner.result(), "members": [_member(*member) for member in MEMBERS]},
            "desks": {desk: till.result() for desk, till in desks.items()},
            "tills": [till.result() for till in tills],
        }


def _member(login: str, name: str, password: str, _balance: int) -> dict[str, str]:
    return {"login": login, "name": name, "password": password}


def _till(run: Run, shop_id: str, shop_name: str, kind: str, till_name: str) -> dict[str, str]:
    code = run("till", "invite", shop_id, "--kind", kind, "--name", till_name)
    return {"shop_id": shop_id, "shop_name": shop_name, "kind": kind, "till_name": till_name, "code": code}


def _clerk(run: Run, login: str, role: str, more: tuple[str, ...]) -> dict[str, Any]:
    made = json.loads(run("clerk", "create", login, "--role", role, *more))
    return {
        "role": f"points-{role}",
        "login": login,
        "password": made["password"],
        "totp_secret": made["totp_secret"],
    }
