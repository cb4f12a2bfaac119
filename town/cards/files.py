"""What stands on a card and who may read it: the table of jpki.md, "Card protocol"."""

from __future__ import annotations

from dataclasses import dataclass

from town.authority.names import Kind
from town.authority.pins import PASSWORD_TRIES, PIN_TRIES

__all__ = [
    "APPLICATION",
    "FILES",
    "KEYS",
    "LABEL",
    "NEEDS",
    "READABLE",
    "SECRETS",
    "SIGNING_FILES",
    "TOKEN_LABEL",
    "Secret",
]

APPLICATION = bytes.fromhex("D392F000260100000001")
TOKEN_LABEL = b"JPKIAPICCTOKEN2"

SIGNING_CERTIFICATE, SIGNING_AUTHORITY = 0x0001, 0x0002
LABEL = 0x0006
USER_CERTIFICATE, USER_AUTHORITY = 0x000A, 0x000B
USER_KEY, USER_PIN = 0x0017, 0x0018
SIGNING_KEY, SIGNING_PASSWORD = 0x001A, 0x001B

#: A card without a signing certificate has none of these.
SIGNING_FILES = {SIGNING_CERTIFICATE, SIGNING_AUTHORITY, SIGNING_KEY, SIGNING_PASSWORD}
FILES = SIGNING_FILES | {LABEL, USER_CERTIFICATE, USER_AUTHORITY, USER_KEY, USER_PIN}

#: Files a terminal may read: whose certificate, and which column of the ledger.
READABLE: dict[int, tuple[Kind, str]] = {
    SIGNING_CERTIFICATE: ("signing", "der"),
    SIGNING_AUTHORITY: ("signing", "authority"),
    USER_CERTIFICATE: ("user", "der"),
    USER_AUTHORITY: ("user", "authority"),
}

#: Which secret opens what. The signing certificate needs one too: it holds name and address.
NEEDS = {SIGNING_CERTIFICATE: SIGNING_PASSWORD, USER_KEY: USER_PIN, SIGNING_KEY: SIGNING_PASSWORD}
KEYS: dict[int, Kind] = {USER_KEY: "user", SIGNING_KEY: "signing"}


@dataclass(frozen=True)
class Secret:
    """A PIN or password: where its value and its tries stand in the ledger, and how many tries there are."""

    read: str
    write: str
    tries: int


SECRETS = {
    USER_PIN: Secret(
        read="SELECT pin, pin_tries FROM cards WHERE name = ?",
        write="UPDATE cards SET pin_tries = ? WHERE name = ?",
        tries=PIN_TRIES,
    ),
    SIGNING_PASSWORD: Secret(
        read="SELECT password, password_tries FROM cards WHERE name = ?",
        write="UPDATE cards SET password_tries = ? WHERE name = ?",
        tries=PASSWORD_TRIES,
    ),
}
