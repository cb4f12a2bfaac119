"""Sessions kept on the server, sealed: the cookie holds a random token, the row its keyed index.

A session ends after an idle limit and after an absolute one. It is written in a transaction of its own
after the request's, so that a refused form keeps its page's token. Its times lie inside the sealed value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import Table, delete, select, update
from sqlalchemy.engine import Connection
from werkzeug.datastructures import CallbackDict

from mykey.crypto.sealed_values import SealBroken
from mykey.crypto.tokens import new_token
from mykey.kernel.clock import Clock
from mykey.kernel.errors import Broken
from mykey.kernel.randomness import RandomBytes
from mykey.web.database import engine
from mykey.web.request_logs import log

__all__ = ["SealedSession", "SessionRules", "SessionVault", "SessionsInTable"]

#: `seen_at` is written again only when it is older than this: most requests then write nothing.
TOUCH_AFTER = timedelta(seconds=60)


class SessionVault(Protocol):
    """How one face's sessions are indexed and sealed."""

    def candidates(self, token: str) -> Sequence[bytes]:
        """Where a token may stand; the first is where it is written."""

    def seal(self, index: bytes, value: Any) -> bytes:
        """Seal a session for its row."""

    def open(self, index: bytes, sealed: bytes) -> Any:
        """Open a session. Raises `SealBroken`."""


@dataclass(frozen=True)
class SessionRules:
    """The cookie and the limits of one face."""

    cookie_name: str
    cookie_path: str
    https: bool
    idle: timedelta
    absolute: timedelta


class SealedSession(CallbackDict[str, Any], SessionMixin):
    """What Flask's `session` is. `renew` gives it a new token at sign-in, against fixation."""

    def __init__(
        self, data: dict[str, Any], token: str | None, opened_at: datetime, seen_at: datetime
    ) -> None:
        def mark(_: object) -> None:
            self.modified = True

        super().__init__(data, mark)
        self.token = token
        self.index: bytes | None = None
        self.opened_at = opened_at
        self.seen_at = seen_at
        self.old_tokens: list[str] = []
        self.new = token is None
        self.modified = False
        self.untouched = False

    def leave_untouched(self) -> None:
        """Keep no time of this request: for what must leave no record that it happened."""
        self.untouched = True

    def renew(self) -> None:
        """Leave the old token behind."""
        if self.token is not None:
            self.old_tokens.append(self.token)
        self.token = self.index = None
        self.modified = True


class SessionsInTable(SessionInterface):
    """Flask's session interface over a table with `token_index` and `data_sealed`."""

    def __init__(
        self, table: Table, vault: SessionVault, rules: SessionRules, clock: Clock, random_bytes: RandomBytes
    ) -> None:
        self._table = table
        self._vault = vault
        self._rules = rules
        self._clock = clock
        self._random_bytes = random_bytes

    def open_session(self, app: Flask, request: Request) -> SealedSession:  # noqa: ARG002 - Flask's signature
        """The session of the cookie's token; a new, empty one where there is none or it is over."""
        now = self._clock()
        token = request.cookies.get(self._rules.cookie_name)
        if not token:
            return SealedSession({}, None, now, now)
        try:
            found = self._read(token)
        except SealBroken:
            # Somebody wrote into the table: nobody is signed in by such a row.
            log("session-seal-broken", where=self._table.name)
            return self._over(token, now)
        if found is None:
            return SealedSession({}, None, now, now)
        index, stored = found
        opened_at = datetime.fromisoformat(stored["opened_at"])
        seen_at = datetime.fromisoformat(stored["seen_at"])
        if now - seen_at > self._rules.idle or now - opened_at > self._rules.absolute:
            return self._over(token, now)
        session = SealedSession(stored["data"], token, opened_at, seen_at)
        # Under a key that is being replaced, perhaps: a session stays in its row as long as it lives.
        session.index = index
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:  # noqa: ARG002 - as above
        """Write what changed; drop what was left behind; an empty session leaves no row and no cookie."""
        if not isinstance(session, SealedSession):
            raise Broken
        now = self._clock()
        due = now - session.seen_at > TOUCH_AFTER and session.token is not None
        touched = due and not session.untouched
        if not (session.modified or touched):
            return
        with engine().begin() as connection:
            for token in session.old_tokens:
                self._drop(connection, token)
            if not session:
                if session.token is not None:
                    self._drop(connection, session.token)
                self._delete_cookie(response)
                return
            fresh = session.token is None
            if session.token is None:
                session.token = new_token(self._random_bytes)
            if session.index is None:
                session.index = self._vault.candidates(session.token)[0]
            self._write(connection, session.index, session, now, insert=fresh)
        if fresh:
            self._set_cookie(response, session.token)

    def index_of(self, session: SealedSession) -> bytes | None:
        """The row's index, to bind something to this browser; None before the first write."""
        return session.index

    @staticmethod
    def _over(token: str, now: datetime) -> SealedSession:
        """An empty session in whose place the old row and the cookie go."""
        over = SealedSession({}, None, now, now)
        over.old_tokens.append(token)
        over.modified = True
        return over

    def _read(self, token: str) -> tuple[bytes, Any] | None:
        table = self._table
        places = self._vault.candidates(token)
        with engine().connect() as connection:
            row = connection.execute(
                select(table.c.token_index, table.c.data_sealed).where(table.c.token_index.in_(places))
            ).first()
        return None if row is None else (row.token_index, self._vault.open(row.token_index, row.data_sealed))

    def _write(
        self, connection: Connection, index: bytes, session: SealedSession, now: datetime, *, insert: bool
    ) -> None:
        table = self._table
        value = {
            "data": dict(session),
            "opened_at": session.opened_at.isoformat(),
            "seen_at": now.isoformat(),
        }
        sealed = self._vault.seal(index, value)
        if insert:
            connection.execute(table.insert().values(token_index=index, data_sealed=sealed))
            return
        # An update alone: a session that "sign out everywhere" removed meanwhile must not come back.
        connection.execute(update(table).where(table.c.token_index == index).values(data_sealed=sealed))

    def _drop(self, connection: Connection, token: str) -> None:
        table = self._table
        connection.execute(delete(table).where(table.c.token_index.in_(self._vault.candidates(token))))

    def _set_cookie(self, response: Response, token: str) -> None:
        response.set_cookie(
            self._rules.cookie_name,
            token,
            path=self._rules.cookie_path,
            secure=self._rules.https,
            httponly=True,
            samesite="Lax",
        )

    def _delete_cookie(self, response: Response) -> None:
        response.delete_cookie(
            self._rules.cookie_name,
            path=self._rules.cookie_path,
            secure=self._rules.https,
            httponly=True,
            samesite="Lax",
        )
