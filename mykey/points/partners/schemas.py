"""The bodies and answers of the partners' API, member by member. The OpenAPI document is made from these."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import ValidationError, fields

from mykey.points.acts.partners.judge_answer import DONE, MOST_SAID, REFUSED
from mykey.points.acts.partners.read_codes import MOST_CODES
from mykey.points.amounts import MOST_AT_ONCE
from mykey.points.models.partners import BatchState, Verdict
from mykey.web.json_members import Day, StrictSchema, Text, Whole, one_of

__all__ = [
    "BatchAnswer",
    "BatchBody",
    "BatchesAnswer",
    "CodesAnswer",
    "ExchangeAnswerBody",
    "KeyAnswer",
    "RatesAnswer",
    "VerdictAnswer",
]

UUID_FORM = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
#: No control or formula character first: the name stands in files that spreadsheet programs open.
BATCH_FORM = r"[0-9A-Za-z][0-9A-Za-z._ -]{0,39}"
VERDICTS = (
    Verdict.ACCEPTED, Verdict.REPEATED, Verdict.OTHER_AMOUNT, Verdict.AFTER_CANCEL, Verdict.AFTER_REFUSAL,
    Verdict.CONTRADICTS,
)  # fmt: skip


class DayText(Text):
    """A day as 2026-04-06."""

    def __init__(self, *, about: str, **settings: Any) -> None:
        form = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
        super().__init__(most=10, least=10, form=form, about=about, metadata={"format": "date"}, **settings)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValidationError("format") from None


class BatchBody(StrictSchema):
    """POST /v1/coupon-batches."""

    batch = Text(most=40, form=BATCH_FORM, required=True, about="Your own name of the batch.")
    points = Whole(least=1, most=MOST_AT_ONCE, required=True, about="Points that each coupon brings.")
    ends_on = DayText(required=True, about="Last day in Japan to redeem one.")


class BatchAnswer(StrictSchema):
    """What a batch is."""

    batch_id = fields.UUID(required=True)
    batch = fields.String(required=True)
    points = fields.Integer(required=True)
    ends_on = Day(about="Last day in Japan to redeem one.")
    state = one_of(
        BatchState.ANNOUNCED,
        BatchState.OPEN,
        BatchState.CLOSED,
        about="announced: its codes have not come; closed: what was not redeemed is of no use.",
    )
    codes = fields.Integer(required=True, metadata={"minimum": 0, "maximum": MOST_CODES})


class BatchesAnswer(StrictSchema):
    """GET /v1/coupon-batches."""

    batches = fields.List(fields.Nested(BatchAnswer()), required=True)


class CodesAnswer(StrictSchema):
    """PUT /v1/coupon-batches/{batch_id}/codes."""

    codes = fields.Integer(required=True, metadata={"minimum": 1, "maximum": MOST_CODES})


class ExchangeAnswerBody(StrictSchema):
    """POST /v1/exchange-answers."""

    exchange_id = Text(
        most=36, least=36, form=UUID_FORM, required=True, about="As we sent it.", load_only=True
    )
    result = Text(most=7, form=f"{DONE}|{REFUSED}", required=True, about="done or refused.", load_only=True)
    units = Whole(least=0, most=MOST_SAID, required=True, about="Your own points, as taken.", load_only=True)
    points = Whole(least=0, most=MOST_SAID, required=True, about="Points they became.", load_only=True)


class VerdictAnswer(StrictSchema):
    """What became of it."""

    verdict = one_of(*VERDICTS, about="accepted and repeated are in order; the others stand in the file.")


class RateAnswer(StrictSchema):
    """`units` of the company's own points become `points`."""

    since = Day(about="First day in Japan.")
    units = fields.Integer(required=True)
    points = fields.Integer(required=True)
    least = fields.Integer(required=True, metadata={"description": "The least at once, your own points."})
    step = fields.Integer(required=True, metadata={"description": "In steps of, your own points."})
    most = fields.Integer(required=True, metadata={"description": "The most at once, your own points."})


class RatesAnswer(StrictSchema):
    """GET /v1/rates: the newest first; those of later days are agreed and have not begun."""

    rates = fields.List(fields.Nested(RateAnswer()), required=True)


class KeyAnswer(StrictSchema):
    """GET /v1/key: a public key (RFC 8037)."""

    kty = one_of("OKP", about="Key type.")
    crv = one_of("Ed25519", about="Curve.")
    kid = fields.String(required=True, metadata={"description": "Our keyid in signatures."})
    x = fields.String(required=True, metadata={"pattern": "^[A-Za-z0-9_-]{43}$"})
