"""The testers of the core's line."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import sqlalchemy as sa

from tests.migrations.rows import Rows
from tests.migrations.testers import Contents, MigrationTester, scalars

__all__ = ["CORE_TESTERS"]

DAY = dt.date(2026, 4, 6)


class CitizensAndTheirCards(MigrationTester):
    """0001."""

    makes: ClassVar[frozenset[str]] = frozenset({"citizens", "bindings", "mykey_ids"})

    def fill(self, rows: Rows) -> None:
        citizen = rows.insert("citizens", state="active")
        live = rows.insert("bindings", citizen_id=citizen, state="live")
        rows.insert("bindings", citizen_id=citizen, state="replaced", replaced_by=live)
        rows.insert("mykey_ids", citizen_id=citizen)
        rows.insert("mykey_ids", citizen_id=None)  # a tombstone

    def check_constraints(self, rows: Rows) -> None:
        citizen = rows.key("citizens")
        assert rows.refuses("bindings", citizen_id=citizen, state="live")
        assert rows.refuses("bindings", citizen_id=citizen, state="else")
        assert rows.refuses("bindings", state="closed")  # nobody's
        assert rows.refuses("mykey_ids", citizen_id=citizen)
        assert rows.refuses("citizens", state="else")


class ProvidersAndLinks(MigrationTester):
    """0002."""

    makes: ClassVar[frozenset[str]] = frozenset({"providers", "links"})

    def fill(self, rows: Rows) -> None:
        provider = rows.insert("providers", **PROVIDER)
        link = {"citizen_id": rows.key("citizens"), "provider_id": provider}
        rows.insert("links", **link, number_index=b"n" * 32, change_notice=True, signing_sealed=b"s")

    def check_constraints(self, rows: Rows) -> None:
        link = {
            "citizen_id": rows.insert("citizens", state="active"),
            "provider_id": rows.key("providers"),
        }
        for wrong in (
            {"number_index": b"n" * 32},  # somebody else's
            {"change_notice": True},
            {"change_notice": False, "signing_sealed": b"s"},
        ):
            assert rows.refuses("links", **(link | wrong))
        rows.insert("links", **link)
        assert rows.refuses("links", **link)
        for rule in ({"min_length": 5, "max_length": 4}, {"max_length": 21}, {"provider_id": "1"}):
            assert rows.refuses("providers", **(PROVIDER | {"provider_id": "000002", "name": "別"} | rule))


PROVIDER = {
    "provider_id": "000001",
    "kind": "library",
    "max_length": 12,
    "check_digit": "none",
    "hand_over": "number",
    "symbology": "nw7",
    "minimum_assurance": "touched",
}


class FormsAndTerminals(MigrationTester):
    """0003."""

    makes: ClassVar[frozenset[str]] = frozenset(
        {"form_ones", "form_one_rows", "terminals", "terminal_contacts"}
    )

    def fill(self, rows: Rows) -> None:
        form = rows.insert("form_ones", state="issued", decided_on=DAY)
        row = rows.insert("form_one_rows", form_id=form, kind="service-id", provider_name="見本図書館")
        terminal = rows.insert(
            "terminals",
            terminal_id="40000001",
            form_row_id=row,
            kind="service-id",
            provider_id=rows.key("providers"),
            state="active",
            fingerprint=b"f" * 32,
            public_key=b"k" * 32,
        )
        rows.insert("terminal_contacts", terminal_id=terminal, reviewed_on=DAY)

    def check_constraints(self, rows: Rows) -> None:
        form = rows.key("form_ones")
        row = rows.insert("form_one_rows", form_id=form, kind="grant-points", position=2)
        terminal = {"terminal_id": "40000002", "form_row_id": row, "state": "approved"}
        assert rows.refuses("terminals", **terminal, kind="service-id")
        assert rows.refuses("terminals", **terminal, kind="grant-points", provider_id=rows.key("providers"))
        assert rows.refuses("terminals", **terminal, kind="grant-points", public_key=b"k" * 32)
        assert rows.refuses("terminals", **(terminal | {"terminal_id": "1"}), kind="grant-points")
        assert rows.refuses("form_one_rows", form_id=form, kind="grant-points", position=2)
        assert rows.refuses("form_one_rows", form_id=form, kind="service-id", position=3)
        assert rows.refuses("terminal_contacts", terminal_id="40000009")


class Officers(MigrationTester):
    """0004."""

    makes: ClassVar[frozenset[str]] = frozenset({"officers"})

    def fill(self, rows: Rows) -> None:
        rows.insert("officers", login="operator", role="operator")
        rows.insert("officers", login="kawasaki", role="municipality", municipality_code="141305")

    def check_constraints(self, rows: Rows) -> None:
        assert rows.refuses("officers", login="operator", role="operator")
        assert rows.refuses("officers", login="b", role="operator", municipality_code="141305")
        assert rows.refuses("officers", login="c", role="municipality")
        assert rows.refuses("officers", login="d", role="else")


class SessionsAndCardConversations(MigrationTester):
    """0005."""

    makes: ClassVar[frozenset[str]] = frozenset({"portal_sessions", "console_sessions", "card_conversations"})

    def fill(self, rows: Rows) -> None:
        for table in sorted(self.makes):
            rows.insert(table)
            rows.insert(table)

    def check_constraints(self, rows: Rows) -> None:
        assert rows.refuses("portal_sessions", token_index=rows.key("portal_sessions"))


class RequestsOfTerminals(MigrationTester):
    """0006."""

    makes: ClassVar[frozenset[str]] = frozenset(
        {"nonces", "nonce_marks", "terminal_challenges", "idempotency_records", "limits", "terminal_usage"}
    )

    def fill(self, rows: Rows) -> None:
        for table in sorted(self.makes - {"nonce_marks"}):
            rows.insert(table)

    def check_constraints(self, rows: Rows) -> None:
        assert rows.refuses("nonces", nonce_index=rows.key("nonces"))
        assert rows.refuses("terminal_usage", outcome="other", count=-1)

    def check_new(self, rows: Rows, made: Contents) -> None:
        """The table of nonces is whole from the beginning of time; both go together when they are lost."""
        assert made["nonce_marks"] == [(1, 0)]
        assert all(contents == [] for table, contents in made.items() if table != "nonce_marks")
        if rows.connection.dialect.name == "postgresql":
            unlogged = "SELECT relname FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r'"
            assert set(scalars(rows, unlogged)) == {"nonces", "nonce_marks"}


class Outbox(MigrationTester):
    """0007."""

    makes: ClassVar[frozenset[str]] = frozenset({"outbox"})

    def fill(self, rows: Rows) -> None:
        rows.insert("outbox")
        rows.insert("outbox", not_before=DAY)


class FacilityCategories(MigrationTester):
    """0008: a column of `terminals`. Points terminals of before are closed; all others are as they were."""

    def fill(self, rows: Rows) -> None:
        row = rows.insert(
            "form_one_rows", form_id=rows.key("form_ones"), kind="spend-points", position=self._position(rows)
        )
        rows.insert(
            "terminals",
            terminal_id=f"4100000{self._position(rows)}",
            form_row_id=row,
            kind="spend-points",
            state="active",
            fingerprint=b"f" * 32,
            public_key=b"k" * 32,
            facility_category="shop",
        )

    @staticmethod
    def _position(rows: Rows) -> int:
        count = "SELECT count(*) FROM form_one_rows WHERE kind = 'spend-points'"
        return int(scalars(rows, count)[0]) + 1

    def check_constraints(self, rows: Rows) -> None:
        form = rows.key("form_ones")
        row = rows.insert("form_one_rows", form_id=form, kind="grant-points", position=90)
        points = {"terminal_id": "41000099", "form_row_id": row, "kind": "grant-points", "state": "approved"}
        for category in ("library", "Shop", "", None):
            assert rows.refuses("terminals", **points, facility_category=category)
        service = points | {"kind": "service-id", "provider_id": rows.key("providers")}
        assert rows.refuses("terminals", **service, facility_category="shop")
        rows.insert("terminals", **(points | {"state": "closed"}))

    def check_upgraded(self, rows: Rows, before: Contents) -> None:
        """The second time, `fill`'s own terminal is there as one of before."""
        self._check_kept(rows, before)
        columns, after = self._terminals(rows)
        assert columns[-1] == "facility_category"
        assert {one["facility_category"] for one in after.values()} == {None}
        assert {one["state"] for one in after.values() if one["kind"] != "service-id"} <= {"closed"}
        for was in (dict(zip(columns, row, strict=False)) for row in before["terminals"]):
            assert after[was["terminal_id"]] == was | {"facility_category": None}

    def check_downgraded(self, rows: Rows, before: Contents) -> None:
        """The column is gone; `fill`'s own terminal stays, as no longer confirmed."""
        self._check_kept(rows, before)
        columns, after = self._terminals(rows)
        assert "facility_category" not in columns
        assert set(before["terminals"]) <= {tuple(one.values()) for one in after.values()}

    @staticmethod
    def _check_kept(rows: Rows, before: Contents) -> None:
        after = rows.all()
        assert after.keys() == before.keys()
        lost = {table: set(before[table]) - set(after[table]) for table in before if table != "terminals"}
        assert not any(lost.values()), lost

    @staticmethod
    def _terminals(rows: Rows) -> tuple[list[str], dict[str, dict[str, object]]]:
        found = rows.connection.execute(sa.text("SELECT * FROM terminals"))
        return list(found.keys()), {one["terminal_id"]: dict(one) for one in found.mappings()}


CORE_TESTERS: dict[str, type[MigrationTester]] = {
    "0001": CitizensAndTheirCards,
    "0002": ProvidersAndLinks,
    "0003": FormsAndTerminals,
    "0004": Officers,
    "0005": SessionsAndCardConversations,
    "0006": RequestsOfTerminals,
    "0007": Outbox,
    "0008": FacilityCategories,
}
