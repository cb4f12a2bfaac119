"""What the two databases may hold, and in which form (privacy.md: P4, P6, P7, P14)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from mykey.crypto.sealed_values import SealedColumn
from mykey.models.all_tables import CORE_METADATA, FAMILIES
from mykey.models.base import Base, UtcDateTime
from mykey.points.models.all_tables import FAMILIES as POINTS_FAMILIES
from mykey.points.models.all_tables import POINTS_METADATA
from mykey.points.models.base import PointsBase

SIDES = {"core": CORE_METADATA, "points": POINTS_METADATA}
SIDE = pytest.mark.parametrize("side", SIDES)

WORD = re.compile(r"sensitive=(true|false); \S.*")

#: Plain text that is sensitive and may stand so, because it is one-way.
HASHES = {
    "core": {"citizens.password_hash", "officers.password_hash"},
    "points": {"office_clerks.clerk_password_hash"},
}

#: Times in clear beside something sensitive, and why they tell nothing of a person.
TIMES_BESIDE = {
    "core": {
        "outbox.not_before": "a day given by the platform, the same for all mails of that day",
        "idempotency_records.leased_until": "an answer to a terminal, sealed; to the minute, for two minutes",
        "idempotency_records.expires_at": "as above; rounded to the hour",
        "officers.totp_last_step": "officers at work are no citizens; a code must not serve twice",
    },
    "points": {
        "acts.act_day": "a day, never a time (privacy.md, non-joinable, 4)",
        "lots.ends_on": "a day that the programme sets, the same for all points of that day",
        "vouchers.voucher_ends_on": "a day that the programme sets, or the end of the points it came from",
        "exchanges.asked_on": "a day, as of any act",
        "partner_answers.said_on": "a day, as of any act",
        "corrections.requested_on": "a day, as of any act; wanted by a clerk, not by the citizen",
        "corrections.judged_on": "as above",
        "office_clerks.clerk_totp_step": "clerks at work are no citizens; a code must not serve twice",
    },
}
#: Numbers that are moments.
MOMENTS = re.compile(r"(^|_)(at|on|since|until|minute|second|step|day|month|year|time|date)(_|$)")

#: The names that both sides use, because both use `mykey.web`; their values have no key in common.
#: And the municipality's code, which is public and declared (privacy.md, "Deliberately non-joinable", 1).
SHARED_NAMES = {"token_index", "data_sealed", "key_index", "hits", "expires_at", "municipality_code"}

#: Running numbers within an account, a shop or a key: they name nobody.
#: A form's number is the municipality's own, as "第3号様式".
RUNNING_NUMBERS = re.compile(r"(posting|lot|last|receipt|coupon|cut|entry|form)_number|subject_key_version")


def columns(side: str) -> Iterator[sa.Column[object]]:
    for table in SIDES[side].sorted_tables:
        yield from table.columns


def is_sensitive(column: sa.Column[object]) -> bool:
    return (column.comment or "").startswith("sensitive=true")


def tells_time(column: sa.Column[object]) -> bool:
    kind = column.type
    if isinstance(kind, UtcDateTime | sa.DateTime | sa.Date | sa.Time | sa.Interval):
        return True
    return isinstance(kind, sa.Integer) and MOMENTS.search(column.name) is not None


@SIDE
def test_every_column_says_whether_it_is_sensitive(side: str) -> None:
    silent = [str(column) for column in columns(side) if not WORD.fullmatch(column.comment or "")]
    assert silent == []


@SIDE
def test_nothing_sensitive_is_kept_in_clear(side: str) -> None:
    clear = {
        str(column)
        for column in columns(side)
        if is_sensitive(column) and not isinstance(column.type, sa.LargeBinary | sa.Uuid)
    }
    assert clear == HASHES[side]


@SIDE
def test_no_word_for_a_person_stands_on_a_column_that_is_not_sensitive(side: str) -> None:
    names = re.compile(r"citizen|mykey|patron|serial|certificate|number|subject|sealed")
    open_ones = {
        str(column)
        for column in columns(side)
        if names.search(column.name)
        and not is_sensitive(column)
        and not RUNNING_NUMBERS.fullmatch(column.name)
    }
    assert open_ones == set()


@SIDE
def test_no_table_ties_a_person_to_a_time(side: str) -> None:
    tied = {
        str(column)
        for table in SIDES[side].sorted_tables
        if any(is_sensitive(one) for one in table.columns)
        for column in table.columns
        if tells_time(column)
    }
    assert tied == set(TIMES_BESIDE[side])


PEOPLE = {
    "citizens", "portal_sessions", "card_conversations",
    "holders", "points_sessions", "till_visits", "pay_codes", "kept_answers", "points_letters",
}  # fmt: skip


@SIDE
def test_no_table_about_a_citizen_holds_any_time_at_all(side: str) -> None:
    """Not even one that is declared above."""
    for table in SIDES[side].sorted_tables:
        refers = any(key.column.table.name in {"citizens", "holders"} for key in table.foreign_keys)
        if refers or table.name in PEOPLE:
            assert [str(column) for column in table.columns if tells_time(column)] == []


@SIDE
def test_no_key_tells_an_order(side: str) -> None:
    """No sequences, no time-ordered ids: what was made after what is nobody's business (P7)."""
    counted = [table.name for table in SIDES[side].sorted_tables if table.autoincrement_column is not None]
    assert counted == []
    assert [str(column) for column in columns(side) if column.identity or column.server_default] == []
    for table in SIDES[side].sorted_tables:
        assert table.primary_key.columns, table.name


def test_library_usage_is_a_counter() -> None:
    """No table of the core names a terminal together with anything of a person (P5, P6)."""
    for table in CORE_METADATA.sorted_tables:
        names = set(table.columns.keys())
        if "terminal_id" in names:
            assert not any(is_sensitive(column) for column in table.columns), table.name


def test_the_two_sides_have_no_table_and_no_column_in_common() -> None:
    """But declared ones (P7, "Deliberately non-joinable", 1)."""
    core, points = (
        {name for table in SIDES[side].sorted_tables for name in (table.name, *table.columns.keys())}
        for side in SIDES
    )
    assert core & points == SHARED_NAMES


def test_sealed_columns_have_the_one_length_of_their_seal() -> None:
    seals = {
        (seal.table, seal.column): seal
        for module in (*FAMILIES, *POINTS_FAMILIES)
        for seal in vars(module).values()
        if isinstance(seal, SealedColumn)
    }
    found = {
        (table.name, column.name): column.type.length
        for side in SIDES
        for table in SIDES[side].sorted_tables
        for column in table.columns
        if column.name.endswith("_sealed") and isinstance(column.type, sa.LargeBinary)
    }
    assert found == {place: seal.stored_bytes for place, seal in seals.items()}
    assert len({(seal.purpose, place) for place, seal in seals.items()}) == len(seals)


MODELS = [mapper.class_ for base in (Base, PointsBase) for mapper in base.registry.mappers]


@pytest.mark.parametrize("model", sorted(MODELS, key=lambda model: model.__name__))
def test_no_row_shows_anything_sensitive_of_itself(model: type[Base]) -> None:
    values = {column.name: f"value of {column.name}" for column in model.__table__.columns}
    shown = repr(model(**values))
    assert [
        column.name
        for column in model.__table__.columns
        if is_sensitive(column) and values[column.name] in shown
    ] == []


def test_every_constraint_has_a_name_to_map_it_by() -> None:
    for metadata in SIDES.values():
        for table in metadata.sorted_tables:
            assert all(constraint.name for constraint in table.constraints), table.name
