"""The testers of the points side's line."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from tests.migrations.rows import Rows
from tests.migrations.testers import MigrationTester

__all__ = ["DAY", "KAWASAKI", "POINTS_TESTERS", "PROGRAMME", "SHOP", "TILL", "changed"]

DAY = dt.date(2026, 4, 6)
KAWASAKI = "141305"


class SessionsOfThePointsFace(MigrationTester):
    """0001."""

    makes: ClassVar[frozenset[str]] = frozenset({"points_sessions"})

    def fill(self, rows: Rows) -> None:
        rows.insert("points_sessions")
        rows.insert("points_sessions")

    def check_constraints(self, rows: Rows) -> None:
        assert rows.refuses("points_sessions", token_index=rows.key("points_sessions"))


class ProgrammesAndShops(MigrationTester):
    """0002."""

    makes: ClassVar[frozenset[str]] = frozenset(
        {"programmes", "events", "shops", "tills", "office_clerks", "office_sessions"}
    )

    def fill(self, rows: Rows) -> None:
        rows.insert("programmes", **PROGRAMME)
        rows.insert("events", municipality_code=KAWASAKI)
        shop = rows.insert("shops", **SHOP)
        rows.insert("tills", **TILL, shop_id=shop)
        rows.insert(
            "office_clerks", clerk_login="川崎", clerk_role="municipality", municipality_code=KAWASAKI
        )
        rows.insert("office_clerks", clerk_login="運営", clerk_role="operator")
        rows.insert("office_sessions")

    def check_constraints(self, rows: Rows) -> None:
        for wrong in (
            {"most_a_person": 0},
            {"most_a_grant": 0},
            {"expiry_rule": "yearly-day"},
            {"expiry_months": 121},
            {"closes_on": DAY - dt.timedelta(days=1), "opens_on": DAY},
        ):
            assert rows.refuses("programmes", **(PROGRAMME | {"municipality_code": "131016"} | wrong))
        yesterday = DAY - dt.timedelta(days=1)
        assert rows.refuses(
            "events", municipality_code=KAWASAKI, event_opens_on=DAY, event_closes_on=yesterday
        )
        assert rows.refuses("shops", **(SHOP | {"shop_name": "図書館", "shop_category": "library"}))
        assert rows.refuses("shops", **SHOP)  # the name twice in one municipality
        shop = {"shop_id": rows.key("shops")}
        enrolled = {"till_id": "10000002", "till_state": "enrolled"}
        assert rows.refuses("tills", **(TILL | shop | enrolled | {"till_key": None}))
        assert rows.refuses("tills", **(TILL | shop | {"till_id": "1"}))
        clerk = {"clerk_login": "別", "clerk_role": "operator"}
        assert rows.refuses("office_clerks", **clerk, municipality_code=KAWASAKI)
        assert rows.refuses("office_clerks", clerk_login="運営", clerk_role="operator")


PROGRAMME: dict[str, Any] = {
    "municipality_code": KAWASAKI,
    "expiry_rule": "months",
    "expiry_months": 6,
    "most_a_grant": 10,
    "most_a_person": 100,
}
SHOP: dict[str, Any] = {
    "municipality_code": KAWASAKI,
    "shop_name": "見本商店",
    "shop_category": "shop",
    "shop_state": "open",
}
TILL: dict[str, Any] = {"till_id": "10000001", "till_kind": "spend", "till_state": "invited"}


class Holders(MigrationTester):
    """0003."""

    makes: ClassVar[frozenset[str]] = frozenset({"holders", "subject_names"})

    def fill(self, rows: Rows) -> None:
        holder = rows.insert("holders", holder_state="open", points_number_index=b"n" * 32)
        rows.insert("subject_names", holder_id=holder)
        rows.insert("subject_names", holder_id=holder)
        rows.insert("holders", holder_state="closed")

    def check_constraints(self, rows: Rows) -> None:
        assert rows.refuses("holders", holder_state="open")  # without a number
        assert rows.refuses("holders", holder_state="open", points_number_index=b"n" * 32)
        assert rows.refuses("holders", holder_state="else")
        assert rows.refuses("subject_names", subject_index=rows.key("subject_names"))
        assert rows.refuses("subject_names")  # nobody's


class Ledger(MigrationTester):
    """0004."""

    makes: ClassVar[frozenset[str]] = frozenset({"accounts", "acts", "postings", "lots", "lot_uses"})

    def fill(self, rows: Rows) -> None:
        holder = rows.key("holders")
        rows.insert("accounts", account_kind="issue", municipality_code=KAWASAKI, balance=-5)
        account = rows.insert("accounts", **self.purse(holder))
        act = rows.insert("acts", act_kind="grant")
        rows.insert("postings", account_id=account, act_id=act, amount=5)
        rows.insert("lots", account_id=account, lot_amount=5, lot_left=3)
        rows.insert("lot_uses", account_id=account, used_amount=2)

    def purse(self, holder: Any) -> dict[str, Any]:
        return {"account_kind": "municipal", "municipality_code": KAWASAKI, "holder_id": holder, "balance": 5}

    def check_constraints(self, rows: Rows) -> None:
        holder, account, act = rows.key("holders"), rows.key("accounts"), rows.key("acts")
        assert rows.refuses("accounts", **self.purse(holder))  # a second one in the same municipality
        for wrong in (
            {"account_kind": "reserve", "municipality_code": "000000", "balance": -1},
            {"account_kind": "reserve", "municipality_code": "000000", "is_base": True},
            {"account_kind": "reserve", "municipality_code": "000000", "is_closed": True},
            {"account_kind": "event"},
            {"account_kind": "issue"},
            {"account_kind": "claim", "holder_id": None},
            {"account_kind": "else"},
        ):
            assert rows.refuses("accounts", **(self.purse(holder) | wrong))
        assert rows.refuses("acts", act_kind="cancel")  # of nothing
        assert rows.refuses("acts", act_kind="else")
        posting = {"account_id": account, "act_id": act}
        assert rows.refuses("postings", **posting, posting_number=1)  # the number twice
        assert rows.refuses("postings", **posting, posting_number=2, amount=0)
        assert rows.refuses("postings", **posting, posting_number=0)
        assert rows.refuses("lots", account_id=account, lot_number=2, lot_amount=5, lot_left=5)  # no posting
        assert rows.refuses("lot_uses", account_id=account, used_amount=0)
        for change in (
            "UPDATE postings SET amount = 6",
            "DELETE FROM acts",
            "UPDATE lot_uses SET used_amount = 1",
        ):
            assert "ledger-is-immutable" in changed(rows, change)


def changed(rows: Rows, statement: str) -> str:
    """Try a change; what the database said."""
    try:
        with rows.connection.begin_nested():
            rows.connection.execute(sa.text(statement))
    except DatabaseError as refused:
        return str(refused.orig)
    return ""


class WhatServesOnce(MigrationTester):
    """0005."""

    makes: ClassVar[frozenset[str]] = frozenset(
        {
            "opened_tickets", "till_visits", "pay_codes", "kept_answers", "seen_nonces", "points_limits",
            "points_letters",
        }
    )  # fmt: skip

    def fill(self, rows: Rows) -> None:
        for table in sorted(self.makes):
            rows.insert(table)

    def check_constraints(self, rows: Rows) -> None:
        assert rows.refuses("opened_tickets", ticket_index=rows.key("opened_tickets"))
        assert rows.refuses("pay_codes", pay_code_index=rows.key("pay_codes"))
        assert rows.refuses("kept_answers", call_index=rows.key("kept_answers"))
        assert rows.refuses("kept_answers", kept_third=3)
        assert rows.refuses("seen_nonces", seen_third=-1)


POINTS_TESTERS: dict[str, type[MigrationTester]] = {
    "0001": SessionsOfThePointsFace,
    "0002": ProgrammesAndShops,
    "0003": Holders,
    "0004": Ledger,
    "0005": WhatServesOnce,
}
