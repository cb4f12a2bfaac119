from __future__ import annotations

import pytest

from mykey.points.csv_files import csv_bytes


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@A1", "\t=1", "＝1+1", "＋1", "－1", "＠A1"])
def test_no_name_is_a_formula(name: str) -> None:
    assert csv_bytes([[name]]) == b"\xef\xbb\xbf" + f"'{name}\r\n".encode()


def test_numbers_stay_numbers() -> None:
    assert csv_bytes([[1, -500, "見本商店"]]) == b"\xef\xbb\xbf" + "1,-500,見本商店\r\n".encode()
