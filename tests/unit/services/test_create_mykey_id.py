from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from mykey.kernel.errors import MyKeyError
from mykey.kernel.refusals_of_cards import (
    CertificateExpired,
    CertificateRevoked,
    RevocationUnknown,
    SuccessionUnknown,
)
from mykey.kernel.refusals_of_citizens import CardAlreadyBound, MykeyIdTaken, PasswordRefused
from mykey.models.bindings import Binding, BindingState
from mykey.models.citizens import CITIZEN_PROFILE, Citizen
from mykey.models.mykey_ids import MykeyId
from mykey.models.outbox import OUTBOX_MAIL, OutboxMail
from mykey.services import create_mykey_id as module
from mykey.services.create_mykey_id import Registration, create_mykey_id
from mykey.services.ground import Ground
from mykey.services.show_mykey_id import show_mykey_id
from mykey.services.sign_in_by_card import sign_in_by_card
from mykey.services.signed_in import SignedIn
from mykey.services.work import Work
from tests.factories.citizens import PASSWORD, proved
from tests.support.ground import bring_lists, work_on
from tests.support.moving_clock import MovingClock
from tests.support.office_linkage import OfficeLinkage
from town.authority.issued import IssuedCard
from town.authority.office import CardOffice


def registration(**changes: Any) -> Registration:
    values: dict[str, Any] = {
        "mykey_id": "HANAKO80",
        "password": PASSWORD,
        "mail": None,
        "notice_of_password": False,
        "notice_of_mykey_id": False,
        "language": "ja",
        "terms": "2026-04",
        "agreed_at": "2026-04-06T01:00:00+00:00",
    }
    return Registration(**(values | changes))


@pytest.fixture
def card(office: CardOffice) -> IssuedCard:
    return office.issue(name="hanako", holder="見本花子")


def create(work: Work, ground: Ground, card: IssuedCard, **changes: Any) -> SignedIn:
    given = registration(**changes)
    return create_mykey_id(work, ground.cards, ground.passwords, proved(ground, card), given)


def count(session: Session) -> tuple[int | None, ...]:
    return tuple(
        session.scalar(select(func.count()).select_from(table))
        for table in (Citizen, Binding, MykeyId, OutboxMail)
    )


def test_citizen_binding_and_id_are_made(work: Work, ground: Ground, card: IssuedCard) -> None:
    made = create(work, ground, card, mail="hanako@mail.example", notice_of_password=True, language="en")
    work.session.commit()
    citizen = work.session.get_one(Citizen, made.citizen_id)
    assert made.epoch == citizen.session_epoch
    assert ground.passwords.verify(citizen.password_hash, PASSWORD)
    assert show_mykey_id(work, citizen.id) == "HANAKO80"
    assert ground.keys.open_sealed(CITIZEN_PROFILE, citizen.id, citizen.profile_sealed) == {
        "mail": "hanako@mail.example",
        "notices": {"password_changed": True, "mykey_id_changed": False},
        "language": "en",
        "terms": "2026-04",
        "agreed_at": "2026-04-06T01:00:00+00:00",
        "created_at": "2026-04-06T01:00:00+00:00",
    }


def test_a_mail_is_left_without_the_id(work: Work, ground: Ground, card: IssuedCard) -> None:
    create(work, ground, card, mail="hanako@mail.example")
    row = work.session.scalars(select(OutboxMail)).one()
    mail = ground.keys.open_sealed(OUTBOX_MAIL, row.id, row.mail_sealed)
    assert mail["recipient"] == "hanako@mail.example"
    assert "HANAKO80" not in mail["text"] + mail["subject"]


def test_without_an_address_no_mail_is_left(work: Work, ground: Ground, card: IssuedCard) -> None:
    create(work, ground, card)
    assert count(work.session) == (1, 1, 1, 0)


def test_a_guessable_password_is_refused(work: Work, ground: Ground, card: IssuedCard) -> None:
    with pytest.raises(PasswordRefused):
        create(work, ground, card, password="hanako80!")
    assert count(work.session) == (0, 0, 0, 0)


def test_one_card_one_id(work: Work, ground: Ground, card: IssuedCard) -> None:
    create(work, ground, card)
    work.session.commit()
    with pytest.raises(CardAlreadyBound):
        create(work, ground, card, mykey_id="HANAKO81")
    work.session.commit()
    assert count(work.session) == (1, 1, 1, 0)


def test_a_card_that_had_one_gets_no_other(work: Work, ground: Ground, card: IssuedCard) -> None:
    create(work, ground, card)
    work.session.scalars(select(Binding)).one().state = BindingState.CLOSED
    work.session.commit()
    with pytest.raises(CardAlreadyBound):
        create(work, ground, card, mykey_id="HANAKO81")


