"""The four authorities of the town: two kinds in two generations, made once when the ledger is new."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import SubjectKeyIdentifier, load_der_x509_certificate

from town.authority.certificates import Authority, authority_certificate
from town.authority.keys import KeySource, key_from_der, key_to_der
from town.authority.names import GENERATIONS, HOME_MUNICIPALITIES, KINDS
from town.ledger import Ledger

__all__ = ["authorities", "found_authorities"]

#: Each CA key counts from here, so that serials of different CA keys overlap as the real ones do. Four bytes,
#: and long enough that a leak test finds one in a log.
FIRST_SERIAL = 710_884_353

YEAR = timedelta(days=365)

#: Years before and after the founding. Both generations are valid for as long as a demo may run.
YEARS_OF_GENERATION = {1: (5, 7), 2: (1, 11)}


def found_authorities(ledger: Ledger, key_source: KeySource, moment: datetime) -> None:
    """Make keys and certificates where the ledger has none; else leave everything as it is.

    Within one transaction, because several processes may open a new home at once.
    """
    if ledger.row("SELECT 1 FROM authorities") is not None:
        return
    with ledger.transaction() as connection:
        if connection.execute("SELECT 1 FROM authorities").fetchone() is None:
            for generation in GENERATIONS:
                _found_generation(connection, key_source, generation, moment.replace(microsecond=0))
            connection.executemany(
                "INSERT INTO municipalities (name) VALUES (?)", [(name,) for name in HOME_MUNICIPALITIES]
            )


def _found_generation(
    connection: sqlite3.Connection, key_source: KeySource, generation: int, moment: datetime
) -> None:
    before, after = YEARS_OF_GENERATION[generation]
    for kind in KINDS:
        key = key_source("rsa2048", f"{kind} {generation}")
        if not isinstance(key, RSAPrivateKey):
            raise TypeError("an authority's key is RSA (jpki.md)")
        certificate = authority_certificate(kind, key, moment - before * YEAR, moment + after * YEAR)
        ca_key_id = SubjectKeyIdentifier.from_public_key(key.public_key()).digest
        connection.execute(
            "INSERT INTO authorities (kind, generation, ca_key_id, certificate, key, next_serial)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                kind,
                generation,
                ca_key_id,
                certificate.public_bytes(Encoding.DER),
                key_to_der(key),
                FIRST_SERIAL,
            ),
        )


def authorities(ledger: Ledger) -> tuple[Authority, ...]:
    """All four, user authentication first, older generation first."""
    rows = ledger.rows("SELECT * FROM authorities ORDER BY kind DESC, generation")
    found = []
    for row in rows:
        key = key_from_der(row["key"])
        if not isinstance(key, RSAPrivateKey):
            raise TypeError("an authority's key is RSA (jpki.md)")
        found.append(
            Authority(
                kind=row["kind"],
                generation=row["generation"],
                ca_key_id=row["ca_key_id"],
                certificate=load_der_x509_certificate(row["certificate"]),
                private_key=key,
            )
        )
    return tuple(found)
