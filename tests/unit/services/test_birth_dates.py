from __future__ import annotations

import pytest

from mykey.services.birth_dates import is_birth_date


@pytest.mark.parametrize(
    "text", ["850402", "19850402", "S600402", "s60402", "020485", "2001 12 31", "昭和60年4月2日"]
)
def test_a_date_is_seen(text: str) -> None:
    assert is_birth_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "19851342",
        "18990101",
        "21000101",
        "12345",
        "kawasaki",
        "",
        "s60 apples",
        "1985-04",
        "9999999999",
        "令和",
        "s1",
        "1-2-3-4",
    ],
)
def test_other_texts_are_none(text: str) -> None:
    assert not is_birth_date(text)
