"""What all tables of the points side share. A base of its own: nothing of the core's is imported.

No table and no column has a name that the core uses, but those that both get from `mykey.web` and the
municipality code (privacy.md, "Deliberately non-joinable", 1); tests/architecture/test_columns.py holds it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

from mykey.crypto.keyed_index import INDEX_BYTES
from mykey.crypto.sealed_values import SealedColumn

__all__ = ["IndexBytes", "PointsBase", "column", "sealed_bytes"]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class PointsBase(DeclarativeBase):
    """The points side's tables. The core has a base of its own."""

    metadata = MetaData(naming_convention=NAMING)


#: A keyed index (crypto.keyed_index).
IndexBytes = LargeBinary(INDEX_BYTES)


def column(*arguments: Any, sensitive: bool, about: str, **settings: Any) -> MappedColumn[Any]:
    """A column with its word: `sensitive=true|false; <what it holds>`."""
    word = "true" if sensitive else "false"
    return mapped_column(*arguments, comment=f"sensitive={word}; {about}", **settings)


def sealed_bytes(sealed: SealedColumn) -> LargeBinary:
    """The type of a sealed column: bytes of its one length."""
    return LargeBinary(sealed.stored_bytes)
