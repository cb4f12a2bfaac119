"""The testers of the points side's line."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from tests.migrations.rows import Rows
from tests.migrations.testers import Contents, MigrationTester

__all__ = ["POINTS_TESTERS"]

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


class Partners(MigrationTester):
    """0006."""

    makes: ClassVar[frozenset[str]] = frozenset(
        {
            "partners", "partner_rates", "coupon_batches", "coupons", "redeemed_coupons", "exchanges",
            "partner_answers",
        }
    )  # fmt: skip

    def fill(self, rows: Rows) -> None:
        partner = rows.insert("partners", partner_state="open", partner_key=b"k" * 32)
        rows.insert("partner_rates", partner_id=partner)
        batch = rows.insert("coupon_batches", partner_id=partner, batch_state="open")
        coupon = rows.insert("coupons", batch_id=batch)
        act, account = rows.key("acts"), rows.key("accounts")
        rows.insert("redeemed_coupons", coupon_index=coupon, act_id=act)
        exchange = rows.insert("exchanges", partner_id=partner, account_id=account, exchange_state="asked")
        rows.insert("partner_answers", exchange_id=exchange, **SAID)

    def check_constraints(self, rows: Rows) -> None:
        partner, act = {"partner_id": rows.key("partners")}, rows.key("acts")
        address = "https://partner.example/"
        assert rows.refuses("partners", partner_name="別", partner_state="open", authorize_url=address)
        for wrong in (
            {"rate_points": 0},
            {"units_step": 3, "units_least": 4},
            {"rate_units": 2, "units_step": 1},  # half a point
            {"units_least": 2, "units_most": 1},
        ):
            assert rows.refuses("partner_rates", **partner, rate_from=dt.date(2026, 5, 1), **wrong)
        batch = {"partner_id": rows.key("partners"), "batch_name": "別"}
        assert rows.refuses("coupon_batches", **batch, batch_state="open", batch_size=0)
        assert rows.refuses("coupon_batches", **batch, batch_state="else")
        assert rows.refuses("coupons", batch_id=rows.key("coupon_batches"), coupon_index=rows.key("coupons"))
        assert rows.refuses("redeemed_coupons", coupon_index=rows.key("coupons"), act_id=act)
        exchange = {**partner, "account_id": rows.key("accounts")}
        for wrong in (
            {"exchange_state": "done"},
            {"exchange_state": "asked", "act_id": act},
            {"exchange_state": "refused", "access_sealed": b"s"},
            {"exchange_state": "asked", "is_reversal_owed": True},
        ):
            assert rows.refuses("exchanges", **exchange, **wrong)
        exchange_id = {"exchange_id": rows.key("exchanges")}
        assert rows.refuses("partner_answers", **exchange_id, **(SAID | {"verdict": "else"}))
        assert "ledger-is-immutable" in changed(rows, "UPDATE partner_answers SET said_units = 5")


SAID: dict[str, Any] = {"said_by": "response", "said_word": "done", "verdict": "accepted"}


class Vouchers(MigrationTester):
    """0007."""

    makes: ClassVar[frozenset[str]] = frozenset({"voucher_faces", "vouchers"})

    def fill(self, rows: Rows) -> None:
        rows.insert("voucher_faces", municipality_code=KAWASAKI)
        rows.insert("vouchers", **self.voucher(rows))

    def voucher(self, rows: Rows) -> dict[str, Any]:
        account, act = rows.key("accounts"), rows.key("acts")
        return {
            "municipality_code": KAWASAKI,
            "account_id": account,
            "voucher_state": "issued",
            "issue_act_id": act,
        }

    def check_constraints(self, rows: Rows) -> None:
        assert rows.refuses("voucher_faces", municipality_code=KAWASAKI, face_points=0)
        other = rows.insert("acts", act_kind="grant")
        voucher = self.voucher(rows)
        assert rows.refuses("vouchers", **voucher | {"issue_act_id": rows.key("acts"), "end_act_id": other})
        assert rows.refuses("vouchers", **voucher | {"issue_act_id": other, "voucher_state": "taken"})
        assert rows.refuses("vouchers", **voucher | {"issue_act_id": other, "voucher_points": 0})


class WorkOfTheOffice(MigrationTester):
    """0008."""

    makes: ClassVar[frozenset[str]] = frozenset(
        {
            "budgets", "closed_months", "settlement_lines", "month_figures", "corrections", "audit_heads",
            "audit_entries",
        }
    )  # fmt: skip

    def fill(self, rows: Rows) -> None:
        rows.insert("budgets", municipality_code=KAWASAKI, fiscal_year=2026, budget_points=5)
        rows.insert(
            "closed_months", municipality_code=KAWASAKI, closed_month=DAY, closed_by=rows.key("office_clerks")
        )
        rows.insert("settlement_lines", **self.line(rows))
        rows.insert("month_figures", **FIGURE)
        rows.insert("corrections", **self.correction(rows))
        rows.insert("audit_heads", audit_scope=KAWASAKI)
        rows.insert("audit_entries", audit_scope=KAWASAKI)

    def line(self, rows: Rows) -> dict[str, Any]:
        sums = ("taken_points", "voucher_points", "cancelled_points", "corrected_points")
        return {
            "municipality_code": KAWASAKI,
            "closed_month": DAY,
            "shop_id": rows.key("shops"),
            **dict.fromkeys((*sums, "carried_in", "paid_points", "carried_out"), 0),
        }

    def correction(self, rows: Rows) -> dict[str, Any]:
        return {
            "municipality_code": KAWASAKI,
            "correction_kind": "give",
            "correction_state": "requested",
            "account_id": rows.key("accounts"),
            "requested_by": rows.key("office_clerks"),
        }

    def check_constraints(self, rows: Rows) -> None:
        budget = {"municipality_code": KAWASAKI, "fiscal_year": 2027, "budget_points": 5}
        assert rows.refuses("budgets", **budget, budget_used=6)
        assert rows.refuses("closed_months", municipality_code=KAWASAKI, closed_month=DAY)
        shop = {"shop_id": rows.insert("shops", **(SHOP | {"shop_name": "別商店"}))}
        line = self.line(rows) | shop
        for wrong in ({"taken_points": 5}, {"taken_points": 5, "paid_points": 5}, {"carried_in": 1}):
            assert rows.refuses("settlement_lines", **(line | wrong))
        for people in ({"figure_people": 9, "figure_points": 5}, {"figure_people": 10}):
            figure = FIGURE | {"figure_kind": "expired"} | people
            assert rows.refuses("month_figures", **figure)
        wanted = self.correction(rows)
        me, act = wanted["requested_by"], rows.insert("acts", act_kind="correct")
        judged = {"judged_by": me, "judged_on": DAY}
        assert "four_eyes" in rows.refuses(
            "corrections", **(wanted | judged | {"correction_state": "approved", "act_id": act})
        )
        for wrong in (judged, {"correction_state": "approved"}, {"correction_kind": "from-shop"}):
            assert rows.refuses("corrections", **(wanted | wrong))
        for change in (
            "UPDATE closed_months SET closed_on = '2026-05-01'",
            "DELETE FROM settlement_lines",
            "DELETE FROM audit_entries",
        ):
            assert "ledger-is-immutable" in changed(rows, change)


FIGURE: dict[str, Any] = {
    "municipality_code": KAWASAKI,
    "figure_month": DAY,
    "figure_kind": "granted",
    "figure_category": "",
    "figure_people": None,
    "figure_points": None,
}


class WordsOfTheLedger(MigrationTester):
    """0009: columns that are null in every row that is there, and more words."""

    added: ClassVar[dict[str, int]] = {"accounts": 1, "programmes": 4, "shops": 7}

    def fill(self, rows: Rows) -> None:
        for change in ("shops SET shop_address = '見本町1-1'", "programmes SET form_title = '請求書'"):
            rows.connection.execute(sa.text(f"UPDATE {change}"))

    def check_upgraded(self, rows: Rows, before: Contents) -> None:
        after = rows.all()
        for table, count in self.added.items():
            nothing = (None,) * count
            assert sorted(after[table], key=repr) == sorted(
                (row + nothing for row in before[table]), key=repr
            )
        unchanged = set(before) - set(self.added)
        assert {table: after[table] for table in unchanged} == {table: before[table] for table in unchanged}

    def check_constraints(self, rows: Rows) -> None:
        clearing = {"account_kind": "clearing", "municipality_code": "000000", "balance": 0}
        partner = rows.key("partners")
        rows.insert("accounts", **clearing)
        assert rows.refuses("accounts", **clearing)
        rows.insert("accounts", **clearing, partner_id=partner)  # beside the operator's own
        assert rows.refuses("accounts", **clearing, partner_id=partner)
        issue = {"account_kind": "issue", "municipality_code": "131016", "balance": 0}
        assert rows.refuses("accounts", **issue, partner_id=partner)
        rows.insert("accounts", account_kind="claim", shop_id=rows.key("shops"), balance=-5)
        for kind in ("vouchers", "settled"):
            rows.insert("accounts", account_kind=kind, municipality_code=KAWASAKI, balance=0)
            assert rows.refuses("accounts", account_kind=kind, municipality_code="131016", balance=-1)
        shop = rows.key("shops")
        rows.insert("tills", **(TILL | {"till_id": "10000009", "till_kind": "voucher", "shop_id": shop}))
        for word in ("issue-voucher", "take-voucher", "return-voucher", "settle"):
            rows.insert("acts", act_kind=word)
        place = SHOP | {"shop_name": "岬の店"}
        for wrong in (
            {"latitude_micro": 35_000_000},
            {"latitude_micro": 20_000_000, "longitude_micro": 139_000_000},
            {"latitude_micro": 35_000_000, "longitude_micro": 155_000_000},
        ):
            assert rows.refuses("shops", **place, **wrong)
        programme = PROGRAMME | {"municipality_code": "131016"}
        assert rows.refuses("programmes", **programme, voucher_days=0)


POINTS_TESTERS: dict[str, type[MigrationTester]] = {
    "0001": SessionsOfThePointsFace,
    "0002": ProgrammesAndShops,
    "0003": Holders,
    "0004": Ledger,
    "0005": WhatServesOnce,
    "0006": Partners,
    "0007": Vouchers,
    "0008": WorkOfTheOffice,
    "0009": WordsOfTheLedger,
}
