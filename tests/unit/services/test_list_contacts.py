from __future__ import annotations

from datetime import date

import pytest

from mykey.models.terminals import TerminalState
from mykey.services.ground import Ground
from mykey.services.list_contacts import ContactFilter, list_contacts
from mykey.services.work import Work
from tests.factories.providers import a_library, a_shopping_street
from tests.factories.terminals import a_contact, a_terminal


@pytest.fixture
def town(work: Work, ground: Ground) -> Work:
    """By last digit: 1 reviewed, 2 waiting, 3 without contact, 4 closed, 5 another municipality's."""
    a_library(work.session)
    a_shopping_street(work.session)
    first = a_terminal(ground, work.session, terminal_id="10000001")
    a_contact(work.session, first, reviewed_on=date(2026, 4, 1), person_in_charge="見本 一郎")
    second = a_terminal(
        ground, work.session, terminal_id="10000002", provider_id="000002", provider_name="見本銀座商店街"
    )
    a_contact(work.session, second, person_in_charge="見本 二郎", email="100%@shop.example")
    a_terminal(ground, work.session, terminal_id="10000003", kind="spend-points")
    a_terminal(ground, work.session, terminal_id="10000004", kind="grant-points", state=TerminalState.CLOSED)
    a_terminal(ground, work.session, terminal_id="10000005", kind="spend-points", municipality_code="141003")
    return work


SEARCHES = [
    (ContactFilter(), "1234"),
    (ContactFilter(kind="spend-points"), "3"),
    (ContactFilter(provider_id="000002"), "2"),
    (ContactFilter(review="reviewed"), "1"),
    (ContactFilter(review="waiting"), "2"),
    (ContactFilter(review="missing"), "3"),
    (ContactFilter(text="二郎"), "2"),
    (ContactFilter(text="0000003"), "3"),
    (ContactFilter(text="銀座"), "2"),
    (ContactFilter(text="TAKATSU@"), "1"),
    (ContactFilter(text="100%@"), "2"),
    (ContactFilter(text="%"), "2"),
    (ContactFilter(text="_"), ""),
    (ContactFilter(text="二\0郎"), "2"),
    (ContactFilter(kind="service-id", text="見本", review="waiting"), "2"),
    (ContactFilter(text="'; DROP TABLE terminals; --"), ""),
]


def test_filters(town: Work) -> None:
    for wanted, last_digits in SEARCHES:
        page = list_contacts(town, "141305", wanted)
        assert "".join(line.terminal.terminal_id[-1] for line in page.lines) == last_digits, wanted
        assert page.total == len(last_digits)


def test_the_operator_sees_every_municipality(town: Work) -> None:
    assert list_contacts(town, None, ContactFilter()).total == 5


def test_pages(work: Work, ground: Ground) -> None:
    for place in range(51):
        a_terminal(ground, work.session, kind="spend-points", terminal_id=f"{20_000_000 + place}")
    first = list_contacts(work, "141305", ContactFilter(), 1)
    assert (len(first.lines), first.total, first.pages) == (50, 51, 2)
    last = list_contacts(work, "141305", ContactFilter(), 9)
    assert ([line.terminal.terminal_id for line in last.lines], last.page) == (["20000050"], 2)
    assert last.lines[0].contact is None
