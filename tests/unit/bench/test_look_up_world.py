"""The bench of the look-up: a new setting once kept it from starting, and nobody saw."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.look_up_world import World
from mykey.kernel.settings import load
from mykey.terminals import TerminalsSettings


def test_its_settings_are_all_that_the_face_needs(tmp_path: Path) -> None:
    made = World(tmp_path, "sqlite://", Ed25519PrivateKey.generate(), [])
    read = load(TerminalsSettings, made.settings("http://localhost:8611"))
    assert read.key_ring.parent == tmp_path
