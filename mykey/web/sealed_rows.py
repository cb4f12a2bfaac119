"""Drop rows whose end lies inside a sealed value: every row is opened to see whether it is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mykey.crypto.sealed_values import SealBroken, SealedColumn

__all__ = ["OpeningKeys", "drop_sealed_rows"]

AT_ONCE = 1000


class OpeningKeys(Protocol):
    """The keys of one side."""

    def open_sealed(self, column: SealedColumn, row: bytes, sealed: bytes, /) -> Any:
        """Open a value. Raises `SealBroken`."""


def drop_sealed_rows(
    engine: Engine,
    keys: OpeningKeys,
    columns: tuple[InstrumentedAttribute[bytes], InstrumentedAttribute[bytes]],
    sealed_column: SealedColumn,
    over: Callable[[Any], bool],
) -> int:
    """Open a table's rows a thousand at a time, in the order of their keys, and drop those that are over.

    `columns` are the key and the sealed value. A row whose key was withdrawn serves nobody, and goes.
    """
    index, sealed = columns
    dropped, after = 0, b""
    while True:
        with Session(engine) as session, session.begin():
            rows = session.execute(
                select(index, sealed).where(index > after).order_by(index).limit(AT_ONCE)
            ).all()
            ended = [row[0] for row in rows if _is_over(keys, sealed_column, row[0], row[1], over)]
            if ended:
                session.execute(
                    delete(index.class_).where(index.in_(ended)).execution_options(synchronize_session=False)
                )
        dropped += len(ended)
        if len(rows) < AT_ONCE:
            return dropped
        after = rows[-1][0]


def _is_over(
    keys: OpeningKeys, column: SealedColumn, row: bytes, sealed: bytes, over: Callable[[Any], bool]
) -> bool:
    try:
        return over(keys.open_sealed(column, row, sealed))
    except SealBroken:
        return True
