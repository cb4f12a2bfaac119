"""The bodies and answers of terminal-api.md, member by member. The OpenAPI document is made from these.

What a number, an address or a contact must look like beyond its length is the services' to say: they
understand full-width characters, spaces and hyphens (issue "Bad input").
"""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from marshmallow import ValidationError, fields, post_load, validates_schema

from mykey.crypto.tokens import from_base64url
from mykey.services.judge_card import CardObject
from mykey.web.json_keys import DeviceKeyBody
from mykey.web.json_members import Base64Url, Moment, StrictSchema, Text, Truth, one_of

__all__ = [
    "MOST_CERTIFICATE",
    "ActivationBody",
    "CardBody",
    "ChallengeAnswer",
    "ContactBody",
    "LinkAnswer",
    "LinkBody",
    "LookUpAnswer",
    "LookUpBody",
    "NoMembersBody",
    "PointsTicketAnswer",
    "PointsTicketBody",
    "ProvidersAnswer",
    "RemovalBody",
    "RenumberAnswer",
    "RenumberBody",
    "TerminalAnswer",
]

KINDS = ("service-id", "spend-points", "issue-vouchers", "grant-points")
STATES = ("contact-required", "active", "stopped", "closed")
#: characters of base64url; a card's certificate has about 2,000, an RSA-2048 signature 342
MOST_CERTIFICATE = 8192
MOST_SIGNATURE = 1024
MOST_TYPED = 100
UUID_CHARACTERS = 36
NO_CHALLENGE = UUID(int=0)


class NoMembersBody(StrictSchema):
    """An empty object."""


class ActivationBody(StrictSchema):
    """POST /v1/activation."""

    terminal_id = Text(most=MOST_TYPED, required=True, about="As on Form II; eight digits.")
    password = Text(most=MOST_TYPED, required=True, about="As on Form II.", load_only=True)
    device_fingerprint = Text(
        most=64, least=64, form="[0-9a-fA-F]{64}", required=True, about="SHA-256 of the machine, in hex."
    )
    public_key = fields.Nested(
        DeviceKeyBody(), required=True, error_messages={"required": "missing", "null": "null"}
    )


class ActivationAnswer(StrictSchema):
    """What an activated terminal learns of itself."""

    terminal_id = fields.String(required=True, metadata={"pattern": "^[0-9]{8}$"})
    kind = one_of(*KINDS, about="What the terminal is for.")
    municipality_code = fields.String(required=True, metadata={"pattern": "^[0-9]{6}$"})
    state = one_of(*STATES, about="contact-required until the contact is registered.")


class ProviderAnswer(StrictSchema):
    """A provider of service IDs."""

    provider_id = fields.String(required=True, metadata={"pattern": "^[0-9]{6}$"})
    name = fields.String(required=True)


class ProvidersAnswer(StrictSchema):
    """GET /v1/providers."""

    providers = fields.List(fields.Nested(ProviderAnswer()), required=True)


class ContactBody(StrictSchema):
    """PUT /v1/terminal/contact. Contents are judged by the service, all at once."""

    place = Text(most=1000, least=0, required=True, about="Where the machine stands; 1 to 100 characters.")
    terminal_name = Text(most=1000, least=0, required=True, about="1 to 100 characters.")
    provider_id = Text(
        most=MOST_TYPED,
        least=0,
        allow_none=True,
        load_default=None,
        about="For kind service-id: the provider that Form I names. For others: null or absent.",
    )
    person_in_charge = Text(most=1000, least=0, required=True, about="1 to 100 characters.")
    organisation = Text(most=1000, least=0, required=True, about="1 to 100 characters.")
    postal_code = Text(most=MOST_TYPED, least=0, required=True, about="Seven digits; a hyphen is allowed.")
    address = Text(most=1000, least=0, required=True, about="1 to 200 characters.")
    telephone = Text(
        most=MOST_TYPED,
        least=0,
        required=True,
        about="10 or 11 digits beginning with 0; hyphens are allowed.",
    )
    email = Text(most=1000, least=0, required=True, about="A mail address.")


class ContactAnswer(StrictSchema):
    """The contact as it is kept."""

    place = fields.String(required=True)
    terminal_name = fields.String(required=True)
    person_in_charge = fields.String(required=True)
    organisation = fields.String(required=True)
    postal_code = fields.String(required=True, metadata={"pattern": "^[0-9]{7}$"})
    address = fields.String(required=True)
    telephone = fields.String(required=True)
    email = fields.String(required=True)


class TerminalAnswer(ActivationAnswer):
    """GET /v1/terminal."""

    provider = fields.Nested(ProviderAnswer(), required=True, allow_none=True)
    contact = fields.Nested(ContactAnswer(), required=True, allow_none=True)


class ChallengeAnswer(StrictSchema):
    """POST /v1/challenges."""

    challenge_id = fields.UUID(required=True, attribute="id")
    challenge = Base64Url(most=43, required=True, about="32 random bytes for the card to sign.")
    expires_at = Moment(about="After this the challenge is refused.")


