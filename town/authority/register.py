"""The rows of cards and certificates, read and written: what the office's acts are made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from cryptography.x509.oid import NameOID

from town.authority.certificates import Authority, Draft, Holder, end_entity_certificate
from town.authority.issued import IssuedCard, IssuedCertificate
from town.authority.keys import PrivateKey, key_from_der, key_to_der
from town.authority.lists import RevocationReason
from town.authority.names import Kind, distribution_point
from town.errors import CardNotKnown
from town.ledger import Ledger

__all__ = ["Register", "Validity"]

Validity = tuple[datetime, datetime]


@dataclass(frozen=True)
class Register:
    """Cards and their certificates. What writes joins the transaction of the act it is part of."""

    ledger: Ledger
    random_bytes: Callable[[int], bytes]

    def names(self) -> list[str]:
        """Every card's short name."""
        return [row["name"] for row in self.ledger.rows("SELECT name FROM cards ORDER BY name")]

    def add_card(self, **columns: str | int) -> None:
        """Enter a card, still without certificates."""
        with self.ledger.transaction() as connection:
            connection.execute(
                "INSERT INTO cards (name, holder, note, municipality, address, born, sex, key_type,"
                " generation, under_15, pin, pin_tries, password, password_tries)"
                " VALUES (:name, :holder, :note, :municipality, :address, :born, :sex, :key_type,"
                " :generation, :under_15, :pin, :pin_tries, :password, :password_tries)",
                columns,
            )

    def card(self, name: str) -> IssuedCard:
        """The card as it is now. An unknown name raises `CardNotKnown`."""
        row = self._card_row(name)
        user = self._on_card(name, "user")
        if user is None:
            raise CardNotKnown(f'The card "{name}" has no user certificate.')
        signing = self._on_card(name, "signing")
        return IssuedCard(
            name=row["name"],
            holder=row["holder"],
            note=row["note"],
            municipality=row["municipality"],
            address=row["address"],
            born=date.fromisoformat(row["born"]),
            sex=row["sex"],
            key_type=row["key_type"],
            generation=row["generation"],
            under_15=bool(row["under_15"]),
            tries_left=row["pin_tries"],
            pin=row["pin"],
            signing_password=row["password"],
            user=_issued(user),
            signing=None if signing is None else _issued(signing),
        )

    def in_force(self, name: str, kind: Kind) -> bool:
        """Whether the card holds a certificate of this kind that was not revoked."""
        row = self._on_card(name, kind)
        return row is not None and row["revoked_at"] is None

    def state(self, name: str, moment: datetime) -> str:
        """The card's user certificate in one word: "good", "revoked" or "expired"."""
        row = self._on_card(name, "user")
        if row is None:
            raise CardNotKnown(f'There is no card named "{name}".')
        if row["revoked_at"] is not None:
            return "revoked"
        return "good" if moment.timestamp() <= row["not_after"] else "expired"

    def put_certificate(self, name: str, authority: Authority, key: PrivateKey, validity: Validity) -> None:
        """Issue a certificate onto a card. The one of its kind that was there becomes its predecessor."""
        old = self._on_card(name, authority.kind)
        card = self._card_row(name)
        with self.ledger.transaction() as connection:
            serial = connection.execute(
                "UPDATE authorities SET next_serial = next_serial + 1 WHERE ca_key_id = ?"
                " RETURNING next_serial - 1",
                (authority.ca_key_id,),
            ).fetchone()[0]
            draft = _draft(
                card, card["municipality"], key, serial, self._common_name(authority.kind), validity
            )
            connection.execute(
                "UPDATE certificates SET on_card = 0 WHERE card = ? AND kind = ?", (name, authority.kind)
            )
            connection.execute(
                "INSERT INTO certificates (ca_key_id, serial, kind, card, municipality, der, key, not_after,"
                " predecessor_ca_key_id, predecessor_serial) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    authority.ca_key_id,
                    serial,
                    authority.kind,
                    name,
                    draft.municipality,
                    end_entity_certificate(authority, draft).public_bytes(Encoding.DER),
                    key_to_der(key),
                    int(draft.not_after.timestamp()),
                    None if old is None else old["ca_key_id"],
                    None if old is None else old["serial"],
                ),
            )

    def redate_certificate(self, name: str, authority: Authority, validity: Validity) -> None:
        """Sign the card's certificate again with other dates: same serial, name and key."""
        row = self._on_card(name, authority.kind)
        if row is None:
            return
        subject = load_der_x509_certificate(row["der"]).subject
        common_name = str(subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
        draft = _draft(
            self._card_row(name),
            row["municipality"],
            key_from_der(row["key"]),
            row["serial"],
            common_name,
            validity,
        )
        with self.ledger.transaction() as connection:
            connection.execute(
                "UPDATE certificates SET der = ?, not_after = ? WHERE ca_key_id = ? AND serial = ?",
                (
                    end_entity_certificate(authority, draft).public_bytes(Encoding.DER),
                    int(draft.not_after.timestamp()),
                    row["ca_key_id"],
                    row["serial"],
                ),
            )

    def revoke(self, name: str, kind: Kind, reason: RevocationReason, moment: datetime) -> None:
        """Enter the card's certificate of this kind into the lists. The first revocation stands."""
        with self.ledger.transaction() as connection:
            connection.execute(
                "UPDATE certificates SET revoked_at = ?, reason = ?"
                " WHERE card = ? AND kind = ? AND on_card AND revoked_at IS NULL",
                (int(moment.timestamp()), int(reason), name, kind),
            )

    def authority_of(self, name: str, kind: Kind) -> bytes | None:
        """The key identifier of the CA that signed the card's certificate of this kind."""
        row = self._on_card(name, kind)
        return None if row is None else row["ca_key_id"]

    def _card_row(self, name: str) -> sqlite3.Row:
        row = self.ledger.row("SELECT * FROM cards WHERE name = ?", name)
        if row is None:
            raise CardNotKnown(f'There is no card named "{name}".')
        return row

    def _on_card(self, name: str, kind: Kind) -> sqlite3.Row | None:
        return self.ledger.row(
            "SELECT * FROM certificates WHERE card = ? AND kind = ? AND on_card", name, kind
        )

    def _common_name(self, kind: Kind) -> str:
        """23 letters and digits for a user certificate, 28 digits for a signing certificate (jpki.md)."""
        number = int.from_bytes(self.random_bytes(32), "big")
        if kind == "signing":
            return f"{number % 10**28:028d}"
        alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        letters = []
        for _ in range(23):
            number, place = divmod(number, len(alphabet))
            letters.append(alphabet[place])
        return "".join(letters)


def _draft(
    card: sqlite3.Row,
    municipality: str,
    key: PrivateKey,
    serial: int,
    common_name: str,
    validity: Validity,
) -> Draft:
    return Draft(
        key=key,
        serial=serial,
        common_name=common_name,
        municipality=municipality,
        holder=Holder(
            name=card["holder"],
            born=date.fromisoformat(card["born"]),
            sex=card["sex"],
            address=card["address"],
        ),
        not_before=validity[0],
        not_after=validity[1],
    )


def _issued(row: sqlite3.Row) -> IssuedCertificate:
    return IssuedCertificate(
        kind=row["kind"],
        ca_key_id=row["ca_key_id"],
        serial=row["serial"],
        distribution_point=distribution_point(row["kind"], row["municipality"]).rfc4514_string(),
        der=row["der"],
        key_der=row["key"],
    )
