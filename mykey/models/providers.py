"""Providers of service IDs (ID付与事業者) and the rules for their numbers, kept as data."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from mykey.models.base import Base, column

__all__ = ["Provider"]


class Provider(Base):
    """One provider: a library, a shopping street, a museum."""

    __tablename__ = "providers"
    __table_args__ = (
        UniqueConstraint("municipality_code", "name"),
        CheckConstraint(
            "kind IN ('library', 'shopping-street', 'museum', 'sports', 'hospital', 'other')", name="kind"
        ),
        CheckConstraint("check_digit IN ('none', 'm10w21', 'm10w31', 'm11w27')", name="check_digit"),
        CheckConstraint("hand_over IN ('number', 'barcode', 'keyboard', 'label')", name="hand_over"),
        CheckConstraint("symbology IN ('nw7', 'code39', 'code128')", name="symbology"),
        CheckConstraint("minimum_assurance IN ('touched', 'proved')", name="minimum_assurance"),
        CheckConstraint("min_length BETWEEN 1 AND max_length AND max_length <= 20", name="length"),
        CheckConstraint("length(provider_id) = 6", name="provider_id"),
    )

    provider_id: Mapped[str] = column(
        String(6), primary_key=True, sensitive=False, about="six digits, 000001"
    )
    municipality_code: Mapped[str] = column(String(6), index=True, sensitive=False, about="six digits")
    name: Mapped[str] = column(String(100), sensitive=False, about="as Form I names it")
    kind: Mapped[str] = column(String(16), sensitive=False, about="library or another kind")
    min_length: Mapped[int] = column(
        Integer, sensitive=False, about="characters of a number, check digit included"
    )
    max_length: Mapped[int] = column(
        Integer, sensitive=False, about="characters of a number, check digit included"
    )
    letters: Mapped[bool] = column(Boolean, sensitive=False, about="whether A to Z may stand in a number")
    prefix: Mapped[str] = column(
        String(20), sensitive=False, about="with which every number begins; may be empty"
    )
    check_digit: Mapped[str] = column(String(8), sensitive=False, about="the last digit's rule, or none")
    hand_over: Mapped[str] = column(
        String(8), sensitive=False, about="how a number reaches the provider's system"
    )
    symbology: Mapped[str] = column(String(8), sensitive=False, about="of barcode and label")
    start_stop: Mapped[str] = column(String(2), sensitive=False, about="NW-7 start and stop characters, AA")
    minimum_assurance: Mapped[str] = column(String(8), sensitive=False, about="touched, or proved (PIN)")
    grace_hours: Mapped[int] = column(
        Integer, sensitive=False, about="how long after its end a revocation list serves look-ups"
    )

    def __repr__(self) -> str:
        """The provider's number; providers are no persons."""
        return f"<Provider {self.provider_id}>"
