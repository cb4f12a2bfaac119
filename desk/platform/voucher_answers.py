"""What the till API says of vouchers, read whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desk.platform.answers import PlatformSilent

__all__ = ["Faces", "IssuedVoucher", "SeenVoucher", "UnusedVoucher"]

_CODE = re.compile(r"[0-9A-Z]{16}")


@dataclass(frozen=True)
class Faces:
    """Face values of the municipality's vouchers, and how many may be issued at once."""

    values: tuple[int, ...]
    most_at_once: int

    @classmethod
    def from_answer(cls, answer: Mapping[str, Any]) -> Faces:
        """Read `GET /v1/voucher-faces`."""
        listed = answer.get("faces")
        if not isinstance(listed, list):
            raise PlatformSilent
        return cls(tuple(_whole(each) for each in listed), _whole(answer.get("most_at_once")))


@dataclass(frozen=True)
class IssuedVoucher:
    """One voucher for its sheet. The code is told once, and kept nowhere but on the paper."""

    code: str = field(repr=False)
    points: int
    ends_on: date
    number: int

    @classmethod
    def list_of(cls, answer: Mapping[str, Any]) -> tuple[IssuedVoucher, ...]:
        """Read `POST /v1/vouchers`."""
        return tuple(
            cls(_code(each.get("code")), *_face_and_day(each), _whole(each.get("receipt_number")))
            for each in _listed(answer)
        )


@dataclass(frozen=True)
class UnusedVoucher:
    """A voucher of this person that nobody has used."""

    number: int
    points: int
    ends_on: date

    @classmethod
    def list_of(cls, answer: Mapping[str, Any]) -> tuple[UnusedVoucher, ...]:
        """Read `POST /v1/voucher-list`."""
        return tuple(
            cls(_whole(each.get("receipt_number")), *_face_and_day(each)) for each in _listed(answer)
        )


@dataclass(frozen=True)
class SeenVoucher:
    """What a voucher is worth, before it is taken."""

    points: int
    ends_on: date

    @classmethod
    def from_answer(cls, answer: Mapping[str, Any]) -> SeenVoucher:
        """Read `POST /v1/voucher-checks`."""
        return cls(*_face_and_day(answer))


def _listed(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    listed = answer.get("vouchers")
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise PlatformSilent
    return listed


def _face_and_day(answer: Mapping[str, Any]) -> tuple[int, date]:
    try:
        return _whole(answer.get("points")), date.fromisoformat(str(answer.get("ends_on")))
    except ValueError:
        raise PlatformSilent from None


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise PlatformSilent
    return value


def _code(value: object) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise PlatformSilent
    return value
