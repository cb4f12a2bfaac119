"""Every kind of tampering is found, by the word for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from mykey.points.ledger import streams
from mykey.points.ledger.chain import NO_HEAD, chain_hash
from mykey.points.ledger.heads import HeadsFile, export_heads
from mykey.points.ledger.streams import snapshot
from mykey.points.ledger.verify import verify_ledger
from mykey.points.models.all_tables import CITIZENS_TABLES, POINTS_METADATA
from mykey.web.rewriting import Patience, TablesBusy, rewrite_tables
from tests.functional.points.ledger.conftest import Lived
from tests.support.tampering import tampering

T = POINTS_METADATA.tables
ACCOUNTS, ACTS, POSTINGS = T["accounts"], T["acts"], T["postings"]
LOTS, USES, SHOPS = T["lots"], T["lot_uses"], T["shops"]

Tamper = Callable[[sa.Connection, "Purse"], None]


class Purse:
    """Taro's account at Kawasaki, where it all happens: lots 1 (moved), 2 (granted), 6 (granted later)."""

    def __init__(self, connection: sa.Connection, taro: UUID) -> None:
        mine = (ACCOUNTS.c.holder_id == taro) & (ACCOUNTS.c.account_kind == "municipal")
        self.id: UUID = connection.scalars(sa.select(ACCOUNTS.c.account_id).where(mine)).one()

    def at(self, number: int) -> Any:
        return (POSTINGS.c.account_id == self.id) & (POSTINGS.c.posting_number == number)

    def act(self, connection: sa.Connection, number: int) -> UUID:
        found: UUID = connection.scalars(sa.select(POSTINGS.c.act_id).where(self.at(number))).one()
        return found

    @property
    def mine(self) -> Any:
        return ACCOUNTS.c.account_id == self.id


def words(connection: sa.Connection, heads: HeadsFile | None = None) -> set[str]:
    return {finding.word for finding in verify_ledger(connection, heads)}


def kind(name: str) -> Any:
    return sa.select(ACTS.c.act_id).where(ACTS.c.act_kind == name).limit(1).scalar_subquery()


def amount(db: sa.Connection, purse: Purse) -> None:
    db.execute(POSTINGS.update().where(purse.at(1)).values(amount=POSTINGS.c.amount + 1))


def balance_after(db: sa.Connection, purse: Purse) -> None:
    db.execute(POSTINGS.update().where(purse.at(2)).values(balance_after=1))


def day(db: sa.Connection, _purse: Purse) -> None:
    db.execute(ACTS.update().where(ACTS.c.act_id == kind("grant")).values(act_day=date(2026, 1, 1)))


def kind_of_act(db: sa.Connection, purse: Purse) -> None:
    db.execute(ACTS.update().where(ACTS.c.act_id == purse.act(db, 1)).values(act_kind="correct"))


def tail(db: sa.Connection, purse: Purse) -> None:
    db.execute(LOTS.delete().where(LOTS.c.account_id == purse.id, LOTS.c.lot_number == last(db, purse)))
    db.execute(POSTINGS.delete().where(purse.at(last(db, purse))))


def tail_set_back(db: sa.Connection, purse: Purse) -> None:
    tail(db, purse)
    recompute(db, purse.id)


def whole_account(db: sa.Connection, purse: Purse) -> None:
    for table in (USES, LOTS, POSTINGS, ACCOUNTS):
        db.execute(table.delete().where(table.c.account_id == purse.id))


def account_alone(db: sa.Connection, purse: Purse) -> None:
    db.execute(ACCOUNTS.delete().where(purse.mine))


def swapped(db: sa.Connection, purse: Purse) -> None:
    one, other = purse.act(db, 1), purse.act(db, 2)
    db.execute(POSTINGS.update().where(purse.at(1)).values(act_id=other))
    db.execute(POSTINGS.update().where(purse.at(2)).values(act_id=one))


def inserted(db: sa.Connection, purse: Purse) -> None:
    """Points out of nothing, with everything of the account computed anew."""
    number, act_id = last(db, purse) + 1, uuid4()
    db.execute(ACTS.insert().values(act_id=act_id, act_kind="grant", act_day=date(2026, 10, 13)))
    add_posting(db, purse, number, act_id)
    recompute(db, purse.id)


