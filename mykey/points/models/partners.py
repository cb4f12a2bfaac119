"""Partner companies: whose points come into the reserve, at which rate, by which coupons and exchanges.

Of a coupon only a keyed hash is kept. What a partner is told of is a coupon's number in its own batch, or an
exchange's random id: nothing that names a person of this side, and no time (privacy.md, "Deliberately
non-joinable", 1 and 4).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.points.models.base import IndexBytes, PointsBase, column, sealed_bytes

__all__ = [
    "CLIENT_SECRET",
    "EXCHANGE_ACCESS",
    "BatchState",
    "Coupon",
    "CouponBatch",
    "Exchange",
    "ExchangeState",
    "Partner",
    "PartnerAnswer",
    "PartnerRate",
    "PartnerState",
    "RedeemedCoupon",
    "Verdict",
]

#: what we show at the partner's token endpoint
CLIENT_SECRET = SealedColumn("partners", "client_secret_sealed", PointsPurpose.PARTNER_SEAL, 256)
#: {"token"}: the access token of one exchange; dropped when the exchange is over
EXCHANGE_ACCESS = SealedColumn("exchanges", "access_sealed", PointsPurpose.EXCHANGE_SEAL, 2048)


class PartnerState:
    """The words of `partners.partner_state`."""

    OPEN = "open"
    CLOSED = "closed"


class BatchState:
    """The words of `coupon_batches.batch_state`."""

    ANNOUNCED = "announced"
    """Its codes have not come yet."""
    OPEN = "open"
    CLOSED = "closed"
    """Withdrawn by the partner: what was not redeemed is of no use."""


class ExchangeState:
    """The words of `exchanges.exchange_state`."""

    ASKED = "asked"
    """The partner has been asked, or will be, and has not answered."""
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    """By the citizen, by the end of the wait, or because the points account was closed."""


class Verdict:
    """The words of `partner_answers.verdict`: what became of something that a partner said."""

    ACCEPTED = "accepted"
    REPEATED = "repeated"
    OTHER_AMOUNT = "other-amount"
    WRONG_SIGNATURE = "wrong-signature"
    AFTER_CANCEL = "after-cancel"
    AFTER_REFUSAL = "after-refusal"
    CONTRADICTS = "contradicts"
    """It refuses what it had done before."""
    UNREADABLE = "unreadable"


class Partner(PointsBase):
    """A company. Without addresses it has no ID link; without a key it can neither upload nor answer."""

    __tablename__ = "partners"
    __table_args__ = (
        CheckConstraint("partner_state IN ('open', 'closed')", name="partner_state"),
        CheckConstraint(
            "(authorize_url IS NULL) = (token_url IS NULL) AND (authorize_url IS NULL) = (redeem_url IS NULL)"
            " AND (authorize_url IS NULL) = (client_name IS NULL)"
            " AND (authorize_url IS NULL) = (client_secret_sealed IS NULL)",
            name="link_whole",
        ),
        CheckConstraint("partner_key IS NOT NULL OR authorize_url IS NULL", name="link_needs_a_key"),
    )

    partner_id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=False, about="random")
    partner_name: Mapped[str] = column(String(60), unique=True, sensitive=False, about="as citizens read it")
    partner_about: Mapped[str] = column(String(200), sensitive=False, about="which points these are, public")
    partner_state: Mapped[str] = column(String(8), sensitive=False, about="open or closed")
    partner_key: Mapped[bytes | None] = column(
        LargeBinary(32), unique=True, sensitive=False, about="the company's public Ed25519 key"
    )
    authorize_url: Mapped[str | None] = column(
        String(300), sensitive=False, about="where citizens sign in; null: no ID link"
    )
    token_url: Mapped[str | None] = column(String(300), sensitive=False, about="where codes become tokens")
    redeem_url: Mapped[str | None] = column(
        String(300), sensitive=False, about="where an exchange is asked, cancelled"
    )
    notice_url: Mapped[str | None] = column(
        String(300), sensitive=False, about="where redeemed coupons are told; null: by the file alone"
    )
    client_name: Mapped[str | None] = column(
        String(100), sensitive=False, about="our client_id at the company"
    )
    client_secret_sealed: Mapped[bytes | None] = column(
        sealed_bytes(CLIENT_SECRET), sensitive=True, about="our client secret at the company"
    )
    takes_coupons: Mapped[bool] = column(Boolean, sensitive=False, about="whether it may upload coupons")

    def __repr__(self) -> str:
        """The random id."""
        return f"<Partner {self.partner_id}>"


class PartnerRate(PointsBase):
    """At which rate a company's own points become points, from a day on. The newest begun one counts."""

    __tablename__ = "partner_rates"
    __table_args__ = (
        CheckConstraint("rate_units > 0 AND rate_points > 0", name="rate"),
        CheckConstraint("units_step > 0 AND units_least >= units_step", name="units_least"),
        CheckConstraint("units_most >= units_least", name="units_most"),
        CheckConstraint("units_step * rate_points % rate_units = 0", name="whole_points"),
        CheckConstraint("units_least % units_step = 0 AND units_most % units_step = 0", name="whole_steps"),
    )

    partner_id: Mapped[UUID] = column(
        Uuid, ForeignKey("partners.partner_id"), primary_key=True, sensitive=False, about="whose"
    )
    rate_from: Mapped[date] = column(Date, primary_key=True, sensitive=False, about="first day (JST)")
    rate_units: Mapped[int] = column(BigInteger, sensitive=False, about="so many of the company's own points")
    rate_points: Mapped[int] = column(BigInteger, sensitive=False, about="become so many points")
    units_least: Mapped[int] = column(
        BigInteger, sensitive=False, about="the least at once, company's points"
    )
    units_step: Mapped[int] = column(BigInteger, sensitive=False, about="in steps of, company's points")
    units_most: Mapped[int] = column(BigInteger, sensitive=False, about="the most at once, company's points")

    def __repr__(self) -> str:
        """The day."""
        return f"<PartnerRate {self.rate_from}>"


