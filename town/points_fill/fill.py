"""Fill the points side once, whole or anew: what was begun and not finished is thrown away and done again.

The file with what testers may know is written last and says that the filling was finished.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from town.embedded.layout import Layout
from town.fill.private_files import write_private_json
from town.points_fill.commands import run_points

__all__ = ["DESK_SHOPS", "MUNICIPALITY_CODE", "fill_points", "points_testers_path"]

MUNICIPALITY_CODE = "141305"
EVENT_DAYS = 90
AT_ONCE = 4

#: desk → shop, its category, the till's kind and name
DESK_SHOPS = {
    "desk-shop": ("みなみ町商店街", "shop", "spend", "案内所のレジ"),
    "desk-shop-2": ("みほん書店", "shop", "spend", "レジ1"),
    "desk-office": ("川崎市役所", "municipal-office", "grant", "ポイント窓口"),
}
#: for testers' own till software: shop of which desk, kind, name
TESTERS_TILLS = (("desk-shop-2", "spend", "試験用レジ"), ("desk-office", "grant", "試験用窓口"))
CLERKS = (
    ("points-operator", "operator", ()),
    ("points-kawasaki", "municipality", ("--municipality", MUNICIPALITY_CODE)),
)

Run = Callable[..., str]


def points_testers_path(layout: Layout) -> Path:
    """What visitors and testers must know of the points side; of its own, as the side is."""
    return layout.home / "testers-points.json"


def fill_points(layout: Layout, environment: Mapping[str, str], today: date) -> None:
    """Make the programme, an event, shops, codes of tills and clerks, unless that was done before.

    The database has its tables already. Raises:
        PointsCommandRefused: the points side said no; the next start begins anew.
    """
    if points_testers_path(layout).exists():
        return

    def run(*words: str) -> str:
        return run_points(environment, *words)

    begun = layout.points / "filling"
    if begun.exists():
        for leftover in layout.points.glob("points.sqlite*"):
            leftover.unlink()
        run("migrate")
    begun.touch(mode=0o600)
    write_private_json(points_testers_path(layout), _first_day(run, today))
    begun.unlink()


def _first_day(run: Run, today: date) -> dict[str, Any]:
    """Every command is a process of its own: those that do not need each other run beside each other."""
    until = today + timedelta(days=EVENT_DAYS)
    term = ("--opens", today.isoformat(), "--closes", until.isoformat())
    run("programme", "open", MUNICIPALITY_CODE, "--name", "かわさきポイント")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        event = pool.submit(run, "event", "add", MUNICIPALITY_CODE, "--name", "みなみ町応援ポイント", *term)
        clerks = [pool.submit(_clerk, run, *clerk) for clerk in CLERKS]
        shops = {desk: pool.submit(_shop, run, name, kind) for desk, (name, kind, _, _) in DESK_SHOPS.items()}
        shop_ids = {desk: shop.result() for desk, shop in shops.items()}
        desks = {
            desk: pool.submit(_till, run, shop_ids[desk], name, kind, till)
            for desk, (name, _, kind, till) in DESK_SHOPS.items()
        }
        tills = [
            pool.submit(_till, run, shop_ids[desk], DESK_SHOPS[desk][0], kind, till)
            for desk, kind, till in TESTERS_TILLS
        ]
        event.result()
        return {
            "logins": [clerk.result() for clerk in clerks],
            "desks": {desk: till.result() for desk, till in desks.items()},
            "tills": [till.result() for till in tills],
        }


def _shop(run: Run, name: str, category: str) -> str:
    return run("shop", "add", MUNICIPALITY_CODE, "--name", name, "--category", category)


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
