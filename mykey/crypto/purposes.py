"""Every key of the platform has one purpose, and every purpose has its own key.

Two rings, because the two sides share no key (privacy.md, "Deliberately non-joinable", 1 and 2).
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["CorePurpose", "PointsPurpose", "Purpose"]


class CorePurpose(StrEnum):
    """What the core's keys are for."""

    BINDING_SEAL = "binding-seal"
    CARD_REQUEST = "card-request"
    """Ed25519 seed: signs the portal's requests to the card agent."""
    CARD_CONVERSATION_INDEX = "card-conversation-index"
    CARD_CONVERSATION_SEAL = "card-conversation-seal"
    CITIZEN_SEAL = "citizen-seal"
    CONSOLE_SESSION_INDEX = "console-session-index"
    CONSOLE_SESSION_SEAL = "console-session-seal"
    IDEMPOTENCY_INDEX = "idempotency-index"
    IDEMPOTENCY_SEAL = "idempotency-seal"
    LIMIT_INDEX = "limit-index"
    LINK_SEAL = "link-seal"
    MYKEY_ID_INDEX = "mykey-id-index"
    MYKEY_ID_SEAL = "mykey-id-seal"
    NONCE_INDEX = "nonce-index"
    NUMBER_INDEX = "number-index"
    OFFICER_TOTP_SEAL = "officer-totp-seal"
    OUTBOX_SEAL = "outbox-seal"
    PORTAL_SESSION_INDEX = "portal-session-index"
    PORTAL_SESSION_SEAL = "portal-session-seal"
    SERIAL_INDEX = "serial-index"
    TERMINAL_PASSWORD_INDEX = "terminal-password-index"  # noqa: S105 - the name of a purpose, not a password


class PointsPurpose(StrEnum):
    """What the points side's keys are for. None of them is known to the core."""

    POINTS_SESSION_INDEX = "points-session-index"
    POINTS_SESSION_SEAL = "points-session-seal"


Purpose = CorePurpose | PointsPurpose
