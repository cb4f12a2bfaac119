"""The mails that arrived, newest first, in `mails.sqlite` under the home (0600)."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

__all__ = ["Mailbox", "ReceivedMail"]

SCHEMA = """
CREATE TABLE IF NOT EXISTS mails (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  recipient TEXT NOT NULL,
  sender TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  received TEXT NOT NULL
)
"""

SECONDS_TO_WAIT_FOR_ANOTHER_PROCESS = 30


@dataclass(frozen=True)
class ReceivedMail:
    """One mail for one recipient. `received` is RFC 3339 in UTC; addresses are those of the envelope."""

    recipient: str
    sender: str
    subject: str
    text: str
    received: str


class Mailbox:
    """Mails of all recipients. A connection a call: the sink and the page run in threads of their own."""

    def __init__(self, home: Path) -> None:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = home / "mails.sqlite"
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        with closing(self._connect()) as connection:
            connection.execute(SCHEMA)

    def receive(self, sender: str, recipients: list[str], content: bytes, moment: datetime) -> None:
        """Keep a mail as it came over SMTP, once for each recipient, whatever its bytes are."""
        subject, text = _read(content)
        received = moment.isoformat(timespec="seconds").replace("+00:00", "Z")
        with closing(self._connect()) as connection, connection:
            connection.executemany(
                "INSERT INTO mails (recipient, sender, subject, text, received) VALUES (?, ?, ?, ?, ?)",
                [(recipient, sender, subject, text, received) for recipient in recipients],
            )

    def mails(self) -> list[ReceivedMail]:
        """All mails, newest first."""
        with closing(self._connect()) as connection:
            rows = connection.execute(
                "SELECT recipient, sender, subject, text, received FROM mails ORDER BY number DESC"
            ).fetchall()
        return [ReceivedMail(*row) for row in rows]

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=SECONDS_TO_WAIT_FOR_ANOTHER_PROCESS)


def _read(content: bytes) -> tuple[str, str]:
    """Subject and plain text. A mail without a readable text part shows its raw bytes."""
    raw = content.decode("utf-8", errors="replace")
    try:
        message = message_from_bytes(content, EmailMessage, policy=policy.default)
        body = message.get_body(preferencelist=("plain", "html"))
        text = raw if body is None else str(body.get_content())
        return str(message.get("Subject", "")), text.replace("\r\n", "\n")
    except (LookupError, ValueError, TypeError, AttributeError):
        # The email package answers broken headers, charsets and encodings with any of these.
        return "", raw
