from __future__ import annotations

from pathlib import Path

import pytest

from mykey.kernel.errors import MyKeyError
from mykey.kernel.refusals_of_cards import (
    CardNotProved,
    CertificateRevoked,
    MykeyIdNotFound,
    MykeyIdPaused,
    RevocationUnknown,
)
from mykey.models.citizens import Citizen, CitizenState
from mykey.services.prove_holder import ProvedHolder, lock_holder, prove_holder
from tests.factories.counters import Counter
from tests.support.card_at_counter import touched_card
from tests.support.ground import bring_lists
from tests.support.moving_clock import MovingClock


def prove(counter: Counter, name: str) -> ProvedHolder:
    card = counter.proved(counter.office.card(name))
    return prove_holder(counter.work, counter.ground.cards, counter.terminal_id, card)


def test_the_holder_is_found_and_not_shown(counter: Counter) -> None:
    _, citizen_id = counter.person("hanako")
    holder = prove(counter, "hanako")
    assert holder.citizen_id == citizen_id
    assert str(citizen_id) not in repr(holder)


def test_a_renewed_card_is_its_holders(counter: Counter) -> None:
    _, citizen_id = counter.person("hanako")
    counter.office.renew("hanako")
    assert prove(counter, "hanako").citizen_id == citizen_id


def test_a_touch_is_not_enough(counter: Counter) -> None:
    card, _ = counter.person("hanako")
    with pytest.raises(CardNotProved):
        prove_holder(counter.work, counter.ground.cards, counter.terminal_id, touched_card(card))


def test_links_have_no_grace(counter: Counter, clock: MovingClock) -> None:
    counter.person("hanako")
    clock.advance(hours=25)
    with pytest.raises(RevocationUnknown):
        prove(counter, "hanako")


def test_what_the_card_is_refused_for_comes_before_its_holder(
    counter: Counter, clock: MovingClock, tmp_path: Path
) -> None:
    counter.office.issue(name="jiro", holder="見本 次郎")
    with pytest.raises(MykeyIdNotFound):
        prove(counter, "jiro")
    counter.office.revoke("jiro")
    bring_lists(counter.ground, tmp_path, counter.office)
    clock.advance(seconds=2)
    with pytest.raises(CertificateRevoked):
        prove(counter, "jiro")


@pytest.mark.parametrize(
    ("state", "refusal"),
    [(CitizenState.PAUSED, MykeyIdPaused), (CitizenState.REVOKED, MykeyIdNotFound)],
)
def test_paused_or_revoked_meanwhile_is_refused(
    counter: Counter, state: str, refusal: type[MyKeyError]
) -> None:
    _, citizen_id = counter.person("hanako")
    assert lock_holder(counter.work, citizen_id).id == citizen_id
    counter.work.session.get_one(Citizen, citizen_id).state = state
    counter.work.session.commit()
    with pytest.raises(refusal):
        lock_holder(counter.work, citizen_id)
    counter.work.session.commit()
    with pytest.raises(refusal):
        prove(counter, "hanako")
