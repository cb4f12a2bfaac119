"""The bodies and answers of the till API, member by member. The OpenAPI document is made from these."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from mykey.points.acts.show_purses import MUNICIPAL
from mykey.points.amounts import MOST_AT_ONCE
from mykey.web.json_keys import DeviceKeyBody
from mykey.web.json_members import Day, Moment, StrictSchema, Text, Whole, one_of

__all__ = [
    "MOST_RECEIPTS",
    "BalanceAnswer",
    "BalanceBody",
    "CancelAnswer",
    "CancelBody",
    "EnrolmentBody",
    "GrantAnswer",
    "GrantBody",
    "ReceiptAnswer",
    "ReceiptMembers",
    "SessionAnswer",
    "SessionBody",
    "SpendAnswer",
    "SpendBody",
    "TillAnswer",
    "number_member",
    "purse_member",
    "session_member",
]

KINDS = ("spend", "grant", "voucher")
#: A shop's receipts are counted by the database in 32 bits.
MOST_RECEIPTS = 2**31 - 1
MOST_TYPED = 100
MOST_TICKET = 1000
TOKEN_CHARACTERS = 43
UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class EnrolmentBody(StrictSchema):
    """POST /v1/enrolment."""

    code = Text(
        most=MOST_TYPED, required=True, about="As the municipality's officer handed it over.", load_only=True
    )
    public_key = fields.Nested(
        DeviceKeyBody(), required=True, error_messages={"required": "missing", "null": "null"}
    )


class TillAnswer(StrictSchema):
    """What a till is."""

    till_id = fields.String(required=True, metadata={"pattern": "^[0-9]{8}$"})
    till_kind = one_of(*KINDS, about="What the till is for.")
    till_name = fields.String(required=True)
    shop_name = fields.String(required=True)
    municipality_code = fields.String(required=True, metadata={"pattern": "^[0-9]{6}$"})
    municipality_name = fields.String(
        required=True, metadata={"description": "With the prefecture before it."}
    )


class SessionBody(StrictSchema):
    """POST /v1/sessions: exactly one of the two."""

    ticket = Text(most=MOST_TICKET, about="From the core's POST /v1/points-tickets.", load_only=True)
    pay_code = Text(most=MOST_TYPED, about="As scanned from the person's phone, or typed.", load_only=True)

    @validates_schema
    def one_of_two(self, data: dict[str, Any], **_settings: Any) -> None:
        """Both would open two sessions, none opens none."""
        if len(data) != 1:
            raise ValidationError("one-of-two")


class PurseAnswer(StrictSchema):
    """Points of one kind that the person can spend here."""

    purse = fields.String(
        required=True,
        metadata={"pattern": f"^({MUNICIPAL}|{UUID_FORM})$", "description": "municipal, or an event's ID."},
    )
    name = fields.String(required=True)
    points = fields.Integer(required=True, metadata={"minimum": 0})
    ends_on = Day(about="The day on which the first of them end; null for 0 points.", allow_none=True)


class BalanceAnswer(StrictSchema):
    """POST /v1/balance."""

    purses = fields.List(fields.Nested(PurseAnswer()), required=True)


class SessionAnswer(BalanceAnswer):
    """A till session."""

    session = fields.String(required=True, metadata={"pattern": "^[A-Za-z0-9_-]{43}$"})
    purpose = one_of(*KINDS, about="The till's kind.")
    expires_at = Moment(about="120 seconds from now.")


def session_member() -> Text:
    """The token that names the session."""
    return Text(
        most=TOKEN_CHARACTERS,
        least=TOKEN_CHARACTERS,
        form="[A-Za-z0-9_-]{43}",
        required=True,
        load_only=True,
        about="From POST /v1/sessions.",
    )


def purse_member() -> Text:
    """Which of the session's purses pays."""
    form = f"({MUNICIPAL}|{UUID_FORM})"
    return Text(most=36, form=form, required=True, about="From the session's purses.")


def _amount() -> Whole:
    return Whole(least=1, most=MOST_AT_ONCE, required=True, about="Points.")


class BalanceBody(StrictSchema):
    """POST /v1/balance."""

    session = session_member()


class SpendBody(StrictSchema):
    """POST /v1/spends."""

    session = session_member()
    amount = _amount()
    purse = purse_member()


class CancelBody(StrictSchema):
    """POST /v1/cancellations."""

    receipt_number = Whole(
        least=1, most=MOST_RECEIPTS, required=True, about="Of a payment of today, or of a voucher taken."
    )


class GrantBody(StrictSchema):
    """POST /v1/grants."""

    session = session_member()
    amount = _amount()


def number_member(about: str, *, allow_none: bool = False) -> fields.Integer:
    """A number above zero in an answer."""
    metadata = {"minimum": 1, "description": about}
    return fields.Integer(required=True, allow_none=allow_none, metadata=metadata)


class ReceiptMembers(StrictSchema):
    """What every receipt says."""

    receipt_number = number_member("The shop's own running number.")
    day = Day(about="In Japan.")
    amount = number_member("Points.")
    shop_name = fields.String(required=True)


class SpendAnswer(ReceiptMembers):
    """A payment."""

    purse = fields.String(required=True)
    purse_name = fields.String(required=True)
    left = fields.Integer(required=True, metadata={"minimum": 0, "description": "Points left in this purse."})


class CancelAnswer(ReceiptMembers):
    """A payment taken back."""

    cancels = number_member("The payment's number.")


class GrantAnswer(ReceiptMembers):
    """A grant."""

    ends_on = Day(about="The last day of these points.")


class ReceiptAnswer(ReceiptMembers):
    """GET /v1/receipts/{number}."""

    kind = one_of(
        "spend", "cancel", "grant", "issue-voucher", "take-voucher", "return-voucher", about="What was done."
    )
    cancels = number_member("The payment's number, where this took one back.", allow_none=True)
    cancelled_by = number_member("The number of what took this back, if anything did.", allow_none=True)
