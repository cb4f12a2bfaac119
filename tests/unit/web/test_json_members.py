from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from marshmallow import ValidationError

from mykey.web.json_members import Base64Url, Day, Moment, StrictSchema, Text, Truth, Whole


class Example(StrictSchema):
    code = Text(most=4, least=2, form="[0-9]+")
    proof = Base64Url(most=8, about="bytes")
    agreed = Truth(about="a choice")
    amount = Whole(least=1, most=1000, about="points")


@pytest.mark.parametrize(
    ("member", "value", "reason"),
    [
        ("code", 12, "type"),
        ("code", True, "type"),
        ("code", None, "null"),
        ("code", "", "empty"),
        ("code", "1", "too-short"),
        ("code", "12345", "too-long"),
        ("code", "12\n", "characters"),
        ("code", "1\x00", "characters"),
        ("code", "1\ud800", "characters"),
        ("code", "1a", "format"),
        ("code", "１２", "format"),
        ("proof", "AA==", "format"),
        ("proof", "A+/A", "format"),
        ("proof", "AB", "format"),
        ("proof", "A" * 9, "too-long"),
        ("proof", 1, "type"),
        ("proof", None, "null"),
        ("agreed", 1, "type"),
        ("agreed", 0, "type"),
        ("agreed", "true", "type"),
        ("agreed", 1.0, "type"),
        ("agreed", None, "null"),
        ("amount", True, "type"),
        ("amount", 5.0, "type"),
        ("amount", 1e3, "type"),
        ("amount", "5", "type"),
        ("amount", None, "null"),
        ("amount", 0, "too-small"),
        ("amount", -5, "too-small"),
        ("amount", 1001, "too-large"),
        ("amount", 2**63, "too-large"),
        ("other", 1, "unknown"),
    ],
)
def test_nothing_is_coerced(member: str, value: Any, reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Example().load({member: value})
    assert caught.value.messages == {member: [reason]}


@pytest.mark.parametrize("document", [[], None, 1, "x", True])
def test_an_object_is_an_object(document: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        Example().load(document)
    assert caught.value.messages == {"_schema": ["type"]}


def test_what_is_right_is_taken_as_it_is() -> None:
    loaded = Example().load({"code": "12", "proof": "AA", "agreed": False, "amount": 1000})
    assert loaded == {"code": "12", "proof": b"\0", "agreed": False, "amount": 1000}


def test_a_moment_is_in_utc_with_z() -> None:
    class Answer(StrictSchema):
        at = Moment(about="then")

    tokyo = datetime(2026, 4, 6, 10, 0, 0, 999, tzinfo=timezone(timedelta(hours=9)))
    assert Answer().dump({"at": tokyo}) == {"at": "2026-04-06T01:00:00Z"}
    assert Answer().dump({"at": datetime(2026, 4, 6, tzinfo=UTC)}) == {"at": "2026-04-06T00:00:00Z"}


def test_a_day_is_a_day() -> None:
    class Answer(StrictSchema):
        ends_on = Day(about="last day", allow_none=True)

    assert Answer().dump({"ends_on": date(2026, 4, 6)}) == {"ends_on": "2026-04-06"}
    assert Answer().dump({"ends_on": None}) == {"ends_on": None}
