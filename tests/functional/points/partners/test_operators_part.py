"""What the operator enters of a company and its rates, and what of it everybody sees."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from mykey.points.acts.partners.add_partner import LinkTyped, PartnerTyped, add_partner
from mykey.points.acts.partners.begin_exchange import MOST_WAITING, begin_exchange
from mykey.points.acts.partners.close_partner import close_partner
from mykey.points.acts.partners.edit_partner import edit_partner, read_partner
from mykey.points.acts.partners.list_exchanges import list_exchanges
from mykey.points.acts.partners.list_partners import list_partners, list_rates, see_partner
from mykey.points.acts.partners.set_rate import RateTyped, set_rate
from mykey.points.partner_calls.sign_in import read_link
from mykey.points.refusals_of_partners import (
    PartnerClosed,
    PartnerDetailsInvalid,
    PartnerNotFound,
    TooManyExchanges,
    UnitsRefused,
)
from tests.support.moving_clock import MovingClock
from tests.support.partner_side import CLIENT_SECRET, Company
from tests.support.points_ground import PointsTown

KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
LINK = LinkTyped("https://p.example/a", "https://p.example/t", "https://p.example/r", "us", "secret")
WHOLE = PartnerTyped("新しい会社", "説明", KEY, LINK, "https://p.example/n", takes_coupons=True)
TODAY = date(2026, 4, 6)
RATE = RateTyped(TODAY + timedelta(days=1), 1000, 900, 1000, 1000, 50_000)


def faults(town: PointsTown, act: Any) -> dict[str, str]:
    with pytest.raises(PartnerDetailsInvalid) as refused:
        town.do(act)
    errors = refused.value.facts["errors"]
    assert isinstance(errors, list)
    return {one["member"]: one["reason"] for one in errors}


@pytest.mark.usefixtures("company")
def test_a_company_is_taken_in_changed_and_closed(town: PointsTown) -> None:
    jwk = json.dumps({"kty": "OKP", "crv": "Ed25519", "x": KEY})
    partner_id = town.do(lambda work: add_partner(work, replace(WHOLE, key=jwk)))
    whole = town.do(lambda work: read_partner(work, partner_id))
    assert whole.typed == replace(WHOLE, link=replace(LINK, client_secret=""))
    town.do(
        lambda work: edit_partner(work, partner_id, replace(whole.typed, name="新しい名前", notice_url=""))
    )
    assert town.do(lambda work: read_link(work, partner_id)).client_secret == "secret"
    assert "secret" not in repr(town.do(lambda work: read_link(work, partner_id)))
    assert [one.name for one in town.do(list_partners)] == ["新しい名前", "見本ポイント"]
    town.do(lambda work: edit_partner(work, partner_id, PartnerTyped("新しい名前", "説明")))
    seen = town.do(lambda work: see_partner(work, partner_id))
    assert (seen.has_link, seen.takes_coupons, seen.rate) == (False, False, None)
    town.do(lambda work: close_partner(work, partner_id))
    assert [one.name for one in town.do(list_partners)] == ["見本ポイント"]
    assert len(town.do(lambda work: list_partners(work, closed_too=True))) == 2
    for refused in (
        lambda work: close_partner(work, partner_id),
        lambda work: edit_partner(work, partner_id, WHOLE),
        lambda work: set_rate(work, partner_id, RATE),
    ):
        with pytest.raises(PartnerClosed):
            town.do(refused)
    for missing in (see_partner, read_partner):
        with pytest.raises(PartnerNotFound):
            town.do(partial(missing, partner_id=uuid4()))
    with pytest.raises(PartnerNotFound):
        town.do(lambda work: see_partner(work, partner_id))


@pytest.mark.parametrize("database_engine", ["sqlite"])
@pytest.mark.usefixtures("company")
def test_what_cannot_be_entered(town: PointsTown) -> None:
    wrong = PartnerTyped(
        "見本ポイント", "", "no key", LinkTyped("http://p.example/a", "ftp://x/", "https://u:p@x/", "", ""),
        "https://x/?q",
    )  # fmt: skip
    assert faults(town, lambda work: add_partner(work, wrong)) == {
        "partner_name": "name-taken",
        "partner_about": "text-missing",
        "partner_key": "key-malformed",
        "notice_url": "address-refused",
        "authorize_url": "address-refused",
        "token_url": "address-refused",
        "redeem_url": "address-refused",
        "client_name": "text-missing",
        "client_secret": "text-missing",
    }
    assert faults(town, lambda work: add_partner(work, replace(WHOLE, key=""))) == {
        "partner_key": "key-missing"
    }
    town.do(lambda work: add_partner(work, WHOLE))
    twin = replace(WHOLE, name="もう一つ")
    assert faults(town, lambda work: add_partner(work, twin)) == {"partner_key": "key-taken"}
    for loopback in ("http://127.0.0.1:8637/", "http://localhost/"):
        plain = PartnerTyped(loopback, "説明", notice_url=loopback)
        town.do(partial(add_partner, typed=plain))
    for address in ("https:///x", "https://x:port/", "https://x/#f", "https://x /", "https://" + "x" * 300):
        odd = replace(WHOLE, name="odd", key="", link=None, takes_coupons=False, notice_url=address)
        assert faults(town, partial(add_partner, typed=odd)) == {"notice_url": "address-refused"}


def test_rates_by_day(company: Company, town: PointsTown, clock: MovingClock) -> None:
    partner_id = company.partner_id
    early = {"rate_from": "day-too-early"}
    assert faults(town, lambda work: set_rate(work, partner_id, replace(RATE, rate_from=TODAY))) == early
    for change, told in (
        ({"units": 0}, {"rate_units": "out-of-range"}),
        ({"units": 7, "points": 5, "step": 10, "least": 10}, {"units_step": "no-whole-points"}),
        ({"least": 1500}, {"units_least": "not-in-steps"}),
        ({"most": 50_500}, {"units_most": "not-in-steps"}),
        ({"least": 60_000}, {"units_most": "out-of-range"}),
        ({"most": 2_000_000}, {"units_most": "too-many-points"}),
    ):
        wrong = RateTyped(**(vars(RATE) | change))
        assert faults(town, partial(set_rate, partner_id=partner_id, typed=wrong)) == told
    for points in (800, 900):
        town.do(partial(set_rate, partner_id=partner_id, typed=replace(RATE, points=points)))

    def becomes(units: int) -> int:
        rate = town.do(lambda work: see_partner(work, partner_id)).rate
        assert rate is not None
        return rate.becomes(units)

    assert becomes(2000) == 1000
    clock.advance(days=1)
    assert becomes(2000) == 1800
    for units, reason in ((0, "too-few"), (1500, "step"), (51_000, "too-many")):
        with pytest.raises(UnitsRefused) as refused:
            becomes(units)
        assert refused.value.facts == {"reason": reason, "least": 1000, "step": 1000, "most": 50_000}
    rates = town.do(lambda work: list_rates(work, partner_id))
    assert [(one.since.day, one.points) for one in rates] == [(7, 900), (6, 500)]


def test_an_exchange_is_kept_before_anybody_is_asked(company: Company, town: PointsTown) -> None:
    holder = town.person()
    with pytest.raises(UnitsRefused):
        company.exchange(holder, 1500)
    for _ in range(MOST_WAITING):
        company.exchange(holder)
    with pytest.raises(TooManyExchanges):
        company.exchange(holder)
    shown = town.do(lambda work: list_exchanges(work, holder))
    assert [(one.partner_name, one.units, one.points, one.state) for one in shown] == [
        ("見本ポイント", 2000, 1000, "asked")
    ] * MOST_WAITING
    linkless = town.do(lambda work: add_partner(work, PartnerTyped("窓口なし", "説明")))
    with pytest.raises(PartnerClosed):
        town.do(lambda work: begin_exchange(work, holder, linkless, 1000, "token"))
    assert CLIENT_SECRET not in repr(shown)
