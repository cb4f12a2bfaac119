"""The desks that are at work from the first minute: activated, with their contact, their state on disk.

They are activated here and not by themselves, because the terminals face runs only after the filling.
"""

from __future__ import annotations

from pathlib import Path

from desk.clock import system_random
from desk.platform.device import StateDirectory
from mykey.crypto.request_keys import DevicePublicKey
from mykey.services.activate_terminal import DeviceGiven, activate_terminal
from mykey.services.register_contact import register_contact
from mykey.services.work import Work
from town.fill.forms import IssuedTerminal

__all__ = ["open_desk"]


class NoLimit:
    """Implements `ActivationAttempts`: the right password is typed once."""

    def hit(self, terminal_id: str) -> None:
        """Counted nowhere."""

    def forget(self, terminal_id: str) -> None:
        """Nothing was counted."""


def open_desk(work: Work, state_directory: Path, terminal: IssuedTerminal, provider_id: str | None) -> None:
    """Activate the terminal with the device key of this directory, made here unless it is there already."""
    state = StateDirectory(state_directory, system_random)
    device = state.device()
    given = DeviceGiven(
        bytes.fromhex(device.fingerprint), DevicePublicKey.raw_from_jwk(dict(device.public_jwk()))
    )
    activate_terminal(work, NoLimit(), terminal.terminal_id, terminal.password, given)
    register_contact(work, terminal.terminal_id, _contact(terminal), provider_id)
    state.keep_terminal_id(terminal.terminal_id)


def _contact(terminal: IssuedTerminal) -> dict[str, str]:
    return {
        "place": terminal.wanted.place,
        "terminal_name": terminal.wanted.terminal_name,
        "person_in_charge": "見本　係",
        "organisation": terminal.wanted.provider_name or terminal.wanted.place,
        "postal_code": "211-0000",
        "address": "神奈川県川崎市中原区見本町一丁目1番1号",
        "telephone": "044-000-0000",
        "email": "counter@example.jp",
    }
