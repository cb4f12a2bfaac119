"""A face that lacks something, or is given what it must not use, does not start (closed by default)."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

import wsgi
from mykey.certificates import TrustUnusable
from mykey.crypto.keyring import KeyRingRefused
from mykey.kernel.settings import SettingMalformed, SettingMissing
from tests.support.every_face import FACES, KEYED, PATHS, FaceHome, opened, side_of
from tests.support.watched_logs import logs_of

PUBLIC = "https://mykey.example.jp"
FACE = pytest.mark.parametrize("face", FACES)
FACE_WITH_KEYS = pytest.mark.parametrize("face", KEYED)


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    with logs_of("tests"):
        yield


@pytest.fixture
def home(tmp_path: Path, face_home: FaceHome) -> FaceHome:
    """Files of this test's own, with the trust that was made once."""
    made = FaceHome(tmp_path).lay()
    (tmp_path / "trust.json").write_bytes((face_home.directory / "trust.json").read_bytes())
    return made


def start(monkeypatch: pytest.MonkeyPatch, face: str, environment: dict[str, str]) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with opened(getattr(wsgi, face)()) as app:
        assert app.name == f"mykey.{face}"


@FACE
def test_with_everything_it_starts(monkeypatch: pytest.MonkeyPatch, home: FaceHome, face: str) -> None:
    start(monkeypatch, face, home.environment(face))


@FACE
def test_on_a_public_origin_too(monkeypatch: pytest.MonkeyPatch, home: FaceHome, face: str) -> None:
    start(monkeypatch, face, FaceHome(home.directory, PUBLIC).environment(face))


@pytest.mark.parametrize("face", PATHS)
def test_at_a_host_of_its_own_a_face_has_no_path(
    monkeypatch: pytest.MonkeyPatch, home: FaceHome, face: str
) -> None:
    environment = FaceHome(home.directory, PUBLIC).environment(face)
    for name, value in (environment | {f"MYKEY_{face.upper()}_PATH": "/"}).items():
        monkeypatch.setenv(name, value)
    with opened(getattr(wsgi, face)()) as app:
        rules = {rule.rule for rule in app.url_map.iter_rules()}
        assert {"/", "/static/<path:filename>"} <= rules
        assert not any("//" in rule for rule in rules)
        page = app.test_client().get("/nowhere", base_url=PUBLIC)
        assert page.status_code == 404
        assert 'href="/static/css/base.css"' in page.text
        assert 'href="/"' in page.text


@FACE
def test_without_settings_it_does_not(monkeypatch: pytest.MonkeyPatch, face: str) -> None:
    with pytest.raises(SettingMissing):
        start(monkeypatch, face, {})


@FACE
def test_without_any_one_setting_it_does_not(home: FaceHome, face: str) -> None:
    whole = home.environment(face)
    optional = {"MYKEY_POINTS_PATH"}  # "" is a face at a host of its own
    for name in sorted(set(whole) - optional):
        with pytest.MonkeyPatch.context() as own, pytest.raises(SettingMissing) as refused:
            start(own, face, {key: value for key, value in whole.items() if key != name})
        assert refused.value.facts == {"variable": name}


@FACE
def test_with_the_settings_of_another_face_it_does_not(
    monkeypatch: pytest.MonkeyPatch, home: FaceHome, face: str
) -> None:
    others = {
        name: value for other in FACES if other != face for name, value in home.environment(other).items()
    }
    with pytest.raises(SettingMissing):
        start(monkeypatch, face, others)


@FACE_WITH_KEYS
def test_demo_keys_are_refused_on_a_public_origin(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, face_home: FaceHome, face: str
) -> None:
    demo = FaceHome(tmp_path, PUBLIC).lay(demo=True)
    (tmp_path / "trust.json").write_bytes((face_home.directory / "trust.json").read_bytes())
    with pytest.raises(KeyRingRefused) as refused:
        start(monkeypatch, face, demo.environment(face))
    assert refused.value.facts == {"reason": "demo-keys"}
    start(monkeypatch, face, FaceHome(tmp_path).environment(face))


@FACE_WITH_KEYS
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_ring_that_others_can_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, home: FaceHome, face: str, mode: int
) -> None:
    home.ring(side_of(face)).chmod(mode)
    with pytest.raises(KeyRingRefused) as refused:
        start(monkeypatch, face, home.environment(face))
    assert refused.value.facts == {"reason": "readable-by-others"}


@FACE_WITH_KEYS
def test_the_other_sides_ring_is_refused(monkeypatch: pytest.MonkeyPatch, home: FaceHome, face: str) -> None:
    other = home.ring("core" if side_of(face) == "points" else "points")
    variable = f"MYKEY_{face.upper()}_KEY_RING"
    with pytest.raises(KeyRingRefused) as refused:
        start(monkeypatch, face, home.environment(face) | {variable: str(other)})
    assert refused.value.facts == {"reason": "purpose-missing"}


@FACE_WITH_KEYS
def test_equal_or_known_keys_are_refused(monkeypatch: pytest.MonkeyPatch, home: FaceHome, face: str) -> None:
    ring = home.ring(side_of(face))
    document = json.loads(ring.read_text())
    first, second = list(document["purposes"])[:2]
    for reason, key in (
        ("equal-keys", document["purposes"][first]["1"]),
        ("known-key", base64.b64encode(bytes(range(32))).decode()),
    ):
        changed = document["purposes"] | {second: {"1": key}}
        ring.write_text(json.dumps(document | {"purposes": changed}))
        with pytest.raises(KeyRingRefused) as refused:
            start(monkeypatch, face, home.environment(face))
        assert refused.value.facts == {"reason": reason}


@pytest.mark.parametrize("face", [face for face in FACES if side_of(face) == "core"])
@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"authorities":[]}'])
def test_without_anybody_to_trust_a_face_of_the_core_does_not_start(
    monkeypatch: pytest.MonkeyPatch, home: FaceHome, face: str, content: bytes
) -> None:
    (home.directory / "trust.json").write_bytes(content)
    with pytest.raises(TrustUnusable):
        start(monkeypatch, face, home.environment(face))


@FACE
def test_no_value_of_a_setting_is_told(monkeypatch: pytest.MonkeyPatch, home: FaceHome, face: str) -> None:
    """A mistyped secret must not end in a log."""
    variable = f"MYKEY_{face.upper()}_DATABASE_URL"
    with pytest.raises(SettingMalformed) as refused:
        start(monkeypatch, face, home.environment(face) | {variable: ""})
    assert variable in str(refused.value)
    assert logging.getLogger().handlers
