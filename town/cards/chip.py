"""One card lying on a reader: the JPKI application as jpki.md, "Card protocol", describes it.

What is selected and which secret was shown lasts until the card is taken away; tries left are kept for good.
"""

from __future__ import annotations

import hmac
import sqlite3
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import NoDigestInfo, Prehashed
from cryptography.hazmat.primitives.hashes import SHA384

from town.authority.keys import key_from_der
from town.authority.names import Kind
from town.cards.commands import Command, RefusedByCard, Status
from town.cards.files import (
    APPLICATION,
    FILES,
    KEYS,
    LABEL,
    NEEDS,
    READABLE,
    SECRETS,
    SIGNING_FILES,
    TOKEN_LABEL,
)
from town.ledger import Ledger

__all__ = ["Chip"]

#: DER of DigestInfo before the 48 bytes of a SHA-384 hash (RFC 8017, 9.2, note 1).
SHA384_DIGEST_INFO = bytes.fromhex("3041300D060960864801650304020205000430")

LONGEST_SECRET = 16
BYTES_OF_A_FILE_NAME = 2
#: RFC 8017, 9.2: PKCS#1 v1.5 needs 11 bytes besides the DigestInfo.
PKCS1_OVERHEAD = 11


@dataclass
class Chip:
    """A card from being laid down to being taken away. `transmit` never raises: a card answers."""

    ledger: Ledger
    name: str
    _application: bool = False
    _file: int | None = None
    _shown: set[int] = field(default_factory=set)

    def transmit(self, apdu: bytes) -> bytes:
        """Answer one command APDU with data, if any, and status word."""
        try:
            return self._answer(Command.parse(apdu))
        except RefusedByCard as refusal:
            return refusal.status.word

    def _answer(self, command: Command) -> bytes:
        match command.cla, command.ins:
            case 0x00, 0xA4:
                return self._select(command)
            case 0x00, 0xB0:
                return self._read_binary(command) + Status.DONE.word
            case 0x00, 0x20:
                return self._verify(command)
            case 0x80, 0x2A:
                return self._compute_digital_signature(command) + Status.DONE.word
            case ((0x00 | 0x80), _):
                raise RefusedByCard(Status.INSTRUCTION_NOT_KNOWN)
        raise RefusedByCard(Status.CLASS_NOT_KNOWN)

    def _select(self, command: Command) -> bytes:
        match command.p1, command.p2:
            case 0x04, 0x0C:
                if command.data != APPLICATION:
                    raise RefusedByCard(Status.NOT_FOUND)
                self._application, self._file = True, None
            case 0x02, 0x0C:
                if len(command.data) != BYTES_OF_A_FILE_NAME:
                    raise RefusedByCard(Status.WRONG_LENGTH)
                self._open(int.from_bytes(command.data, "big"))
            case _:
                raise RefusedByCard(Status.WRONG_PARAMETERS)
        return Status.DONE.word

    def _open(self, file: int) -> None:
        known = self._application and file in FILES
        if not known or (file in SIGNING_FILES and self._certificate("signing") is None):
            raise RefusedByCard(Status.NOT_FOUND)
        self._file = file

    def _read_binary(self, command: Command) -> bytes:
        if command.data or command.expected is None:
            raise RefusedByCard(Status.WRONG_LENGTH)
        offset = command.p1 << 8 | command.p2
        if command.p1 & 0x80:
            # ISO/IEC 7816-4, 11.2.2: five bits of P1 name the file and select it, P2 alone is the offset.
            if command.p1 & 0x60:
                raise RefusedByCard(Status.WRONG_PARAMETERS)
            self._open(command.p1 & 0x1F)
            offset = command.p2
        content = self._content(self._selected())
        if offset >= len(content):
            raise RefusedByCard(Status.OFFSET_OUTSIDE)
        return content[offset : offset + command.expected]

    def _content(self, file: int) -> bytes:
        if file == LABEL:
            return TOKEN_LABEL
        if file not in READABLE:
            raise RefusedByCard(Status.NOT_A_READABLE_FILE)
        self._demand_secret(file)
        kind, column = READABLE[file]
        return bytes(self._present(kind)[column])

    def _verify(self, command: Command) -> bytes:
        _demand_parameters(command)
        file = self._selected()
        if file not in SECRETS:
            raise RefusedByCard(Status.NOTHING_SELECTED)
        if len(command.data) > LONGEST_SECRET:
            raise RefusedByCard(Status.WRONG_LENGTH)
        secret = SECRETS[file]
        with self.ledger.transaction() as connection:
            value, tries = connection.execute(secret.read, (self.name,)).fetchone()
            if not command.data:
                return _tries_left(tries)
            if tries == 0:
                raise RefusedByCard(Status.LOCKED)
            right = hmac.compare_digest(command.data, value.encode())
            left = secret.tries if right else tries - 1
            connection.execute(secret.write, (left, self.name))
        if right:
            self._shown.add(file)
            return Status.DONE.word
        self._shown.discard(file)
        return _tries_left(left)

    def _compute_digital_signature(self, command: Command) -> bytes:
        _demand_parameters(command)
        file = self._selected()
        if file not in KEYS:
            raise RefusedByCard(Status.NOTHING_SELECTED)
        self._demand_secret(file)
        key = key_from_der(self._present(KEYS[file])["key"])
        if isinstance(key, RSAPrivateKey):
            if not 0 < len(command.data) <= key.key_size // 8 - PKCS1_OVERHEAD:
                raise RefusedByCard(Status.WRONG_LENGTH)
            # The terminal brings the whole DigestInfo; the card adds the padding alone.
            return key.sign(command.data, PKCS1v15(), NoDigestInfo())
        digest = command.data.removeprefix(SHA384_DIGEST_INFO)
        if digest == command.data or len(digest) != SHA384.digest_size:
            raise RefusedByCard(Status.WRONG_DATA)
        return key.sign(digest, ECDSA(Prehashed(SHA384())))

    def _selected(self) -> int:
        if self._file is None:
            raise RefusedByCard(Status.NOTHING_SELECTED)
        return self._file

    def _demand_secret(self, file: int) -> None:
        if file in NEEDS and NEEDS[file] not in self._shown:
            raise RefusedByCard(Status.PIN_NEEDED)

    def _present(self, kind: Kind) -> sqlite3.Row:
        row = self._certificate(kind)
        if row is None:
            raise RefusedByCard(Status.NOT_FOUND)
        return row

    def _certificate(self, kind: Kind) -> sqlite3.Row | None:
        return self.ledger.row(
            "SELECT certificates.der, certificates.key, authorities.certificate AS authority"
            " FROM certificates JOIN authorities USING (ca_key_id)"
            " WHERE certificates.card = ? AND certificates.kind = ? AND on_card",
            self.name,
            kind,
        )


def _demand_parameters(command: Command) -> None:
    if (command.p1, command.p2) != (0x00, 0x80):
        raise RefusedByCard(Status.WRONG_PARAMETERS)


def _tries_left(tries: int) -> bytes:
    return bytes([0x63, 0xC0 | tries])
