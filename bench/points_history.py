"""Server time of a history page of a citizen with 10,000 entries, through the whole face on PostgreSQL.

A page is what a browser gets: session, holder, accounts, entries, template. Every second one is the newest,
the others come from all over the history.
"""

from __future__ import annotations

import random
import statistics
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from bench.bench_cluster import bench_cluster
from bench.figures import Figure, limit_figure
from mykey.kernel.clock import system_clock
from mykey.points.acts.move_points import move_points
from mykey.points.acts.put_into_reserve import put_into_reserve
from mykey.points.acts.spend_points import spend_points
from mykey.points.citizens import PointsSettings, create_points
from mykey.points.ground import PointsWork
from mykey.points.migrate import upgrade
from mykey.points.models.holders import Holder
from mykey.points.models.shops import Shop
from mykey.web.database import engine
from tests.support.points_browser import ORIGIN, PATH, PORTAL_ORIGIN, PointsBrowser
from tests.support.points_ground import KAWASAKI, PointsTown
from tests.support.ticket_office import TicketOffice

__all__ = ["measure"]

ENTRIES = 10_000
AT_ONCE = 250
ROUNDS = 5
PAGES = 100
GOAL_MS = 100.0


def measure() -> list[Figure]:
    """`points_history_ms`: the 95th percentile of each round."""
    with bench_cluster("history") as (directory, url):
        upgrade(url)
        town = PointsTown.on(url, system_clock)
        office = TicketOffice.writing_to(town.ground.keys.ring, system_clock)
        app = create_points(_settings(url, directory), town.ground, office.opener)
        browser = PointsBrowser(app, office)
        browser.come_in()
        _fill(town, town.do(lambda work: work.session.scalars(select(Holder.holder_id)).one()))
        with redirect_stdout(StringIO()):  # the face's log lines, which a measurement prints nowhere
            rounds = [_round(browser, number) for number in range(ROUNDS)]
        _let_go(app)
        town.engine.dispose()
    return [limit_figure("points_history_ms", rounds, GOAL_MS, "ms")]


def _settings(url: str, directory: Path) -> PointsSettings:
    return PointsSettings(
        origin=ORIGIN,
        path=PATH,
        database_url=url,
        key_ring=directory / "keys.json",
        form_token_key="a key of this measurement alone, and of nobody",  # noqa: S106 - as it says
        portal_origin=PORTAL_ORIGIN,
        portal_url=f"{PORTAL_ORIGIN}/portal/",
        ticket_keys=directory / "public.json",
    )


def _fill(town: PointsTown, holder: UUID) -> None:
    """Moves and payments by turns, as the service makes them."""
    shop_id = town.shop()
    town.do(lambda work: put_into_reserve(work, holder, ENTRIES))

    def some(work: PointsWork) -> None:
        shop = work.session.get_one(Shop, shop_id)
        for _ in range(AT_ONCE):
            move_points(work, holder, 1, municipality_code=KAWASAKI)
            spend_points(work, holder, shop, 1)

    for _ in range(ENTRIES // (2 * AT_ONCE)):
        town.do(some)


def _round(browser: PointsBrowser, seed: int) -> float:
    """The 95th percentile of one round, in milliseconds."""
    chance = random.Random(seed)  # noqa: S311 - which pages, and no secret
    times = []
    for number in range(PAGES):
        before = ENTRIES + 1 if number % 2 else chance.randrange(50, ENTRIES)
        began = time.perf_counter()
        answer = browser.get(f"/history/municipal/{KAWASAKI}?before={before}")
        times.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200 or 'scope="row"' not in browser.text:  # noqa: PLR2004 - HTTP's word for done
            raise RuntimeError
    return statistics.quantiles(times, n=20)[-1]


def _let_go(app: Flask) -> None:
    with app.app_context():
        engine().dispose()
