from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mykey.crypto.ticket_seals import PublicSealingKey
from mykey.handoff.keys import (
    PublicKeyFileRefused,
    read_sealing_key,
    read_verifying_keys,
    write_sealing_key,
    write_verifying_keys,
)
from tests.support.moving_clock import MovingClock
from tests.support.ticket_sides import TicketSides

SIDES = TicketSides(MovingClock())
GOOD = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"


def test_the_sealing_key_is_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "sealing.json"
    path.write_text("an older one")
    write_sealing_key(path, SIDES.points_ring)
    assert read_sealing_key(path) == SIDES.recipient == PublicSealingKey(1, SIDES.recipient.raw)
    assert set(json.loads(path.read_text())) == {"version", "kty", "crv", "x"}
    assert [left.name for left in tmp_path.iterdir()] == ["sealing.json"]


def test_the_verifying_keys_are_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "public.json"
    write_verifying_keys(path, SIDES.ring)
    assert read_verifying_keys(path) == SIDES.verifying
    (key,) = json.loads(path.read_text())["keys"]
    assert (key["kty"], key["crv"], key["version"]) == ("OKP", "Ed25519", 1)


def test_no_private_half_is_written(tmp_path: Path) -> None:
    write_verifying_keys(tmp_path / "public.json", SIDES.ring)
    write_sealing_key(tmp_path / "sealing.json", SIDES.points_ring)
    for path in tmp_path.iterdir():
        assert '"d"' not in path.read_text()


WRONG_JWKS: list[Any] = [
    {"version": 1, "kty": "OKP", "crv": "P-256", "x": GOOD},
    {"version": 1, "kty": "EC", "crv": "CURVE", "x": GOOD},
    {"version": 1, "kty": "OKP", "crv": "CURVE", "x": GOOD[:-1]},
    {"version": 1, "kty": "OKP", "crv": "CURVE", "x": "?" * 43},
    {"version": 0, "kty": "OKP", "crv": "CURVE", "x": GOOD},
    {"version": 256, "kty": "OKP", "crv": "CURVE", "x": GOOD},
    {"version": True, "kty": "OKP", "crv": "CURVE", "x": GOOD},
    {"version": "1", "kty": "OKP", "crv": "CURVE", "x": GOOD},
    {"version": 1, "kty": "OKP", "crv": "CURVE", "x": GOOD, "d": GOOD},
    {"version": 1, "kty": "OKP", "crv": "CURVE"},
    [],
    "key",
    None,
]


@pytest.mark.parametrize("jwk", WRONG_JWKS)
def test_a_key_of_another_form_is_refused(tmp_path: Path, jwk: Any) -> None:
    path = tmp_path / "key.json"
    path.write_text(json.dumps(jwk).replace("CURVE", "X25519"))
    with pytest.raises(PublicKeyFileRefused, match=r"key\.json") as refused:
        read_sealing_key(path)
    assert str(tmp_path) not in str(refused.value)
    path.write_text(json.dumps({"keys": [jwk]}).replace("CURVE", "Ed25519"))
    with pytest.raises(PublicKeyFileRefused):
        read_verifying_keys(path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"keys": []}', '{"keys": 1}', '{"keys": {}}', "\udcff"])
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    for read in (read_sealing_key, read_verifying_keys):
        with pytest.raises(PublicKeyFileRefused):
            read(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    for read in (read_sealing_key, read_verifying_keys):
        with pytest.raises(PublicKeyFileRefused):
            read(tmp_path / "none.json")


def test_a_verifying_key_that_verifies_everything_is_refused(tmp_path: Path) -> None:
    small = {"version": 1, "kty": "OKP", "crv": "Ed25519", "x": "AQ" + "A" * 41}
    path = tmp_path / "public.json"
    path.write_text(json.dumps({"keys": [small]}))
    with pytest.raises(PublicKeyFileRefused):
        read_verifying_keys(path)


def test_two_keys_of_one_version_are_refused(tmp_path: Path) -> None:
    key = {"version": 1, "kty": "OKP", "crv": "Ed25519", "x": GOOD}
    path = tmp_path / "public.json"
    path.write_text(json.dumps({"keys": [key, key]}))
    with pytest.raises(PublicKeyFileRefused):
        read_verifying_keys(path)
