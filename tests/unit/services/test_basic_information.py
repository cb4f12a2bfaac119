from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mykey.services.basic_information import basic_information
from mykey.services.ground import Ground
from tests.support.ground import bring_lists
from tests.support.moving_clock import MovingClock
from town.authority.issued import IssuedCard
from town.authority.office import CardOffice

HOUR = timedelta(hours=1)


@pytest.fixture
def card(office: CardOffice) -> IssuedCard:
    return office.issue(name="hanako", holder="見本 花子")


def signing_of(card: IssuedCard) -> dict[str, Any]:
    assert card.signing is not None
    return {
        "ca_key_id": card.signing.ca_key_id.hex(),
        "serial": str(card.signing.serial),
        "distribution_point": card.signing.distribution_point,
    }


def word(ground: Ground, signing: dict[str, Any] | None, grace: timedelta = timedelta(0)) -> str:
    return basic_information(signing, ground.cards.lists, ground.clock(), grace)


def test_who_asked_for_no_notice_is_not_watched(ground: Ground) -> None:
    assert word(ground, None) == "not-requested"


def test_a_certificate_in_force_says_unchanged(ground: Ground, card: IssuedCard) -> None:
    assert word(ground, signing_of(card)) == "unchanged"


def test_who_moved_house_has_changed(
    ground: Ground, card: IssuedCard, office: CardOffice, tmp_path: Path, clock: MovingClock
) -> None:
    office.move_house(card.name)
    bring_lists(ground, tmp_path, office)
    clock.advance(seconds=2)
    assert word(ground, signing_of(card)) == "changed"


def test_any_other_revocation_tells_nothing(
    ground: Ground, card: IssuedCard, office: CardOffice, tmp_path: Path, clock: MovingClock
) -> None:
    office.lose(card.name)
    bring_lists(ground, tmp_path, office)
    clock.advance(seconds=2)
    assert word(ground, signing_of(card)) == "unknown"


def test_a_list_that_is_over_tells_nothing_but_within_the_grace(
    ground: Ground, card: IssuedCard, clock: MovingClock
) -> None:
    clock.advance(hours=30)
    assert word(ground, signing_of(card), 5 * HOUR) == "unknown"
    assert word(ground, signing_of(card), 7 * HOUR) == "unchanged"


def test_without_a_list_nobody_can_tell(ground: Ground, card: IssuedCard) -> None:
    assert word(ground, signing_of(card) | {"distribution_point": "CN=Elsewhere"}) == "unknown"
