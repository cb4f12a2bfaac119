"""The demo town's authority and these rules agree on every certificate, list and file that the town makes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mykey.certificates import (
    Freshness,
    RevocationLists,
    RevocationReason,
    Trust,
    index_revocation_list,
    load_trust,
    prove_possession,
    read_user_certificate,
    store,
)
from mykey.kernel.ports import CertificateName, RevocationListName
from mykey.kernel.refusals_of_cards import CertificateExpired, CertificateRevoked, CertificateWrongKind
from town.authority.keys import KeyPool
from town.authority.office import CardOffice

NOW = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
CHALLENGE, NO_GRACE = bytes(range(32)), timedelta(0)


@pytest.fixture(scope="module")
def pool() -> KeyPool:
    return KeyPool(4)


@pytest.fixture
def office(pool: KeyPool) -> Iterator[CardOffice]:
    with CardOffice(None, clock=lambda: NOW, key_source=pool) as office:
        yield office


@pytest.fixture
def ours(office: CardOffice) -> Trust:
    return load_trust(json.dumps(office.trust()).encode())


def fetch_lists(office: CardOffice, ours: Trust, home: Path) -> RevocationLists:
    for one in office.lists():
        name = RevocationListName(one.ca_key_id, one.distribution_point, one.path)
        der = office.crl(one.ca_key_id, one.distribution_point)
        store(home, index_revocation_list(der, ours, NOW, name))
    return RevocationLists(home)


@pytest.mark.parametrize("generation", [1, 2])
@pytest.mark.parametrize("key_type", ["rsa2048", "p384"])
def test_the_towns_cards_are_good(
    generation: int, key_type: str, office: CardOffice, ours: Trust, tmp_path: Path
) -> None:
    card = office.issue(
        name="hanako",
        holder="見本花子",
        key_type="p384" if key_type == "p384" else "rsa2048",
        generation=generation,
    )
    read = read_user_certificate(card.user_certificate, ours, NOW)
    assert read.name == CertificateName(card.user.ca_key_id, card.user.serial)
    assert read.distribution_point == card.user.distribution_point
    prove_possession(read, CHALLENGE, card.user.sign(CHALLENGE))
    lists = fetch_lists(office, ours, tmp_path)
    assert lists.check(read.name, read.distribution_point, NOW, NO_GRACE) is Freshness.FRESH


def test_the_towns_signing_certificates_are_the_wrong_kind(office: CardOffice, ours: Trust) -> None:
    card = office.issue(name="hanako", holder="見本花子")
    assert card.signing_certificate is not None
    with pytest.raises(CertificateWrongKind):
        read_user_certificate(card.signing_certificate, ours, NOW)


def test_a_lost_card_is_revoked_and_a_move_is_a_change_notice(
    office: CardOffice, ours: Trust, tmp_path: Path
) -> None:
    moved, lost = (office.issue(name=name, holder="見本花子") for name in ("moved", "lost"))
    assert moved.signing is not None
    office.move_house("moved")
    office.lose("lost")
    lists = fetch_lists(office, ours, tmp_path)
    signing = CertificateName(moved.signing.ca_key_id, moved.signing.serial)
    reason = lists.reason(signing, moved.signing.distribution_point, NOW, NO_GRACE)
    assert reason is RevocationReason.AFFILIATION_CHANGED
    kept = read_user_certificate(moved.user_certificate, ours, NOW)
    assert lists.check(kept.name, kept.distribution_point, NOW, NO_GRACE) is Freshness.FRESH
    gone = read_user_certificate(lost.user_certificate, ours, NOW)
    with pytest.raises(CertificateRevoked):
        lists.check(gone.name, gone.distribution_point, NOW, NO_GRACE)


def test_an_expired_card_is_expired(office: CardOffice, ours: Trust) -> None:
    office.issue(name="hanako", holder="見本花子")
    with pytest.raises(CertificateExpired):
        read_user_certificate(office.expire("hanako").user_certificate, ours, NOW)
