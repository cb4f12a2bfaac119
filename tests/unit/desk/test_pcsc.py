"""The PC/SC reader against a stand-in for pyscard's `scard` module: calls, order, and what is given back."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from desk.readers.interface import CardAbsent, CardLeft, ReaderSoftwareMissing, ReaderUnavailable
from desk.readers.pcsc import PcscReader


class Scard:
    SCARD_S_SUCCESS = 0
    SCARD_E_NO_SMARTCARD = 12
    SCARD_W_REMOVED_CARD = 105
    SCARD_SCOPE_USER = 0
    SCARD_STATE_UNAWARE = 0
    SCARD_STATE_PRESENT = 0x20
    SCARD_SHARE_SHARED = 2
    SCARD_PROTOCOL_T0 = 1
    SCARD_PROTOCOL_T1 = 2
    SCARD_PCI_T0 = "T0"
    SCARD_PCI_T1 = "T1"
    SCARD_LEAVE_CARD = 0
    SCARD_RESET_CARD = 1

    def __init__(self) -> None:
        self.names = ["Reader A", "Reader B"]
        self.event_state = 0x20
        self.codes: dict[str, int] = {}
        self.calls: list[tuple[Any, ...]] = []

    def _call(self, *call: Any) -> int:
        self.calls.append(call)
        return self.codes.get(call[0], 0)

    def SCardEstablishContext(self, scope: int) -> tuple[int, str]:  # noqa: N802 - the name is PC/SC's
        return self._call("establish", scope), "context"

    def SCardReleaseContext(self, context: str) -> int:  # noqa: N802 - as above
        return self._call("release", context)

    def SCardListReaders(self, _context: str, _groups: list[str]) -> tuple[int, list[str]]:  # noqa: N802 - as above
        return self._call("list"), self.names

    def SCardGetStatusChange(self, _context: str, _wait: int, states: Any) -> Any:  # noqa: N802 - as above
        return self._call("status", states[0][0]), [(states[0][0], self.event_state, [])]

    def SCardConnect(self, _context: str, name: str, *_how: int) -> tuple[int, str, int]:  # noqa: N802 - as above
        return self._call("connect", name), "handle", self.SCARD_PROTOCOL_T1

    def SCardBeginTransaction(self, _handle: str) -> int:  # noqa: N802 - as above
        return self._call("begin")

    def SCardEndTransaction(self, _handle: str, how: int) -> int:  # noqa: N802 - as above
        return self._call("end", how)

    def SCardDisconnect(self, _handle: str, how: int) -> int:  # noqa: N802 - as above
        return self._call("disconnect", how)

    def SCardTransmit(self, _handle: str, pci: str, sent: list[int]) -> tuple[int, list[int]]:  # noqa: N802 - as above
        return self._call("transmit", pci, bytes(sent).hex()), [0x90, 0x00]


@pytest.fixture
def scard() -> Scard:
    return Scard()


def test_holds_the_card_for_one_act_and_resets_it_after(scard: Scard) -> None:
    with PcscReader(scard=scard).card() as channel:
        assert channel.transmit(b"\x00\xa4") == b"\x90\x00"
    assert [call[0] for call in scard.calls] == [
        "establish",
        "list",
        "connect",
        "begin",
        "transmit",
        "end",
        "disconnect",
        "release",
    ]
    assert ("disconnect", scard.SCARD_RESET_CARD) in scard.calls
    assert ("transmit", "T1", "00a4") in scard.calls


def test_an_insertion_is_known_by_the_drivers_counter(scard: Scard) -> None:
    reader = PcscReader(scard=scard)
    first, again = reader.presence(), reader.presence()
    scard.event_state = 0x20 | 2 << 16
    other = reader.presence()
    assert first == again
    assert other.present
    assert other.insertion != first.insertion


def test_an_insertion_is_known_without_a_counter_too(scard: Scard) -> None:
    reader = PcscReader(scard=scard)
    seen = []
    for event_state in (0x20, 0x10, 0x20):
        scard.event_state = event_state
        seen.append(reader.presence())
    assert [presence.present for presence in seen] == [True, False, True]
    assert len({presence.insertion for presence in seen}) == 3


def test_takes_the_named_reader_or_the_first(scard: Scard) -> None:
    PcscReader("Reader B", scard=scard).presence()
    PcscReader(scard=scard).presence()
    assert [call[1] for call in scard.calls if call[0] == "status"] == ["Reader B", "Reader A"]


@pytest.mark.parametrize("failing", ["establish", "list", "status"])
def test_a_stopped_service_is_no_reader(scard: Scard, failing: str) -> None:
    scard.codes[failing] = 1
    with pytest.raises(ReaderUnavailable):
        PcscReader(scard=scard).presence()


def test_an_unplugged_reader_is_no_reader(scard: Scard) -> None:
    with pytest.raises(ReaderUnavailable):
        PcscReader("Reader C", scard=scard).presence()
    scard.names = []
    with pytest.raises(ReaderUnavailable):
        PcscReader(scard=scard).presence()


@pytest.mark.parametrize(
    ("failing", "code", "fact"),
    [
        ("connect", 12, CardAbsent),
        ("connect", 105, CardAbsent),
        ("connect", 1, ReaderUnavailable),
        ("begin", 1, CardLeft),
        ("transmit", 1, CardLeft),
    ],
)
def test_says_what_failed_and_gives_everything_back(
    scard: Scard, failing: str, code: int, fact: type[Exception]
) -> None:
    scard.codes[failing] = code
    with pytest.raises(fact), PcscReader(scard=scard).card() as channel:
        channel.transmit(b"\x00")
    assert scard.calls[-1] == ("release", "context")


def test_says_plainly_that_pyscard_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "smartcard", None)
    with pytest.raises(ReaderSoftwareMissing):
        PcscReader().presence()
