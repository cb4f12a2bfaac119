"""The calls of the points side's till API that a till makes, one method each.

An act with an idempotency key is sent again once when no answer came, newly signed, with the same key and
body: it is never done twice and rarely left in doubt. What opens a session (ticket, pay code) serves once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NoReturn

from desk.platform.answers import PlatformSilent
from desk.platform.signed_calls import SignedCalls
from desk.platform.voucher_answers import Faces, IssuedVoucher, SeenVoucher, UnusedVoucher

__all__ = ["Purse", "Receipt", "TillCalls", "TillSession", "TillStanding"]

_PAUSE_SECONDS = 1.0


@dataclass(frozen=True)
class TillStanding:
    """What the points side says this till is. `kind`: `spend`, `grant` or `voucher`."""

    kind: str
    shop_name: str
    till_name: str
    municipality_name: str

    @classmethod
    def from_answer(cls, answer: Mapping[str, Any]) -> TillStanding:
        """Read `GET /v1/till` or the answer to an enrolment."""
        return cls(
            _text(answer, "till_kind"),
            _text(answer, "shop_name"),
            _text(answer, "till_name"),
            _text(answer, "municipality_name"),
        )


@dataclass(frozen=True)
class Purse:
    """Points that the citizen may spend here: the municipality's, or a support event's.

    `purse` is its word at the till API, `ends_on` the day on which the first of them end.
    """

    purse: str
    name: str
    points: int = field(repr=False)
    ends_on: date | None = field(repr=False)


@dataclass(frozen=True)
class TillSession:
    """120 seconds with one person whom nobody names: balance and one act."""

    token: str = field(repr=False)
    purses: tuple[Purse, ...] = field(repr=False)


@dataclass(frozen=True)
class Receipt:
    """A shop's receipt, or what an act answered; it names no person.

    `kind`: `spend`, `cancel`, `grant`, or what was done with a voucher. `left`: of a payment the points left
    in the purse. `ends_on`: last day of granted points.
    """

    number: int
    kind: str
    day: date
    amount: int
    shop_name: str
    cancels: int | None = None
    cancelled_by: int | None = None
    purse_name: str = ""
    left: int | None = field(default=None, repr=False)
    ends_on: date | None = None

    @classmethod
    def from_answer(cls, answer: Mapping[str, Any], kind: str | None = None) -> Receipt:
        """Read a receipt, or the answer to an act of `kind`.

        Raises:
            PlatformSilent: an answer that nobody can read.
        """
        return cls(
            number=_whole(answer, "receipt_number"),
            kind=kind or _text(answer, "kind"),
            day=_day(answer["day"]) if "day" in answer else _unreadable(),
            amount=_whole(answer, "amount"),
            shop_name=_text(answer, "shop_name"),
            cancels=_whole_or_none(answer, "cancels"),
            cancelled_by=_whole_or_none(answer, "cancelled_by"),
            purse_name=str(answer.get("purse_name") or ""),
            left=_whole_or_none(answer, "left"),
            ends_on=None if answer.get("ends_on") is None else _day(answer["ends_on"]),
        )


class TillCalls:
    """The points side, for one enrolled till and one clerk's language (`ja` or `en`).

    Every method raises `PlatformSilent`, `PlatformCannotTell`, `ClockWrong` or `PlatformRefused`.
    """

    def __init__(
        self, calls: SignedCalls, till_id: str, language: str, sleep: Callable[[float], None]
    ) -> None:
        self._calls = calls
        self._till_id = till_id
        self._language = language
        self._sleep = sleep

    def standing(self) -> TillStanding:
        """`GET /v1/till`."""
        return TillStanding.from_answer(self._call("GET", "/v1/till"))

    def open_by_ticket(self, ticket: str) -> TillSession:
        """`POST /v1/sessions` with what the core gave for a card."""
        return _session(self._call("POST", "/v1/sessions", {"ticket": ticket}))

    def open_by_pay_code(self, pay_code: str) -> TillSession:
        """`POST /v1/sessions` with what a citizen's QR code says."""
        return _session(self._call("POST", "/v1/sessions", {"pay_code": pay_code}))

    def spend(self, session: str, amount: int, purse: str, key: str) -> Receipt:
        """`POST /v1/spends`."""
        body = {"session": session, "amount": amount, "purse": purse}
        return Receipt.from_answer(self._twice("/v1/spends", body, key), "spend")

    def grant(self, session: str, amount: int, key: str) -> Receipt:
        """`POST /v1/grants`."""
        body = {"session": session, "amount": amount}
        return Receipt.from_answer(self._twice("/v1/grants", body, key), "grant")

    def cancel(self, receipt_number: int, key: str) -> Receipt:
        """`POST /v1/cancellations`."""
        body = {"receipt_number": receipt_number}
        return Receipt.from_answer(self._twice("/v1/cancellations", body, key), "cancel")

    def renewed(self, session: TillSession) -> TillSession:
        """`POST /v1/balance`: the same session with the purses as they are now."""
        answer = self._call("POST", "/v1/balance", {"session": session.token})
        return replace(session, purses=_purses(answer))

    def faces(self) -> Faces:
        """`GET /v1/voucher-faces`."""
        return Faces.from_answer(self._call("GET", "/v1/voucher-faces"))

    def issue(self, session: str, purse: str, faces: Sequence[int], key: str) -> tuple[IssuedVoucher, ...]:
        """`POST /v1/vouchers`: their codes are told by this answer alone."""
        body = {"session": session, "purse": purse, "faces": list(faces)}
        return IssuedVoucher.list_of(self._twice("/v1/vouchers", body, key))

    def unused(self, session: str) -> tuple[UnusedVoucher, ...]:
        """`POST /v1/voucher-list`."""
        return UnusedVoucher.list_of(self._call("POST", "/v1/voucher-list", {"session": session}))

    def cancel_voucher(self, session: str, number: int, key: str) -> Receipt:
        """`POST /v1/voucher-cancellations`."""
        body = {"session": session, "receipt_number": number}
        return Receipt.from_answer(self._twice("/v1/voucher-cancellations", body, key), "return-voucher")

    def check(self, code: str) -> SeenVoucher:
        """`POST /v1/voucher-checks`."""
        return SeenVoucher.from_answer(self._call("POST", "/v1/voucher-checks", {"code": code}))

    def take(self, code: str, key: str) -> Receipt:
        """`POST /v1/voucher-takes`."""
        return Receipt.from_answer(self._twice("/v1/voucher-takes", {"code": code}, key), "take-voucher")

    def receipt(self, number: int) -> Receipt:
        """`GET /v1/receipts/{number}`."""
        return Receipt.from_answer(self._call("GET", f"/v1/receipts/{number}"))

    def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, key: str | None = None
    ) -> dict[str, Any]:
        return self._calls.call(
            method, path, body, key_id=self._till_id, language=self._language, idempotency_key=key
        )

    def _twice(self, path: str, body: Mapping[str, Any], key: str) -> dict[str, Any]:
        try:
            return self._call("POST", path, body, key)
        except PlatformSilent:
            self._sleep(_PAUSE_SECONDS)
            return self._call("POST", path, body, key)


def _session(answer: Mapping[str, Any]) -> TillSession:
    return TillSession(_text(answer, "session"), _purses(answer))


def _purses(answer: Mapping[str, Any]) -> tuple[Purse, ...]:
    listed = answer.get("purses")
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise PlatformSilent
    return tuple(
        Purse(
            _text(each, "purse"),
            _text(each, "name"),
            _whole(each, "points"),
            None if each.get("ends_on") is None else _day(each["ends_on"]),
        )
        for each in listed
    )


def _text(answer: Mapping[str, Any], member: str) -> str:
    value = answer.get(member)
    return value if isinstance(value, str) and value else _unreadable()


def _whole(answer: Mapping[str, Any], member: str) -> int:
    value = answer.get(member)
    return value if isinstance(value, int) and not isinstance(value, bool) else _unreadable()


def _whole_or_none(answer: Mapping[str, Any], member: str) -> int | None:
    return None if answer.get(member) is None else _whole(answer, member)


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return _unreadable()


def _unreadable() -> NoReturn:
    raise PlatformSilent
