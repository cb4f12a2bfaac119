"""Binding this machine to a till of the points side, once (`POST /v1/enrolment` of the till API)."""

from __future__ import annotations

from collections.abc import Callable

from desk.platform.answers import PlatformSilent
from desk.platform.device import StateDirectory
from desk.platform.signed_calls import SignedCalls
from desk.platform.till import TillStanding

__all__ = ["enrol"]

_PAUSE_SECONDS = 1.0


def enrol(
    calls: SignedCalls, state: StateDirectory, code: str, language: str, sleep: Callable[[float], None]
) -> TillStanding:
    """Enrol the till's own key with the municipality's one-time code and remember the till ID.

    The code is neither kept nor logged. A lost answer is asked for once more: the same code with the same key
    gives the same answer.

    Raises:
        PlatformRefused, PlatformCannotTell, PlatformSilent: see `desk.platform.answers`.
    """
    body = {"code": code, "public_key": calls.signer.public_jwk()}
    try:
        answer = calls.call("POST", "/v1/enrolment", body, key_id=None, language=language)
    except PlatformSilent:
        sleep(_PAUSE_SECONDS)
        answer = calls.call("POST", "/v1/enrolment", body, key_id=None, language=language)
    standing = TillStanding.from_answer(answer)
    till_id = answer.get("till_id")
    if not isinstance(till_id, str):
        raise PlatformSilent
    state.keep_till_id(till_id)
    return standing
