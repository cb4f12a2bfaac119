from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from hypothesis import given
from hypothesis import strategies as st

from mykey.certificates import CHALLENGE_BYTES, UserCertificate, prove_possession, read_user_certificate
from mykey.kernel.refusals_of_cards import ChallengeFailed
from tests.support.certificate_forge import MOMENT, certificate, p384_key, rsa_key, trust

CHALLENGE = bytes(range(CHALLENGE_BYTES))


@pytest.fixture(scope="module")
def rsa_card() -> UserCertificate:
    return read_user_certificate(certificate(key=rsa_key("card")), trust(), MOMENT)


@pytest.fixture(scope="module")
def p384_card() -> UserCertificate:
    return read_user_certificate(certificate(key=p384_key("card")), trust(), MOMENT)


def rsa_signature(challenge: bytes = CHALLENGE, name: str = "card") -> bytes:
    return rsa_key(name).sign(challenge, padding.PKCS1v15(), SHA256())


def p384_signature(challenge: bytes = CHALLENGE, name: str = "card") -> bytes:
    return p384_key(name).sign(challenge, ec.ECDSA(SHA384()))


def test_the_card_that_signed_holds_the_key(rsa_card: UserCertificate, p384_card: UserCertificate) -> None:
    prove_possession(rsa_card, CHALLENGE, rsa_signature())
    prove_possession(p384_card, CHALLENGE, p384_signature())


def test_another_cards_signature_fails(rsa_card: UserCertificate, p384_card: UserCertificate) -> None:
    for card, signature in (
        (rsa_card, rsa_signature(name="other card")),
        (p384_card, p384_signature(name="other card")),
        (rsa_card, p384_signature()),
        (p384_card, rsa_signature()),
    ):
        with pytest.raises(ChallengeFailed):
            prove_possession(card, CHALLENGE, signature)


def test_another_challenge_fails(rsa_card: UserCertificate, p384_card: UserCertificate) -> None:
    other = bytes(CHALLENGE_BYTES)
    for card, signature in ((rsa_card, rsa_signature(other)), (p384_card, p384_signature(other))):
        with pytest.raises(ChallengeFailed):
            prove_possession(card, CHALLENGE, signature)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_challenge_of_another_length_fails_even_when_signed(length: int, rsa_card: UserCertificate) -> None:
    with pytest.raises(ChallengeFailed):
        prove_possession(rsa_card, bytes(length), rsa_signature(bytes(length)))


def test_other_paddings_and_hashes_fail(rsa_card: UserCertificate, p384_card: UserCertificate) -> None:
    pss = padding.PSS(padding.MGF1(SHA256()), padding.PSS.DIGEST_LENGTH)
    for signature in (
        rsa_key("card").sign(CHALLENGE, pss, SHA256()),
        rsa_key("card").sign(CHALLENGE, padding.PKCS1v15(), SHA512()),
        rsa_key("card").sign(CHALLENGE, padding.PKCS1v15(), utils.Prehashed(SHA256())),
    ):
        with pytest.raises(ChallengeFailed):
            prove_possession(rsa_card, CHALLENGE, signature)
    with pytest.raises(ChallengeFailed):
        prove_possession(p384_card, CHALLENGE, p384_key("card").sign(CHALLENGE, ec.ECDSA(SHA256())))


def test_an_ecdsa_signature_not_in_der_fails(p384_card: UserCertificate) -> None:
    first, second = utils.decode_dss_signature(p384_signature())
    plain = first.to_bytes(48, "big") + second.to_bytes(48, "big")
    for signature in (plain, p384_signature() + b"\0"):
        with pytest.raises(ChallengeFailed):
            prove_possession(p384_card, CHALLENGE, signature)


def test_every_changed_byte_of_a_signature_fails(
    rsa_card: UserCertificate, p384_card: UserCertificate
) -> None:
    for card, signature in ((rsa_card, rsa_signature()), (p384_card, p384_signature())):
        for place in range(len(signature)):
            bent = signature[:place] + bytes([signature[place] ^ 1]) + signature[place + 1 :]
            with pytest.raises(ChallengeFailed):
                prove_possession(card, CHALLENGE, bent)


@given(st.binary(max_size=600))
def test_bytes_at_random_fail(signature: bytes) -> None:
    for key in (rsa_key("card"), p384_key("card")):
        card = read_user_certificate(certificate(key=key), trust(), MOMENT)
        with pytest.raises(ChallengeFailed):
            prove_possession(card, CHALLENGE, signature)
