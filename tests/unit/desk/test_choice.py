from __future__ import annotations

import pytest

from desk.readers.choice import ReaderSettingNotUnderstood, reader_named
from desk.readers.pcsc import PcscReader
from desk.readers.virtual import ReaderAddressNotLocal, VirtualReader


def test_knows_virtual_and_real_readers() -> None:
    assert isinstance(reader_named("virtual:http://127.0.0.1:8631/readers/counter"), VirtualReader)
    assert isinstance(reader_named("pcsc"), PcscReader)
    assert isinstance(reader_named("pcsc:Reader: with colon"), PcscReader)


@pytest.mark.parametrize("setting", ["", "virtual:", "usb", "http://127.0.0.1"])
def test_refuses_other_settings(setting: str) -> None:
    with pytest.raises(ReaderSettingNotUnderstood):
        reader_named(setting)


@pytest.mark.parametrize(
    "address",
    [
        "http://192.0.2.1/readers/x",
        "https://127.0.0.1/",
        "http://example.jp/",
        "http://localhost.example.jp/",
    ],
)
def test_refuses_a_virtual_reader_elsewhere(address: str) -> None:
    with pytest.raises(ReaderAddressNotLocal):
        reader_named(f"virtual:{address}")
