"""Cards that no honest counter would hand out, and cards whose time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding

from tests.functional.second_client.world import Person, World
from tests.support.certificate_forge import ForgedAuthority, certificate, policies, rsa_key
from town.authority.keys import PrivateKey

__all__ = [
    "Stranger",
    "claiming_our_authority",
    "expired",
    "not_yet_valid",
    "of_another_policy",
    "revoked",
    "untrusted",
]


@dataclass(frozen=True)
class Stranger:
    """A chip with any certificate and key."""

    der: bytes
    key: PrivateKey

    def sign(self, challenge: bytes) -> bytes:
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(challenge, PKCS1v15(), SHA256())
        return self.key.sign(challenge, ECDSA(SHA384()))


def untrusted() -> Stranger:
    """Another authority with the same distinguished name and a key of its own."""
    return Stranger(certificate(ForgedAuthority(of="stranger")), rsa_key("card"))


def claiming_our_authority(world: World) -> Stranger:
    """The same, but its certificate names our authority's key as its signer's."""
    ours = world.office.authority("user", 2).ca_key_id
    changes = {"authority": (x509.AuthorityKeyIdentifier(ours, None, None), False)}
    return Stranger(certificate(ForgedAuthority(of="stranger"), changes=changes), rsa_key("card"))


def of_another_policy(world: World) -> Stranger:
    """Signed by our user authority, with a policy that nobody knows."""
    return _signed_by_our_user_authority(world, x509.CertificatePolicies, policies("1.3.6.1.4.1.99999.1"))


def _signed_by_our_user_authority(
    world: World, kind: type[x509.ExtensionType], replacement: x509.ExtensionType
) -> Stranger:
    authority = world.office.authority("user", 2)
    model = world.person(mykey_id=False).chip
    old = model.certificate
    builder = (
        x509.CertificateBuilder()
        .subject_name(old.subject)
        .issuer_name(old.issuer)
        .public_key(old.public_key())
        .serial_number(old.serial_number)
        .not_valid_before(old.not_valid_before_utc)
        .not_valid_after(old.not_valid_after_utc)
    )
    for extension in old.extensions:
        value = replacement if isinstance(extension.value, kind) else extension.value
        builder = builder.add_extension(value, critical=extension.critical)
    der = builder.sign(authority.private_key, SHA256()).public_bytes(Encoding.DER)
    return Stranger(der, model.private_key)


def not_yet_valid(world: World) -> Person:
    return world.person(mykey_id=False, not_before=world.clock() + timedelta(days=1))


def expired(world: World) -> Person:
    person = world.person()
    world.office.expire(person.name)
    return person


def revoked(world: World) -> Person:
    person = world.person()
    world.office.lose(person.name)
    world.bring_list(person.chip)
    return person