class CouponBatch(PointsBase):
    """Coupons that a company handed out together. Its codes come all at once, or not at all."""

    __tablename__ = "coupon_batches"
    __table_args__ = (
        CheckConstraint("batch_state IN ('announced', 'open', 'closed')", name="batch_state"),
        CheckConstraint("coupon_points BETWEEN 1 AND 1000000", name="coupon_points"),
        CheckConstraint("batch_size >= 0 AND (batch_state <> 'open' OR batch_size > 0)", name="batch_size"),
        UniqueConstraint("partner_id", "batch_name"),
    )

    batch_id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=False, about="random")
    partner_id: Mapped[UUID] = column(
        Uuid, ForeignKey("partners.partner_id"), sensitive=False, about="whose coupons"
    )
    batch_name: Mapped[str] = column(String(40), sensitive=False, about="as the company calls it")
    coupon_points: Mapped[int] = column(BigInteger, sensitive=False, about="points each coupon brings")
    coupons_end_on: Mapped[date] = column(Date, sensitive=False, about="last day (JST) to redeem one")
    batch_state: Mapped[str] = column(String(10), sensitive=False, about="announced, open or closed")
    batch_size: Mapped[int] = column(Integer, sensitive=False, about="how many codes came")

    def __repr__(self) -> str:
        """The random id."""
        return f"<CouponBatch {self.batch_id}>"


class Coupon(PointsBase):
    """One code of a batch. Its row never changes: that it was redeemed stands elsewhere."""

    __tablename__ = "coupons"

    coupon_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed index of the code"
    )
    batch_id: Mapped[UUID] = column(
        Uuid, ForeignKey("coupon_batches.batch_id"), sensitive=False, about="of which batch"
    )
    coupon_number: Mapped[int] = column(
        Integer, sensitive=False, about="its line in the company's own list, from 1"
    )

    def __repr__(self) -> str:
        """Nothing of the code."""
        return "<Coupon>"


