from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest

from mykey.crypto.keyring import Key, KeyRing, KeyRingRefused, complete_key_ring, create_key_ring
from mykey.crypto.purposes import CorePurpose, PointsPurpose

PURPOSE = CorePurpose.SERIAL_INDEX


def write(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document), encoding="ascii")
    path.chmod(0o600)
    return path


def purposes(**materials: list[bytes]) -> dict[str, dict[str, str]]:
    return {
        name.replace("_", "-"): {
            str(version): base64.b64encode(one).decode() for version, one in enumerate(versions, start=1)
        }
        for name, versions in materials.items()
    }


def refusal(path: Path, **settings: bool) -> str:
    with pytest.raises(KeyRingRefused) as refused:
        KeyRing.open(path, [PURPOSE], demo_allowed=settings.get("demo_allowed", False))
    return str(refused.value.facts["reason"])


def test_a_new_ring_opens_and_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    create_key_ring(tmp_path / "keys.json", CorePurpose, os.urandom)
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    ring = KeyRing.open(tmp_path / "keys.json", CorePurpose, demo_allowed=False)
    materials = {ring.current(purpose).material for purpose in CorePurpose}
    assert len(materials) == len(CorePurpose)


def test_a_ring_is_never_replaced(tmp_path: Path) -> None:
    create_key_ring(tmp_path / "keys.json", CorePurpose, os.urandom)
    with pytest.raises(FileExistsError):
        create_key_ring(tmp_path / "keys.json", CorePurpose, os.urandom)


def test_an_older_ring_gets_the_purposes_that_came_since(tmp_path: Path) -> None:
    path, older = tmp_path / "keys.json", list(PointsPurpose)[3:]
    create_key_ring(path, older, os.urandom, demo=True)
    before = KeyRing.open(path, older, demo_allowed=True)
    assert complete_key_ring(path, PointsPurpose, os.urandom) == [one.value for one in PointsPurpose][:3]
    ring = KeyRing.open(path, PointsPurpose, demo_allowed=True)
    assert [ring.current(one) for one in older] == [before.current(one) for one in older]
    assert refusal(path) == "demo-keys"
    whole = path.read_bytes()
    assert complete_key_ring(path, PointsPurpose, os.urandom) == []
    assert path.read_bytes() == whole
    assert [one.name for one in tmp_path.iterdir()] == ["keys.json"]
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    with pytest.raises(KeyRingRefused):
        complete_key_ring(path, PointsPurpose, os.urandom)


def test_demo_keys_are_refused_unless_allowed(tmp_path: Path) -> None:
    create_key_ring(tmp_path / "keys.json", CorePurpose, os.urandom, demo=True)
    assert refusal(tmp_path / "keys.json") == "demo-keys"
    KeyRing.open(tmp_path / "keys.json", CorePurpose, demo_allowed=True)


def test_a_ring_that_others_can_read_is_refused(tmp_path: Path) -> None:
    create_key_ring(tmp_path / "keys.json", CorePurpose, os.urandom)
    (tmp_path / "keys.json").chmod(0o640)
    assert refusal(tmp_path / "keys.json") == "readable-by-others"


def test_a_missing_ring_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.json") == "unreadable"


def test_equal_keys_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    one = os.urandom(32)
    other = purposes(serial_index=[os.urandom(32)], nonce_index=[one], limit_index=[one])
    assert refusal(write(tmp_path / "keys.json", {"demo": False, "purposes": other})) == "equal-keys"


@pytest.mark.parametrize(
    "known", [bytes(32), bytes(range(32)), b"a" * 32, b"insecure-key-printed-in-an-docs!"]
)
def test_keys_of_the_kind_that_examples_are_made_of_are_refused(tmp_path: Path, known: bytes) -> None:
    document = {"demo": False, "purposes": purposes(serial_index=[known])}
    assert refusal(write(tmp_path / "keys.json", document)) == "known-key"


def test_the_points_ring_lacks_the_core_s_purposes(tmp_path: Path) -> None:
    create_key_ring(tmp_path / "points.json", PointsPurpose, os.urandom)
    assert refusal(tmp_path / "points.json") == "purpose-missing"


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"purposes": {}},
        {"demo": False, "purposes": {"serial-index": {"1": "c2hvcnQ="}}},
        {"demo": False, "purposes": {"serial-index": {}}},
        {"demo": False, "purposes": {"serial-index": {"0": base64.b64encode(os.urandom(32)).decode()}}},
    ],
)
def test_malformed_rings_are_refused(tmp_path: Path, document: object) -> None:
    assert refusal(write(tmp_path / "keys.json", document)) == "malformed"


def test_more_than_two_live_versions_are_refused(tmp_path: Path) -> None:
    three = purposes(serial_index=[os.urandom(32) for _ in range(3)])
    assert refusal(write(tmp_path / "keys.json", {"demo": False, "purposes": three})) == "malformed"


@pytest.mark.parametrize("second", ["1", "01"])
def test_two_keys_of_one_version_are_refused(tmp_path: Path, second: str) -> None:
    """Typed by hand while a key is replaced; the later one alone would be read, and the first be gone."""
    old, new = (base64.b64encode(os.urandom(32)).decode() for _ in range(2))
    path = tmp_path / "keys.json"
    path.write_text(
        f'{{"demo": false, "purposes": {{"serial-index": {{"1": "{old}", "{second}": "{new}"}}}}}}'
    )
    path.chmod(0o600)
    assert refusal(path) == "malformed"


def test_the_highest_version_writes_and_all_read(tmp_path: Path) -> None:
    old, new = os.urandom(32), os.urandom(32)
    document = {"demo": False, "purposes": purposes(serial_index=[old, new])}
    ring = KeyRing.open(write(tmp_path / "keys.json", document), [PURPOSE], demo_allowed=False)
    assert ring.current(PURPOSE) == Key(2, new)
    assert ring.versions(PURPOSE) == (Key(2, new), Key(1, old))
    assert ring.of_version(PURPOSE, 3) is None


def test_no_key_shows_in_a_repr() -> None:
    assert "material" not in repr(Key(1, os.urandom(32)))
