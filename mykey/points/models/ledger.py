"""The ledger: accounts, acts, postings, lots. Every act is a set of postings whose amounts sum to zero.

Acts, postings and uses of lots are never changed and never deleted; triggers in the database refuse it.
An account's balance, running number and head are the sum, the length and the end of its chain of postings,
kept beside it so that no act reads the chain. There are days here and no times: order within an account is
its running number (privacy.md, "Deliberately non-joinable", 4 and 5).
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
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped

from mykey.points.models.base import PointsBase, column

__all__ = ["NOBODYS", "Account", "AccountKind", "Act", "ActKind", "Lot", "LotUse", "Posting"]

#: The municipality code of what belongs to none: reserves, the partners' clearing.
NOBODYS = "000000"

_SYSTEM = (
    "account_kind IN ('issue', 'clearing', 'expired', 'corrections', 'vouchers', 'settled')"
    " AND partner_id IS NULL"
)


class AccountKind:
    """The words of `accounts.account_kind`."""

    RESERVE = "reserve"
    """A citizen's points that no municipality holds yet (留保)."""
    MUNICIPAL = "municipal"
    EVENT = "event"
    ISSUE = "issue"
    """What a municipality has granted, below zero."""
    CLEARING = "clearing"
    """What came in from partners, below zero: one account a partner, and one for what the operator put in."""
    CLAIM = "claim"
    """What a shop has taken and will be paid for; below zero after corrections of months already closed."""
    EXPIRED = "expired"
    CORRECTIONS = "corrections"
    """What approved corrections have given, below zero, or taken back."""
    VOUCHERS = "vouchers"
    """What stands on vouchers that nobody has used yet."""
    SETTLED = "settled"
    """What shops are paid by closed months."""

    CITIZENS = frozenset({RESERVE, MUNICIPAL, EVENT})


class ActKind:
    """The words of `acts.act_kind`."""

    PUT_INTO_RESERVE = "put-into-reserve"
    GRANT = "grant"
    MOVE = "move"
    """A citizen moves points out of the reserve."""
    TERM_MOVE = "term-move"
    """The job moves what stayed in the reserve past its term."""
    SPEND = "spend"
    CANCEL = "cancel"
    EXPIRE = "expire"
    GIVE_BACK = "give-back"
    """What is left at closing."""
    CORRECT = "correct"
    ISSUE_VOUCHER = "issue-voucher"
    TAKE_VOUCHER = "take-voucher"
    """A shop takes one; a `cancel` of it makes the voucher good again."""
    RETURN_VOUCHER = "return-voucher"
    """An unused voucher goes back to its lots: cancelled, or past its last day."""
    SETTLE = "settle"
    """A closed month is paid to a shop."""


