"""What happens in the year, day by day, from 1 April to 31 March.

Twice the municipality grants to everybody, by files of a thousand rows. Six in ten people pay at shops, some
twelve times; one payment in fifty is taken back. One in ten gets points from the partner, by coupon or
exchange, and moves them. One in twenty takes a voucher; of these one in five is never used. What is left half
a year after a grant ends.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Engine

from bench.town_year.book import Book, BookAccount, BookSide
from bench.town_year.tables import write_rows
from bench.town_year.town import COUPON_POINTS, Town, TownPerson, TownShop, found, shop_rows
from mykey.points.keys import PointsKeys
from mykey.points.models.ledger import ActKind
from mykey.points.models.partners import ExchangeState, Verdict
from mykey.points.models.vouchers import VoucherState
from tests.support.points_ground import KAWASAKI

__all__ = ["BEGINS", "ENDS", "make_year"]

BEGINS, ENDS = date(2025, 4, 1), date(2026, 3, 31)
GRANT_DAYS = {date(2025, 4, 15), date(2025, 10, 20)}
GRANTED, AT_ONCE = 5_000, 1_000
LIFE, TERM, VOUCHER_LIFE = timedelta(days=183), timedelta(days=21), timedelta(days=90)
PAYS, PAYMENTS, CANCELLED = 0.6, 12, 0.02
PARTNERS, VOUCHERS, UNUSED = 0.1, 0.05, 0.2
EXCHANGED, VOUCHER_POINTS = 1_000, 500


@dataclass
class _Voucher:
    """An unused voucher: what to give back, and where."""

    row: tuple[object, ...]
    purse: BookAccount
    takes: list[tuple[int, int]]
    ends_on: date


def make_year(engine: Engine, keys: PointsKeys, people: int, shops: int, seed: int) -> Town:
    """Write the year into a migrated database in which Kawasaki runs a programme."""
    rng = random.Random(seed)  # noqa: S311 - a town that can be made again
    book = Book(rng)
    town = found(book, keys, people, shops, round(people * PARTNERS))
    _Year(book, town).run()
    for row in shop_rows(town, rng):
        book.add("shops", row)
    for one in book.accounts:
        book.add(
            "accounts",
            (
                one.account_id, one.kind, one.holder_id, one.code, one.shop_id, one.partner_id, False, False,
                one.balance, one.number, one.head,
            ),
        )  # fmt: skip
        for number, (amount, left, ends_on) in [*one.lots.items(), *one.past]:
            book.add("lots", (one.account_id, number, amount, left, ends_on, True))
    write_rows(engine, book.rows)
    return town


class _Year:
    """The days and what waits for one."""

    def __init__(self, book: Book, town: Town) -> None:
        self._book, self._town, self._rng = book, town, book.rng
        self._plan: dict[date, list[Callable[[date], None]]] = {}
        self._unused: dict[date, list[_Voucher]] = {}
        self._next_coupon = 0

    def run(self) -> None:
        """Day after day."""
        for person in self._town.people:
            self._plan_for(person)
        for offset in range((ENDS - BEGINS).days + 1):
            day = BEGINS + timedelta(days=offset)
            if day in GRANT_DAYS:
                self._grant(day)
            for act in self._plan.pop(day, []):
                act(day)
            self._return_vouchers(day)
            if day - LIFE - timedelta(days=1) in GRANT_DAYS or day.day == 1:
                self._expire(day)

    def _plan_for(self, person: TownPerson) -> None:
        if self._rng.random() < PAYS:
            for _ in range(PAYMENTS):
                self._on(self._any_day(), lambda day: self._pay(person, day))
        if self._rng.random() < PARTNERS:
            first = self._any_day()
            by_coupon = self._rng.random() < 0.5  # noqa: PLR2004 - half and half
            self._on(first, lambda day: (self._coupon if by_coupon else self._exchange)(person, day))
            self._on(first + timedelta(days=self._rng.randint(1, 20)), lambda day: self._move(person, day))
        if self._rng.random() < VOUCHERS:
            self._on(self._any_day(), lambda day: self._issue_voucher(person, day))

    def _any_day(self) -> date:
        return BEGINS + timedelta(days=self._rng.randint(15, (ENDS - BEGINS).days))

    def _on(self, day: date, act: Callable[[date], None]) -> None:
        self._plan.setdefault(day, []).append(act)

    def _grant(self, day: date) -> None:
        people = self._town.people
        for first in range(0, len(people), AT_ONCE):
            some = people[first : first + AT_ONCE]
            sides = [BookSide(one.purse, GRANTED, ends_on=day + LIFE) for one in some]
            self._book.post(ActKind.GRANT, day, [BookSide(self._town.issue, -GRANTED * len(some)), *sides])

    def _pay(self, person: TownPerson, day: date) -> None:
        amount = min(self._rng.randint(50, 1_500), person.purse.usable(day))
        if amount == 0:
            return
        shop = self._shop()
        act_id = self._book.post(
            ActKind.SPEND,
            day,
            [BookSide(person.purse, -amount), BookSide(shop.claim, amount)],
            receipt=shop.receipt(),
        )
        if self._rng.random() < CANCELLED:
            self._cancel(person.purse, shop, act_id, amount, day)

    def _cancel(self, purse: BookAccount, shop: TownShop, act_id: UUID, amount: int, day: date) -> None:
        back = [(number, -used) for number, used in self._uses(purse)]
        sides = [BookSide(shop.claim, -amount), BookSide(purse, amount, takes=back)]
        self._book.post(ActKind.CANCEL, day, sides, cancels=act_id, receipt=shop.receipt())

    def _uses(self, account: BookAccount) -> list[tuple[int, int]]:
        """What the account's last posting took."""
        found = []
        for account_id, posting, lot, used in reversed(self._book.rows.get("lot_uses", [])):
            if (account_id, posting) != (account.account_id, account.number):
                break
            found.append((lot, used))
        return found

    def _coupon(self, person: TownPerson, day: date) -> None:
        if self._next_coupon == len(self._town.coupons):
            return
        index = self._town.coupons[self._next_coupon]
        self._next_coupon += 1
        self._book.add("redeemed_coupons", (index, self._come_in(person, COUPON_POINTS, day), True))

    def _exchange(self, person: TownPerson, day: date) -> None:
        act_id, exchange_id = self._come_in(person, EXCHANGED, day), self._book.new_id()
        both = (EXCHANGED, EXCHANGED)
        self._book.add(
            "exchanges",
            (
                exchange_id, self._town.partner_id, person.reserve.account_id, day, *both, ExchangeState.DONE,
                False, act_id,
            ),
        )  # fmt: skip
        said = (self._book.new_id(), exchange_id, day, "response", "done", *both, Verdict.ACCEPTED)
        self._book.add("partner_answers", said)

    def _come_in(self, person: TownPerson, points: int, day: date) -> UUID:
        sides = [
            BookSide(self._town.clearing, -points),
            BookSide(person.reserve, points, ends_on=day + TERM),
        ]
        return self._book.post(ActKind.PUT_INTO_RESERVE, day, sides)

    def _move(self, person: TownPerson, day: date) -> None:
        if person.reserve.balance:
            points = person.reserve.balance
            sides = [BookSide(person.reserve, -points), BookSide(person.purse, points, ends_on=day + LIFE)]
            self._book.post(ActKind.MOVE, day, sides)

    def _issue_voucher(self, person: TownPerson, day: date) -> None:
        if person.purse.usable(day) < VOUCHER_POINTS:
            return
        ends_on = min(day + VOUCHER_LIFE, person.purse.first_end(day) or day)
        sides = [BookSide(person.purse, -VOUCHER_POINTS), BookSide(self._town.vouchers, VOUCHER_POINTS)]
        issued = self._book.post(ActKind.ISSUE_VOUCHER, day, sides)
        row = (
            self._book.new_id(), self._rng.randbytes(32), KAWASAKI, person.purse.account_id, VOUCHER_POINTS,
            ends_on,
        )  # fmt: skip
        used_on = day + timedelta(days=self._rng.randint(0, 60))
        voucher = _Voucher((*row, issued), person.purse, self._uses(person.purse), ends_on)
        if self._rng.random() < UNUSED or used_on > min(ends_on, ENDS):
            self._unused.setdefault(ends_on + timedelta(days=1), []).append(voucher)
        elif used_on == day:
            self._take_voucher(voucher, day)
        else:
            self._on(used_on, lambda today: self._take_voucher(voucher, today))

    def _take_voucher(self, voucher: _Voucher, day: date) -> None:
        shop = self._shop()
        sides = [BookSide(self._town.vouchers, -VOUCHER_POINTS), BookSide(shop.claim, VOUCHER_POINTS)]
        act_id = self._book.post(ActKind.TAKE_VOUCHER, day, sides, receipt=shop.receipt())
        self._write_voucher(voucher, VoucherState.TAKEN, act_id)

    def _return_vouchers(self, day: date) -> None:
        for voucher in self._unused.pop(day, []):
            back = [(number, -used) for number, used in voucher.takes]
            sides = [
                BookSide(self._town.vouchers, -VOUCHER_POINTS),
                BookSide(voucher.purse, VOUCHER_POINTS, takes=back),
            ]
            act_id = self._book.post(ActKind.RETURN_VOUCHER, day, sides)
            self._write_voucher(voucher, VoucherState.RETURNED, act_id)
        if day == ENDS:
            for voucher in [one for several in self._unused.values() for one in several]:
                self._write_voucher(voucher, VoucherState.ISSUED, None)

    def _write_voucher(self, voucher: _Voucher, state: str, end_act: UUID | None) -> None:
        *row, issued = voucher.row
        self._book.add("vouchers", (*row, state, issued, end_act))

    def _expire(self, day: date) -> None:
        over = [
            (one.purse, one.purse.balance - one.purse.usable(day))
            for one in self._town.people
            if one.purse.balance > one.purse.usable(day)
        ]
        for first in range(0, len(over), AT_ONCE):
            some = over[first : first + AT_ONCE]
            sides = [BookSide(purse, -points) for purse, points in some]
            total = sum(points for _, points in some)
            self._book.post(ActKind.EXPIRE, day, [*sides, BookSide(self._town.expired, total)])

    def _shop(self) -> TownShop:
        """Some shops have far more to do than others."""
        return self._town.shops[int(len(self._town.shops) * self._rng.random() ** 2)]
