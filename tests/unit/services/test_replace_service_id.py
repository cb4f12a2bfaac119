from __future__ import annotations

import pytest
from sqlalchemy import select

from mykey.kernel.refusals_of_cards import CardNotProved, MykeyIdNotFound
from mykey.kernel.refusals_of_links import NotLinked, ServiceIdFormat, ServiceIdLinkedElsewhere
from mykey.models.links import LINK_TIMES, Link
from mykey.models.outbox import OutboxMail
from mykey.services.link_service_id import LinkGiven, LinkShown, link_service_id
from mykey.services.replace_service_id import replace_service_id
from tests.factories.counters import LIBRARY, NUMBER, OTHER_NUMBER, Counter
from tests.support.card_at_counter import touched_card
from town.authority.issued import IssuedCard


def linked(
    counter: Counter, name: str = "hanako", number: str = NUMBER, *, notice: bool = False
) -> IssuedCard:
    card, _ = counter.person(name, mail=f"{name}@mail.example")
    given = counter.given(card, number, change_notice=notice)
    link_service_id(counter.work, counter.ground.cards, counter.terminal_id, LIBRARY, given)
    counter.work.session.commit()
    return card


def replace(counter: Counter, given: LinkGiven) -> LinkShown:
    counter.work.session.commit()
    return replace_service_id(counter.work, counter.ground.cards, counter.terminal_id, LIBRARY, given)


def mails(counter: Counter) -> int:
    return len(counter.work.session.scalars(select(OutboxMail)).all())


def test_another_number_takes_the_place(counter: Counter) -> None:
    card = linked(counter)
    before = counter.work.session.scalars(select(Link)).one()
    since = counter.ground.keys.open_sealed(LINK_TIMES, before.id, before.times_sealed)
    shown = replace(counter, counter.given(card, OTHER_NUMBER))
    assert shown == LinkShown(LIBRARY, "川崎市立図書館", OTHER_NUMBER, change_notice=False)
    after = counter.work.session.scalars(select(Link)).one()
    assert counter.ground.keys.open_sealed(LINK_TIMES, after.id, after.times_sealed) == since
    assert mails(counter) == 2


def test_the_old_number_is_free_again(counter: Counter) -> None:
    replace(counter, counter.given(linked(counter), OTHER_NUMBER))
    counter.work.session.commit()
    linked(counter, "taro", NUMBER)


def test_the_same_number_again_is_fine_and_told_to_nobody(counter: Counter) -> None:
    card = linked(counter)
    assert replace(counter, counter.given(card)).service_id == NUMBER
    assert mails(counter) == 1


def test_the_choice_about_notices_is_made_anew(counter: Counter) -> None:
    card = linked(counter, notice=True)
    assert not replace(counter, counter.given(card)).change_notice
    assert counter.work.session.scalars(select(Link)).one().signing_sealed is None
    assert replace(counter, counter.given(card, change_notice=True)).change_notice
    assert counter.work.session.scalars(select(Link)).one().signing_sealed is not None


def test_without_a_link_there_is_nothing_to_replace(counter: Counter) -> None:
    card, _ = counter.person("hanako")
    with pytest.raises(NotLinked):
        replace(counter, counter.given(card))


def test_somebody_elses_number_is_refused(counter: Counter) -> None:
    card = linked(counter)
    linked(counter, "taro", OTHER_NUMBER)
    with pytest.raises(ServiceIdLinkedElsewhere):
        replace(counter, counter.given(card, OTHER_NUMBER))
    counter.work.session.rollback()
    assert len(counter.work.session.scalars(select(Link)).all()) == 2


def test_number_and_card_are_judged_as_for_a_link(counter: Counter) -> None:
    card = linked(counter)
    with pytest.raises(ServiceIdFormat):
        replace(counter, counter.given(card, "1"))
    with pytest.raises(CardNotProved):
        replace(counter, LinkGiven(touched_card(card), OTHER_NUMBER, change_notice=False))
    stranger = counter.office.issue(name="jiro", holder="見本 次郎")
    with pytest.raises(MykeyIdNotFound):
        replace(counter, counter.given(stranger, OTHER_NUMBER))
