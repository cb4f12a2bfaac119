"""Why a card is not accepted: the words of terminal-api.md, in the order in which they are judged."""

from __future__ import annotations

from mykey.kernel.errors import CannotTell, Refused

__all__ = [
    "CardNotProved",
    "CertificateExpired",
    "CertificateMalformed",
    "CertificateNotTrusted",
    "CertificateNotYetValid",
    "CertificateRevoked",
    "CertificateWrongKind",
    "ChallengeExpired",
    "ChallengeFailed",
    "ChallengeUsed",
    "MykeyIdNotFound",
    "MykeyIdPaused",
    "RevocationUnknown",
    "SuccessionUnknown",
]


class CertificateMalformed(Refused):
    """The bytes are not one certificate in canonical DER."""

    code = "certificate-malformed"
    status = 422


class CertificateNotTrusted(Refused):
    """No authority we trust signed it, or it asks for more than our policy knows."""

    code = "certificate-not-trusted"


class CertificateWrongKind(Refused):
    """A signing certificate, or one with other policies, where the user certificate is needed."""

    code = "certificate-wrong-kind"


class CertificateNotYetValid(Refused):
    """Its first day lies ahead."""

    code = "certificate-not-yet-valid"


class CertificateExpired(Refused):
    """Its last day is past."""

    code = "certificate-expired"


class CertificateRevoked(Refused):
    """It stands on the authority's list."""

    code = "certificate-revoked"


class RevocationUnknown(CannotTell):
    """No list that is young enough covers this certificate."""

    code = "revocation-unknown"


class ChallengeFailed(Refused):
    """The signature is not this card's over a challenge of this asker; an unknown challenge, too."""

    code = "challenge-failed"


class ChallengeUsed(Refused):
    """A challenge serves once."""

    code = "challenge-used"
    status = 409


class ChallengeExpired(Refused):
    """A challenge lives 120 seconds."""

    code = "challenge-expired"
    status = 410


class CardNotProved(Refused):
    """The act needs the PIN; a touch shows no presence (jpki.md, かざし利用)."""

    code = "card-not-proved"


class SuccessionUnknown(CannotTell):
    """The authority's linkage service did not say which certificate came before this one."""

    code = "succession-unknown"


class MykeyIdNotFound(Refused):
    """No MyKey ID belongs to this card. Said of proved cards only."""

    code = "mykey-id-not-found"
    status = 404


class MykeyIdPaused(Refused):
    """The citizen has put everything on hold."""

    code = "mykey-id-paused"