class Account(PointsBase):
    """One account. A citizen's has a holder; a shop's claim has a shop; the others are a municipality's."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint(
            "account_kind IN ('reserve', 'municipal', 'event', 'issue', 'clearing', 'claim', 'expired', "
            "'corrections', 'vouchers', 'settled')",
            name="account_kind",
        ),
        CheckConstraint(
            "balance >= 0 OR account_kind IN ('issue', 'clearing', 'corrections', 'claim')", name="balance"
        ),
        CheckConstraint(
            "(account_kind IN ('reserve', 'municipal', 'event')) = (holder_id IS NOT NULL)", name="holder"
        ),
        CheckConstraint("(account_kind = 'event') = (event_id IS NOT NULL)", name="event"),
        CheckConstraint("(account_kind = 'claim') = (shop_id IS NOT NULL)", name="shop"),
        CheckConstraint("partner_id IS NULL OR account_kind = 'clearing'", name="partner"),
        CheckConstraint("NOT is_base OR account_kind = 'municipal'", name="base_is_municipal"),
        CheckConstraint("NOT is_closed OR (balance = 0 AND NOT is_base)", name="closed_is_empty"),
        Index(None, "holder_id"),
        Index(
            "uq_accounts_reserve",
            "holder_id",
            unique=True,
            sqlite_where=text("account_kind = 'reserve'"),
            postgresql_where=text("account_kind = 'reserve'"),
        ),
        Index(
            "uq_accounts_municipal",
            "holder_id",
            "municipality_code",
            unique=True,
            sqlite_where=text("account_kind = 'municipal'"),
            postgresql_where=text("account_kind = 'municipal'"),
        ),
        Index(
            "uq_accounts_event",
            "holder_id",
            "event_id",
            unique=True,
            sqlite_where=text("account_kind = 'event'"),
            postgresql_where=text("account_kind = 'event'"),
        ),
        Index(
            "uq_accounts_base",
            "holder_id",
            unique=True,
            sqlite_where=text("is_base"),
            postgresql_where=text("is_base"),
        ),
        Index(
            "uq_accounts_claim",
            "shop_id",
            unique=True,
            sqlite_where=text("account_kind = 'claim'"),
            postgresql_where=text("account_kind = 'claim'"),
        ),
        Index(
            "uq_accounts_system",
            "account_kind",
            "municipality_code",
            unique=True,
            sqlite_where=text(_SYSTEM),
            postgresql_where=text(_SYSTEM),
        ),
        Index(
            "uq_accounts_partner",
            "partner_id",
            unique=True,
            sqlite_where=text("partner_id IS NOT NULL"),
            postgresql_where=text("partner_id IS NOT NULL"),
        ),
    )

    account_id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=True, about="random")
    account_kind: Mapped[str] = column(
        String(12), sensitive=False, about="a citizen's, a shop's, the system's"
    )
    holder_id: Mapped[UUID | None] = column(
        Uuid,
        ForeignKey("holders.holder_id"),
        sensitive=True,
        about="whose; null for a shop's or the system's",
    )
    municipality_code: Mapped[str] = column(
        String(6), sensitive=False, about="six digits; 000000 for reserves and the partners' clearing"
    )
    event_id: Mapped[UUID | None] = column(
        Uuid, ForeignKey("events.event_id"), sensitive=False, about="for kind event alone"
    )
    shop_id: Mapped[UUID | None] = column(
        Uuid, ForeignKey("shops.shop_id"), sensitive=False, about="for kind claim alone"
    )
    is_base: Mapped[bool] = column(
        Boolean, sensitive=False, about="whether the term moves reserve points here; one a holder at most"
    )
    is_closed: Mapped[bool] = column(
        Boolean,
        sensitive=False,
        about="whether its holder closed the points account; nothing is posted to it",
    )
    balance: Mapped[int] = column(BigInteger, sensitive=False, about="points; the sum of the postings")
    last_number: Mapped[int] = column(
        Integer, sensitive=False, about="running number of the last posting; 0: none"
    )
    head: Mapped[bytes] = column(LargeBinary(32), sensitive=False, about="chain hash of the last posting")

    partner_id: Mapped[UUID | None] = column(
        Uuid, ForeignKey("partners.partner_id"), sensitive=False, about="for kind clearing: whose points"
    )

    def __repr__(self) -> str:
        """The kind; nothing of the person."""
        return f"<Account {self.account_kind}>"


class Act(PointsBase):
    """One thing that happened."""

    __tablename__ = "acts"
    __table_args__ = (
        CheckConstraint(
            "act_kind IN ('put-into-reserve', 'grant', 'move', 'term-move', 'spend', 'cancel', 'expire', "
            "'give-back', 'correct', 'issue-voucher', 'take-voucher', 'return-voucher', 'settle')",
            name="act_kind",
        ),
        CheckConstraint("(act_kind = 'cancel') = (cancels_act_id IS NOT NULL)", name="cancels"),
        CheckConstraint("(receipt_number IS NULL) = (receipt_shop_id IS NULL)", name="receipt_whole"),
        Index(
            "uq_acts_receipt",
            "receipt_shop_id",
            "receipt_number",
            unique=True,
            sqlite_where=text("receipt_number IS NOT NULL"),
            postgresql_where=text("receipt_number IS NOT NULL"),
        ),
        # A month's acts of a kind are what statistics count.
        Index(None, "act_kind", "act_day"),
    )

    act_id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=True, about="random")
    act_kind: Mapped[str] = column(String(16), sensitive=False, about="what happened")
    act_day: Mapped[date] = column(Date, sensitive=False, about="day (JST); never a time")
    cancels_act_id: Mapped[UUID | None] = column(
        Uuid, ForeignKey("acts.act_id"), unique=True, sensitive=True, about="what a cancel undoes, once"
    )
    receipt_shop_id: Mapped[UUID | None] = column(
        Uuid, ForeignKey("shops.shop_id"), sensitive=False, about="at whose till; null away from tills"
    )
    receipt_number: Mapped[int | None] = column(
        Integer, sensitive=False, about="the shop's own running number, from 1"
    )

    def __repr__(self) -> str:
        """The kind."""
        return f"<Act {self.act_kind}>"


class Posting(PointsBase):
    """One account's side of an act, chained to the one before it."""

    __tablename__ = "postings"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint("posting_number > 0", name="posting_number"),
        Index(None, "act_id"),
    )

    account_id: Mapped[UUID] = column(
        Uuid, ForeignKey("accounts.account_id"), primary_key=True, sensitive=True, about="which account"
    )
    posting_number: Mapped[int] = column(
        Integer, primary_key=True, autoincrement=False, sensitive=False, about="running number in the account"
    )
    act_id: Mapped[UUID] = column(Uuid, ForeignKey("acts.act_id"), sensitive=True, about="of which act")
    amount: Mapped[int] = column(BigInteger, sensitive=False, about="points; below zero: out of the account")
    balance_after: Mapped[int] = column(BigInteger, sensitive=False, about="points in the account after it")
    chain_hash: Mapped[bytes] = column(
        LargeBinary(32),
        sensitive=False,
        about="SHA-256 over the one before and this (points/ledger/chain.py)",
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<Posting>"


class Lot(PointsBase):
    """Points of a citizen's account that end on one day: oldest first they are spent."""

    __tablename__ = "lots"
    __table_args__ = (
        CheckConstraint("lot_amount > 0", name="lot_amount"),
        CheckConstraint("lot_left BETWEEN 0 AND lot_amount", name="lot_left"),
        ForeignKeyConstraint(
            ["account_id", "lot_number"],
            ["postings.account_id", "postings.posting_number"],
            name="fk_lots_posting",
        ),
        # Only what is left is ever looked for: by account to spend it, by day to end it.
        Index(
            "ix_lots_account_left",
            "account_id",
            sqlite_where=text("lot_left > 0"),
            postgresql_where=text("lot_left > 0"),
        ),
        Index(
            "ix_lots_ends_on_left",
            "ends_on",
            "account_id",
            sqlite_where=text("lot_left > 0"),
            postgresql_where=text("lot_left > 0"),
        ),
    )

    account_id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=True, about="which account")
    lot_number: Mapped[int] = column(
        Integer,
        primary_key=True,
        autoincrement=False,
        sensitive=False,
        about="of the posting that brought it",
    )
    lot_amount: Mapped[int] = column(BigInteger, sensitive=False, about="points that came")
    lot_left: Mapped[int] = column(BigInteger, sensitive=False, about="points not yet used")
    ends_on: Mapped[date] = column(
        Date, sensitive=False, about="last day of use; in the reserve, last day of the term"
    )
    reminded: Mapped[bool] = column(
        Boolean, sensitive=False, about="whether the notice before the end was dealt with"
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<Lot>"


class LotUse(PointsBase):
    """How much a posting took from a lot; below zero: gave back to it."""

    __tablename__ = "lot_uses"
    __table_args__ = (
        CheckConstraint("used_amount <> 0", name="used_amount"),
        ForeignKeyConstraint(
            ["account_id", "posting_number"],
            ["postings.account_id", "postings.posting_number"],
            name="fk_lot_uses_posting",
        ),
        ForeignKeyConstraint(
            ["account_id", "lot_number"], ["lots.account_id", "lots.lot_number"], name="fk_lot_uses_lot"
        ),
    )

    account_id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=True, about="which account")
    posting_number: Mapped[int] = column(
        Integer, primary_key=True, autoincrement=False, sensitive=False, about="the posting that used it"
    )
    lot_number: Mapped[int] = column(
        Integer, primary_key=True, autoincrement=False, sensitive=False, about="the lot"
    )
    used_amount: Mapped[int] = column(
        BigInteger, sensitive=False, about="points taken; below zero: given back"
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<LotUse>"
