from __future__ import annotations

import pytest

from mykey.services.form_one import FormOneRefused, Problem
from mykey.services.form_one_csv import read_csv
from tests.factories.forms import form_one_csv


def problems_of(data: bytes) -> list[Problem]:
    with pytest.raises(FormOneRefused) as caught:
        read_csv(data)
    return list(caught.value.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_table_is_split_by_kind_and_keeps_its_lines(encoding: str) -> None:
    grids, problems = read_csv(form_one_csv(encoding=encoding))
    assert problems == []
    assert [number for number, _ in grids["ア"].rows] == [13, 14, 15, 16]
    assert [number for number, _ in grids["エ"].rows] == [13, 19]
    assert grids["台数と事業者"].rows[1][1][1].text == "川崎市"


@pytest.mark.parametrize("letter", ["（イ）", "(イ)", " イ ", "ｲ"])
def test_the_kind_may_be_written_as_people_write_it(letter: str) -> None:
    grids, problems = read_csv(form_one_csv() + f"{letter},2,,見本,見本\r\n".encode())
    assert problems == []
    assert len(grids["イ"].rows) == 3


def test_the_line_of_a_wrong_encoding_is_told() -> None:
    lines = form_one_csv(encoding="utf-8").split(b"\r\n")
    lines[13] = b"\xff\xff"
    (problem,) = problems_of(b"\r\n".join(lines))
    assert (problem.reason, problem.row) == ("csv-encoding", 14)


def test_a_hundred_thousand_lines_are_refused() -> None:
    lines = form_one_csv() + b"".join(b"a,1,,b,%d\r\n" % number for number in range(100_000))
    assert problems_of(lines) == [Problem("too-many-rows", "CSV", 10_001, "", "10000")]


def test_a_line_break_inside_quotes_does_not_shift_the_lines() -> None:
    data = form_one_csv().replace("様式１".encode(), '"様式\r\n１"'.encode())
    grids, _ = read_csv(data)
    assert grids["ア"].rows[0][0] == 14
