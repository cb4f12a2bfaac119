from __future__ import annotations

import io
import random
import re
import tracemalloc
import zipfile
from contextlib import suppress
from time import perf_counter

import pytest

from mykey.services.form_one import FormOneRefused, Problem
from mykey.services.read_form_one import read_form_one
from mykey.services.workbook_safety import look_into_workbook
from tests.factories.forms import form_one_with_part, form_one_workbook


def problems_of(data: bytes) -> list[Problem]:
    """Of the whole reading: what is refused here must be refused before anything is built."""
    with pytest.raises(FormOneRefused) as caught:
        read_form_one(data)
    return list(caught.value.problems)


def test_a_good_workbook_has_its_sheets_and_nothing_merged() -> None:
    facts = look_into_workbook(form_one_workbook())
    assert list(facts) == ["台数と事業者", "ア", "イ", "ウ", "エ", "記入のしかた"]
    assert not any(sheet.merged or sheet.too_many_rows for sheet in facts.values())


def test_a_hundred_thousand_rows_are_refused_before_they_are_read() -> None:
    cells = b'<c r="A%d" t="inlineStr"><is><t>x</t></is></c><c r="B%d"><v>1</v></c>'
    rows = b"".join(b'<row r="%d">%s</row>' % (row, cells % (row, row)) for row in range(1, 100_001))
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s%s'
    data = form_one_with_part("xl/worksheets/sheet2.xml", sheet % (rows, b"</sheetData></worksheet>"))
    began = perf_counter()
    assert Problem("too-many-rows", "ア", 10_001, "", "10000") in problems_of(data)
    assert perf_counter() - began < 5


def test_a_zip_bomb_is_refused_without_unpacking_it() -> None:
    data = form_one_with_part("xl/media/image1.png", bytes(80_000_000))
    assert len(data) < 200_000
    tracemalloc.start()
    try:
        assert [each.reason for each in problems_of(data)] == ["workbook-too-large"]
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(form_one_with_part("xl/media/image1.png", bytes(80_000_000)))
    for found in re.finditer(re.escape((80_000_000).to_bytes(4, "little")), bytes(data)):
        data[found.start() : found.end()] = (100).to_bytes(4, "little")
    assert problems_of(bytes(data))[0].reason in {"workbook-broken", "workbook-too-large"}


def test_millions_of_elements_are_refused() -> None:
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'
    data = form_one_with_part("xl/sharedStrings.xml", strings % (b"<si><t/></si>" * 2_000_000))
    assert [each.reason for each in problems_of(data)] == ["workbook-too-large"]


def test_entity_tricks_are_refused() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sst>&b;</sst>'
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><sst>&a;</sst>'
    for trick in (laughs, outside):
        data = form_one_with_part("xl/sharedStrings.xml", trick)
        assert [each.reason for each in problems_of(data)] == ["workbook-entities"]


def test_a_row_that_claims_to_be_the_millionth_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(form_one_workbook())) as book:
        sheet = book.read("xl/worksheets/sheet2.xml")
    far = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    data = form_one_with_part("xl/worksheets/sheet2.xml", sheet.replace(b"</sheetData>", far))
    assert Problem("too-many-rows", "ア", 10_001, "", "10000") in problems_of(data)


def test_damaged_workbooks_never_break_anything() -> None:
    """Random damage ends in a refusal or a form, never in another error."""
    stream = random.Random(20260406)  # noqa: S311 - a repeatable test, no secret
    good = form_one_workbook()
    for _ in range(150):
        data = bytearray(good)
        for _ in range(stream.randint(1, 20)):
            data[stream.randrange(len(data))] = stream.randrange(256)
        with suppress(FormOneRefused):
            read_form_one(bytes(data))


def test_damaged_parts_never_break_anything() -> None:
    stream = random.Random(20260407)  # noqa: S311 - a repeatable test, no secret
    with zipfile.ZipFile(io.BytesIO(form_one_workbook())) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for name in sorted(parts):
        for _ in range(4):
            content = bytearray(parts[name])
            for _ in range(3):
                at = stream.randrange(len(content))
                content[at : at + stream.randint(1, 30)] = stream.randbytes(stream.randint(0, 4))
            with suppress(FormOneRefused):
                read_form_one(form_one_with_part(name, bytes(content)))