def test_a_renewed_card_gets_none_beside_its_predecessors(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice
) -> None:
    """Both were proved while neither was bound; the list does not name the old one yet."""
    renewed = office.renew(card.name)
    create(work, ground, card)
    work.session.commit()
    with pytest.raises(CardAlreadyBound):
        create(work, ground, renewed, mykey_id="HANAKO81")
    work.session.commit()
    assert sign_in_by_card(work, ground.cards, proved(ground, renewed)).epoch == 1
    assert count(work.session) == (1, 2, 1, 0)


def test_when_nobody_knows_what_the_card_replaced_nothing_is_made(
    work: Work, ground: Ground, card: IssuedCard
) -> None:
    linkage = ground.cards.linkage
    assert isinstance(linkage, OfficeLinkage)
    linkage.down = True
    with pytest.raises(SuccessionUnknown):
        create(work, ground, card)
    assert count(work.session) == (0, 0, 0, 0)


def test_an_id_is_never_given_twice(work: Work, ground: Ground, card: IssuedCard, office: CardOffice) -> None:
    create(work, ground, card)
    work.session.commit()
    other = office.issue(name="taro", holder="見本太郎")
    with pytest.raises(MykeyIdTaken):
        create(work, ground, other)


def test_a_retired_id_is_not_given_again(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice
) -> None:
    create(work, ground, card)
    work.session.scalars(select(MykeyId)).one().citizen_id = None
    work.session.commit()
    with pytest.raises(MykeyIdTaken):
        create(work, ground, office.issue(name="taro", holder="見本太郎"))


def test_a_card_revoked_since_it_was_proved_is_refused(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice, tmp_path: Path, clock: MovingClock
) -> None:
    office.lose(card.name)
    bring_lists(ground, tmp_path, office)
    clock.advance(seconds=2)
    with pytest.raises(CertificateRevoked):
        create(work, ground, card)


def test_when_nobody_can_tell_nothing_is_made(
    work: Work, ground: Ground, card: IssuedCard, clock: MovingClock
) -> None:
    clock.advance(hours=25)
    with pytest.raises(RevocationUnknown):
        create(work, ground, card)
    assert count(work.session) == (0, 0, 0, 0)


def test_a_card_expired_since_it_was_proved_is_refused(
    work: Work, ground: Ground, card: IssuedCard, clock: MovingClock
) -> None:
    held = proved(ground, card)
    clock.now = held.not_after
    clock.advance(seconds=1)
    with pytest.raises(CertificateExpired):
        create_mykey_id(work, ground.cards, ground.passwords, held, registration())


def race(engine: Engine, ground: Ground, *acts: Callable[[Work], object]) -> list[str]:
    """Run the acts at once, each in a transaction of its own; their outcomes as words."""
    together = threading.Barrier(len(acts))
    outcomes: list[str] = []

    def run(act: Callable[[Work], object]) -> None:
        with Session(engine) as session:
            together.wait()
            try:
                act(work_on(ground, session))
                session.commit()
                outcomes.append("done")
            except MyKeyError as error:
                # As at the edge when the answer is a redirect: what was refused must have left nothing.
                session.commit()
                outcomes.append(error.code)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.fixture
def nobody_looks_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the constraints stand in the way, as when both have looked before either wrote."""
    monkeypatch.setattr(module, "_look_first", lambda *_: None)


@pytest.mark.usefixtures("nobody_looks_first")
def test_two_people_race_for_one_id(
    ground: Ground, card: IssuedCard, office: CardOffice, core_engine: Engine, session: Session
) -> None:
    other = office.issue(name="taro", holder="見本太郎")
    outcomes = race(
        core_engine,
        ground,
        lambda work: create(work, ground, card),
        lambda work: create(work, ground, other),
    )
    assert outcomes == ["done", "mykey-id-taken"]
    assert count(session) == (1, 1, 1, 0)


@pytest.mark.usefixtures("nobody_looks_first")
def test_one_card_creates_two_ids_at_once(
    ground: Ground, card: IssuedCard, core_engine: Engine, session: Session
) -> None:
    outcomes = race(
        core_engine,
        ground,
        lambda work: create(work, ground, card, mykey_id="HANAKO80"),
        lambda work: create(work, ground, card, mykey_id="HANAKO81"),
    )
    assert outcomes == ["card-already-bound", "done"]
    assert count(session) == (1, 1, 1, 0)