def inserted_without_act(db: sa.Connection, purse: Purse) -> None:
    add_posting(db, purse, last(db, purse) + 1, uuid4())


def add_posting(db: sa.Connection, purse: Purse, number: int, act_id: UUID) -> None:
    row = {"account_id": purse.id, "act_id": act_id, "amount": 5, "balance_after": 0, "chain_hash": NO_HEAD}
    db.execute(POSTINGS.insert().values(posting_number=number, **row))
    lot = {"lot_amount": 5, "lot_left": 5, "ends_on": date(2027, 1, 1), "reminded": False}
    db.execute(LOTS.insert().values(account_id=purse.id, lot_number=number, **lot))


def act_only(db: sa.Connection, _purse: Purse) -> None:
    db.execute(ACTS.insert().values(act_id=uuid4(), act_kind="grant", act_day=date(2026, 10, 13)))


def act_gone(db: sa.Connection, purse: Purse) -> None:
    db.execute(ACTS.delete().where(ACTS.c.act_id == purse.act(db, 1)))


def lot_left(db: sa.Connection, purse: Purse) -> None:
    db.execute(LOTS.update().where(LOTS.c.account_id == purse.id, LOTS.c.lot_left > 0).values(lot_left=1))


def lot_amount(db: sa.Connection, purse: Purse) -> None:
    db.execute(
        LOTS.update()
        .where(LOTS.c.account_id == purse.id, LOTS.c.lot_left > 0)
        .values(lot_amount=LOTS.c.lot_amount + 1, lot_left=LOTS.c.lot_left + 1)
    )


def lot_end(db: sa.Connection, purse: Purse) -> None:
    db.execute(LOTS.update().where(LOTS.c.account_id == purse.id).values(ends_on=date(2030, 1, 1)))


def lot_gone(db: sa.Connection, purse: Purse) -> None:
    db.execute(LOTS.delete().where(LOTS.c.account_id == purse.id, LOTS.c.lot_number == 1))


def lot_of_nobody(db: sa.Connection, _purse: Purse) -> None:
    lot = {"lot_amount": 5, "lot_left": 5, "ends_on": date(2027, 1, 1), "reminded": False}
    db.execute(LOTS.insert().values(account_id=uuid4(), lot_number=1, **lot))


def lot_of_no_posting(db: sa.Connection, purse: Purse) -> None:
    lot = {"lot_amount": 5, "lot_left": 0, "ends_on": date(2027, 1, 1), "reminded": False}
    db.execute(LOTS.insert().values(account_id=purse.id, lot_number=99, **lot))


def use_altered(db: sa.Connection, purse: Purse) -> None:
    db.execute(USES.update().where(USES.c.account_id == purse.id).values(used_amount=1))


def use_of_no_posting(db: sa.Connection, purse: Purse) -> None:
    db.execute(USES.insert().values(account_id=purse.id, posting_number=99, lot_number=1, used_amount=1))


def one_side_missing(db: sa.Connection, _purse: Purse) -> None:
    """The issue's side of the last grant; the account is set back, so that it looks whole by itself."""
    issue = db.scalars(sa.select(ACCOUNTS.c.account_id).where(ACCOUNTS.c.account_kind == "issue")).one()
    number = db.scalar(sa.select(ACCOUNTS.c.last_number).where(ACCOUNTS.c.account_id == issue))
    db.execute(POSTINGS.delete().where(POSTINGS.c.account_id == issue, POSTINGS.c.posting_number == number))
    recompute(db, issue)


def balance(db: sa.Connection, purse: Purse) -> None:
    db.execute(ACCOUNTS.update().where(purse.mine).values(balance=ACCOUNTS.c.balance + 100))


def head(db: sa.Connection, purse: Purse) -> None:
    db.execute(ACCOUNTS.update().where(purse.mine).values(head=b"h" * 32))


def receipt(db: sa.Connection, _purse: Purse) -> None:
    db.execute(ACTS.update().where(ACTS.c.receipt_number == 3).values(receipt_number=30))


