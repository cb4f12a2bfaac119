"""The platform's hot path: what it answers, in which order it refuses, and that it leaves nothing behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from mykey.kernel.errors import MyKeyError
from mykey.kernel.ports import CertificateName
from mykey.kernel.refusals_of_terminals import RequestInvalid
from mykey.models.citizens import Citizen
from mykey.models.providers import Provider
from mykey.models.terminal_requests import Nonce, NonceMark
from mykey.models.terminals import Terminal
from mykey.services.judge_card import CardObject
from mykey.services.look_up import LookUp, LookUpAnswer, look_up
from mykey.web.hot_connection import HotConnection
from tests.factories.counters import LIBRARY, NUMBER, Counter
from tests.factories.links import a_link
from tests.support.card_at_counter import touched_card
from tests.support.device import PUBLIC_KEY
from tests.support.dump import rows_by_table
from tests.support.ground import bring_lists
from tests.support.moving_clock import MovingClock
from tests.support.office_linkage import OfficeLinkage
from town.authority.issued import IssuedCard

Ask = Callable[..., LookUpAnswer]


@pytest.fixture
def rows(database_url: str) -> Iterator[HotConnection]:
    made = HotConnection(database_url)
    yield made
    made.close()


@pytest.fixture
def ask(counter: Counter, rows: HotConnection) -> Ask:
    """Look a card up at the counter, each time with a nonce of its own."""
    numbers = iter(range(1, 1_000_000))

    def run(card: CardObject | MyKeyError, own_rows: HotConnection = rows, **changes: Any) -> LookUpAnswer:
        def read_card_object() -> CardObject:
            if isinstance(card, MyKeyError):
                raise card
            return card

        asked = LookUp(
            terminal_id=counter.terminal_id,
            raw_key=PUBLIC_KEY,
            nonce=f"a nonce of twenty-two {next(numbers)}",
            created=int(counter.ground.clock().timestamp()),
            device_known=True,
            read_card_object=read_card_object,
        )
        return look_up(counter.work, counter.ground.cards, own_rows, replace(asked, **changes))

    return run


@pytest.fixture
def card(counter: Counter) -> IssuedCard:
    """A patron of the library, linked."""
    issued, citizen_id = counter.person("hanako")
    session = counter.work.session
    library = session.get_one(Provider, LIBRARY)
    a_link(counter.ground, session, session.get_one(Citizen, citizen_id), library, NUMBER)
    session.commit()
    return issued


def change(counter: Counter, table: Any, key: object, **values: object) -> None:
    row = counter.work.session.get_one(table, key)
    for name, value in values.items():
        setattr(row, name, value)
    counter.work.session.commit()


def refused(ask: Ask, card: CardObject | MyKeyError, **changes: Any) -> str:
    with pytest.raises(MyKeyError) as refusal:
        ask(card, **changes)
    return refusal.value.code


def test_a_touched_card_gives_the_number(ask: Ask, card: IssuedCard) -> None:
    answer = ask(touched_card(card))
    assert (answer.provider_id, answer.provider_name) == (LIBRARY, "川崎市立図書館")
    assert (answer.service_id, answer.hand_over.data) == (NUMBER, NUMBER)
    assert (answer.assurance, answer.basic_information, answer.revocation) == (
        "touched",
        "not-requested",
        "fresh",
    )


def test_a_proved_card_says_so(ask: Ask, card: IssuedCard, counter: Counter) -> None:
    given = counter.proved(card)
    assert ask(given).assurance == "proved"
    assert refused(ask, given) == "challenge-used"


def test_nothing_is_left_but_a_nonce(ask: Ask, card: IssuedCard, counter: Counter, database_url: str) -> None:
    """No row that ties person, place and time (privacy.md, P5)."""
    before = rows_by_table(database_url)
    ask(touched_card(card))
    stranger = counter.office.issue(name="jiro", holder="見本 次郎")
    assert refused(ask, touched_card(stranger)) == "not-linked"
    after = rows_by_table(database_url)
    minute = int(counter.ground.clock().timestamp()) // 60
    assert [row[1:] for row in after.pop("nonces")] == [(minute,), (minute,)]
    before.pop("nonces")
    assert after == before
    assert not counter.work.session.in_transaction()


def test_a_provider_may_demand_the_pin(ask: Ask, card: IssuedCard, counter: Counter) -> None:
    change(counter, Provider, LIBRARY, minimum_assurance="proved")
    assert refused(ask, touched_card(card)) == "card-not-proved"
    assert ask(counter.proved(card)).service_id == NUMBER


@pytest.mark.parametrize(
    ("citizen", "touched", "proved"),
    [
        ({"state": "paused"}, "mykey-id-paused", "mykey-id-paused"),
        ({"state": "revoked"}, "not-linked", "mykey-id-not-found"),
    ],
)
def test_paused_and_revoked(
    ask: Ask, card: IssuedCard, counter: Counter, citizen: dict[str, str], touched: str, proved: str
) -> None:
    for row in counter.work.session.query(Citizen):
        row.state = citizen["state"]
    counter.work.session.commit()
    assert refused(ask, touched_card(card)) == touched
    assert refused(ask, counter.proved(card)) == proved


def test_a_card_without_mykey_id(ask: Ask, counter: Counter) -> None:
    stranger = counter.office.issue(name="jiro", holder="見本 次郎")
    assert refused(ask, touched_card(stranger)) == "not-linked"
    assert refused(ask, counter.proved(stranger)) == "mykey-id-not-found"


def test_a_link_elsewhere_is_none_here(ask: Ask, counter: Counter) -> None:
    issued, citizen_id = counter.person("jiro")
    session = counter.work.session
    street = session.get_one(Provider, "000002")
    a_link(counter.ground, session, session.get_one(Citizen, citizen_id), street, "ABC123")
    session.commit()
    assert refused(ask, touched_card(issued)) == "not-linked"
    assert refused(ask, counter.proved(issued)) == "not-linked"


def test_the_request_is_judged_before_the_terminal_and_the_terminal_before_the_card(
    ask: Ask, counter: Counter
) -> None:
    """terminal-api.md, "Conventions": each change takes the first reason away and shows the next."""
    wrong = RequestInvalid(errors=[])
    change(counter, Terminal, counter.terminal_id, state="stopped")
    created = int(counter.ground.clock().timestamp())
    assert refused(ask, wrong, nonce="n" * 22, raw_key=b"o" * 32, device_known=False) == "signature-invalid"
    assert refused(ask, wrong, nonce="n" * 22, raw_key=b"o" * 32, device_known=False) == "signature-replayed"
    assert refused(ask, wrong, created=-1, raw_key=b"o" * 32) == "signature-expired"
    assert refused(ask, wrong, created=created, device_known=False) == "terminal-device-changed"
    assert refused(ask, wrong) == "terminal-stopped"
    for state, said in (("closed", "terminal-closed"), ("contact-required", "contact-required")):
        change(counter, Terminal, counter.terminal_id, state=state)
        assert refused(ask, wrong) == said
    grants = {"kind": "grant-points", "provider_id": None, "facility_category": "municipal-office"}
    change(counter, Terminal, counter.terminal_id, state="active", **grants)
    assert refused(ask, wrong) == "wrong-terminal-kind"
    links = {"kind": "service-id", "provider_id": LIBRARY, "facility_category": None}
    change(counter, Terminal, counter.terminal_id, **links)
    assert refused(ask, wrong) == "request-invalid"
    assert refused(ask, CardObject(b"no DER", None, None)) == "certificate-malformed"


def test_an_unknown_terminal_is_refused(ask: Ask, card: IssuedCard) -> None:
    assert refused(ask, touched_card(card), terminal_id="99999999") == "signature-invalid"


def test_of_one_nonce_at_once_one_is_answered(ask: Ask, card: IssuedCard, database_url: str) -> None:
    start = threading.Barrier(4)
    outcomes: list[str] = []

    def run() -> None:
        own = HotConnection(database_url)
        start.wait(10)
        try:
            outcomes.append(ask(touched_card(card), own, nonce="the same nonce, four times").service_id)
        except MyKeyError as refusal:
            outcomes.append(refusal.code)
        own.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == [NUMBER, *["signature-replayed"] * 3]


def test_after_a_crash_of_the_database_no_replay_gets_through(
    ask: Ask, card: IssuedCard, counter: Counter, clock: MovingClock
) -> None:
    created = int(clock().timestamp())
    ask(touched_card(card), nonce="a nonce that is captured", created=created)
    counter.work.apart(lambda own: own.execute(delete(Nonce)))
    counter.work.apart(lambda own: own.execute(delete(NonceMark)))
    clock.advance(seconds=5)
    for _ in range(2):
        assert refused(ask, touched_card(card), nonce="a nonce that is captured", created=created) in {
            "signature-expired",
            "signature-replayed",
        }
    clock.advance(seconds=1)
    assert ask(touched_card(card)).service_id == NUMBER


def linkage_of(counter: Counter) -> OfficeLinkage:
    linkage = counter.ground.cards.linkage
    assert isinstance(linkage, OfficeLinkage)
    return linkage


def test_a_renewed_card_is_found_at_its_first_touch(ask: Ask, card: IssuedCard, counter: Counter) -> None:
    new = counter.office.renew(card.name)
    assert ask(touched_card(new)).service_id == NUMBER
    asked = linkage_of(counter).asked
    assert ask(touched_card(new)).service_id == NUMBER
    assert linkage_of(counter).asked == asked
    assert refused(ask, touched_card(card)) == "not-linked"


def test_when_the_linkage_does_not_answer_nothing_changes(
    ask: Ask, card: IssuedCard, counter: Counter, database_url: str
) -> None:
    new = counter.office.renew(card.name)
    linkage_of(counter).down = True
    before = rows_by_table(database_url, but={"nonces"})
    assert refused(ask, touched_card(new)) == "succession-unknown"
    assert rows_by_table(database_url, but={"nonces"}) == before
    assert ask(touched_card(card)).service_id == NUMBER


def test_a_list_that_is_over_serves_within_the_providers_grace(
    ask: Ask, card: IssuedCard, counter: Counter, clock: MovingClock
) -> None:
    clock.advance(hours=47)
    assert ask(touched_card(card)).revocation == "stale"
    clock.advance(hours=2)
    assert refused(ask, touched_card(card)) == "revocation-unknown"
    change(counter, Provider, LIBRARY, grace_hours=168)
    assert ask(touched_card(card)).revocation == "stale"
    change(counter, Provider, LIBRARY, grace_hours=0)
    assert refused(ask, touched_card(card)) == "revocation-unknown"


def test_a_lost_card_is_revoked_with_any_list(
    ask: Ask, card: IssuedCard, counter: Counter, tmp_path: Path, clock: MovingClock
) -> None:
    counter.office.lose(card.name)
    bring_lists(counter.ground, tmp_path, counter.office)
    clock.advance(hours=30)
    assert refused(ask, touched_card(card)) == "certificate-revoked"


def test_a_watched_link_tells_that_something_changed(
    ask: Ask, counter: Counter, tmp_path: Path, clock: MovingClock
) -> None:
    issued, citizen_id = counter.person("jiro")
    name = CertificateName(issued.user.ca_key_id, issued.user.serial)
    signing = counter.ground.cards.linkage.signing_certificate(name)
    session = counter.work.session
    library = session.get_one(Provider, LIBRARY)
    a_link(counter.ground, session, session.get_one(Citizen, citizen_id), library, NUMBER, signing)
    session.commit()
    assert ask(touched_card(issued)).basic_information == "unchanged"
    counter.office.move_house(issued.name)
    bring_lists(counter.ground, tmp_path, counter.office)
    clock.advance(seconds=2)
    assert ask(touched_card(issued)).basic_information == "changed"


def test_the_number_is_handed_over_as_the_provider_wants(
    ask: Ask, card: IssuedCard, counter: Counter
) -> None:
    change(counter, Provider, LIBRARY, hand_over="barcode")
    over = ask(touched_card(card)).hand_over
    assert (over.method, over.symbology, over.data) == ("barcode", "nw7", f"A{NUMBER}A")
