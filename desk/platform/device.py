"""What makes this machine a terminal and a till: keys, fingerprint, IDs. The only things the desk stores.

Everything lies in the state directory (0700), each file readable by its user alone (0600). The key is made
with O_EXCL: two programs starting at once end with one key, and a planted link is not followed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from desk.clock import RandomBytes
from desk.platform.till_key import TillKey, public_jwk_of

__all__ = ["Device", "StateDirectory", "StateNotPrivate", "StateUnreadable"]

_PRIVATE_FILE = 0o600
_PRIVATE_DIRECTORY = 0o700
_OTHERS = 0o077
_FINGERPRINT_LABEL = b"mykey-device-v1"
_MACHINE_ID = Path("/etc/machine-id")
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)  # Windows has no such flag; its state directory is the user's own


class StateNotPrivate(Exception):
    """A file of the state directory can be read by others: refuse to use the key in it."""


class StateUnreadable(Exception):
    """A file of the state directory is damaged."""


@dataclass(frozen=True)
class Device:
    """The device key (Ed25519) and the fingerprint, 64 hex digits."""

    key: Ed25519PrivateKey = field(repr=False)
    fingerprint: str = field(repr=False)

    def public_jwk(self) -> dict[str, str]:
        """The public half as JWK, OKP Ed25519 (RFC 8037)."""
        return public_jwk_of(self.key)


class StateDirectory:
    """Where one terminal keeps what it is.

    Raises:
        StateNotPrivate: the directory belongs to another user, or a file in it can be read by others.
    """

    def __init__(self, path: Path, random_bytes: RandomBytes, machine_id: Path = _MACHINE_ID) -> None:
        self._path = path
        self._random_bytes = random_bytes
        self._machine_id = machine_id
        path.mkdir(parents=True, exist_ok=True, mode=_PRIVATE_DIRECTORY)
        path.chmod(_PRIVATE_DIRECTORY)

    def device(self) -> Device:
        """The device of this installation; key and installation value are made at the first call.

        Raises:
            StateNotPrivate, StateUnreadable: see there.
        """
        return Device(self._key("device.key"), self._fingerprint())

    def till_key(self) -> TillKey:
        """The till's own key, in a file of its own, made at the first call. The core never gets it.

        Raises:
            StateNotPrivate, StateUnreadable: see there.
        """
        return TillKey(self._key("till.key"))

    def renew_till_key(self) -> None:
        """Begin anew as a till: the former key belongs to a till that this machine is no longer."""
        beside = self._path / "till.key.new"
        beside.unlink(missing_ok=True)
        _write_new(beside, self._new_key())
        beside.replace(self._path / "till.key")

    def terminal_id(self) -> str | None:
        """The ID this machine was registered under, or None before registration."""
        return self._kept("terminal")

    def keep_terminal_id(self, terminal_id: str) -> None:
        """Remember a registration."""
        self._keep("terminal", terminal_id)

    def till_id(self) -> str | None:
        """The ID this machine was enrolled under on the points side, or None before that."""
        return self._kept("till")

    def keep_till_id(self, till_id: str) -> None:
        """Remember an enrolment."""
        self._keep("till", till_id)

    def _kept(self, what: str) -> str | None:
        path = self._path / f"{what}.json"
        if not path.exists():
            return None
        stored = _json(self._private_bytes(path)).get(f"{what}_id")
        if not isinstance(stored, str):
            raise StateUnreadable
        return stored

    def _keep(self, what: str, value: str) -> None:
        """Written beside and renamed, so that a crash leaves the old or the new."""
        beside = self._path / f"{what}.json.new"
        beside.unlink(missing_ok=True)
        _write_new(beside, json.dumps({f"{what}_id": value}).encode())
        beside.replace(self._path / f"{what}.json")

    def _key(self, name: str) -> Ed25519PrivateKey:
        try:
            key = load_pem_private_key(self._read_or_make(name, self._new_key), password=None)
        except ValueError:
            raise StateUnreadable from None
        if not isinstance(key, Ed25519PrivateKey):
            raise StateUnreadable
        return key

    def _fingerprint(self) -> str:
        """SHA-256 over a value made at installation and, where the system had one then, its machine ID.

        A copied state directory thus changes the fingerprint on another machine. Whether there was a
        machine ID is remembered, because a system may get one later (dbus makes it) and must stay the same
        device.
        """
        made = _json(self._read_or_make("installation.json", self._new_installation))
        value, bound = made.get("value"), made.get("bound_to_machine")
        if not isinstance(value, str) or not isinstance(bound, bool):
            raise StateUnreadable
        machine = self._machine_value() if bound else ""
        return sha256(b"|".join([_FINGERPRINT_LABEL, value.encode(), machine.encode()])).hexdigest()

    def _machine_value(self) -> str:
        try:
            return self._machine_id.read_text(encoding="ascii", errors="replace").strip()
        except OSError:
            return ""

    def _new_installation(self) -> bytes:
        bound = self._machine_value() not in ("", "uninitialized")
        return json.dumps({"value": self._random_bytes(32).hex(), "bound_to_machine": bound}).encode()

    def _new_key(self) -> bytes:
        key = Ed25519PrivateKey.from_private_bytes(self._random_bytes(32))
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def _read_or_make(self, name: str, make: Callable[[], bytes]) -> bytes:
        path = self._path / name
        if not path.exists():
            # Made whole under another name, then linked: whoever links first wins, and nobody reads a half
            # file.
            draft = self._path / f".{name}.{self._random_bytes(8).hex()}"
            _write_new(draft, make())
            try:
                os.link(draft, path)
            except FileExistsError:
                return self._private_bytes(path)
            finally:
                draft.unlink()
        return self._private_bytes(path)

    @staticmethod
    def _private_bytes(path: Path) -> bytes:
        handle = os.open(path, os.O_RDONLY | _NO_FOLLOW)
        with os.fdopen(handle, "rb") as file:
            if os.fstat(handle).st_mode & _OTHERS:
                raise StateNotPrivate
            return file.read()


def _write_new(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, _PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _json(content: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(content)
    except ValueError:
        raise StateUnreadable from None
    if not isinstance(parsed, dict):
        raise StateUnreadable
    return parsed