def last_receipt(db: sa.Connection, _purse: Purse) -> None:
    db.execute(SHOPS.update().values(last_receipt=SHOPS.c.last_receipt + 1))


def shop_gone(db: sa.Connection, _purse: Purse) -> None:
    db.execute(SHOPS.delete())


def cancel_of_another(db: sa.Connection, _purse: Purse) -> None:
    other = sa.select(ACTS.c.act_id).where(ACTS.c.receipt_number == 3).scalar_subquery()
    db.execute(ACTS.update().where(ACTS.c.act_kind == "cancel").values(cancels_act_id=other))


def cancel_of_no_spend(db: sa.Connection, _purse: Purse) -> None:
    db.execute(ACTS.update().where(ACTS.c.act_kind == "cancel").values(cancels_act_id=kind("move")))


def holder_gone(db: sa.Connection, _purse: Purse) -> None:
    db.execute(T["holders"].delete())


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (amount, {"chain-broken", "act-not-balanced"}),
        (balance_after, {"balance-after-wrong"}),
        (day, {"chain-broken"}),
        (kind_of_act, {"chain-broken"}),
        (tail, {"head-wrong", "act-one-sided"}),
        (tail_set_back, {"act-one-sided"}),
        (whole_account, {"act-one-sided", "ledger-not-balanced"}),
        (account_alone, {"posting-without-account", "lot-without-account", "use-without-account"}),
        (swapped, {"chain-broken"}),
        (inserted, {"act-one-sided", "ledger-not-balanced"}),
        (inserted_without_act, {"posting-without-act", "head-wrong"}),
        (act_only, {"act-without-postings"}),
        (act_gone, {"posting-without-act"}),
        (lot_left, {"lot-left-wrong", "lots-differ-from-balance"}),
        (lot_amount, {"lot-amount-wrong"}),
        (lot_end, {"chain-broken"}),
        (lot_gone, {"lot-missing", "use-without-lot", "chain-broken"}),
        (lot_of_nobody, {"lot-without-account"}),
        (lot_of_no_posting, {"lot-without-posting"}),
        (use_altered, {"uses-wrong", "lot-left-wrong"}),
        (use_of_no_posting, {"use-without-posting"}),
        (one_side_missing, {"act-one-sided"}),
        (balance, {"balance-wrong", "lots-differ-from-balance"}),
        (head, {"head-wrong"}),
        (receipt, {"receipt-missing", "last-receipt-wrong"}),
        (last_receipt, {"last-receipt-wrong"}),
        (shop_gone, {"receipt-without-shop", "account-without-owner"}),
        (cancel_of_another, {"cancel-differs"}),
        (cancel_of_no_spend, {"cancel-not-of-a-spend", "cancel-differs"}),
        (holder_gone, {"account-without-owner"}),
    ],
)
def test_it_is_found(lived: Lived, tamper: Tamper, expected: set[str]) -> None:
    with tampering(lived.url) as db:
        tamper(db, Purse(db, lived.taro))
        assert expected <= words(db)


def test_what_was_not_touched_is_whole(lived: Lived, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "AT_ONCE", 2)
    with snapshot(lived.town.engine) as connection:
        heads = export_heads(connection, tmp_path / "heads")
        assert words(connection, heads) == set()


def test_what_happens_meanwhile_is_not_its_business(lived: Lived) -> None:
    """Others go on; only the rewriting waits on PostgreSQL, after which a snapshot would see empty tables."""
    with snapshot(lived.town.engine) as connection:
        connection.scalar(sa.select(sa.func.count()).select_from(T["shops"]))
        lived.town.person(reserve=1)
        if connection.dialect.name == "postgresql":
            with pytest.raises(TablesBusy):
                rewrite_tables(lived.town.engine, CITIZENS_TABLES, patience=Patience(tries=1))
        assert words(connection) == set()


def test_a_finding_says_where(lived: Lived) -> None:
    with tampering(lived.url) as db:
        purse = Purse(db, lived.taro)
        amount(db, purse)
        found = [finding for finding in verify_ledger(db) if finding.word == "chain-broken"]
        assert [finding.line() for finding in found] == [
            f"chain-broken account={purse.id} number=1 act={purse.act(db, 1)}"
        ]