class CardBody(StrictSchema):
    """The card object: touched with the certificate alone, proved with all three members."""

    user_certificate = Base64Url(
        most=MOST_CERTIFICATE, required=True, about="The certificate for user authentication, DER."
    )
    challenge_id = Text(most=MOST_TYPED, least=0, about="From POST /v1/challenges.")
    signature = Base64Url(
        most=MOST_SIGNATURE,
        about="By the card over the 32 bytes: RSA PKCS#1 v1.5 with SHA-256, or ECDSA with SHA-384 (DER).",
    )

    @validates_schema
    def both_or_none(self, data: dict[str, Any], **_settings: Any) -> None:
        """A challenge without a signature, or a signature without a challenge, proves nothing."""
        if ("challenge_id" in data) != ("signature" in data):
            raise ValidationError("incomplete")

    @post_load
    def to_card(self, data: dict[str, Any], **_settings: Any) -> CardObject:
        """The service's card. A challenge_id of another form than ours is that of no challenge."""
        given = data.get("challenge_id")
        return CardObject(
            data["user_certificate"],
            None if given is None else _challenge_id(given),
            data.get("signature"),
        )


def _challenge_id(given: str) -> UUID:
    try:
        return UUID(given) if len(given) == UUID_CHARACTERS else NO_CHALLENGE
    except ValueError:
        return NO_CHALLENGE


def _card() -> fields.Nested:
    return fields.Nested(CardBody(), required=True, error_messages={"required": "missing", "null": "null"})


class LinkBody(StrictSchema):
    """POST and PUT /v1/links."""

    NUMBER: ClassVar[str] = "The provider's own number, as typed or scanned."

    card = _card()
    service_id = Text(most=MOST_TYPED, required=True, about=NUMBER)
    change_notice = Truth(
        required=True,
        about="Whether the person agrees that the provider learns of changed basic information.",
    )


class LinkAnswer(StrictSchema):
    """A link as it stands now."""

    provider_id = fields.String(required=True, metadata={"pattern": "^[0-9]{6}$"})
    provider_name = fields.String(required=True)
    service_id = fields.String(required=True)
    change_notice = fields.Boolean(required=True)


class RemovalBody(StrictSchema):
    """POST /v1/links/removal."""

    service_id = Text(most=MOST_TYPED, required=True, about=LinkBody.NUMBER)


class RenumberBody(StrictSchema):
    """POST /v1/links/renumber. `from` is a word of Python."""

    old = Text(most=MOST_TYPED, required=True, data_key="from", about="The number until now.")
    new = Text(most=MOST_TYPED, required=True, data_key="to", about="The number from now on.")


class RenumberAnswer(StrictSchema):
    """The new number as it is kept."""

    service_id = fields.String(required=True)


class LookUpBody(StrictSchema):
    """POST /v1/lookups."""

    card = _card()


class HandOverAnswer(StrictSchema):
    """How the number reaches the provider's own system."""

    method = one_of("number", "barcode", "keyboard", "label", about="The provider's setting.")
    symbology = one_of("nw7", "code39", "code128", about="null for number and keyboard.", allow_none=True)
    data = fields.String(
        required=True, metadata={"description": "Exactly what is encoded, printed or typed."}
    )


class LookUpAnswer(StrictSchema):
    """Whose number this is."""

    provider_id = fields.String(required=True, metadata={"pattern": "^[0-9]{6}$"})
    provider_name = fields.String(required=True)
    service_id = fields.String(required=True)
    assurance = one_of("touched", "proved", about="proved: the PIN was entered.")
    basic_information = one_of(
        "unchanged", "changed", "not-requested", "unknown", about="Never what it is now."
    )
    revocation = one_of("fresh", "stale", about="stale: by a list within the provider's grace.")
    hand_over = fields.Nested(HandOverAnswer(), required=True)


class PointsTicketBody(StrictSchema):
    """POST /v1/points-tickets."""

    card = _card()
    purpose = Text(most=7, form="(spend|voucher|grant)", required=True, about="What the ticket is for.")
    till_key_thumbprint = Text(
        most=43,
        least=43,
        form="[A-Za-z0-9_-]{43}",
        required=True,
        about="JWK thumbprint (RFC 7638, SHA-256) of the till's own key, to which the ticket is bound.",
    )

    @post_load
    def to_thumbprint(self, data: dict[str, Any], **_settings: Any) -> dict[str, Any]:
        """The thumbprint's 32 bytes; zeros stand for no till."""
        try:
            thumbprint = from_base64url(data["till_key_thumbprint"])
        except ValueError:
            thumbprint = b""
        if not any(thumbprint):
            raise ValidationError("format", "till_key_thumbprint")
        return data | {"till_key_thumbprint": thumbprint}


class PointsTicketAnswer(StrictSchema):
    """A ticket for the points side."""

    ticket = fields.String(
        required=True,
        metadata={"pattern": "^[A-Za-z0-9_-]+$", "description": "Opaque; all tickets have one length."},
    )
    points_url = fields.String(
        required=True, metadata={"format": "uri", "description": "The origin of the points side's till API."}
    )
    expires_at = Moment(about="60 seconds from now; a ticket serves once.")
