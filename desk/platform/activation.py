"""Binding this machine to a terminal ID, once (screen 9, `POST /v1/activation`)."""

from __future__ import annotations

from typing import Any

from desk.platform.answers import PlatformRefused
from desk.platform.device import StateDirectory
from desk.platform.signed_calls import SignedCalls

__all__ = ["activate"]


def activate(
    calls: SignedCalls, state: StateDirectory, terminal_id: str, password: str, language: str
) -> dict[str, Any]:
    """Register this machine and remember its terminal ID. The password is neither kept nor logged.

    When an earlier try was done by the platform but its answer was lost, the platform says
    `terminal-already-activated`; if it then knows our key under this ID, that earlier try was ours.

    Raises:
        PlatformRefused, PlatformCannotTell, PlatformSilent: see `desk.platform.answers`.
    """
    body = {
        "terminal_id": terminal_id,
        "password": password,
        "device_fingerprint": calls.signer.fingerprint,
        "public_key": calls.signer.public_jwk(),
    }
    try:
        standing = calls.call("POST", "/v1/activation", body, key_id=None, language=language)
    except PlatformRefused as refused:
        if refused.problem.code != "terminal-already-activated":
            raise
        try:
            standing = calls.call("GET", "/v1/terminal", None, key_id=terminal_id, language=language)
        except PlatformRefused:
            raise refused from None
    state.keep_terminal_id(terminal_id)
    return standing
