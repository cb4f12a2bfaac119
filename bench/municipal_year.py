"""A year of a town of 150,000 people and 500 shops, and how long the office takes with it, on PostgreSQL.

Every page of the office is opened as a browser does, before and after the twelve months are closed one after
the other; the slowest page counts, and files are told beside it. At the end the whole ledger is proved.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from flask import Flask

from bench.bench_cluster import bench_cluster
from bench.figures import Figure, Rule, limit_figure
from bench.town_year.town import Town
from bench.town_year.year import BEGINS, ENDS, make_year
from mykey.points.acts.settlement.close_month import close_month
from mykey.points.acts.settlement.months import next_to_close, write_month
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.ground import PointsWork
from mykey.points.jobs.count_figures import count_figures
from mykey.points.ledger.streams import snapshot
from mykey.points.ledger.verify import verify_ledger
from mykey.points.migrate import upgrade
from mykey.points.office import OfficeSettings, create_points_office
from mykey.web.database import engine
from tests.factories.clerks import KnownClerk, a_municipal_clerk, an_operating_clerk, as_signed_in
from tests.support.clerk_browser import OFFICE_ORIGIN, ClerkBrowser
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown

__all__ = ["measure"]

PEOPLE, SHOPS, SEED = 150_000, 500, 20_250_401
TODAY = datetime(2026, 4, 6, 1, 0, tzinfo=UTC)
MONTHS, ROUNDS = 12, 5
GOAL_MS, GOAL_SECONDS = 300.0, 60.0
OK, FAULT, PAGE = 200, 500, "text/html"
#: Three rounds over the office; fewer answers mean that pages were not opened.
FEWEST_PAGES = 60
#: Pages that are a file to be sent, or lead on at once.
NO_PAGES = {"static", "office_sign_in.sign_in"}


def measure(people: int = PEOPLE, shops: int = SHOPS) -> list[Figure]:
    """`municipal_page_ms`, `municipal_file_ms`, `settlement_month_seconds`, `municipal_verify_minutes`."""
    with bench_cluster("year") as (directory, url):
        upgrade(url)
        clock = MovingClock(TODAY)
        town = PointsTown.on(url, clock)
        made = make_year(town.engine, town.ground.keys, people, shops, SEED)
        with town.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        kawasaki, operator = a_municipal_clerk(town), an_operating_clerk(town)
        count_figures(town.engine, town.ground)
        app = create_points_office(_settings(url, directory), town.ground)
        with redirect_stdout(StringIO()):  # the face's log lines, which a measurement prints nowhere
            seen = [one for clerk in (kawasaki, operator) for one in _pages(app, town, made, clerk)]
            closing = list(_close_months(town, kawasaki))
            clock.advance(minutes=5)  # a one-time code serves once
            seen += _pages(app, town, made, kawasaki)
        minutes = _verify(town)
        with app.app_context():
            engine().dispose()
        town.engine.dispose()
    pages = [took for kind, took in seen if kind == PAGE]
    if len(pages) < FEWEST_PAGES:
        raise RuntimeError
    slowest_file = max(took for kind, took in seen if kind != PAGE)
    return [
        _slowest("municipal_page_ms", pages),
        Figure("municipal_file_ms", slowest_file, None, None, None, (slowest_file,) * 2, "ms", Rule.REPORTED),
        limit_figure("settlement_month_seconds", [max(closing)], GOAL_SECONDS, "seconds"),
        Figure(
            "municipal_verify_minutes",
            minutes,
            None,
            None,
            None,
            (minutes, minutes),
            "minutes",
            Rule.REPORTED,
        ),
    ]


def _slowest(name: str, took: list[float]) -> Figure:
    """The slowest page; `spread` from the quickest to it."""
    return replace(limit_figure(name, [max(took)], GOAL_MS, "ms"), spread=(min(took), max(took)))


def _settings(url: str, directory: Path) -> OfficeSettings:
    return OfficeSettings(
        origin=OFFICE_ORIGIN,
        path="/points-office",
        database_url=url,
        key_ring=directory / "keys.json",
        form_token_key="a key of this measurement alone, and of nobody",  # noqa: S106 - as it says
    )


def _pages(app: Flask, town: PointsTown, made: Town, clerk: KnownClerk) -> Iterator[tuple[str, float]]:
    """What each page or file is, and its milliseconds, of all that this clerk may open: medians of rounds."""
    browser = ClerkBrowser(app)
    browser.sign_in(clerk, town.ground)
    for path in _paths(app, town, made):
        answers = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            answer = browser.get(path)
            answer.get_data()
            answers.append((time.perf_counter() - began) * 1000)
        if answer.status_code >= FAULT:
            raise RuntimeError(path)
        if answer.status_code == OK:  # the others are another role's, or wait for something that is not there
            yield str(answer.mimetype), statistics.median(answers)


def _paths(app: Flask, town: PointsTown, made: Town) -> Iterator[str]:
    """Every page of the office, with the busiest shop, the partner, the month to be closed next."""
    last = date(ENDS.year, ENDS.month, 1)
    month = min(last, town.do(lambda work: next_to_close(work, KAWASAKI)) or last)
    given = {
        "shop_id": made.shops[0].shop_id,
        "partner_id": made.partner_id,
        "month": write_month(month),
    }
    with app.test_request_context(base_url=OFFICE_ORIGIN):
        for rule in app.url_map.iter_rules():
            if (
                "GET" in (rule.methods or ())
                and rule.endpoint not in NO_PAGES
                and rule.arguments <= set(given)
            ):
                wanted: dict[str, Any] = {name: given[name] for name in rule.arguments}
                query = {"month": write_month(last)} if "reconciliation" in rule.endpoint else {}
                yield app.url_for(rule.endpoint, **wanted | query)


def _close_months(town: PointsTown, known: KnownClerk) -> Iterator[float]:
    """Seconds of each closing, from the year's first month to its last."""
    clerk = as_signed_in(town, known)
    for _ in range(MONTHS):
        month = town.do(lambda work: next_to_close(work, KAWASAKI))
        if month is None or month < BEGINS:
            raise RuntimeError
        began = time.perf_counter()
        town.do(_closing(clerk, month))
        yield time.perf_counter() - began


def _closing(clerk: SignedInClerk, month: date) -> Callable[[PointsWork], int]:
    return lambda work: close_month(work, clerk, month)


def _verify(town: PointsTown) -> float:
    """Minutes. Raises `RuntimeError` where anything is not as it must be."""
    began = time.perf_counter()
    with snapshot(town.engine) as connection:
        if next(verify_ledger(connection), None) is not None:
            raise RuntimeError
    return (time.perf_counter() - began) / 60
