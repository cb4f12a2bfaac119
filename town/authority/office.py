"""The municipal counter in front of the card authority: every act that changes a card or the lists.

What each act revokes, and with which reason, is jpki.md's table "What revokes which".
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from town.authority import linkage
from town.authority.certificates import Authority, Sex
from town.authority.founding import authorities, found_authorities
from town.authority.issued import IssuedCard
from town.authority.keys import KeySource, KeyType, fresh_key
from town.authority.linkage import LinkedCertificate, LinkedSigningCertificate
from town.authority.lists import ListName, RevocationReason, list_names, revocation_list
from town.authority.names import KINDS, Kind, Municipality
from town.authority.pins import PASSWORD_TRIES, PIN_TRIES, check_secrets
from town.authority.register import Register
from town.authority.trust import trust_document, write_trust_file
from town.authority.validity import last_second_of_validity, past_validity
from town.clock import Clock, system_clock
from town.errors import (
    AuthorityNotKnown,
    CardNameNotUsable,
    CardNameTaken,
    CardRevoked,
    ListNotKnown,
)
from town.ledger import Ledger

__all__ = ["CardOffice"]

CARD_NAME = re.compile(r"[a-z0-9-]{1,40}")

DEMO_MUNICIPALITY = "Kanagawa-ken/Kawasaki-shi-Nakahara-ku"
DEMO_ADDRESS = "神奈川県川崎市中原区見本町一丁目２番３号"


class CardOffice:
    """The authority and its counter, in process. `home` None keeps everything in memory, for tests.

    `clock`, `key_source` and `random_bytes` are handed in. All moments are aware UTC. Whoever opens an office
    on a new home founds the four authorities there and leaves `trust.json`.
    """

    def __init__(
        self,
        home: Path | None,
        *,
        clock: Clock = system_clock,
        key_source: KeySource = fresh_key,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self.ledger = Ledger(home)
        self._clock = clock
        self._key_source = key_source
        self._register = Register(self.ledger, random_bytes)
        found_authorities(self.ledger, key_source, clock())
        self.authorities = authorities(self.ledger)
        if home is not None and not (home / "trust.json").exists():
            write_trust_file(self.authorities, home)

    def issue(
        self,
        *,
        name: str,
        holder: str,
        municipality: str = DEMO_MUNICIPALITY,
        key_type: KeyType = "rsa2048",
        under_15: bool = False,
        generation: int = 2,
        pin: str = "1234",
        signing_password: str = "ABC123",  # noqa: S107 - the demo's known password of an invented card
        not_before: datetime | None = None,
        not_after: datetime | None = None,
        born: date | None = None,
        sex: Sex = "unknown",
        address: str = DEMO_ADDRESS,
        note: str = "",
    ) -> IssuedCard:
        """Issue a card with a user certificate and, but for under-15s, a signing certificate.

        Dates not given follow the profile: from now to the 5th birthday (P-384: the 10th). Raises
        `CardNameNotUsable`, `CardNameTaken`, `MunicipalityNotUsable`, `PinNotUsable`, `AuthorityNotKnown`.
        """
        if CARD_NAME.fullmatch(name) is None:
            raise CardNameNotUsable("A card's short name is 1 to 40 of a-z, 0-9 and hyphen.")
        check_secrets(pin, signing_password)
        Municipality.parse(municipality)
        self.authority("user", generation)
        birthday = born or date(self._clock().year - (10 if under_15 else 40), 4, 2)
        with self.ledger.transaction() as connection:
            if name in self._register.names():
                raise CardNameTaken(f'There is a card named "{name}" already.')
            connection.execute("INSERT OR IGNORE INTO municipalities (name) VALUES (?)", (municipality,))
            self._register.add_card(
                name=name,
                holder=holder,
                note=note,
                municipality=municipality,
                address=address,
                born=birthday.isoformat(),
                sex=sex,
                key_type=key_type,
                generation=generation,
                under_15=under_15,
                pin=pin,
                pin_tries=PIN_TRIES,
                password=signing_password,
                password_tries=PASSWORD_TRIES,
            )
            for kind in _kinds(under_15=under_15):
                self._put(name, kind, key_type, generation, birthday, not_before, not_after)
        return self.card(name)

    def renew(self, name: str, *, key_type: KeyType | None = None, generation: int = 2) -> IssuedCard:
        """New certificates; the old ones are revoked as superseded and recorded as predecessors.

        A revocation that stands already keeps its reason: so a lost card is replaced.
        """
        card = self.card(name)
        self.authority("user", generation)
        chosen = key_type or card.key_type
        with self.ledger.transaction() as connection:
            connection.execute(
                "UPDATE cards SET key_type = ?, generation = ? WHERE name = ?", (chosen, generation, name)
            )
            for kind in _kinds(under_15=card.under_15):
                self._register.revoke(name, kind, RevocationReason.SUPERSEDED, self._clock())
                self._put(name, kind, chosen, generation, card.born)
            self._lay_anew(name)
        return self.card(name)

    def move_house(
        self, name: str, *, municipality: str | None = None, address: str | None = None
    ) -> IssuedCard:
        """The holder moved: the signing certificate is revoked (3) and replaced, the user certificate stays.

        Where no signing certificate is in force only the address changes. A card whose user certificate is
        revoked is refused with `CardRevoked`: it needs a renewal first.
        """
        card = self.card(name)
        if not self._register.in_force(name, "user"):
            raise CardRevoked(f'The card "{name}" is revoked: renew it first.')
        place = municipality or card.municipality
        Municipality.parse(place)
        with self.ledger.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO municipalities (name) VALUES (?)", (place,))
            connection.execute(
                "UPDATE cards SET municipality = ?, address = ? WHERE name = ?",
                (place, address or card.address, name),
            )
            if self._register.in_force(name, "signing"):
                self._register.revoke(name, "signing", RevocationReason.AFFILIATION_CHANGED, self._clock())
                self._put(name, "signing", card.key_type, card.generation, card.born)
            self._lay_anew(name)
        return self.card(name)

    def lose(self, name: str, *, reason: RevocationReason = RevocationReason.CERTIFICATE_HOLD) -> IssuedCard:
        """Loss or theft: both certificates are revoked. The card stays where it is, in whoever's hands."""
        return self.revoke(name, reason=reason)

    def revoke(
        self,
        name: str,
        *,
        reason: RevocationReason = RevocationReason.CESSATION_OF_OPERATION,
        kinds: Iterable[Kind] = KINDS,
    ) -> IssuedCard:
        """Revoke as the holder asks, both certificates or one. An earlier revocation keeps its reason."""
        card = self.card(name)
        with self.ledger.transaction():
            for kind in kinds:
                self._register.revoke(name, kind, reason, self._clock())
        return card

    def expire(self, name: str) -> IssuedCard:
        """Put the card's certificates into the past: same serials, names and keys, validity over."""
        self.card(name)
        validity = past_validity(self._clock())
        with self.ledger.transaction():
            for authority in self.authorities:
                if self._register.authority_of(name, authority.kind) == authority.ca_key_id:
                    self._register.redate_certificate(name, authority, validity)
            self._lay_anew(name)
        return self.card(name)

    def unlock(self, name: str) -> None:
        """All tries again, as the municipal counter gives them; PIN and password stay as they are."""
        self.card(name)
        with self.ledger.transaction() as connection:
            connection.execute(
                "UPDATE cards SET pin_tries = ?, password_tries = ? WHERE name = ?",
                (PIN_TRIES, PASSWORD_TRIES, name),
            )

    def card(self, name: str) -> IssuedCard:
        """The card as it is now. An unknown name raises `CardNotKnown`."""
        return self._register.card(name)

    def cards(self) -> tuple[IssuedCard, ...]:
        """Every card, by short name."""
        return tuple(self.card(name) for name in self._register.names())

    def state(self, name: str) -> str:
        """The user certificate in one word: "good", "revoked" or "expired"."""
        return self._register.state(name, self._clock())

    def authority(self, kind: Kind, generation: int) -> Authority:
        """One CA with its key, so that tests may sign deviating certificates. Raises `AuthorityNotKnown`."""
        for authority in self.authorities:
            if (authority.kind, authority.generation) == (kind, generation):
                return authority
        raise AuthorityNotKnown("There are the generations 1 and 2, each of kind user and signing.")

    def trust(self) -> dict[str, object]:
        """The content of `trust.json`."""
        return trust_document(self.authorities)

    def lists(self) -> tuple[ListName, ...]:
        """Every revocation list there is."""
        return list_names(self.ledger, self.authorities)

    def crl(self, ca_key_id: bytes, distribution_point: str, moment: datetime | None = None) -> bytes:
        """One list as DER, as of now or of `moment`. A pair without a list raises `ListNotKnown`."""
        for listed in self.lists():
            if (listed.ca_key_id, listed.distribution_point) == (ca_key_id, distribution_point):
                return self.crl_of_municipality(ca_key_id, listed.municipality, moment)
        raise ListNotKnown("There is no list for this CA key and distribution point.")

    def crl_of_municipality(
        self, ca_key_id: bytes, municipality: str, moment: datetime | None = None
    ) -> bytes:
        """The same, for a municipality written "Prefecture/City"."""
        for authority in self.authorities:
            if authority.ca_key_id == ca_key_id:
                return revocation_list(self.ledger, authority, municipality, moment or self._clock())
        raise ListNotKnown("There is no CA with this key identifier.")

    def predecessor(self, ca_key_id: bytes, serial: int) -> LinkedCertificate | None:
        """Linkage: the user certificate that this one replaced."""
        return linkage.predecessor(self.ledger, ca_key_id, serial)

    def signing_of(self, ca_key_id: bytes, serial: int) -> LinkedSigningCertificate | None:
        """Linkage: the signing certificate in force of this user certificate's holder."""
        return linkage.signing_certificate(self.ledger, ca_key_id, serial, self._clock())

    def close(self) -> None:
        """Let go of the state file."""
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _put(
        self,
        name: str,
        kind: Kind,
        key_type: KeyType,
        generation: int,
        born: date,
        not_before: datetime | None = None,
        not_after: datetime | None = None,
    ) -> None:
        authority = self.authority(kind, generation)
        begin = not_before or self._clock().replace(microsecond=0)
        end = not_after or min(
            last_second_of_validity(born, begin, key_type), authority.certificate.not_valid_after_utc
        )
        self._register.put_certificate(name, authority, self._key_source(key_type), (begin, end))

    def _lay_anew(self, name: str) -> None:
        """What changes a card's chip counts as taking it off its reader and laying it back."""
        with self.ledger.transaction() as connection:
            connection.execute(
                "UPDATE readers SET insertion = insertion + 1"
                " WHERE name = (SELECT reader FROM cards WHERE name = ?)",
                (name,),
            )


def _kinds(*, under_15: bool) -> tuple[Kind, ...]:
    return ("user",) if under_15 else KINDS
