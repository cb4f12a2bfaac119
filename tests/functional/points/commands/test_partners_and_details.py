"""Companies, rates, face values, budgets and what is told of shops, as an operator sets them up."""

from __future__ import annotations

import io
import json
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mykey.points.models.partners import Partner, PartnerRate
from mykey.points.models.programmes import Budget, Programme, VoucherFace
from mykey.points.models.shops import Shop
from mykey.web.engines import make_engine
from tests.functional.points.commands.conftest import Command

KAWASAKI = "141305"
KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"  # RFC 8037, A.2
KEY_WITH_HYPHEN = "-mLU3DYJV6Ej75jYvS8F5Zre6xyO33qzmpZHe4KZ0xg"
RATE = ("--rate", "1000:900", "--least", "1000", "--step", "1000", "--most", "50000")
LINK = (
    *("--authorize-url", "https://denki.example/authorize", "--token-url", "https://denki.example/token"),
    *("--redeem-url", "https://denki.example/exchanges", "--client", "mykey"),
)
SHOPS = "自治体コード,店舗名,区分,住所,取扱品,営業時間,緯度,経度\n141305,見本商店,店舗,,菓子,,35.53,139.70\n"


def test_a_company_joins_with_its_rate_and_ends(
    command: Command, points_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("the-secret\n"))
    about = ("--about", "電気のポイント", "--key", KEY, "--coupons")
    partner = command.value("partner", "add", "みなみ電力", *about, *LINK, *RATE)
    assert "the-secret" not in command.out + command.err
    assert command("partner", "rate", partner, *RATE) == 2
    assert "rate_from: day-too-early" in command.err
    assert command("partner", "rate", partner, *RATE, "--from", "2999-04-01") == 0
    assert command("partner", "addresses", partner, "--token-url", "https://other.example/token") == 0
    assert command("partner", "close", partner) == 0
    assert command("partner", "close", partner) == 2
    assert "no part" in command.err
    assert command("partner", "add", "ほかの会社", "--about", "x", *LINK) == 2
    assert "partner_key: key-missing" in command.err
    engine = make_engine(points_database_url)
    with Session(engine) as session:
        kept = session.get_one(Partner, UUID(partner))
        assert (kept.partner_state, kept.client_name, kept.takes_coupons) == ("closed", "mykey", True)
        assert (kept.token_url, kept.notice_url) == ("https://other.example/token", None)
        assert kept.redeem_url == "https://denki.example/exchanges"
        assert b"the-secret" not in bytes(kept.client_secret_sealed or b"the-secret")
        rates = session.scalars(select(PartnerRate).order_by(PartnerRate.rate_from)).all()
        assert [(rate.rate_points, rate.units_most) for rate in rates] == [(900, 50000)] * 2
    engine.dispose()


def test_a_key_may_begin_with_a_hyphen(command: Command) -> None:
    about = ("--about", "電気のポイント", f"--key={KEY_WITH_HYPHEN}", "--coupons", *RATE)
    assert UUID(command.value("partner", "add", "みなみ電力", *about))


def test_what_a_municipality_decides_and_what_is_told_of_its_shops(
    command: Command, points_database_url: str, tmp_path: Path
) -> None:
    opening = ("--voucher-days", "90", "--face", "1000", "--face", "500", "--budget", "70000")
    assert command("programme", "open", KAWASAKI, "--name", "かわさきポイント", *opening) == 0
    assert command("programme", "budget", KAWASAKI, "80000") == 0
    assert "80000" in command.out
    assert command("programme", "budget", KAWASAKI, "1", "--year", "2001") == 2
    assert command("programme", "vouchers", KAWASAKI, "--voucher-days", "30", "--face", "300") == 0
    file = tmp_path / "shops.csv"
    file.write_text(SHOPS, encoding="cp932")
    (shop,) = json.loads(command.value("shop", "file", KAWASAKI, str(file))).values()
    assert command("shop", "details", shop, "--address", "見本町1-1", "--goods", "") == 0
    file.write_text(SHOPS.replace("141305", "141313"), encoding="utf-8")
    assert command("shop", "file", KAWASAKI, str(file)) == 2
    assert command("shop", "file", KAWASAKI, str(tmp_path / "none.csv")) == 2
    engine = make_engine(points_database_url)
    with Session(engine) as session:
        assert session.get_one(Programme, KAWASAKI).voucher_days == 30
        assert session.scalars(select(VoucherFace.face_points)).all() == [300]
        assert session.scalars(select(Budget.budget_points)).all() == [80000]
        kept = session.get_one(Shop, UUID(shop))
        assert (kept.shop_name, kept.shop_address, kept.goods_sold) == ("見本商店", "見本町1-1", None)
        assert (kept.latitude_micro, kept.longitude_micro) == (35_530_000, 139_700_000)
    engine.dispose()