def test_what_was_computed_anew_is_found_by_heads_alone(lived: Lived, tmp_path: Path) -> None:
    with tampering(lived.url) as db:
        purse = Purse(db, lived.taro)
        heads = export_heads(db, tmp_path / "heads")
        grant = purse.act(db, last(db, purse))
        db.execute(POSTINGS.update().where(POSTINGS.c.act_id == grant).values(amount=POSTINGS.c.amount * 2))
        newest = (LOTS.c.account_id == purse.id) & (LOTS.c.lot_number == last(db, purse))
        db.execute(LOTS.update().where(newest).values(lot_amount=160, lot_left=160))
        for account in db.scalars(sa.select(POSTINGS.c.account_id).where(POSTINGS.c.act_id == grant)).all():
            recompute(db, account)
        assert words(db) == set()
        assert words(db, heads) == {"head-lost"}


def test_a_tail_that_was_cut_off_everywhere_is_found_by_heads_alone(lived: Lived, tmp_path: Path) -> None:
    with tampering(lived.url) as db:
        purse = Purse(db, lived.taro)
        heads = export_heads(db, tmp_path / "heads")
        grant = purse.act(db, last(db, purse))
        accounts = db.scalars(sa.select(POSTINGS.c.account_id).where(POSTINGS.c.act_id == grant)).all()
        db.execute(LOTS.delete().where(LOTS.c.account_id == purse.id, LOTS.c.lot_number == last(db, purse)))
        db.execute(POSTINGS.delete().where(POSTINGS.c.act_id == grant))
        db.execute(ACTS.delete().where(ACTS.c.act_id == grant))
        for account in accounts:
            recompute(db, account)
        assert words(db) == set()
        assert words(db, heads) == {"head-lost", "acts-vanished"}


def test_an_account_that_vanished_is_found_by_heads(lived: Lived, tmp_path: Path) -> None:
    """With no posting left that tells of it."""
    with tampering(lived.url) as db:
        empty = {"account_kind": "event", "holder_id": lived.taro, "event_id": uuid4(), "is_base": False}
        account = {"account_id": uuid4(), "municipality_code": "141305", "is_closed": False}
        state = {"balance": 0, "last_number": 0, "head": NO_HEAD}
        db.execute(ACCOUNTS.insert().values(**empty, **account, **state))
        heads = export_heads(db, tmp_path / "heads")
        db.execute(ACCOUNTS.delete().where(ACCOUNTS.c.account_id == account["account_id"]))
        assert words(db) == set()
        assert words(db, heads) == {"account-vanished"}


def last(db: sa.Connection, purse: Purse) -> int:
    number = sa.select(sa.func.max(POSTINGS.c.posting_number)).where(POSTINGS.c.account_id == purse.id)
    return int(db.scalar(number))


def recompute(db: sa.Connection, account_id: UUID) -> None:
    """What a clever thief does: every balance, hash and the head of an account, computed anew."""
    rows = db.execute(
        sa.select(POSTINGS.c.posting_number, POSTINGS.c.amount, ACTS, LOTS.c.ends_on)
        .join(ACTS, ACTS.c.act_id == POSTINGS.c.act_id)
        .outerjoin(
            LOTS,
            (LOTS.c.account_id == POSTINGS.c.account_id) & (LOTS.c.lot_number == POSTINGS.c.posting_number),
        )
        .where(POSTINGS.c.account_id == account_id)
        .order_by(POSTINGS.c.posting_number)
    ).all()
    chain, total, number = NO_HEAD, 0, 0
    for row in rows:
        number, total = row.posting_number, total + row.amount
        chain = chain_hash(
            chain, account_id, number, row.amount, row.act_id, row.act_kind, row.act_day, row.ends_on
        )
        db.execute(
            POSTINGS.update()
            .where(POSTINGS.c.account_id == account_id, POSTINGS.c.posting_number == number)
            .values(balance_after=total, chain_hash=chain)
        )
    db.execute(
        ACCOUNTS.update()
        .where(ACCOUNTS.c.account_id == account_id)
        .values(balance=total, last_number=number, head=chain)
    )
