"""Keep which signing certificate a change notice watches: on consent alone, and sealed (P11 and P12)."""

from __future__ import annotations

from mykey.kernel.ports import SigningCertificateName
from mykey.kernel.refusals_of_links import SigningCertificateMissing
from mykey.models.links import LINK_SIGNING, Link
from mykey.services.card_certificate import CardCertificate
from mykey.services.work import CardRules, Work

__all__ = ["find_signing_certificate", "watch_signing_certificate"]


def find_signing_certificate(cards: CardRules, certificate: CardCertificate) -> SigningCertificateName:
    """Ask the authority for the holder's signing certificate. No transaction should be open meanwhile.

    Raises:
        SigningCertificateMissing: the holder has none (under 15, not wanted, or revoked).
        SuccessionUnknown: no answer.
    """
    found = cards.linkage.signing_certificate(certificate.name)
    if found is None:
        raise SigningCertificateMissing
    return found


def watch_signing_certificate(work: Work, link: Link, signing: SigningCertificateName | None) -> None:
    """Write into the link what is watched; None: no notice is wanted and nothing is kept."""
    link.change_notice = signing is not None
    link.signing_sealed = None
    if signing is not None:
        value = {
            "ca_key_id": signing.name.ca_key_id.hex(),
            "serial": str(signing.name.serial),
            "distribution_point": signing.distribution_point,
        }
        link.signing_sealed = work.keys.seal(LINK_SIGNING, link.id, value)
