"""A real reader through PC/SC. pyscard is imported here alone, and only when a reader is asked for.

Each act opens a context of its own (pcsc-lite binds contexts to threads), holds the card in a transaction, so
that no other program slips a command in after the PIN, and resets the card at the end, so that the PIN
check is over with the act.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from desk.readers.interface import (
    CardAbsent,
    CardChannel,
    CardLeft,
    Presence,
    ReaderSoftwareMissing,
    ReaderUnavailable,
)

__all__ = ["PcscReader"]

_EVENT_COUNTER_SHIFT = (
    16  # PC/SC part 5: the upper word of the event state counts cards put down and taken away
)


def _load_scard() -> Any:
    try:
        from smartcard import scard  # noqa: PLC0415 - an extra that most installations do not have
    except ImportError:
        raise ReaderSoftwareMissing from None
    return scard


class PcscReader:
    """A reader named as the system names it, or the first one found when `name` is None."""

    def __init__(self, name: str | None = None, scard: Any = None) -> None:
        self._name = name
        self._scard = scard
        self._lock = Lock()
        self._last_seen: tuple[bool, int] | None = None
        self._insertion = 0

    def presence(self) -> Presence:
        """See `CardReader.presence`."""
        scard = self._software()
        with self._context(scard) as context:
            name = self._reader_name(scard, context)
            code, states = scard.SCardGetStatusChange(context, 0, [(name, scard.SCARD_STATE_UNAWARE)])
            if code != scard.SCARD_S_SUCCESS:
                raise ReaderUnavailable
        event_state = states[0][1]
        return self._seen(bool(event_state & scard.SCARD_STATE_PRESENT), event_state >> _EVENT_COUNTER_SHIFT)

    @contextmanager
    def card(self) -> Iterator[CardChannel]:
        """See `CardReader.card`."""
        scard = self._software()
        with self._context(scard) as context:
            name = self._reader_name(scard, context)
            code, handle, protocol = scard.SCardConnect(
                context, name, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
            )
            if code in (scard.SCARD_E_NO_SMARTCARD, scard.SCARD_W_REMOVED_CARD):
                raise CardAbsent
            if code != scard.SCARD_S_SUCCESS:
                raise ReaderUnavailable
            try:
                if scard.SCardBeginTransaction(handle) != scard.SCARD_S_SUCCESS:
                    raise CardLeft
                yield _PcscChannel(scard, handle, protocol)
            finally:
                scard.SCardEndTransaction(handle, scard.SCARD_LEAVE_CARD)
                scard.SCardDisconnect(handle, scard.SCARD_RESET_CARD)

    def _software(self) -> Any:
        if self._scard is None:
            self._scard = _load_scard()
        return self._scard

    def _seen(self, present: bool, driver_count: int) -> Presence:
        # Some drivers leave the counter at 0; a count of our own still moves when presence changes.
        with self._lock:
            if (present, driver_count) != self._last_seen:
                self._last_seen = (present, driver_count)
                self._insertion += 1
            return Presence(present=present, insertion=self._insertion)

    def _reader_name(self, scard: Any, context: Any) -> str:
        code, names = scard.SCardListReaders(context, [])
        if code != scard.SCARD_S_SUCCESS or not names:
            raise ReaderUnavailable
        if self._name is None:
            return str(names[0])
        if self._name not in names:
            raise ReaderUnavailable
        return self._name

    @contextmanager
    def _context(self, scard: Any) -> Iterator[Any]:
        code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        if code != scard.SCARD_S_SUCCESS:
            raise ReaderUnavailable
        try:
            yield context
        finally:
            scard.SCardReleaseContext(context)


class _PcscChannel:
    def __init__(self, scard: Any, handle: Any, protocol: int) -> None:
        self._scard = scard
        self._handle = handle
        self._pci = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1

    def transmit(self, command: bytes) -> bytes:
        code, answer = self._scard.SCardTransmit(self._handle, self._pci, list(command))
        if code != self._scard.SCARD_S_SUCCESS:
            raise CardLeft
        return bytes(answer)
