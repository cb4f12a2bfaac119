"""The look-up's one statement: spend the nonce and read terminal, provider, binding and link together.

It is the platform's hot path, so it is SQL (performance.md). Its answer is judged in the order of
terminal-api.md by `services.look_up`; reading all of it at once discloses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

__all__ = ["LOOK_UP_STATEMENT", "TWO_KEYS_STATEMENT", "LookUpRow", "Statement"]


@dataclass(frozen=True)
class Statement:
    """The same work in the words of each engine (mykey.web.hot_connection.HotStatement)."""

    postgresql: str
    sqlite_write: str
    sqlite_read: str


class LookUpRow(NamedTuple):
    """What the statement gives, in its order. A tuple: naming seventeen values costs next to nothing."""

    nonce_fresh: bool
    nonces_since: int | None
    public_key: bytes | None
    state: str
    kind: str
    provider_id: str | None
    provider_name: str
    hand_over: str
    symbology: str
    start_stop: str
    minimum_assurance: str
    grace_hours: int
    citizen_state: str | None
    link_id: UUID | None
    number_sealed: bytes
    change_notice: bool
    signing_sealed: bytes | None

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> LookUpRow:
        """Name the values; SQLite keeps UUIDs as text."""
        named = cls._make(row)
        return named._replace(link_id=UUID(row[13])) if isinstance(row[13], str) else named

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<LookUpRow>"


_COLUMNS = """
  (SELECT since FROM nonce_marks WHERE id = 1),
  t.public_key, t.state, t.kind,
  p.provider_id, p.name, p.hand_over, p.symbology, p.start_stop, p.minimum_assurance, p.grace_hours,
  c.state, l.id, l.number_sealed, l.change_notice, l.signing_sealed
FROM terminals t
LEFT JOIN providers p ON p.provider_id = t.provider_id
LEFT JOIN bindings b ON b.certificate_index IN ({certificate}, {older}) AND b.state = 'live'
LEFT JOIN citizens c ON c.id = b.citizen_id
LEFT JOIN links l ON l.citizen_id = c.id AND l.provider_id = t.provider_id
WHERE t.terminal_id = {terminal}
"""

#: Parameters: nonce index, minute, terminal ID, certificate index, certificate index under the older key.
LOOK_UP_STATEMENT = Statement(
    postgresql=(
        "WITH fresh AS (INSERT INTO nonces (nonce_index, minute) VALUES ($1, $2)"  # noqa: S608 - our own text
        " ON CONFLICT DO NOTHING RETURNING 1) SELECT EXISTS (SELECT 1 FROM fresh),"
        + _COLUMNS.format(terminal="$3", certificate="$4", older="$5")
    ),
    sqlite_write="INSERT OR IGNORE INTO nonces (nonce_index, minute) VALUES (:p1, :p2)",
    sqlite_read="SELECT " + _COLUMNS.format(terminal=":p3", certificate=":p4", older=":p5"),
)

#: While the key of nonces is being replaced: a sixth parameter, the nonce's index under the older key, where
#: it must not stand. The word on freshness is still the insert's.
TWO_KEYS_STATEMENT = Statement(
    postgresql=LOOK_UP_STATEMENT.postgresql.replace(
        "VALUES ($1, $2)",
        "SELECT $1::bytea, $2::bigint WHERE NOT EXISTS (SELECT 1 FROM nonces WHERE nonce_index = $6)",
    ),
    sqlite_write=LOOK_UP_STATEMENT.sqlite_write.replace(
        "VALUES (:p1, :p2)", "SELECT :p1, :p2 WHERE NOT EXISTS (SELECT 1 FROM nonces WHERE nonce_index = :p6)"
    ),
    sqlite_read=LOOK_UP_STATEMENT.sqlite_read,
)
