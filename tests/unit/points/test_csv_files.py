from __future__ import annotations

import pytest

from mykey.points.csv_files import DoesNotFit, cp932_bytes, csv_bytes


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@A1", "\t=1", "＝1+1", "＋1", "－1", "＠A1"])
def test_no_name_is_a_formula(name: str) -> None:
    assert csv_bytes([[name]]) == b"\xef\xbb\xbf" + f"'{name}\r\n".encode()


def test_numbers_stay_numbers() -> None:
    assert csv_bytes([[1, -500, "見本商店"]]) == b"\xef\xbb\xbf" + "1,-500,見本商店\r\n".encode()


def test_cp932_writes_what_it_can_and_names_every_row_that_it_cannot() -> None:
    assert (
        cp932_bytes([["見本", "〜−", -5], ["=1", "髙﨑"]]).decode("cp932") == "見本,～－,-5\r\n'=1,髙﨑\r\n"
    )
    # What is written as another character is judged as that one.
    assert cp932_bytes([["−1+1"]]).decode("cp932") == "'－1+1\r\n"
    with pytest.raises(DoesNotFit) as unfit:
        cp932_bytes([["店舗"], ["𠮷野"], ["見本"], ["☕"]])
    assert unfit.value.rows == [2, 4]
