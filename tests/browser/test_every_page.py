"""Main pages in both languages: accessible, no wider than a telephone, true to their own policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.browsers import Browsers
from tests.browser.pages.console import Console
from tests.browser.pages.points_office import PointsOffice
from tests.browser.pages.window import Window
from tests.support.running_town import RunningTown

LANGUAGES = ("ja", "en")
PAGES = {
    "guide": ("", "?at=cards", "?at=logins"),
    "portal": ("", "card-help", "create", "sign-in", "nowhere"),
    "points": ("",),
    "console": ("sign-in",),
    "points-office": ("sign-in", "nowhere"),
    "desk-library": ("", "register", "contact", "link", "lookup", "removal", "renumber"),
    "desk-shop": ("", "lookup", "till/enrol", "till/card", "till/code", "till/cancel", "till/receipts"),
    "desk-office": ("", "till/grant"),
    "agent": ("card",),
    "library-system": ("",),
    "mail": ("",),
    "points-mail": ("",),
    "points-navi": ("", "nowhere"),
    "desk-voucher": ("", "till/vouchers"),
    "partner": ("", "coupons", "staff", "nowhere"),
}
CLERKS_PAGES = {
    "points-kawasaki": (
        "", "programme", "programme/vouchers", "events", "events/new", "shops", "shops/new", "shops/file",
        "grants", "grants/file", "corrections", "corrections/by-number", "corrections/by-receipt", "budgets",
        "totals", "statistics", "settlements", "settlements/form", "audit",
    ),
    "points-operator": (
        "", "programmes", "programmes/new", "reserve", "partners", "partners/new", "partners/{partner}",
        "partners/{partner}/edit", "partners/{partner}/rates/new", "partners/{partner}/close",
        "partners/{partner}/reconciliation",
    ),
}  # fmt: skip
OFFICERS_PAGES = ("", "forms", "providers", "providers/new", "providers/000001", "contacts", "terminals")


@pytest.fixture(scope="module", params=LANGUAGES)
def reader(request: pytest.FixtureRequest, browsers: Browsers) -> Iterator[tuple[Window, str]]:
    """Somebody who reads this language."""
    window = browsers.open()
    yield window, request.param
    browsers.close(window)


@pytest.mark.parametrize(
    ("server", "path"), [(server, path) for server, paths in PAGES.items() for path in paths]
)
def test_a_page(server: str, path: str, reader: tuple[Window, str], town: RunningTown) -> None:
    window, language = reader
    _judge(window, f"{town.layout.address(server)}{path}", language)


@pytest.fixture(scope="module")
def officers_window(
    reader: tuple[Window, str], browsers: Browsers, operator: Console
) -> Iterator[tuple[Window, str]]:
    """The operator's session in a window of its own, so that the language of the first stays what it is."""
    window = browsers.open()
    cookies: Any = operator.window.context.cookies()  # Playwright names what it gives and takes differently
    window.context.add_cookies(cookies)
    yield window, reader[1]
    browsers.close(window)


@pytest.mark.parametrize("path", OFFICERS_PAGES)
def test_an_officers_page(path: str, officers_window: tuple[Window, str], town: RunningTown) -> None:
    window, language = officers_window
    _judge(window, f"{town.layout.address('console')}{path}", language)
    assert window.page.get_by_role("button", name="ログアウト" if language == "ja" else "Sign out").count()


@pytest.mark.parametrize("login", CLERKS_PAGES)
def test_the_points_office_s_pages(
    login: str, town: RunningTown, points_clerk: Callable[[str], PointsOffice]
) -> None:
    office = points_clerk(login)
    partner = town.demo_of_points()["partner"]["partner_id"]
    for language in LANGUAGES:
        for path in CLERKS_PAGES[login]:
            office.open(path.format(partner=partner), language)


def _judge(window: Window, address: str, language: str) -> None:
    window.page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert window.page.locator("html").get_attribute("lang") == language
    window.look()


def test_the_points_side_stands_alone(town: RunningTown, reader: tuple[Window, str]) -> None:
    window, language = reader
    window.open(f"{town.layout.address('points')}?lang={language}")
    if language == "ja":
        window.picture("points-home")
    names, others = (
        {
            cookie["name"]
            for cookie in window.context.cookies(town.layout.address(face))
            if cookie["name"].startswith("mykey")  # the guide's own language cookie is the town's
        }
        for face in ("points", "portal")
    )
    assert names
    assert others
    assert not names & others
