"""The page a newcomer is led by: what it says, what its buttons do, and whom it refuses."""

from __future__ import annotations

from pathlib import Path

import pyotp
import pytest

from tests.functional.town_guide.conftest import SECRET
from tests.support.browser_client import BrowserClient
from tests.support.moving_clock import MovingClock
from town.authority.app import create_app as create_authority
from town.authority.office import CardOffice
from town.embedded.layout import Layout
from town.guide import operators_act
from town.guide.program import create_guide
from town.points_fill.commands import PointsCommandRefused


def where(office: CardOffice, card: str) -> str | None:
    row = office.ledger.row("SELECT reader FROM cards WHERE name = ?", card)
    assert row is not None
    found: str | None = row["reader"]
    return found


def test_the_page_has_everything_for_the_sixteen_steps(client: BrowserClient, layout: Layout) -> None:
    page = client.get("/").text

    assert [f'id="step-{number}"' in page for number in range(1, 18)] == [True] * 16 + [False]
    for word in (
        "1234",
        "180000000011",
        "hanako@example.jp",
        "operators-word",
        "officers-word",
        "7000000016",
        "points-municipalitys-word",
        "points-seconds-word",
        "minami-word",
        "ABCD-2345",
    ):
        assert word in page
    for name in (
        "portal", "desk-library", "desk-shop", "mail", "console", "library-system", "points", "points-office",
        "desk-shop-2", "desk-office", "points-mail", "desk-voucher", "points-navi",
    ):  # fmt: skip
        assert f'href="{layout.address(name)}"' in page
    assert f'href="{layout.address("partner")}coupons"' in page


def test_the_page_speaks_english_by_switch_and_remembers_it(client: BrowserClient) -> None:
    assert '<html lang="ja">' in client.get("/").text
    assert "The MyKey platform in five minutes" in client.get("/?lang=en").text
    assert "The MyKey platform in five minutes" in client.get("/").text
    assert '<html lang="ja">' in client.get("/?lang=ja").text


def test_the_present_codes_are_those_of_an_authenticator(client: BrowserClient, clock: MovingClock) -> None:
    first = pyotp.TOTP(SECRET).at(clock())
    assert first in client.get("/").text
    clock.advance(seconds=31)

    answer = client.get("/codes.json").json
    assert answer == {
        "codes": {
            "operator": pyotp.TOTP(SECRET).at(clock()),
            "kawasaki": pyotp.TOTP(SECRET[::-1]).at(clock()),
            "points-operator": pyotp.TOTP(SECRET).at(clock()),
            "points-municipality": pyotp.TOTP(SECRET).at(clock()),
            "points-second": pyotp.TOTP(SECRET).at(clock()),
        },
        "seconds_left": 29,
    }
    assert answer["codes"]["operator"] != first


def test_a_button_lays_a_card_down_and_leads_back_to_its_step(
    client: BrowserClient, office: CardOffice
) -> None:
    answer = client.post("/readers/library", data={"card": "hanako", "at": "step-3"})

    assert (answer.status_code, answer.location) == (303, "/?done=put&at=step-3#step-3")
    assert where(office, "hanako") == "library"
    page = client.get("/?done=put&at=step-3").text
    step = page[page.index('id="step-3"') : page.index('id="step-4"')]
    assert "カードを置きました。" in step
    assert "図書館の読み取り機にあります" in step
    assert page.count("カードを置きました。") == 1


def test_a_card_is_taken_away(client: BrowserClient, office: CardOffice) -> None:
    client.post("/readers/shop", data={"card": "hanako"})
    client.post("/readers/shop", data={"at": "cards"})

    assert where(office, "hanako") is None
    assert '<details class="disclosure guide-fold" id="cards" open>' in client.get("/?at=cards").text


def test_a_place_of_somebody_elses_is_not_led_back_to(client: BrowserClient) -> None:
    answer = client.post("/readers/shop", data={"card": "hanako", "at": "//elsewhere.example"})

    assert answer.location == "/?done=put&at=cards#cards"


def test_an_unknown_card_is_said_to_be_where_it_was(client: BrowserClient) -> None:
    assert (
        client.post("/readers/shop", data={"card": "nobody"}).location == "/?done=cards-silent&at=cards#cards"
    )
    assert client.post("/cards/nobody/renew").location == "/?done=refused&at=cards#cards"


