"""Shops and facilities that take or grant points, and their tills.

A till has a key and an ID of this side alone: the device key of the core is a shared value and stays there
(privacy.md, "Deliberately non-joinable", 8). No shop is a library.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, LargeBinary, String, Uuid, text
from sqlalchemy.orm import Mapped

from mykey.points.models.base import IndexBytes, PointsBase, column

__all__ = ["SHOP_CATEGORIES", "Shop", "ShopState", "Till", "TillKind", "TillState"]

SHOP_CATEGORIES = (
    "shop", "restaurant", "lodging", "transport", "sports", "culture", "municipal-office", "other",
)  # fmt: skip


class ShopState:
    """The words of `shops.shop_state`."""

    OPEN = "open"
    CLOSED = "closed"


class TillKind:
    """The words of `tills.till_kind`."""

    SPEND = "spend"
    GRANT = "grant"
    VOUCHER = "voucher"
    """Issues vouchers and cancels unused ones; any till that spends takes them."""


class TillState:
    """The words of `tills.till_state`."""

    INVITED = "invited"
    ENROLLED = "enrolled"
    CLOSED = "closed"


class Shop(PointsBase):
    """A shop or facility of one municipality's programme."""

    __tablename__ = "shops"
    __table_args__ = (
        CheckConstraint(
            "shop_category IN ('shop', 'restaurant', 'lodging', 'transport', 'sports', 'culture', "
            "'municipal-office', 'other')",
            name="no_library",
        ),
        CheckConstraint("shop_state IN ('open', 'closed')", name="shop_state"),
        CheckConstraint("(latitude_micro IS NULL) = (longitude_micro IS NULL)", name="position_whole"),
        # Okinotorishima to Cape Kamoi, Yonaguni to Minamitorishima.
        CheckConstraint(
            "latitude_micro IS NULL OR latitude_micro BETWEEN 20400000 AND 45600000", name="latitude_in_japan"
        ),
        CheckConstraint(
            "longitude_micro IS NULL OR longitude_micro BETWEEN 122900000 AND 154000000",
            name="longitude_in_japan",
        ),
        Index("uq_shops_name", "municipality_code", "shop_name", unique=True),
    )

    shop_id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=False, about="random")
    municipality_code: Mapped[str] = column(
        String(6), ForeignKey("programmes.municipality_code"), sensitive=False, about="whose programme"
    )
    shop_name: Mapped[str] = column(String(60), sensitive=False, about="as receipts and histories show it")
    shop_category: Mapped[str] = column(String(16), sensitive=False, about="never a library")
    shop_state: Mapped[str] = column(String(8), sensitive=False, about="open or closed")
    last_receipt: Mapped[int] = column(
        Integer, sensitive=False, about="the last running number of its receipts"
    )

    shop_address: Mapped[str | None] = column(
        String(100), sensitive=False, about="where it is, public; null: not told"
    )
    goods_sold: Mapped[str | None] = column(
        String(200), sensitive=False, about="what it sells or offers, public; null: not told"
    )
    opening_hours: Mapped[str | None] = column(
        String(100), sensitive=False, about="in words, public; null: not told"
    )
    latitude_micro: Mapped[int | None] = column(
        Integer, sensitive=False, about="millionths of a degree north (JGD2011); null: not told"
    )
    longitude_micro: Mapped[int | None] = column(
        Integer, sensitive=False, about="millionths of a degree east (JGD2011); null: not told"
    )
    shop_words: Mapped[str | None] = column(
        String(500), sensitive=False, about="name, goods and address as they are searched for; null: the name"
    )
    details_on: Mapped[date | None] = column(
        Date, sensitive=False, about="day (JST) on which its details were last written; null: not known"
    )

    def __repr__(self) -> str:
        """The shop's random id."""
        return f"<Shop {self.shop_id}>"


class Till(PointsBase):
    """One till, enrolled once with a one-time code and bound to its own key."""

    __tablename__ = "tills"
    __table_args__ = (
        CheckConstraint("till_kind IN ('spend', 'grant', 'voucher')", name="till_kind"),
        CheckConstraint("till_state IN ('invited', 'enrolled', 'closed')", name="till_state"),
        CheckConstraint("till_state <> 'enrolled' OR till_key IS NOT NULL", name="enrolled_has_a_key"),
        CheckConstraint("length(till_id) = 8", name="till_id"),
        Index(
            "uq_tills_key_in_use",
            "till_key",
            unique=True,
            sqlite_where=text("till_state = 'enrolled'"),
            postgresql_where=text("till_state = 'enrolled'"),
        ),
    )

    till_id: Mapped[str] = column(String(8), primary_key=True, sensitive=False, about="eight digits, random")
    shop_id: Mapped[UUID] = column(
        Uuid, ForeignKey("shops.shop_id"), index=True, sensitive=False, about="whose till"
    )
    till_name: Mapped[str] = column(String(40), sensitive=False, about="as the shop calls it")
    till_kind: Mapped[str] = column(String(8), sensitive=False, about="spend, grant or voucher")
    till_state: Mapped[str] = column(String(8), sensitive=False, about="invited, enrolled or closed")
    till_key: Mapped[bytes | None] = column(
        LargeBinary(32), sensitive=False, about="the till's own Ed25519 key"
    )
    code_index: Mapped[bytes | None] = column(
        IndexBytes, unique=True, sensitive=False, about="keyed index of the enrolment code; null once used"
    )
    code_until: Mapped[date | None] = column(
        Date, sensitive=False, about="last day of the enrolment code (JST)"
    )

    def __repr__(self) -> str:
        """The till's ID; tills are no persons."""
        return f"<Till {self.till_id}>"