class RedeemedCoupon(PointsBase):
    """A coupon that brought its points: once, as its row can be put in once."""

    __tablename__ = "redeemed_coupons"
    __table_args__ = (
        Index(
            "ix_redeemed_coupons_untold",
            "coupon_index",
            sqlite_where=text("NOT is_told"),
            postgresql_where=text("NOT is_told"),
        ),
    )

    coupon_index: Mapped[bytes] = column(
        IndexBytes,
        ForeignKey("coupons.coupon_index"),
        primary_key=True,
        sensitive=True,
        about="which; tied to whoever redeemed it",
    )
    act_id: Mapped[UUID] = column(
        Uuid, ForeignKey("acts.act_id"), unique=True, sensitive=True, about="the act that brought the points"
    )
    is_told: Mapped[bool] = column(
        Boolean, sensitive=False, about="whether the company has taken the notice of it"
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<RedeemedCoupon>"


class Exchange(PointsBase):
    """A citizen's wish to turn a company's points into the reserve, and how far it has come."""

    __tablename__ = "exchanges"
    __table_args__ = (
        CheckConstraint("exchange_state IN ('asked', 'done', 'refused', 'cancelled')", name="exchange_state"),
        CheckConstraint("(exchange_state = 'done') = (act_id IS NOT NULL)", name="done_has_an_act"),
        CheckConstraint("exchange_state = 'asked' OR access_sealed IS NULL", name="access_ends"),
        CheckConstraint("exchange_units > 0 AND exchange_points > 0", name="amounts"),
        CheckConstraint("NOT is_reversal_owed OR exchange_state = 'cancelled'", name="reversal"),
        Index(None, "account_id"),
        Index(None, "partner_id", "asked_on"),
        Index(
            "ix_exchanges_at_work",
            "partner_id",
            sqlite_where=text("exchange_state = 'asked' OR is_reversal_owed"),
            postgresql_where=text("exchange_state = 'asked' OR is_reversal_owed"),
        ),
    )

    exchange_id: Mapped[UUID] = column(
        Uuid, primary_key=True, sensitive=True, about="random; the company knows it, too"
    )
    partner_id: Mapped[UUID] = column(
        Uuid, ForeignKey("partners.partner_id"), sensitive=False, about="with which company"
    )
    account_id: Mapped[UUID] = column(
        Uuid, ForeignKey("accounts.account_id"), sensitive=True, about="into whose reserve"
    )
    asked_on: Mapped[date] = column(Date, sensitive=False, about="day (JST); never a time")
    exchange_units: Mapped[int] = column(BigInteger, sensitive=False, about="the company's own points")
    exchange_points: Mapped[int] = column(BigInteger, sensitive=False, about="points they become")
    exchange_state: Mapped[str] = column(
        String(10), sensitive=False, about="asked, done, refused or cancelled"
    )
    access_sealed: Mapped[bytes | None] = column(
        sealed_bytes(EXCHANGE_ACCESS), sensitive=True, about="the access token; null once it is over"
    )
    is_reversal_owed: Mapped[bool] = column(
        Boolean, sensitive=False, about="whether the company must still be told to give its points back"
    )
    act_id: Mapped[UUID | None] = column(
        Uuid, ForeignKey("acts.act_id"), unique=True, sensitive=True, about="the act that brought the points"
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<Exchange>"


class PartnerAnswer(PointsBase):
    """What a company said about an exchange, as it was said, and what became of it. Never changed."""

    __tablename__ = "partner_answers"
    __table_args__ = (
        CheckConstraint("said_by IN ('response', 'callback')", name="said_by"),
        CheckConstraint("said_word IN ('done', 'refused', 'unreadable')", name="said_word"),
        CheckConstraint(
            "verdict IN ('accepted', 'repeated', 'other-amount', 'wrong-signature', 'after-cancel', "
            "'after-refusal', 'contradicts', 'unreadable')",
            name="verdict",
        ),
        Index(None, "exchange_id"),
        Index(None, "said_on"),
    )

    answer_id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=True, about="random")
    exchange_id: Mapped[UUID] = column(
        Uuid, ForeignKey("exchanges.exchange_id"), sensitive=True, about="about which exchange"
    )
    said_on: Mapped[date] = column(Date, sensitive=False, about="day (JST); never a time")
    said_by: Mapped[str] = column(String(8), sensitive=False, about="response or callback")
    said_word: Mapped[str] = column(String(10), sensitive=False, about="done, refused or unreadable")
    said_units: Mapped[int | None] = column(BigInteger, sensitive=False, about="the company's own points")
    said_points: Mapped[int | None] = column(BigInteger, sensitive=False, about="points, by the company")
    verdict: Mapped[str] = column(String(16), sensitive=False, about="what became of it")

    def __repr__(self) -> str:
        """The verdict."""
        return f"<PartnerAnswer {self.verdict}>"
