"""The bodies and answers of the calls around vouchers, member by member."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields

from mykey.points.acts.vouchers.issue_vouchers import MOST_AT_ONCE
from mykey.points.acts.vouchers.set_voucher_rules import MOST_FACE
from mykey.points.till.schemas import (
    MOST_RECEIPTS,
    MOST_TYPED,
    CancelAnswer,
    ReceiptMembers,
    number_member,
    purse_member,
    session_member,
)
from mykey.points.voucher_codes import CODE_LENGTH
from mykey.web.json_members import Day, StrictSchema, Text, Whole

__all__ = [
    "FacesAnswer",
    "UnusedAnswer",
    "UnusedBody",
    "VoucherBody",
    "VoucherCancelAnswer",
    "VoucherCancelBody",
    "VoucherCheckAnswer",
    "VoucherTakeAnswer",
    "VouchersAnswer",
    "VouchersBody",
]


class FacesAnswer(StrictSchema):
    """GET /v1/voucher-faces."""

    faces = fields.List(number_member("Points."), required=True)
    days = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"minimum": 1, "description": "For how long at most; null: none are issued."},
    )
    most_at_once = number_member("Vouchers that one call may issue.")


class _Faces(fields.List[int]):
    """Face values, one for each voucher wanted."""

    def __init__(self) -> None:
        super().__init__(
            Whole(least=1, most=MOST_FACE, about="Points."),
            required=True,
            error_messages={"required": "missing", "null": "null", "invalid": "type"},
            metadata={
                "minItems": 1,
                "maxItems": MOST_AT_ONCE,
                "description": "The face value of each voucher wanted.",
            },
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        read: list[Any] = super()._deserialize(value, attr, data, **kwargs)
        if not read:
            raise ValidationError("empty")
        if len(read) > MOST_AT_ONCE:
            raise ValidationError("too-many")
        return read


class VouchersBody(StrictSchema):
    """POST /v1/vouchers."""

    session = session_member()
    purse = purse_member()
    faces = _Faces()


class _Voucher(StrictSchema):
    """One voucher, for its sheet. Members in the order of the alphabet: a kept answer has them so."""

    code = fields.String(
        required=True,
        metadata={
            "pattern": f"^[0-9A-HJKMNP-TV-Z]{{{CODE_LENGTH}}}$",
            "description": "For the QR code and the line below it. Told once.",
        },
    )
    ends_on = Day(about="Its last day.")
    points = number_member("Its face value.")
    receipt_number = number_member("Its number, for the sheet.")


class VouchersAnswer(StrictSchema):
    """Vouchers that were issued."""

    day = Day(about="In Japan.")
    shop_name = fields.String(required=True)
    purse = fields.String(required=True)
    purse_name = fields.String(required=True)
    left = fields.Integer(required=True, metadata={"minimum": 0, "description": "Points left in this purse."})
    vouchers = fields.List(fields.Nested(_Voucher()), required=True)


class UnusedBody(StrictSchema):
    """POST /v1/voucher-list."""

    session = session_member()


class _Unused(StrictSchema):
    """One that nobody has used."""

    receipt_number = number_member("As on its sheet.")
    points = number_member("Its face value.")
    ends_on = Day(about="Its last day.")


class UnusedAnswer(StrictSchema):
    """Vouchers that nobody has used."""

    vouchers = fields.List(fields.Nested(_Unused()), required=True)


class VoucherCancelBody(StrictSchema):
    """POST /v1/voucher-cancellations."""

    session = session_member()
    receipt_number = Whole(least=1, most=MOST_RECEIPTS, required=True, about="As on the voucher's sheet.")


class VoucherCancelAnswer(CancelAnswer):
    """An unused voucher taken back."""

    cancels = number_member("The voucher's number.")


class VoucherBody(StrictSchema):
    """POST /v1/voucher-checks, /v1/voucher-takes."""

    code = Text(most=MOST_TYPED, required=True, about="As scanned or typed.", load_only=True)


class VoucherCheckAnswer(StrictSchema):
    """A voucher that can be taken here today."""

    points = number_member("Its face value.")
    ends_on = Day(about="Its last day.")


class VoucherTakeAnswer(ReceiptMembers):
    """A voucher that was taken."""
