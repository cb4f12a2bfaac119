from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from tests.support.moving_clock import MovingClock
from town.authority.issued import IssuedCard, IssuedCertificate
from town.authority.keys import KeyPool
from town.authority.lists import RevocationReason
from town.authority.office import CardOffice
from town.errors import (
    AuthorityNotKnown,
    CardNameNotUsable,
    CardNameTaken,
    CardNotKnown,
    CardRevoked,
    MunicipalityNotUsable,
    PinNotUsable,
)


@pytest.fixture
def hanako(office: CardOffice) -> IssuedCard:
    return office.issue(name="hanako", holder="見本　花子")


def signing_of(card: IssuedCard) -> IssuedCertificate:
    assert card.signing is not None
    return card.signing


def entry(
    office: CardOffice, issued: IssuedCertificate, moment: datetime | None = None
) -> x509.RevokedCertificate | None:
    der = office.crl(issued.ca_key_id, issued.distribution_point, moment)
    return x509.load_der_x509_crl(der).get_revoked_certificate_by_serial_number(issued.serial)


def reason(office: CardOffice, issued: IssuedCertificate) -> x509.ReasonFlags:
    revoked = entry(office, issued)
    assert revoked is not None
    return revoked.extensions.get_extension_for_class(x509.CRLReason).value.reason


def test_a_fresh_card_is_good_and_on_no_list(office: CardOffice, hanako: IssuedCard) -> None:
    assert office.state("hanako") == "good"
    assert entry(office, hanako.user) is None
    assert entry(office, signing_of(hanako)) is None
    assert office.predecessor(hanako.user.ca_key_id, hanako.user.serial) is None


def test_renewal_supersedes_both_certificates_and_records_the_predecessor(
    office: CardOffice, hanako: IssuedCard
) -> None:
    renewed = office.renew("hanako")

    assert renewed.user.serial != hanako.user.serial
    assert reason(office, hanako.user) is x509.ReasonFlags.superseded
    assert reason(office, signing_of(hanako)) is x509.ReasonFlags.superseded
    assert entry(office, renewed.user) is None
    found = office.predecessor(renewed.user.ca_key_id, renewed.user.serial)
    assert found is not None
    assert (found.ca_key_id, found.serial) == (hanako.user.ca_key_id, hanako.user.serial)


def test_renewal_may_change_generation_and_key_type(office: CardOffice) -> None:
    old = office.issue(name="hanako", holder="見本　花子", generation=1)
    renewed = office.renew("hanako", key_type="p384")

    assert isinstance(renewed.user.certificate.public_key(), EllipticCurvePublicKey)
    assert renewed.user.ca_key_id == office.authority("user", 2).ca_key_id
    found = office.predecessor(renewed.user.ca_key_id, renewed.user.serial)
    assert found is not None
    assert found.ca_key_id == old.user.ca_key_id


def test_renewing_twice_makes_a_chain(office: CardOffice, hanako: IssuedCard) -> None:
    second = office.renew("hanako")
    third = office.renew("hanako")

    step = office.predecessor(third.user.ca_key_id, third.user.serial)
    assert step is not None
    assert step.serial == second.user.serial
    step = office.predecessor(step.ca_key_id, step.serial)
    assert step is not None
    assert step.serial == hanako.user.serial


def test_moving_house_replaces_the_signing_certificate_alone(office: CardOffice, hanako: IssuedCard) -> None:
    moved = office.move_house("hanako", municipality="Tokyo-to/Chofu-shi", address="東京都調布市見本町１")

    assert moved.user == hanako.user
    assert entry(office, hanako.user) is None
    assert reason(office, signing_of(hanako)) is x509.ReasonFlags.affiliation_changed
    assert "Chofu-shi" in signing_of(moved).distribution_point
    assert "東京都調布市見本町１".encode() in signing_of(moved).der
    linked = office.signing_of(hanako.user.ca_key_id, hanako.user.serial)
    assert linked is not None
    assert linked.serial == signing_of(moved).serial
    assert linked.distribution_point == signing_of(moved).distribution_point


def test_moving_house_without_a_signing_certificate_in_force_issues_none(office: CardOffice) -> None:
    ken = office.issue(name="ken", holder="見本　健", under_15=True)
    office.issue(name="hanako", holder="見本　花子")
    revoked = office.revoke("hanako", kinds=("signing",))

    assert office.move_house("ken").user == ken.user
    assert office.move_house("ken").signing is None
    assert office.move_house("hanako").signing == revoked.signing
    assert reason(office, signing_of(revoked)) is x509.ReasonFlags.cessation_of_operation


def test_a_revoked_card_cannot_move_house(office: CardOffice, hanako: IssuedCard) -> None:
    office.lose(hanako.name)

    with pytest.raises(CardRevoked):
        office.move_house(hanako.name)


def test_loss_revokes_both_and_leaves_no_signing_certificate_in_force(
    office: CardOffice, hanako: IssuedCard
) -> None:
    office.lose("hanako")

    assert office.state("hanako") == "revoked"
    assert reason(office, hanako.user) is x509.ReasonFlags.certificate_hold
    assert reason(office, signing_of(hanako)) is x509.ReasonFlags.certificate_hold
    assert office.signing_of(hanako.user.ca_key_id, hanako.user.serial) is None


