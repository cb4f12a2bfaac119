from __future__ import annotations

import pytest

from mykey.points.names import clean_name, name_fault


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  見本 商店　", "見本 商店"), ("a \t b", "a b"), ("か\u3099", "が"), ("　", "")],
)
def test_a_name_is_kept_without_needless_blanks(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("見本商店", None),
        ("", "text-missing"),
        ("あ" * 11, "text-too-long"),
        ("a\nb", "text-characters"),
        ("a\u200bb", "text-characters"),
        ("a\u202eb", "text-characters"),
        ("a\u2028b", "text-characters"),
        ("\ue000", "text-characters"),
    ],
)
def test_what_is_wrong_with_a_name(name: str, fault: str | None) -> None:
    assert name_fault(name, 10) == fault
