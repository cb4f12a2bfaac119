"""The testers of the points side's line from partners on."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import sqlalchemy as sa

from tests.migrations.points_testers import DAY, KAWASAKI, PROGRAMME, SHOP, TILL, changed
from tests.migrations.rows import Rows
from tests.migrations.testers import Contents, MigrationTester

__all__ = ["PROGRAMME_TESTERS"]


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
        for contradiction in (
            {"exchange_state": "done"},
            {"exchange_state": "asked", "act_id": act},
            {"exchange_state": "refused", "access_sealed": b"s"},
            {"exchange_state": "asked", "is_reversal_owed": True},
        ):
            assert rows.refuses("exchanges", **exchange, **contradiction)
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
            "budgets", "closed_months", "settlement_lines", "month_figures", "audit_heads", "audit_entries",
        }
    )  # fmt: skip

    def fill(self, rows: Rows) -> None:
        rows.insert("budgets", municipality_code=KAWASAKI, fiscal_year=2026, budget_points=5)
        rows.insert(
            "closed_months", municipality_code=KAWASAKI, closed_month=DAY, closed_by=rows.key("office_clerks")
        )
        rows.insert("settlement_lines", **self.line(rows))
        rows.insert("month_figures", **FIGURE)
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


class Corrections(MigrationTester):
    """0009."""

    makes: ClassVar[frozenset[str]] = frozenset({"corrections"})

    def fill(self, rows: Rows) -> None:
        rows.insert("corrections", **self.correction(rows))

    def correction(self, rows: Rows) -> dict[str, Any]:
        return {
            "municipality_code": KAWASAKI,
            "correction_kind": "give",
            "correction_state": "requested",
            "account_id": rows.key("accounts"),
            "requested_by": rows.key("office_clerks"),
        }

    def check_constraints(self, rows: Rows) -> None:
        wanted = self.correction(rows)
        me, act = wanted["requested_by"], rows.insert("acts", act_kind="correct")
        judged = {"judged_by": me, "judged_on": DAY}
        assert "four_eyes" in rows.refuses(
            "corrections", **(wanted | judged | {"correction_state": "approved", "act_id": act})
        )
        for wrong in (judged, {"correction_state": "approved"}, {"correction_kind": "from-shop"}):
            assert rows.refuses("corrections", **(wanted | wrong))
        for change in (
            # Four eyes: nothing that another clerk has to look at changes, and what was decided stands.
            "UPDATE corrections SET requested_by = judged_by",
            "UPDATE corrections SET correction_points = correction_points + 1",
            "DELETE FROM corrections",
        ):
            assert "ledger-is-immutable" in changed(rows, change)
        withdrawn = "correction_state = 'withdrawn', judged_by = requested_by, judged_on = requested_on"
        assert changed(rows, f"UPDATE corrections SET {withdrawn}") == ""  # noqa: S608 - words of ours
        again = "UPDATE corrections SET correction_state = 'requested', judged_by = NULL, judged_on = NULL"
        assert "ledger-is-immutable" in changed(rows, again)


class WordsOfTheLedger(MigrationTester):
    """0010: columns that are null in every row that is there, and more words."""

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


PROGRAMME_TESTERS: dict[str, type[MigrationTester]] = {
    "0006": Partners,
    "0007": Vouchers,
    "0008": WorkOfTheOffice,
    "0009": Corrections,
    "0010": WordsOfTheLedger,
}
