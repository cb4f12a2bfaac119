from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from mykey.certificates import (
    AuthorityKind,
    Trust,
    TrustedAuthority,
    TrustUnusable,
    load_trust,
    read_user_certificate,
)
from tests.support.certificate_forge import (
    MOMENT,
    SIGNING_POLICY,
    USER_POLICY,
    ForgedAuthority,
    certificate,
    trust,
)


def document(*authorities: ForgedAuthority) -> dict[str, Any]:
    return {
        "authorities": [
            {
                "kind": authority.kind,
                "generation": authority.generation,
                "ca_key_id": authority.key_id.hex(),
                "certificate": authority.certificate.public_bytes(Encoding.PEM).decode(),
            }
            for authority in authorities
        ],
        "user_policy_oid": USER_POLICY,
        "signing_policy_oid": SIGNING_POLICY,
    }


def load(content: object) -> Trust:
    return load_trust(json.dumps(content).encode())


def refusal(content: object) -> object:
    with pytest.raises(TrustUnusable) as refused:
        load(content)
    return refused.value.facts["reason"]


USER, SIGNING = ForgedAuthority(), ForgedAuthority("signing")


def test_trust_is_loaded_from_the_authoritys_file() -> None:
    loaded = load(document(ForgedAuthority(generation=1), USER, SIGNING))
    authority = loaded.authority(USER.key_id)
    assert authority is not None
    assert authority.kind is AuthorityKind.USER
    assert loaded.authority(bytes(20)) is None
    read_user_certificate(certificate(), loaded, MOMENT)


def test_two_generations_of_one_name_are_two_authorities() -> None:
    loaded = load(document(ForgedAuthority(generation=1), USER))
    assert len(loaded.authorities_named(USER.name.public_bytes())) == 2
    assert loaded.authorities_named(SIGNING.name.public_bytes()) == []


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("user_policy_oid", None),
        ("user_policy_oid", "one.two"),
        ("user_policy_oid", ""),
        ("signing_policy_oid", USER_POLICY),
        ("signing_policy_oid", 7),
    ],
)
def test_policies_must_be_two_different_identifiers(member: str, value: object) -> None:
    assert refusal({**document(USER), member: value}) == "policy"


@pytest.mark.parametrize("member", ["authorities", "user_policy_oid", "signing_policy_oid"])
def test_every_member_must_be_there(member: str) -> None:
    content = document(USER)
    del content[member]
    assert refusal(content) == "file-malformed"


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("kind", "both"),
        ("ca_key_id", "zz"),
        ("ca_key_id", 7),
        ("certificate", "no PEM"),
        ("certificate", None),
        ("certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
    ],
)
def test_every_member_of_an_authority_is_checked(member: str, value: object) -> None:
    content = document(USER)
    content["authorities"][0][member] = value
    assert refusal(content) == "file-malformed"


@pytest.mark.parametrize("content", [None, [], 7, "text", {}, {"authorities": {}}])
def test_other_json_is_malformed(content: object) -> None:
    assert refusal(content) == "file-malformed"


@given(st.binary(max_size=200))
def test_bytes_at_random_are_malformed(content: bytes) -> None:
    with pytest.raises(TrustUnusable):
        load_trust(content)


def test_a_deeply_nested_file_is_malformed() -> None:
    with pytest.raises(TrustUnusable):
        load_trust(b"[" * 200_000)


def test_nobody_for_user_certificates_is_no_trust() -> None:
    assert refusal(document()) == "no-user-authority"
    assert refusal(document(SIGNING)) == "no-user-authority"


def test_one_key_serves_one_authority() -> None:
    assert refusal(document(USER, USER)) == "key-used-twice"
    entries = document(USER, USER)
    entries["authorities"][1]["kind"] = "signing"
    assert refusal(entries) == "key-used-twice"


def test_the_key_identifier_must_be_the_certificates_own() -> None:
    content = document(USER)
    content["authorities"][0]["ca_key_id"] = "00" * 20
    assert refusal(content) == "key-id-differs"


@pytest.mark.parametrize(
    ("authority", "reason"),
    [
        pytest.param(ForgedAuthority(bits=1024), "weak-key", id="RSA-1024"),
        pytest.param(ForgedAuthority(exponent=3), "weak-key", id="exponent 3"),
        pytest.param(ForgedAuthority(ca=False), "not-an-authority", id="no CA"),
        pytest.param(ForgedAuthority(basic_critical=False), "not-an-authority", id="not critical"),
        pytest.param(ForgedAuthority(usage=("key_cert_sign",)), "not-an-authority", id="no lists"),
        pytest.param(ForgedAuthority(usage=("crl_sign",)), "not-an-authority", id="no certificates"),
        pytest.param(
            ForgedAuthority(extra=(x509.InhibitAnyPolicy(0), True)),
            "not-an-authority",
            id="one more critical",
        ),
        pytest.param(ForgedAuthority(digest=hashes.SHA512), "algorithm", id="SHA-512"),
    ],
)
def test_a_certificate_that_is_no_authority_is_no_basis(authority: ForgedAuthority, reason: str) -> None:
    assert refusal(document(authority)) == reason


def test_a_card_is_no_authority() -> None:
    with pytest.raises(TrustUnusable) as refused:
        Trust(trust().policy, [TrustedAuthority(AuthorityKind.USER, USER.key_id, certificate())])
    assert refused.value.facts["reason"] == "not-an-authority"


def test_the_authoritys_own_signature_must_hold() -> None:
    bent = USER.der[:-1] + bytes([USER.der[-1] ^ 1])
    for der, reason in (
        (bent, "signature"),
        (USER.der + b"\0", "certificate-malformed"),
        (b"", "certificate-malformed"),
    ):
        with pytest.raises(TrustUnusable) as refused:
            Trust(trust().policy, [TrustedAuthority(AuthorityKind.USER, USER.key_id, der)])
        assert refused.value.facts["reason"] == reason


def test_a_larger_authority_key_is_welcome() -> None:
    authority = ForgedAuthority(of="large", bits=3072)
    read_user_certificate(certificate(authority), trust(authority), MOMENT)
