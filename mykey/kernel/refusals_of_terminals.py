"""Why a terminal's call is not served, in the words of terminal-api.md and in its order of judgement."""

from __future__ import annotations

from mykey.kernel.errors import Refused

__all__ = [
    "ContactRequired",
    "IdempotencyKeyReused",
    "RequestInProgress",
    "RequestInvalid",
    "SignatureExpired",
    "SignatureInvalid",
    "SignatureReplayed",
    "TerminalAlreadyActivated",
    "TerminalClosed",
    "TerminalCredentialsInvalid",
    "TerminalDeviceChanged",
    "TerminalStopped",
    "WrongTerminalKind",
]


class TerminalCredentialsInvalid(Refused):
    """The terminal ID is unknown or the password is wrong; which of them is not said."""

    code = "terminal-credentials-invalid"
    status = 401


class TerminalAlreadyActivated(Refused):
    """A device is bound already. Said only to who has the right password."""

    code = "terminal-already-activated"
    status = 409


class SignatureInvalid(Refused):
    """No signature, one of another key, or one that covers less than it must (RFC 9421)."""

    code = "signature-invalid"
    status = 401


class SignatureExpired(Refused):
    """`created` is more than 120 seconds off; the answer carries `Date`, so that a clock can be set."""

    code = "signature-expired"
    status = 401


class SignatureReplayed(Refused):
    """The nonce has been seen within the window."""

    code = "signature-replayed"
    status = 401


class TerminalDeviceChanged(Refused):
    """The fingerprint is not the one of the machine that was activated."""

    code = "terminal-device-changed"


class IdempotencyKeyReused(Refused):
    """The same key came with another body."""

    code = "idempotency-key-reused"
    status = 422


class RequestInProgress(Refused):
    """The first call with this key is still at work."""

    code = "request-in-progress"
    status = 409


class TerminalStopped(Refused):
    """An officer stopped this terminal."""

    code = "terminal-stopped"


class TerminalClosed(Refused):
    """An officer closed this terminal for good."""

    code = "terminal-closed"


class ContactRequired(Refused):
    """Until the contact is registered only four calls are answered."""

    code = "contact-required"
    status = 409


class WrongTerminalKind(Refused):
    """A terminal of this kind has no such call."""

    code = "wrong-terminal-kind"


class RequestInvalid(Refused):
    """Members that are missing, unknown or of another form.

    Fact `errors`: a list of {"member", "reason"}, all of them at once. `member` is a path with dots, `reason`
    a word, never the value.
    """

    code = "request-invalid"
    status = 422
