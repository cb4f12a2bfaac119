"""The leak guard: nothing that names a person may reach a log, an output or a file (privacy.md, P4, P5, P23).

A test tells the guard which values are sensitive (`watch…`) and which directories its processes write into
(`watch_directory`). At the end of the test the guard looks through every log record with its exception, what
was written to standard output and error, those files, and what PostgreSQL logged since the test began. It
says what leaked and where, and never the value itself: its own report is a log, too.
"""

from __future__ import annotations

import hashlib
import logging
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509

from tests.support.forms_of_a_value import Haystack, forms_of, forms_of_serial

__all__ = ["Leak", "LeakFound", "LeakGuard", "WatchedDirectoryGone"]

_STANDARD_ATTRIBUTES = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


@dataclass(frozen=True, order=True)
class Leak:
    """One finding: which kind of value, and where it stood."""

    what: str
    where: str

    def __str__(self) -> str:
        """A line of the report."""
        return f"{self.what} in {self.where}"


class LeakFound(AssertionError):
    """A sensitive value stood where none may stand."""

    def __init__(self, leaks: Iterable[Leak]) -> None:
        super().__init__("; ".join(map(str, sorted(set(leaks)))))


class WatchedDirectoryGone(AssertionError):
    """A watched directory was removed before the guard could look into it: call `check` before that."""


class LeakGuard:
    """Watches one test, or one longer journey when made by hand.

    Args:
        logs: files that are read from where they end now, such as PostgreSQL's.
    """

    def __init__(self, logs: Iterable[Path] = ()) -> None:
        self._forms: dict[bytes, str] = {}
        self._directories: list[tuple[Path, tuple[str, ...]]] = []
        self._contents: list[tuple[str, bytes]] = []
        self._logs = {path: path.stat().st_size if path.exists() else 0 for path in logs}

    def watch(self, value: str | bytes, what: str) -> None:
        """Look for a text or bytes in all their forms; `what` names the value in the report: "a PIN".

        Raises:
            TooShortToTell: the value has under six characters and would be found by chance.
        """
        self._forms.update(dict.fromkeys(forms_of(value), what))

    def watch_serial(self, serial: int, what: str = "a serial") -> None:
        """Look for a certificate's serial, in decimal, hex and bytes.

        Raises:
            TooShortToTell: the serial has under six digits.
        """
        self._forms.update(dict.fromkeys(forms_of_serial(serial), what))

    def watch_certificate(self, der: bytes, what: str = "a certificate") -> None:
        """Look for a certificate, its hashes, its serial and its key."""
        certificate = x509.Certificate.load(der)
        self.watch(der, what)
        self.watch_serial(certificate.serial_number, f"the serial of {what}")
        key = certificate.public_key.dump()
        self.watch(key, f"the key of {what}")
        for hashed in (
            certificate["tbs_certificate"].dump(),
            certificate.public_key["public_key"].contents[1:],
        ):
            self.watch(hashlib.sha256(hashed).digest(), f"a hash of {what}")
            self.watch(hashlib.sha1(hashed).digest(), f"a hash of {what}")  # noqa: S324 -- a form to look for, not a protection

    def watch_directory(self, path: Path, *patterns: str, only_logs: bool = False) -> None:
        """Look through the files under `path` at the end: all, the `*.log` files, or those of the patterns.

        Databases and their write-ahead logs are files like any other: nothing in them may be in clear (P4).
        """
        self._directories.append((path, patterns or (("*.log",) if only_logs else ("*",))))

    def look_into(self, where: str, content: str | bytes) -> None:
        """Look through one more text at the end: an answer, an address, a screen, a dump, a print."""
        self._contents.append((where, content.encode() if isinstance(content, str) else content))

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keep the text of every log record made meanwhile, whatever handlers and filters its logger has."""
        handle = logging.Logger.handle  # the one place that every record passes

        def heard(logger: logging.Logger, record: logging.LogRecord) -> None:
            self._contents.append((f"the log {record.name}", _text_of(record).encode()))
            handle(logger, record)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(logging.Logger, "handle", heard)
            yield

    def leaks(self) -> list[Leak]:
        """Everything found so far, each kind of value once a place."""
        if not self._forms:
            return []
        found: set[Leak] = set()
        for where, content in self._everything():
            haystack = Haystack(content)
            found.update(Leak(what, where) for form, what in self._forms.items() if haystack.has(form))
        return sorted(found)

    def check(self) -> None:
        """Raise `LeakFound` when something leaked."""
        leaks = self.leaks()
        if leaks:
            raise LeakFound(leaks)

    def _everything(self) -> Iterator[tuple[str, bytes]]:
        yield from self._contents
        for path, size in self._logs.items():
            if path.exists():
                with path.open("rb") as log:
                    log.seek(size)
                    yield f"PostgreSQL's log {path.name}", log.read()
        for directory, patterns in self._directories:
            if not directory.is_dir():
                raise WatchedDirectoryGone(directory.name)
            files = {file for pattern in patterns for file in directory.rglob(pattern) if file.is_file()}
            for file in sorted(files):
                yield f"the file {file.relative_to(directory)}", file.read_bytes()
                yield f"the name of a file in {directory.name}", str(file.relative_to(directory)).encode()


def _text_of(record: logging.LogRecord) -> str:
    parts = [_message_of(record)]
    parts.extend(
        f"{name}={value!r}" for name, value in vars(record).items() if name not in _STANDARD_ATTRIBUTES
    )
    if record.exc_info and record.exc_info[0] is not None:
        parts.extend(traceback.format_exception(*record.exc_info))
    if record.stack_info:
        parts.append(record.stack_info)
    return "\n".join(parts)


def _message_of(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 -- a malformed record is another test's matter; its parts are searched
        arguments: Any = record.args
        return f"{record.msg!r} {arguments!r}"
