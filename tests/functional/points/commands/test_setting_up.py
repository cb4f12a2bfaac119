"""What an operator sets up for a municipality: programme, event, shop, till, clerk, points in a reserve."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.tokens import system_random_bytes
from mykey.points.keys import PointsKeys
from mykey.points.models.holders import HOLDER_CHOICES, POINTS_NUMBER, Holder, SubjectName
from mykey.points.models.ledger import Account, Lot
from mykey.points.models.programmes import Event, Programme
from mykey.points.models.shops import Shop, Till
from mykey.web.engines import make_engine
from tests.functional.points.commands.conftest import Command

KAWASAKI = "141305"
NUMBER = "12345678903"
TODAY = date.today()  # noqa: DTZ011 - the command takes the machine's day
LATER = (TODAY + timedelta(days=60)).isoformat()


def open_programme(command: Command, *more: str) -> int:
    return command("programme", "open", KAWASAKI, "--name", "かわさきポイント", *more)


def test_a_municipality_from_nothing_to_a_till(command: Command, points_database_url: str) -> None:
    assert open_programme(command, "--months", "12", "--most-a-grant", "5000") == 0
    begins = (TODAY + timedelta(days=2)).isoformat()
    term = ("--opens", begins, "--closes", LATER)
    event = UUID(command.value("event", "add", KAWASAKI, "--name", "応援", *term))
    shop = command.value("shop", "add", KAWASAKI, "--name", "見本商店", "--category", "shop")
    code = command.value("till", "invite", shop, "--kind", "spend", "--name", "レジ1")
    engine = make_engine(points_database_url)
    with Session(engine) as session:
        programme = session.get_one(Programme, KAWASAKI)
        assert (programme.expiry_months, programme.most_a_grant) == (12, 5000)
        assert session.get_one(Event, event).event_name == "応援"
        assert session.get_one(Shop, UUID(shop)).shop_category == "shop"
        assert session.scalars(select(Till.till_kind)).all() == ["spend"]
    engine.dispose()
    assert len(code) >= 12


def test_points_may_end_on_a_day_of_the_year(command: Command, points_database_url: str) -> None:
    assert (
        open_programme(command, "--yearly", "02-29", "--opens", "2026-04-01", "--closes", "2030-03-31") == 0
    )
    engine = make_engine(points_database_url)
    with Session(engine) as session:
        programme = session.get_one(Programme, KAWASAKI)
        assert (programme.expiry_rule, programme.expiry_month, programme.expiry_day) == ("yearly-day", 2, 29)
        assert programme.expiry_months is None
    engine.dispose()


def test_what_is_refused_is_told_in_a_sentence(command: Command) -> None:
    assert command("shop", "add", KAWASAKI, "--name", "店", "--category", "shop") == 2
    assert "programme open" in command.err
    assert open_programme(command) == 0
    assert open_programme(command) == 2
    assert "has a programme already" in command.err
    assert command("programme", "open", "141300", "--name", "x") == 2
    assert command("shop", "add", KAWASAKI, "--name", "市立図書館", "--category", "other") == 2
    assert "looks-like-a-library" in command.err
    assert command("shop", "add", KAWASAKI, "--name", "図書券の店", "--category", "shop", "--no-library") == 0
    nobody = "00000000-0000-4000-8000-000000000000"
    assert command("till", "invite", nobody, "--kind", "grant", "--name", "x") == 2
    assert "no shop" in command.err
    with pytest.raises(SystemExit):
        open_programme(command, "--yearly", "02-30")
    with pytest.raises(SystemExit):
        command("shop", "add", KAWASAKI, "--name", "x", "--category", "library")


def test_a_clerk_is_told_their_secrets_once(command: Command) -> None:
    made = json.loads(
        command.value("clerk", "create", "kawasaki", "--role", "municipality", "--municipality", KAWASAKI)
    )
    assert set(made) == {"login", "password", "totp_secret", "uri"}
    assert made["totp_secret"] in made["uri"]
    assert command("clerk", "create", "kawasaki", "--role", "operator") == 2
    assert command.err == "This login is taken.\n"
    assert command("clerk", "create", "other", "--role", "municipality") == 2
    assert "municipality_code" in command.err


@pytest.fixture
def holder(command: Command, points_database_url: str) -> UUID:
    ring = command.environment["MYKEY_POINTS_KEY_RING"]
    keys = PointsKeys.open(Path(ring), system_random_bytes, demo_allowed=False)
    holder_id = UUID(bytes=system_random_bytes(16), version=4)
    choices = {
        "mail": None,
        "notices": {"granted": False, "expiring": False, "expired": False},
        "language": "ja",
        "pending": None,
    }
    engine = make_engine(points_database_url)
    with Session(engine) as session, session.begin():
        session.add(
            Holder(
                holder_id=holder_id,
                holder_state="open",
                sign_in_epoch=0,
                points_number_index=keys.index(PointsPurpose.POINTS_NUMBER_INDEX, NUMBER.encode()),
                points_number_sealed=keys.seal(POINTS_NUMBER, holder_id, NUMBER),
                choices_sealed=keys.seal(HOLDER_CHOICES, holder_id, choices),
            )
        )
        session.flush()
        session.add(SubjectName(subject_index=b"s" * 32, holder_id=holder_id, subject_key_version=1))
    engine.dispose()
    return holder_id


def test_points_are_put_into_a_reserve_by_number(
    command: Command, holder: UUID, points_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("reserve", "put", "1234-5678-903", "１，０００") == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NUMBER}\n"))
    assert command("reserve", "put", "-", "500", "--term-days", "14") == 0
    assert NUMBER not in command.out + command.err
    assert command("reserve", "put", "12345678904", "500") == 2
    assert command("reserve", "put", NUMBER, "1e3") == 2
    assert "from 1 to" in command.err
    engine = make_engine(points_database_url)
    with Session(engine) as session:
        assert session.scalars(select(Account.balance).where(Account.holder_id == holder)).all() == [1500]
        days = session.scalars(select(Lot.ends_on).order_by(Lot.lot_number)).all()
        assert (days[0] - days[1]).days == 7
    engine.dispose()


@pytest.mark.usefixtures("holder")
def test_subjects_are_counted_and_kept_while_they_are_needed(command: Command) -> None:
    assert command("subjects", "count") == 0
    assert command.out == "Key version 1: 1 holders (1 of them under no other version)\n"
    assert command("subjects", "drop", "1") == 2
    assert "Nothing was dropped: 1 holders" in command.err
    assert command("subjects", "drop", "2") == 0
    assert command("rewrite") == 0
