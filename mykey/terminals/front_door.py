"""Who calls? Every signed call of the face passes here: signature, replay, idempotency, state, kind.

The order is terminal-api.md's. The look-up has a door of its own (`look_ups.py`), with the same judgement
in one statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Response, current_app, g, request

from mykey.crypto.request_keys import DevicePublicKey
from mykey.kernel.refusals_of_terminals import (
    ContactRequired,
    RequestInvalid,
    SignatureInvalid,
    TerminalClosed,
    TerminalDeviceChanged,
    TerminalStopped,
    WrongTerminalKind,
)
from mykey.models.terminals import TerminalState
from mykey.services.admit_request import AdmittedTerminal, admit_request
from mykey.services.keep_answer import Claim, KeptAnswer, drop_claim, keep_answer, make_claim
from mykey.services.terminal_devices import TerminalDevice
from mykey.services.work import CardRules, Work
from mykey.terminals.gate import Gate
from mykey.web.database import apart, session
from mykey.web.signed_requests import Signed, read_signature, target_of, verify_signature

__all__ = [
    "BEFORE_CONTACT",
    "IDEMPOTENT",
    "SERVICE_ID_ONLY",
    "CheckedSignature",
    "authenticate_terminal",
    "cards",
    "check_signature",
    "gate",
    "keep_for_retries",
    "signed_terminal",
    "work",
]

#: What a terminal may call before its contact is registered (activation is not signed).
BEFORE_CONTACT = frozenset({"terminal.show", "providers.list", "terminal.put_contact"})
#: What is for terminals of kind `service-id` alone.
SERVICE_ID_ONLY = frozenset({"links.link", "links.replace", "links.remove", "links.renumber"})
#: Where an Idempotency-Key is honoured; elsewhere it is ignored.
IDEMPOTENT = frozenset(
    {"links.link", "links.replace", "links.remove", "links.renumber", "terminal.put_contact"}
)
KEY_CHARACTERS = 64


@dataclass(frozen=True)
class CheckedSignature:
    """A right signature and the device it was made on."""

    signed: Signed
    device: TerminalDevice

    @property
    def device_known(self) -> bool:
        """Whether the fingerprint is the one that was registered."""
        return self.signed.fingerprint == self.device.fingerprint


def gate() -> Gate:
    """The worker's gate."""
    return cast("Gate", current_app.extensions["mykey_gate"])


def work() -> Work:
    """This request's work."""
    return gate().ground.work(session(), apart)


def cards() -> CardRules:
    """The rules by which cards are judged."""
    return gate().ground.cards


def signed_terminal() -> AdmittedTerminal:
    """The terminal that signed this request."""
    return cast("AdmittedTerminal", g.terminal)


def check_signature() -> CheckedSignature:
    """Verify the request's signature and count it against the terminal's pace.

    Raises:
        SignatureInvalid, SignatureExpired, TooManyRequests.
    """
    here = gate()
    environ, headers = request.environ, request.headers
    device: TerminalDevice | None = None

    def key_of(terminal_id: str) -> DevicePublicKey | None:
        nonlocal device
        device = here.device(terminal_id)
        return None if device is None else device.key

    signed = verify_signature(
        read_signature(headers),
        headers,
        request.get_data(),
        environ["REQUEST_METHOD"],
        here.origin + target_of(environ),
        key_of,
        here.ground.clock(),
    )
    if device is None:
        raise SignatureInvalid
    here.pace.hit(signed.key_id)
    return CheckedSignature(signed, device)


def authenticate_terminal() -> Response | None:
    """The check of every blueprint with signed calls. A kept answer is given at once."""
    checked = check_signature()
    signed = checked.signed
    # Another machine must not hold a key that the right one retries with.
    claim = _claim(signed.key_id) if checked.device_known else None
    try:
        admitted = admit_request(
            work(), signed.key_id, checked.device.raw_key, signed.nonce, signed.created, claim
        )
    except SignatureInvalid:
        gate().forget_device(signed.key_id)
        raise
    if not checked.device_known:
        raise TerminalDeviceChanged
    g.terminal = admitted.terminal
    if admitted.kept is not None:
        g.claim = None
        return _answer_again(admitted.kept)
    g.claim = claim
    _judge_state(admitted.terminal)
    return None


def keep_for_retries(response: Response) -> Response:
    """After a call with an Idempotency-Key: keep its answer, or let the key go after 429 and 5xx."""
    claim: Claim | None = g.get("claim")
    if claim is None:
        return response
    keys = gate().ground.keys
    answer = KeptAnswer(response.status_code, response.get_data())
    if response.status_code < 400:  # noqa: PLR2004 - HTTP's border between done and refused
        keep_answer(session(), keys, claim, answer)
    else:
        session().rollback()
        if response.status_code == 429 or response.status_code >= 500:  # noqa: PLR2004 - terminal-api.md
            apart(lambda own: drop_claim(own, claim))
        else:
            apart(lambda own: keep_answer(own, keys, claim, answer))
    return response


def _claim(terminal_id: str) -> Claim | None:
    key = request.headers.get("Idempotency-Key")
    if key is None or request.endpoint not in IDEMPOTENT:
        return None
    if not (1 <= len(key) <= KEY_CHARACTERS and key.isascii() and key.isprintable()):
        raise RequestInvalid(errors=[{"member": "Idempotency-Key", "reason": "format"}])
    return make_claim(gate().ground.keys, terminal_id, request.method, request.path, key, request.get_data())


def _judge_state(terminal: AdmittedTerminal) -> None:
    if terminal.state == TerminalState.STOPPED:
        raise TerminalStopped
    if terminal.state == TerminalState.CLOSED:
        raise TerminalClosed
    if terminal.state != TerminalState.ACTIVE and request.endpoint not in BEFORE_CONTACT:
        raise ContactRequired
    if request.endpoint in SERVICE_ID_ONLY and terminal.kind != "service-id":
        raise WrongTerminalKind


def _answer_again(kept: KeptAnswer) -> Response:
    media = "application/json" if kept.status < 400 else "application/problem+json"  # noqa: PLR2004 - HTTP's border
    return Response(kept.body, kept.status, mimetype=media if kept.body else None)
