"""What all tables of the core share: names of constraints, portable types, and a word on every column.

Every column says in its comment whether it is sensitive and what it holds; tests/architecture reads that.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

from mykey.crypto.keyed_index import INDEX_BYTES
from mykey.crypto.sealed_values import SealedColumn

__all__ = ["Base", "IndexBytes", "UtcDateTime", "column", "sealed_bytes"]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The core's tables. The points side has a base of its own."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC on both engines. Refuses naive datetimes. Never used for an act of a citizen."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Store UTC; SQLite keeps no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give UTC back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: A keyed index (crypto.keyed_index).
IndexBytes = LargeBinary(INDEX_BYTES)


def column(*arguments: Any, sensitive: bool, about: str, **settings: Any) -> MappedColumn[Any]:
    """A column with its word: `sensitive=true|false; <what it holds>`."""
    word = "true" if sensitive else "false"
    return mapped_column(*arguments, comment=f"sensitive={word}; {about}", **settings)


def sealed_bytes(sealed: SealedColumn) -> LargeBinary:
    """The type of a sealed column: bytes of its one length."""
    return LargeBinary(sealed.stored_bytes)
