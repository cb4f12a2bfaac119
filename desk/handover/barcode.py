"""Bars for NW-7 (Codabar), Code 39 and Code 128, encoding exactly the text given.

python-barcode makes the bars; drawing is ours, because its SVG carries style attributes that our content
security policy refuses, and because screen and label must come from the same bars.
"""

from __future__ import annotations

import re
from itertools import groupby

from barcode.codabar import CODABAR
from barcode.codex import Code39, Code128

__all__ = ["BarcodeNotPossible", "bar_spans", "bars", "svg"]

_QUIET_MODULES = 10  # ISO/IEC 15417 and 16388: ten narrow modules on each side
_NW7_NARROW = 2  # in units of half a module, so that wide = 2.5 narrow
_NW7_WIDE = 5
_NW7 = re.compile(r"[ABCD][0-9$:/.+\-]+[ABCD]\Z")
_CODE39 = re.compile(r"[0-9A-Z \-.$/+%]+\Z")
_CODE128 = re.compile(r"[\x20-\x7e]+\Z")


class BarcodeNotPossible(Exception):
    """The text has characters the symbology lacks, or the symbology is unknown: show the number instead."""


class _Code128(Code128):  # type: ignore[misc] # python-barcode is untyped
    def _try_to_optimize(self, encoded: list[int]) -> list[int]:
        # python-barcode 0.16 takes a leading digit pair 99 for the code "switch to set C" and drops it.
        if self.code.startswith("99"):
            return encoded
        optimized: list[int] = super()._try_to_optimize(encoded)
        return optimized


def bars(symbology: str | None, data: str) -> str:
    """The bars of `data` as a row of `1` (bar) and `0` (space) of equal width, with quiet zones.

    NW-7: `data` includes its start and stop characters (A–D). Code 39: without asterisks, no check digit is
    added, lower case is refused (it has none). One unit is a module, but half a module in NW-7.

    Raises:
        BarcodeNotPossible: see there.
    """
    if symbology == "nw7" and _NW7.match(data):
        row = CODABAR(data, narrow=_NW7_NARROW, wide=_NW7_WIDE).build()[0]
        quiet = "0" * (_QUIET_MODULES * _NW7_NARROW)
    elif symbology == "code39" and _CODE39.match(data):
        row = Code39(data, add_checksum=False).build()[0]
        quiet = "0" * _QUIET_MODULES
    elif symbology == "code128" and _CODE128.match(data):
        row = _Code128(data).build()[0]
        quiet = "0" * _QUIET_MODULES
    else:
        raise BarcodeNotPossible
    return f"{quiet}{row}{quiet}"


def bar_spans(row: str) -> list[tuple[int, int]]:
    """Start and width of each bar of `row`, in units."""
    spans, position = [], 0
    for unit, run in groupby(row):
        width = len(list(run))
        if unit == "1":
            spans.append((position, width))
        position += width
    return spans


def svg(row: str, *, unit: int, height: int) -> str:
    """An SVG picture of `row` for an `img` element; `unit` and `height` in pixels; no style, no text."""
    path = "".join(
        f"M{start * unit} 0h{width * unit}v{height}h-{width * unit}z" for start, width in bar_spans(row)
    )
    width = len(row) * unit
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{width}v{height}h-{width}z"/><path fill="#000" d="{path}"/></svg>'
    )
