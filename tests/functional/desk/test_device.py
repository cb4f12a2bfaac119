from __future__ import annotations

import os
import stat
from pathlib import Path
from threading import Barrier, Thread

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from desk.clock import system_random
from desk.platform.device import Device, StateDirectory, StateNotPrivate, StateUnreadable


@pytest.fixture
def machine_id(tmp_path: Path) -> Path:
    path = tmp_path / "machine-id"
    path.write_text("0123456789abcdef0123456789abcdef\n")
    return path


def opened(tmp_path: Path, machine_id: Path, name: str = "state") -> StateDirectory:
    return StateDirectory(tmp_path / name, system_random, machine_id)


def jwk(device: Device) -> str:
    return device.public_jwk()["x"]


def test_the_device_stays_the_same(tmp_path: Path, machine_id: Path) -> None:
    first = opened(tmp_path, machine_id).device()
    second = opened(tmp_path, machine_id).device()
    assert (jwk(first), first.fingerprint) == (jwk(second), second.fingerprint)
    assert len(first.fingerprint) == 64
    assert first.fingerprint not in repr(first)


def test_two_installations_on_one_machine_are_two_devices(tmp_path: Path, machine_id: Path) -> None:
    one = opened(tmp_path, machine_id, "one").device()
    two = opened(tmp_path, machine_id, "two").device()
    assert one.fingerprint != two.fingerprint
    assert jwk(one) != jwk(two)


def test_a_copy_on_another_machine_is_another_device(tmp_path: Path, machine_id: Path) -> None:
    here = opened(tmp_path, machine_id).device()
    machine_id.write_text("ffffffffffffffffffffffffffffffff\n")
    assert opened(tmp_path, machine_id).device().fingerprint != here.fingerprint


@pytest.mark.parametrize("content", [None, "", "uninitialized\n"])
def test_a_machine_id_that_comes_later_changes_nothing(
    tmp_path: Path, machine_id: Path, content: str | None
) -> None:
    machine_id.unlink()
    if content is not None:
        machine_id.write_text(content)
    before = opened(tmp_path, machine_id).device()
    machine_id.write_text("0123456789abcdef0123456789abcdef\n")
    assert opened(tmp_path, machine_id).device().fingerprint == before.fingerprint


def test_only_the_user_can_read_what_is_stored(tmp_path: Path, machine_id: Path) -> None:
    before = os.umask(0)
    try:
        state = opened(tmp_path, machine_id)
        state.device()
        state.keep_terminal_id("00052459")
    finally:
        os.umask(before)
    directory = tmp_path / "state"
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert sorted(path.name for path in directory.iterdir()) == [
        "device.key",
        "installation.json",
        "terminal.json",
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()} == {0o600}


def test_a_key_that_others_can_read_is_refused(tmp_path: Path, machine_id: Path) -> None:
    opened(tmp_path, machine_id).device()
    (tmp_path / "state" / "device.key").chmod(0o640)
    with pytest.raises(StateNotPrivate):
        opened(tmp_path, machine_id).device()


def test_a_planted_link_is_not_followed(tmp_path: Path, machine_id: Path) -> None:
    state = opened(tmp_path, machine_id)
    (tmp_path / "elsewhere").touch()
    (tmp_path / "state" / "device.key").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match=r"device\.key"):
        state.device()


def test_two_programs_at_once_end_with_one_key(tmp_path: Path, machine_id: Path) -> None:
    barrier = Barrier(8)
    seen: list[str] = []

    def start() -> None:
        state = opened(tmp_path, machine_id)
        barrier.wait()
        seen.append(jwk(state.device()))

    threads = [Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len(set(seen)) == 1


def test_remembers_the_terminal_id(tmp_path: Path, machine_id: Path) -> None:
    state = opened(tmp_path, machine_id)
    assert state.terminal_id() is None
    state.keep_terminal_id("00052459")
    state.keep_terminal_id("00052460")
    assert opened(tmp_path, machine_id).terminal_id() == "00052460"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("device.key", b"no key"),
        (
            "device.key",
            generate_private_key(SECP256R1()).private_bytes(
                Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
            ),
        ),
        ("installation.json", b"{"),
        ("installation.json", b"[]"),
        ("installation.json", b'{"value": 1, "bound_to_machine": true}'),
    ],
)
def test_a_damaged_file_is_refused_and_not_replaced(
    tmp_path: Path, machine_id: Path, name: str, content: bytes
) -> None:
    state = opened(tmp_path, machine_id)
    state.device()
    path = tmp_path / "state" / name
    path.write_bytes(content)
    with pytest.raises(StateUnreadable):
        state.device()
    assert path.read_bytes() == content


def test_a_damaged_terminal_id_is_refused(tmp_path: Path, machine_id: Path) -> None:
    state = opened(tmp_path, machine_id)
    state.keep_terminal_id("00052459")
    (tmp_path / "state" / "terminal.json").write_text('{"terminal_id": 5}')
    with pytest.raises(StateUnreadable):
        state.terminal_id()
