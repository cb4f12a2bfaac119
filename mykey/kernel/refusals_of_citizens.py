"""Why a citizen's act on the portal is refused. Facts are words and figures, never what was typed."""

from __future__ import annotations

from mykey.kernel.errors import Refused

__all__ = [
    "CardAlreadyBound",
    "CardAnswerMissing",
    "CardConversationNotFound",
    "CardNotRead",
    "DrawsExhausted",
    "MailMalformed",
    "MykeyIdMalformed",
    "MykeyIdTaken",
    "OwnChoicesExhausted",
    "PasswordRefused",
    "SignInFailed",
]


class CardConversationNotFound(Refused):
    """No conversation of this browser for this purpose has this state; another browser's is none, either."""

    code = "card-conversation-not-found"
    status = 404


class CardAnswerMissing(Refused):
    """The card agent has sent no answer for this conversation."""

    code = "card-answer-missing"
    status = 409


class CardNotRead(Refused):
    """The card agent gave the conversation up. Fact `reason`: `cancelled`, `pin-locked` or `no-card`."""

    code = "card-not-read"


class CardAlreadyBound(Refused):
    """One card, one MyKey ID: this card has one, or had one."""

    code = "card-already-bound"
    status = 409


class MykeyIdMalformed(Refused):
    """Not eight of A to Z and 0 to 9."""

    code = "mykey-id-malformed"
    status = 422


class MykeyIdTaken(Refused):
    """The MyKey ID is or was somebody's; an ID is never given twice."""

    code = "mykey-id-taken"
    status = 409


class DrawsExhausted(Refused):
    """Three were drawn: the third is the one to register."""

    code = "draws-exhausted"
    status = 409


class OwnChoicesExhausted(Refused):
    """Three own choices were taken already: only draws are left."""

    code = "own-choices-exhausted"
    status = 409


class PasswordRefused(Refused):
    """A password that others guess.

    Fact `reason`: `too-short`, `too-long`, `common`, `pattern`, `mykey-id` or `birth-date`.
    """

    code = "password-refused"
    status = 422


class MailMalformed(Refused):
    """No mail address that a mail could reach."""

    code = "mail-malformed"
    status = 422


class SignInFailed(Refused):
    """The MyKey ID is unknown or the password is wrong; which of them is not said."""

    code = "sign-in-failed"
