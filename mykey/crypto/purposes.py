"""Every key of the platform has one purpose, and every purpose has its own key.

Three rings, because the two sides share no key, and neither has the ticket writer's (privacy.md,
"Deliberately non-joinable", 1, 2 and 7).
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["CorePurpose", "HandoffPurpose", "PointsPurpose", "Purpose"]


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


class HandoffPurpose(StrEnum):
    """What the ticket writer's keys are for. Its process alone has them."""

    SUBJECT = "subject"
    """Makes a citizen's id into the points subject; the current version and the one before it are live."""
    TICKET_SIGNING = "ticket-signing"
    """Ed25519 seed: signs what is sealed to the points side."""


class PointsPurpose(StrEnum):
    """What the points side's keys are for. None of them is known to the core."""

    ANSWER_INDEX = "answer-index"
    ANSWER_SEAL = "answer-seal"
    COUPON_INDEX = "coupon-index"
    ENROLMENT_CODE_INDEX = "enrolment-code-index"
    EXCHANGE_SEAL = "exchange-seal"
    HOLDER_SEAL = "holder-seal"
    LETTER_SEAL = "letter-seal"
    MAIL_CODE_INDEX = "mail-code-index"
    OFFICE_SESSION_INDEX = "office-session-index"
    OFFICE_SESSION_SEAL = "office-session-seal"
    OFFICE_TOTP_SEAL = "office-totp-seal"
    PARTNER_SEAL = "partner-seal"
    PARTNER_SIGNING = "partner-signing"
    """Ed25519 seed: signs what the points side sends to partners."""
    PAY_CODE_INDEX = "pay-code-index"
    PAY_CODE_SEAL = "pay-code-seal"
    POINTS_LIMIT_INDEX = "points-limit-index"
    POINTS_NUMBER_INDEX = "points-number-index"
    POINTS_NUMBER_SEAL = "points-number-seal"
    POINTS_SESSION_INDEX = "points-session-index"
    POINTS_SESSION_SEAL = "points-session-seal"
    SEEN_NONCE_INDEX = "seen-nonce-index"
    SUBJECT_INDEX = "subject-index"
    TICKET_INDEX = "ticket-index"
    TICKET_OPENING = "ticket-opening"
    """X25519 private key: opens what the ticket writer has sealed."""
    TILL_VISIT_INDEX = "till-visit-index"
    TILL_VISIT_SEAL = "till-visit-seal"
    VOUCHER_INDEX = "voucher-index"


Purpose = CorePurpose | HandoffPurpose | PointsPurpose
