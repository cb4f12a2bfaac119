from __future__ import annotations

from collections import Counter

import pytest

from mykey.kernel.municipalities import (
    UnknownMunicipality,
    check_digit,
    municipalities,
    municipality,
    normalise_code,
)


def test_the_demo_town_is_there() -> None:
    kawasaki = municipality("141305")
    assert (kawasaki.prefecture, kawasaki.name, kawasaki.kana) == ("神奈川県", "川崎市", "カワサキシ")
    assert kawasaki.full_name == "神奈川県川崎市"


@pytest.mark.parametrize(
    ("first_five", "digit"),
    [
        ("01000", "6"),
        ("01100", "2"),
        ("13000", "1"),
        ("13101", "6"),
        ("14130", "5"),
        ("27100", "4"),
        ("29201", "0"),
        ("47382", "1"),
    ],
)
def test_the_check_digit_is_the_ministrys(first_five: str, digit: str) -> None:
    assert check_digit(first_five) == digit


def test_every_code_of_the_table_has_its_check_digit() -> None:
    assert [code for code in municipalities() if normalise_code(code) != code] == []


def test_the_table_is_whole() -> None:
    rows = municipalities().values()
    assert len(rows) == 1892 + 20 + 47
    assert sum(row.is_prefecture for row in rows) == 47
    kinds = Counter(row.name[-1] for row in rows if not row.is_prefecture)
    assert kinds == {"市": 792, "町": 743, "村": 183, "区": 194}


def test_every_ward_has_its_designated_city() -> None:
    names = {(row.prefecture, row.name) for row in municipalities().values()}
    wards = [row for row in municipalities().values() if row.name.endswith("区") and "市" in row.name]
    assert len(wards) == 171
    assert {(ward.prefecture, ward.name[: ward.name.rindex("市") + 1]) for ward in wards} <= names


def test_every_row_has_a_reading_in_katakana() -> None:
    assert [
        row.code
        for row in municipalities().values()
        if not all("ァ" <= letter <= "ヶ" for letter in row.kana)
    ] == []


def test_two_towns_of_one_name_are_told_apart() -> None:
    assert {municipality(code).full_name for code in ("132063", "342084")} == {"東京都府中市", "広島県府中市"}


@pytest.mark.parametrize("written", ["１４１３０５", " 141305 ", "14130-5", "１４１３０−５", "14130ー5"])
def test_a_code_is_understood_as_people_write_it(written: str) -> None:
    assert normalise_code(written) == "141305"


@pytest.mark.parametrize("wrong", ["", "14130", "141306", "1413055", "14130五", "14130x", "١٤١٣٠٥"])
def test_what_is_no_code_is_refused(wrong: str) -> None:
    with pytest.raises(UnknownMunicipality):
        normalise_code(wrong)


def test_a_code_of_nobody_is_refused() -> None:
    with pytest.raises(UnknownMunicipality):
        municipality("99999" + check_digit("99999"))


def test_one_mistyped_digit_is_never_another_municipality() -> None:
    code = "141305"
    others = {
        code[:place] + digit + code[place + 1 :]
        for place in range(5)
        for digit in "0123456789"
        if digit != code[place]
    }
    assert not others & set(municipalities())
