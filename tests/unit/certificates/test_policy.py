from __future__ import annotations

import dataclasses

import pytest

from mykey.certificates import CertificatePolicy, KeyType, SignatureAlgorithm, TrustUnusable
from tests.support.certificate_forge import SIGNING_POLICY, USER_POLICY


def test_a_policy_has_no_defaults() -> None:
    for field in dataclasses.fields(CertificatePolicy):
        assert field.default is dataclasses.MISSING
        assert field.default_factory is dataclasses.MISSING


def test_a_policy_that_accepts_nothing_is_a_mistake() -> None:
    for algorithms, keys in ((frozenset(SignatureAlgorithm), frozenset()), (frozenset(), frozenset(KeyType))):
        with pytest.raises(TrustUnusable):
            CertificatePolicy(USER_POLICY, SIGNING_POLICY, algorithms, keys)


def test_the_policy_is_written_as_in_certificates() -> None:
    policy = CertificatePolicy(
        "2.5.29.32.0", SIGNING_POLICY, frozenset(SignatureAlgorithm), frozenset(KeyType)
    )
    assert policy.user_policy == b"\x55\x1d\x20\x00"
