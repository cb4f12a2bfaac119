"""The key ring: one key per purpose, with versions, in a file outside every database (docs/adr/0003).

The file is JSON: `{"demo": bool, "purposes": {"<purpose>": {"<version>": "<base64, 32 bytes>", …}}}`.
The highest version writes; all versions read. Start-up refuses a ring with a missing purpose, with two
equal keys, with keys that are printed in this repository, or that others than its owner can read.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from mykey.crypto.purposes import Purpose
from mykey.kernel.errors import Broken
from mykey.kernel.randomness import RandomBytes

__all__ = ["Key", "KeyRing", "KeyRingRefused", "complete_key_ring", "create_key_ring"]

KEY_BYTES = 32
MAX_VERSION = 255  # the version is one byte in front of every index and sealed value
MAX_LIVE_VERSIONS = 2  # one replacement is finished before the next begins; hot statements look in two places


class KeyRingRefused(Broken):
    """The ring must not be used. Fact: `reason`, a word; never a key, never a path's content."""

    code = "key-ring-refused"

    def __str__(self) -> str:
        """The reason as a word."""
        return f"key-ring-refused: {self.facts['reason']}"


@dataclass(frozen=True)
class Key:
    """One version of one purpose's key."""

    version: int
    material: bytes = field(repr=False)


class KeyRing:
    """Keys by purpose. Made by `open`; tests may hand keys in."""

    def __init__(self, keys: dict[Purpose, tuple[Key, ...]]) -> None:
        materials = [key.material for versions in keys.values() for key in versions]
        if len(set(materials)) != len(materials):
            raise KeyRingRefused(reason="equal-keys")
        if any(_is_patterned(material) for material in materials):
            raise KeyRingRefused(reason="known-key")
        self._keys = keys

    @classmethod
    def open(cls, path: Path, purposes: Iterable[Purpose], *, demo_allowed: bool) -> KeyRing:
        """Read the ring for the purposes a process needs.

        Raises:
            KeyRingRefused: `unreadable`, `readable-by-others`, `demo-keys`, `malformed`,
                `purpose-missing`, `equal-keys` or `known-key`.
        """
        try:
            mode = path.stat().st_mode
            text = path.read_bytes()
        except OSError:
            raise KeyRingRefused(reason="unreadable") from None
        if stat.S_IMODE(mode) & 0o077:
            raise KeyRingRefused(reason="readable-by-others")
        try:
            document = json.loads(text, object_pairs_hook=_each_name_once)
            demo, stored = document["demo"], document["purposes"]
            decoded = {name: _decode(versions) for name, versions in stored.items()}
        except (ValueError, TypeError, KeyError, AttributeError, binascii.Error):
            raise KeyRingRefused(reason="malformed") from None
        if demo is not False and not demo_allowed:
            raise KeyRingRefused(reason="demo-keys")
        wanted = list(purposes)
        if any(purpose.value not in decoded for purpose in wanted):
            raise KeyRingRefused(reason="purpose-missing")
        # Equal keys count over the whole file, not only over what this process asked for.
        materials = [key.material for versions in decoded.values() for key in versions]
        if len(set(materials)) != len(materials):
            raise KeyRingRefused(reason="equal-keys")
        return cls({purpose: decoded[purpose.value] for purpose in wanted})

    def current(self, purpose: Purpose) -> Key:
        """The key that writes."""
        return self._keys[purpose][0]

    def versions(self, purpose: Purpose) -> tuple[Key, ...]:
        """Every key that reads, the current one first."""
        return self._keys[purpose]

    def of_version(self, purpose: Purpose, version: int) -> Key | None:
        """The key of one version; None when it has been withdrawn."""
        return next((key for key in self._keys[purpose] if key.version == version), None)


def create_key_ring(
    path: Path, purposes: Iterable[Purpose], random_bytes: RandomBytes, *, demo: bool = False
) -> None:
    """Write a new ring, readable by its owner only. Refuses (FileExistsError) to replace one."""
    stored = {purpose.value: _new_versions(random_bytes) for purpose in purposes}
    _write(path, {"demo": demo, "purposes": stored})


def complete_key_ring(path: Path, purposes: Iterable[Purpose], random_bytes: RandomBytes) -> list[str]:
    """Give a ring keys for purposes that were not known when it was made; the names of these purposes.

    What stands in it stays. The new file takes the old one's place whole, or not at all.

    Raises:
        KeyRingRefused: as `KeyRing.open`; OSError: the file cannot be written.
    """
    KeyRing.open(path, [], demo_allowed=True)
    document = json.loads(path.read_bytes())
    missing = [purpose.value for purpose in purposes if purpose.value not in document["purposes"]]
    if missing:
        document["purposes"] |= {name: _new_versions(random_bytes) for name in missing}
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        _write(beside, document)
        beside.replace(path)
    return missing


def _new_versions(random_bytes: RandomBytes) -> dict[str, str]:
    return {"1": base64.b64encode(random_bytes(KEY_BYTES)).decode("ascii")}


def _write(path: Path, document: dict[str, Any]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(document, file, indent=1)
        file.flush()
        os.fsync(file.fileno())  # before the first value stands under keys that a power cut would take


def _each_name_once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """A second key written under the number of the first would silently take its place."""
    if len(dict(members)) != len(members):
        raise ValueError
    return dict(members)


def _decode(versions: dict[str, str]) -> tuple[Key, ...]:
    keys = [Key(int(version), base64.b64decode(text, validate=True)) for version, text in versions.items()]
    distinct = len({key.version for key in keys}) == len(keys)  # "1" and "01" are one number
    if not (distinct and 1 <= len(keys) <= MAX_LIVE_VERSIONS) or any(
        len(key.material) != KEY_BYTES or not 1 <= key.version <= MAX_VERSION for key in keys
    ):
        raise ValueError
    return tuple(sorted(keys, key=lambda key: -key.version))


def _is_patterned(material: bytes) -> bool:
    """Whether a key is of the kind that examples are made of: repeated or counted-up bytes, or plain text."""
    steps = {(following - byte) % 256 for byte, following in pairwise(material)}
    return len(steps) == 1 or material.isascii()
