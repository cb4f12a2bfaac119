"""Terminals: machines of libraries, shops and municipalities, and the contacts given for them.

Contacts are business data and stand in clear (privacy.md, P4). A terminal's key and fingerprint name a
machine, never a person.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped

from mykey.models.base import Base, IndexBytes, column

__all__ = ["FacilityCategory", "Terminal", "TerminalContact", "TerminalState"]


class FacilityCategory:
    """The words of `terminals.facility_category`: what kind of place takes, grants or prints points.

    There is no word for a library, on purpose: a library can never be a place of points (privacy.md,
    "Deliberately non-joinable", 8).
    """

    SHOP = "shop"
    RESTAURANT = "restaurant"
    LODGING = "lodging"
    TRANSPORT = "transport"
    SPORTS = "sports"
    CULTURE = "culture"
    MUNICIPAL_OFFICE = "municipal-office"
    OTHER = "other"
    ALL = (SHOP, RESTAURANT, LODGING, TRANSPORT, SPORTS, CULTURE, MUNICIPAL_OFFICE, OTHER)


class TerminalState:
    """The words of `terminals.state`."""

    APPROVED = "approved"
    """Has an ID; its password is made when Form II is downloaded."""
    ISSUED = "issued"
    """Has a password; no machine has used it yet."""
    CONTACT_REQUIRED = "contact-required"
    ACTIVE = "active"
    STOPPED = "stopped"
    CLOSED = "closed"


class Terminal(Base):
    """One machine. Activated once, bound to one device key and fingerprint."""

    __tablename__ = "terminals"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('service-id', 'spend-points', 'issue-vouchers', 'grant-points')", name="kind"
        ),
        CheckConstraint(
            "state IN ('approved', 'issued', 'contact-required', 'active', 'stopped', 'closed')", name="state"
        ),
        CheckConstraint("(kind = 'service-id') = (provider_id IS NOT NULL)", name="provider_of_service_id"),
        CheckConstraint(
            "facility_category IN ('shop', 'restaurant', 'lodging', 'transport', 'sports', 'culture', "
            "'municipal-office', 'other')",
            name="facility_category",
        ),
        # Closed ones: issued before categories were asked for, and closed by that migration (0008).
        CheckConstraint(
            "(kind = 'service-id') = (facility_category IS NULL)"
            " OR (facility_category IS NULL AND state = 'closed')",
            name="facility_of_points",
        ),
        CheckConstraint("(public_key IS NULL) = (fingerprint IS NULL)", name="device_whole"),
        CheckConstraint("length(terminal_id) = 8", name="terminal_id"),
    )

    terminal_id: Mapped[str] = column(
        String(8), primary_key=True, sensitive=False, about="eight digits, random"
    )
    form_row_id: Mapped[UUID] = column(
        Uuid,
        ForeignKey("form_one_rows.id"),
        unique=True,
        sensitive=False,
        about="the row of Form I it answers",
    )
    municipality_code: Mapped[str] = column(String(6), index=True, sensitive=False, about="six digits")
    kind: Mapped[str] = column(
        String(16), sensitive=False, about="service-id, spend-points, issue-vouchers, grant-points"
    )
    provider_id: Mapped[str | None] = column(
        String(6), ForeignKey("providers.provider_id"), sensitive=False, about="for kind service-id alone"
    )
    state: Mapped[str] = column(String(16), sensitive=False, about="from approved to closed")
    password_index: Mapped[bytes | None] = column(
        IndexBytes, sensitive=False, about="keyed hash of terminal ID and password; null until Form II"
    )
    fingerprint: Mapped[bytes | None] = column(
        LargeBinary(32), sensitive=False, about="SHA-256 of the machine"
    )
    public_key: Mapped[bytes | None] = column(
        LargeBinary(32), sensitive=False, about="the device's Ed25519 key"
    )
    facility_category: Mapped[str | None] = column(
        String(16),
        sensitive=False,
        about="what kind of place, as the operator confirmed it; never a library; null for kind service-id",
    )

    def __repr__(self) -> str:
        """The terminal's ID; machines are no persons."""
        return f"<Terminal {self.terminal_id}>"


class TerminalContact(Base):
    """Whom the municipality calls about a terminal (screen 10). Business data."""

    __tablename__ = "terminal_contacts"

    terminal_id: Mapped[str] = column(
        String(8),
        ForeignKey("terminals.terminal_id"),
        primary_key=True,
        sensitive=False,
        about="which terminal",
    )
    place: Mapped[str] = column(String(100), sensitive=False, about="where the machine stands")
    terminal_name: Mapped[str] = column(String(100), sensitive=False, about="the machine's name")
    person_in_charge: Mapped[str] = column(String(100), sensitive=False, about="business contact")
    organisation: Mapped[str] = column(String(100), sensitive=False, about="business contact")
    postal_code: Mapped[str] = column(String(7), sensitive=False, about="seven digits")
    address: Mapped[str] = column(String(200), sensitive=False, about="business address")
    telephone: Mapped[str] = column(
        String(20), sensitive=False, about="business telephone, digits and hyphens"
    )
    email: Mapped[str] = column(String(254), sensitive=False, about="business mail")
    reviewed_on: Mapped[date | None] = column(
        Date,
        sensitive=False,
        about="day on which the municipality's officer reviewed it; null again after a change",
    )

    def __repr__(self) -> str:
        """The terminal's ID."""
        return f"<TerminalContact {self.terminal_id}>"
