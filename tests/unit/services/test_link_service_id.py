from __future__ import annotations

import threading

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mykey.kernel.errors import MyKeyError
from mykey.kernel.refusals_of_cards import (
    CardNotProved,
    ChallengeUsed,
    MykeyIdNotFound,
    MykeyIdPaused,
    SuccessionUnknown,
)
from mykey.kernel.refusals_of_links import (
    AlreadyLinked,
    MyNumberRefused,
    ServiceIdFormat,
    ServiceIdLinkedElsewhere,
    SigningCertificateMissing,
)
from mykey.models.citizens import Citizen, CitizenState
from mykey.models.links import LINK_NUMBER, LINK_SIGNING, LINK_TIMES, Link
from mykey.models.outbox import OutboxMail
from mykey.models.terminal_requests import TerminalChallenge
from mykey.services.link_service_id import LinkGiven, LinkShown, link_service_id
from tests.factories.counters import LIBRARY, NUMBER, OTHER_NUMBER, Counter
from tests.factories.links import a_link
from tests.factories.providers import a_library
from tests.support.card_at_counter import touched_card
from tests.support.ground import work_on
from tests.support.office_linkage import OfficeLinkage


def link(counter: Counter, given: LinkGiven) -> LinkShown:
    counter.work.session.commit()
    return link_service_id(counter.work, counter.ground.cards, counter.terminal_id, LIBRARY, given)


def test_the_number_is_linked_sealed_and_told_of(counter: Counter) -> None:
    card, citizen_id = counter.person("hanako", mail="hanako@mail.example")
    shown = link(counter, counter.given(card, "１８００ー００００ 0011"))
    assert shown == LinkShown(LIBRARY, "川崎市立図書館", NUMBER, change_notice=False)
    counter.work.session.commit()
    stored = counter.work.session.scalars(select(Link)).one()
    keys = counter.ground.keys
    assert stored.citizen_id == citizen_id
    assert keys.open_sealed(LINK_NUMBER, stored.id, stored.number_sealed) == NUMBER
    assert keys.open_sealed(LINK_TIMES, stored.id, stored.times_sealed)["since"].startswith("2026-04-06")
    assert stored.signing_sealed is None
    assert len(counter.work.session.scalars(select(OutboxMail)).all()) == 1


def test_the_signing_certificate_is_kept_on_consent_alone(counter: Counter) -> None:
    card, _ = counter.person("hanako")
    assert link(counter, counter.given(card, change_notice=True)).change_notice
    stored = counter.work.session.scalars(select(Link)).one()
    assert stored.signing_sealed is not None
    kept = counter.ground.keys.open_sealed(LINK_SIGNING, stored.id, stored.signing_sealed)
    assert card.signing is not None
    assert kept == {
        "ca_key_id": card.signing.ca_key_id.hex(),
        "serial": str(card.signing.serial),
        "distribution_point": card.signing.distribution_point,
    }


def test_without_a_signing_certificate_only_the_notice_is_refused(counter: Counter) -> None:
    card, _ = counter.person("taro", under_15=True)
    with pytest.raises(SigningCertificateMissing):
        link(counter, counter.given(card, change_notice=True))
    assert link(counter, counter.given(card)).service_id == NUMBER


def test_without_an_answer_of_the_linkage_nothing_is_linked(counter: Counter) -> None:
    card, _ = counter.person("hanako")
    linkage = counter.ground.cards.linkage
    assert isinstance(linkage, OfficeLinkage)
    linkage.down = True
    with pytest.raises(SuccessionUnknown):
        link(counter, counter.given(card, change_notice=True))
    counter.work.session.rollback()
    assert counter.work.session.scalars(select(Link)).all() == []


@pytest.mark.parametrize(
    ("number", "refusal"),
    [
        ("190000000011", ServiceIdFormat),
        ("18000000001", ServiceIdFormat),
        ("123456789018", MyNumberRefused),
    ],
)
def test_the_number_is_judged_before_the_card(
    counter: Counter, number: str, refusal: type[MyKeyError]
) -> None:
    card, _ = counter.person("hanako")
    with pytest.raises(refusal):
        link(counter, counter.given(card, number))
    unused = select(TerminalChallenge).where(TerminalChallenge.used.is_(False))
    assert len(counter.work.session.scalars(unused).all()) == 1


