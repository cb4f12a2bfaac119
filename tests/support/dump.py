"""A whole database as bytes, for the questions "is it in there in clear?" and "did any row change?"."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

import sqlalchemy as sa

__all__ = ["dump", "rows_by_table"]


def dump(url: str) -> bytes:
    """Every value of every row as Python writes it and, of bytes, as they are; of SQLite the files, too."""
    parts: list[bytes] = []
    for table, rows in rows_by_table(url).items():
        parts.append(table.encode())
        for row in rows:
            parts.append(repr(row).encode())
            parts.extend(bytes(value) for value in row if isinstance(value, bytes | memoryview))
    if url.startswith("sqlite:"):
        path = Path(url.removeprefix("sqlite:///"))
        parts.extend(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))
    return b"\n".join(parts)


def rows_by_table(url: str, but: Container[str] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Every table's rows, sorted so that two dumps can be compared; `but` leaves tables out."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        tables = [table for table in sa.inspect(connection).get_table_names() if table not in but]
        found = {
            table: sorted(
                (
                    tuple(row)
                    for row in connection.execute(sa.select(sa.text("*")).select_from(sa.table(table)))
                ),
                key=repr,
            )
            for table in tables
        }
    engine.dispose()
    return found
