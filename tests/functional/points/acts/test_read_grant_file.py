from __future__ import annotations

import pytest

from mykey.points.acts.read_grant_file import MOST_ROWS, GrantFile, GrantRow, write_again
from mykey.points.refusals_of_office import GrantFileRefused

#: with right check digits
ONE, TWO = "12345678903", "49927398716"


def reasons(data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(GrantFileRefused) as refused:
        GrantFile.read(data)
    return [(error["row"], error["reason"]) for error in refused.value.facts["errors"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_every_encoding_and_full_width_digits_are_read(encoding: str) -> None:
    text = f'ポイント番号,ポイント数,\r\n\r\n１２３４-5678-903,１０,,\r\n{TWO},"1,500"\r\n,,\r\n'
    file = GrantFile.read(text.encode(encoding))
    assert file == GrantFile([GrantRow(3, ONE, 10), GrantRow(4, TWO, 1500)], [])
    assert GrantFile.read(write_again(file.rows)) == file


def test_the_columns_may_stand_the_other_way_round() -> None:
    file = GrantFile.read(f"ポイント,番号\n5,{ONE}\n".encode())
    assert file.rows == [GrantRow(2, ONE, 5)]


def test_every_fault_of_every_row_is_found() -> None:
    rows = [
        (f"{ONE},5", []),
        ("12345678901,5", ["number-check-digit"]),
        ("1.23457E+10,5", ["number-format"]),
        (",5", ["number-empty"]),
        (f"{TWO},", ["amount-empty"]),
        (f"{ONE},5", ["number-twice"]),
        ("1,2.5", ["number-format", "amount-not-a-number"]),
        ("2,-5", ["number-format", "amount-not-positive"]),
        ("3,1000001", ["number-format", "amount-too-large"]),
        (f"{ONE},5,山田", ["too-many-columns", "number-twice"]),
    ]
    file = GrantFile.read("\n".join(["番号,ポイント", *(row for row, _ in rows)]).encode())
    expected = [(place, reason) for place, (_, told) in enumerate(rows, 2) for reason in told]
    assert [(fault.row, fault.reason) for fault in file.faults] == expected
    assert file.rows == [GrantRow(2, ONE, 5)]


def test_what_is_no_file_of_grants() -> None:
    head = "番号,ポイント\n"
    assert reasons(b"") == reasons(head.encode()) == reasons(b"\n\n,\n") == [("", "file-empty")]
    assert reasons(b"\xff\xfe\x00") == [("", "file-encoding")]
    assert reasons(b"\xef\xbb\xbf\x83") == [("", "file-encoding")]
    assert reasons(f"{ONE},5\n".encode()) == [("1", "heading-missing")]
    assert reasons("番号,氏名,ポイント\n".encode()) == [("1", "heading-other")]
    assert reasons("番号,番号\n".encode()) == [("1", "heading-other")]
    assert reasons(f'{head}{ONE},"5\n'.encode()) == [("2", "file-broken")]
    assert reasons((head + f"{ONE},5\n" * (MOST_ROWS + 1)).encode()) == [("", "too-many-rows")]
    assert reasons((head + "\n" * 10_000).encode()) == [("", "too-many-rows")]
    assert len(GrantFile.read((head + f"{ONE},5\n" * MOST_ROWS).encode()).faults) == MOST_ROWS - 1