def test_an_earlier_revocation_keeps_its_reason_when_the_lost_card_is_replaced(
    office: CardOffice, hanako: IssuedCard
) -> None:
    office.lose("hanako", reason=RevocationReason.KEY_COMPROMISE)
    replaced = office.renew("hanako")

    assert reason(office, hanako.user) is x509.ReasonFlags.key_compromise
    assert office.state("hanako") == "good"
    found = office.predecessor(replaced.user.ca_key_id, replaced.user.serial)
    assert found is not None


def test_an_unspecified_reason_is_said_by_no_extension(office: CardOffice, hanako: IssuedCard) -> None:
    office.revoke("hanako", reason=RevocationReason.UNSPECIFIED)
    revoked = entry(office, hanako.user)

    assert revoked is not None
    assert len(revoked.extensions) == 0


def test_a_list_of_an_earlier_moment_does_not_know_later_revocations(
    office: CardOffice, clock: MovingClock, hanako: IssuedCard
) -> None:
    before = clock()
    clock.advance(hours=1)
    office.lose("hanako")

    assert entry(office, hanako.user, before) is None
    assert entry(office, hanako.user, clock()) is not None


def test_expiry_keeps_serials_names_and_keys(
    office: CardOffice, clock: MovingClock, hanako: IssuedCard
) -> None:
    expired = office.expire("hanako")

    assert office.state("hanako") == "expired"
    for old, new in ((hanako.user, expired.user), (signing_of(hanako), signing_of(expired))):
        assert (old.serial, old.ca_key_id, old.key_der) == (new.serial, new.ca_key_id, new.key_der)
        assert old.certificate.subject == new.certificate.subject
        assert new.certificate.not_valid_after_utc < clock()
    assert entry(office, hanako.user) is None
    assert office.signing_of(hanako.user.ca_key_id, hanako.user.serial) is None


def test_expiry_after_a_move_keeps_the_distribution_point_of_the_user_certificate(
    office: CardOffice, hanako: IssuedCard
) -> None:
    office.move_house("hanako", municipality="Tokyo-to/Chofu-shi")

    assert office.expire("hanako").user.distribution_point == hanako.user.distribution_point
    assert b"Kawasaki-shi-Nakahara-ku" in office.card("hanako").user_certificate


def test_a_card_lives_until_its_last_second(office: CardOffice, clock: MovingClock) -> None:
    office.issue(name="hanako", holder="見本　花子", not_after=clock() + timedelta(days=1))
    clock.advance(days=1)
    assert office.state("hanako") == "good"

    clock.advance(seconds=1)
    assert office.state("hanako") == "expired"


def test_dates_may_be_handed_in(office: CardOffice, clock: MovingClock) -> None:
    begin, end = clock() + timedelta(days=3), clock() + timedelta(days=9)
    card = office.issue(name="hanako", holder="見本　花子", not_before=begin, not_after=end)

    assert card.user.certificate.not_valid_before_utc == begin
    assert card.user.certificate.not_valid_after_utc == end


def test_linkage_knows_nothing_of_strange_or_huge_serials(office: CardOffice, hanako: IssuedCard) -> None:
    for serial in (1, 2**63, 2**159):
        assert office.predecessor(hanako.user.ca_key_id, serial) is None
        assert office.signing_of(hanako.user.ca_key_id, serial) is None


def test_certificates_sign_as_the_card_does(office: CardOffice, hanako: IssuedCard) -> None:
    challenge = bytes(range(32))
    rsa = hanako.user.certificate.public_key()
    assert isinstance(rsa, RSAPublicKey)
    rsa.verify(hanako.user.sign(challenge), challenge, PKCS1v15(), SHA256())

    next_card = office.issue(name="taro", holder="見本　太郎", key_type="p384")
    p384 = next_card.user.certificate.public_key()
    assert isinstance(p384, EllipticCurvePublicKey)
    assert p384.curve.name == "secp384r1"
    p384.verify(next_card.user.sign(challenge), challenge, ECDSA(SHA384()))


def test_one_pool_founds_the_same_authorities_and_another_pool_strange_ones(
    office: CardOffice, clock: MovingClock, keys: KeyPool
) -> None:
    with (
        CardOffice(None, clock=clock, key_source=keys) as same,
        CardOffice(None, clock=clock, key_source=KeyPool(size=1)) as strange,
    ):
        known = {authority.ca_key_id for authority in office.authorities}

        assert {authority.ca_key_id for authority in same.authorities} == known
        assert not {authority.ca_key_id for authority in strange.authorities} & known


def test_what_no_office_would_do_is_refused(office: CardOffice, hanako: IssuedCard) -> None:
    with pytest.raises(CardNameTaken):
        office.issue(name=hanako.name, holder="見本　花")
    with pytest.raises(CardNameNotUsable):
        office.issue(name="../hanako", holder="見本　花")
    with pytest.raises(MunicipalityNotUsable):
        office.issue(name="taro", holder="見本　太郎", municipality="141305")
    with pytest.raises(PinNotUsable):
        office.issue(name="taro", holder="見本　太郎", pin="12345")
    with pytest.raises(PinNotUsable):
        office.issue(name="taro", holder="見本　太郎", signing_password="abc123")
    with pytest.raises(AuthorityNotKnown):
        office.issue(name="taro", holder="見本　太郎", generation=3)
    with pytest.raises(CardNotKnown):
        office.renew("taro")
    assert [card.name for card in office.cards()] == ["hanako"]


def test_a_card_shows_neither_serial_nor_pin_nor_certificate(hanako: IssuedCard) -> None:
    shown = repr(hanako)

    assert str(hanako.user.serial) not in shown
    assert "1234" not in shown
    assert "ABC123" not in shown