def test_a_touched_card_never_links(counter: Counter) -> None:
    card, _ = counter.person("hanako")
    with pytest.raises(CardNotProved):
        link(counter, LinkGiven(touched_card(card), NUMBER, change_notice=False))


def test_a_challenge_serves_once(counter: Counter) -> None:
    card, _ = counter.person("hanako")
    given = counter.given(card)
    link(counter, given)
    with pytest.raises(ChallengeUsed):
        link(counter, given)


def test_a_card_without_mykey_id_is_told_so(counter: Counter) -> None:
    card = counter.office.issue(name="jiro", holder="見本 次郎")
    with pytest.raises(MykeyIdNotFound):
        link(counter, counter.given(card))


@pytest.mark.parametrize(
    ("state", "refusal"),
    [(CitizenState.PAUSED, MykeyIdPaused), (CitizenState.REVOKED, MykeyIdNotFound)],
)
def test_a_paused_or_revoked_mykey_id_links_nothing(
    counter: Counter, state: str, refusal: type[MyKeyError]
) -> None:
    card, citizen_id = counter.person("hanako")
    counter.work.session.get_one(Citizen, citizen_id).state = state
    with pytest.raises(refusal):
        link(counter, counter.given(card))


def test_somebody_elses_number_is_refused(counter: Counter) -> None:
    card, _ = counter.person("hanako")
    other, _ = counter.person("taro")
    link(counter, counter.given(card))
    with pytest.raises(ServiceIdLinkedElsewhere):
        link(counter, counter.given(other))


@pytest.mark.parametrize("number", [NUMBER, OTHER_NUMBER])
def test_one_person_has_one_number_here(counter: Counter, number: str) -> None:
    card, _ = counter.person("hanako")
    link(counter, counter.given(card))
    with pytest.raises(AlreadyLinked) as caught:
        link(counter, counter.given(card, number))
    assert caught.value.facts == {"service_id": NUMBER}


def test_two_providers_may_have_the_same_number(counter: Counter) -> None:
    card, _ = counter.person("hanako")
    _, other_id = counter.person("taro")
    second = a_library(counter.work.session, provider_id="000003", name="見本町立図書館")
    other = counter.work.session.get_one(Citizen, other_id)
    a_link(counter.ground, counter.work.session, other, second, NUMBER)
    assert link(counter, counter.given(card)).service_id == NUMBER


def race(counter: Counter, engine: Engine, given: list[LinkGiven]) -> list[str]:
    """Link all at once, each in a transaction of its own; the outcomes as words."""
    counter.work.session.commit()
    start = threading.Barrier(len(given))
    outcomes: list[str] = []

    def at_a_counter(one: LinkGiven) -> None:
        with Session(engine) as session:
            start.wait(10)
            try:
                own = work_on(counter.ground, session)
                link_service_id(own, counter.ground.cards, counter.terminal_id, LIBRARY, one)
                session.commit()
                outcomes.append("linked")
            except MyKeyError as refusal:
                outcomes.append(refusal.code)

    threads = [threading.Thread(target=at_a_counter, args=(one,)) for one in given]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


def test_of_two_cards_at_once_one_gets_the_number(counter: Counter, core_engine: Engine) -> None:
    cards = [counter.person(name)[0] for name in ("hanako", "taro")]
    outcomes = race(counter, core_engine, [counter.given(card) for card in cards])
    assert outcomes == ["linked", "service-id-linked-elsewhere"]


def test_of_two_numbers_at_once_a_person_gets_one(counter: Counter, core_engine: Engine) -> None:
    card, _ = counter.person("hanako")
    given = [counter.given(card, number) for number in (NUMBER, OTHER_NUMBER)]
    assert race(counter, core_engine, given) == ["already-linked", "linked"]


def test_numbers_stay_out_of_representations(counter: Counter) -> None:
    card, _ = counter.person("hanako")
    given = counter.given(card)
    assert NUMBER not in repr(given)
    assert NUMBER not in repr(link(counter, given))