@pytest.mark.parametrize("address", ["/readers/kitchen", "/cards/hanako/burn", "/authority/sell", "/nowhere"])
def test_what_there_is_not_is_not_found(client: BrowserClient, address: str) -> None:
    assert client.post(address).status_code == 404


def test_acts_at_the_counter_change_the_card(client: BrowserClient, office: CardOffice) -> None:
    before = office.card("hanako")
    client.post("/cards/hanako/move-house", data={"at": "try-moved"})
    moved = office.card("hanako")
    client.post("/cards/hanako/renew", data={"at": "try-outage"})
    renewed = office.card("hanako")

    assert moved.user == before.user
    assert moved.signing != before.signing
    assert renewed.user != before.user


def test_a_locked_pin_is_unlocked(client: BrowserClient, office: CardOffice) -> None:
    with office.ledger.transaction() as connection:
        connection.execute("UPDATE cards SET pin_tries = 0")
    page = client.get("/").text
    assert "残り0回" in page
    assert 'formaction="/cards/hanako/unlock"' in page
    client.post("/cards/hanako/unlock")

    assert office.card("hanako").tries_left == 3


def test_the_authority_goes_down_and_comes_back(client: BrowserClient, tmp_path: Path) -> None:
    authority = create_authority(tmp_path / "town").test_client()
    assert authority.get("/trust.json").status_code == 200
    client.post("/authority/begin", data={"at": "try-outage"})

    assert authority.get("/trust.json").status_code == 503
    assert authority.post("/linkage/predecessor", json={}).status_code == 503
    assert "認証局は止まっています" in client.get("/").text
    client.post("/authority/end", data={"at": "try-outage"})
    assert authority.get("/trust.json").status_code == 200


def test_a_new_start_of_the_authority_ends_an_outage(client: BrowserClient, tmp_path: Path) -> None:
    client.post("/authority/begin")

    assert create_authority(tmp_path / "town").test_client().get("/trust.json").status_code == 200


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", ""])
def test_a_foreign_form_moves_no_card(client: BrowserClient, office: CardOffice, origin: str) -> None:
    answer = client.post("/readers/library", data={"card": "hanako"}, headers={"Origin": origin})

    assert answer.status_code == 403
    assert where(office, "hanako") is None


def test_a_foreign_host_sees_nothing(client: BrowserClient) -> None:
    answer = client.get("/", base_url="http://rebound.example")

    assert answer.status_code == 421
    assert "operators-word" not in answer.text


def test_nothing_foreign_and_nothing_inline_runs_on_the_page(client: BrowserClient) -> None:
    answer = client.get("/")

    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "style=" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_the_cards_service_the_page_says_so(tmp_path: Path, client: BrowserClient) -> None:
    silent = Layout(tmp_path, tmp_path, 1)
    other = BrowserClient(create_guide(silent, silent.port("guide")), silent.origin("guide"))

    assert client.get("/").text.count("カードを動かすプログラムが応えません。") == 0
    assert "カードを動かすプログラムが応えません。" in other.get("/").text


@pytest.mark.parametrize("typed", ["", "abc", "--help", "12; rm", "1" * 21])
def test_what_is_no_points_number_runs_no_command(
    client: BrowserClient, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    called: list[object] = []
    monkeypatch.setattr(operators_act, "run_points", lambda *words, **_typed: called.append(words))
    answer = client.post("/points/reserve", data={"points_number": typed, "at": "step-8"})

    assert answer.location == "/?done=reserve-refused&at=step-8#step-8"
    assert called == []


def test_the_operators_button_puts_points_into_the_reserve(
    client: BrowserClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[object] = []
    monkeypatch.setattr(
        operators_act, "run_points", lambda _environment, *words, typed: called.append((words, typed))
    )
    answer = client.post("/points/reserve", data={"points_number": "１２３４-5678 901", "at": "step-8"})

    assert answer.location == "/?done=reserve-put&at=step-8#step-8"
    assert called == [(("reserve", "put", "-", "3000"), "12345678901\n")]
    assert "3,000ポイント入りました" in client.get("/?done=reserve-put&at=step-8").text


def test_the_points_side_s_no_is_told(client: BrowserClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_words: object, **_typed: str) -> str:
        raise PointsCommandRefused

    monkeypatch.setattr(operators_act, "run_points", refuse)
    answer = client.post("/points/reserve", data={"points_number": "123456789012", "at": "step-8"})
    assert answer.location == "/?done=reserve-refused&at=step-8#step-8"
