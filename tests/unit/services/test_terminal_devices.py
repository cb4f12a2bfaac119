from __future__ import annotations

from sqlalchemy.orm import Session

from mykey.services.ground import Ground
from mykey.services.terminal_devices import find_terminal_device
from tests.factories.providers import a_library
from tests.factories.terminals import a_terminal, an_active_terminal
from tests.support.device import DEVICE_KEY, FINGERPRINT, PUBLIC_KEY


def test_the_device_verifies_what_its_machine_signs(ground: Ground, session: Session) -> None:
    a_library(session)
    terminal = an_active_terminal(ground, session, public_key=PUBLIC_KEY, fingerprint=FINGERPRINT)
    found = find_terminal_device(session, terminal.terminal_id)
    assert found is not None
    assert (found.raw_key, found.fingerprint) == (PUBLIC_KEY, FINGERPRINT)
    assert found.key.verifies(DEVICE_KEY.sign(b"a request"), b"a request")
    assert not found.key.verifies(DEVICE_KEY.sign(b"a request"), b"another")


def test_before_activation_there_is_none(ground: Ground, session: Session) -> None:
    a_library(session)
    assert find_terminal_device(session, a_terminal(ground, session).terminal_id) is None


def test_an_unknown_terminal_has_none(session: Session) -> None:
    for unknown in ("99999999", "", "40000001' OR '1'='1", "☃" * 8):
        assert find_terminal_device(session, unknown) is None
