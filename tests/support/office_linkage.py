"""The authority's linkage service without a network: the port answered by the town's card office."""

from __future__ import annotations

from mykey.kernel.ports import CertificateName, SigningCertificateName
from mykey.kernel.refusals_of_cards import SuccessionUnknown
from town.authority.office import CardOffice

__all__ = ["OfficeLinkage"]


class OfficeLinkage:
    """Implements `mykey.kernel.ports.Linkage`. `down` leaves questions unanswered; `asked` counts them."""

    def __init__(self, office: CardOffice) -> None:
        self._office = office
        self.down = False
        self.asked = 0

    def predecessor(self, certificate: CertificateName) -> CertificateName | None:
        self._ask()
        found = self._office.predecessor(certificate.ca_key_id, certificate.serial)
        return None if found is None else CertificateName(found.ca_key_id, found.serial)

    def signing_certificate(self, certificate: CertificateName) -> SigningCertificateName | None:
        self._ask()
        found = self._office.signing_of(certificate.ca_key_id, certificate.serial)
        if found is None:
            return None
        name = CertificateName(found.ca_key_id, found.serial)
        return SigningCertificateName(name, found.distribution_point)

    def _ask(self) -> None:
        self.asked += 1
        if self.down:
            raise SuccessionUnknown
