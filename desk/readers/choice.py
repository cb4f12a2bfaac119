"""Which reader a `--reader` setting names."""

from __future__ import annotations

from desk.readers.interface import CardReader
from desk.readers.pcsc import PcscReader
from desk.readers.virtual import VirtualReader

__all__ = ["ReaderSettingNotUnderstood", "reader_named"]


class ReaderSettingNotUnderstood(ValueError):
    """The setting is neither `virtual:<URL>` nor `pcsc` nor `pcsc:<name>`."""


def reader_named(setting: str) -> CardReader:
    """The reader for `virtual:http://127.0.0.1:…/readers/NAME`, `pcsc` (the first one) or `pcsc:<name>`.

    Raises:
        ReaderSettingNotUnderstood: another form.
        ReaderAddressNotLocal: a virtual reader on another machine.
    """
    kind, _, rest = setting.partition(":")
    if kind == "virtual" and rest:
        return VirtualReader(rest)
    if kind == "pcsc":
        return PcscReader(rest or None)
    raise ReaderSettingNotUnderstood
