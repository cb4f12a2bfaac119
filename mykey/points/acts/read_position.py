"""Where a shop is, from what people type: degrees with decimals, as maps on the web show and copy them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

__all__ = ["Position", "PositionFault", "degrees", "read_position"]

MICRO = 1_000_000
#: Okinotorishima to Cape Kamoi, Yonaguni to Minamitorishima; the tables hold the same borders.
LATITUDES = range(20_400_000, 45_600_001)
LONGITUDES = range(122_900_000, 154_000_001)
#: Within these borders, but no part of Japan: north of this latitude and west of this longitude lie Korea and
#: China (west of Danjo, Tsushima and Mishima) and the Maritime Province (west of Okushiri).
_ELSEWHERE = (
    (31_000_000, 128_000_000),
    (33_500_000, 129_100_000),
    (34_800_000, 130_900_000),
    (40_700_000, 139_000_000),
)
LONGEST_TYPED = 60
_NUMBER = re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]{1,15})?")
_SEPARATORS = re.compile(r"\s*[,、/\s]\s*")


class PositionFault(ValueError):
    """It is no place in Japan. `reason`: `position-half`, `-format`, `-swapped`, `-outside`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Position:
    """Millionths of a degree north and east (JGD2011; WGS 84 differs by less than a shop's width)."""

    latitude_micro: int
    longitude_micro: int

    @property
    def latitude(self) -> str:
        """In degrees, as people read it: 35.5308."""
        return degrees(self.latitude_micro)

    @property
    def longitude(self) -> str:
        """In degrees, as people read it: 139.7029."""
        return degrees(self.longitude_micro)


def degrees(micro: int) -> str:
    """Millionths as degrees without the zeros at the end; both are above zero in Japan."""
    return f"{micro // MICRO}.{micro % MICRO:06d}".rstrip("0").rstrip(".")


def read_position(latitude: str, longitude: str) -> Position | None:
    """A position typed in two fields, or both numbers in one of them; None where nothing was typed.

    Full-width digits, points and commas are understood. More than six decimals are rounded.

    Raises:
        PositionFault
    """
    typed = [_plain(text) for text in (latitude, longitude)]
    parts = [part for text in typed if text for part in _SEPARATORS.split(text)]
    if not parts:
        return None
    if not all(_NUMBER.fullmatch(part) for part in parts):
        raise PositionFault("position-format")
    if len(parts) == 1:
        raise PositionFault("position-half")
    if len(parts) != 2:  # noqa: PLR2004 - a latitude and a longitude
        raise PositionFault("position-format")
    north, east = (_micro(part) for part in parts)
    if _in_japan(north, east):
        return Position(north, east)
    if _in_japan(east, north):
        raise PositionFault("position-swapped")
    raise PositionFault("position-outside")


def _in_japan(north: int, east: int) -> bool:
    if north not in LATITUDES or east not in LONGITUDES:
        return False
    return not any(north > southern and east < eastern for southern, eastern in _ELSEWHERE)


def _plain(text: str) -> str:
    if len(text) > LONGEST_TYPED:
        raise PositionFault("position-format")
    return unicodedata.normalize("NFKC", text).strip().strip("()").strip()


def _micro(part: str) -> int:
    return int((Decimal(part) * MICRO).to_integral_value(ROUND_HALF_EVEN))
