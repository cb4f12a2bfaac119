"""Form I: as kept, and as files that an officer would upload."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import openpyxl
from sqlalchemy.orm import Session

from mykey.kernel.randomness import random_id
from mykey.models.form_ones import FormOne, FormOneRow, FormOneState
from mykey.services.blank_form_one import blank_form_one_workbook
from mykey.services.confirm_facilities import FacilitiesConfirmed

__all__ = [
    "FACILITIES",
    "KAWASAKI",
    "Machine",
    "a_form_one",
    "a_form_one_row",
    "form_one_csv",
    "form_one_with_part",
    "form_one_workbook",
    "workbook_as_bytes",
]

KAWASAKI = "141305"

#: letter of the kind, provider ("" above or none), place, name
Machine = tuple[str, str, str, str]

MACHINES: tuple[Machine, ...] = (
    ("ア", "川崎市立図書館", "高津図書館", "高津図書館1台目"),
    ("ア", "", "高津図書館", "高津図書館2台目"),
    ("ア", "見本銀座商店街", "見本果実店", "見本果実店"),
    ("イ", "", "見本美術館", "見本美術館"),
    ("ウ", "", "見本商工会", "見本商工会1台目"),
    ("エ", "", "川崎市役所", "川崎市役所1台目"),
)
#: what the operator says of the places of points terminals above
FACILITIES = FacilitiesConfirmed(
    {"見本美術館": "culture", "見本商工会": "other", "川崎市役所": "municipal-office"}
)
PROVIDERS = ("川崎市立図書館", "見本銀座商店街")


def a_form_one(session: Session, **changes: Any) -> FormOne:
    """A form of Kawasaki without rows, issued unless told otherwise."""
    values: dict[str, Any] = {
        "id": random_id(os.urandom),
        "municipality_code": KAWASAKI,
        "municipality_name": "川崎市",
        "state": FormOneState.ISSUED,
        "submitted_on": date(2026, 4, 1),
        "decided_on": date(2026, 4, 2),
    }
    form = FormOne(**(values | changes))
    session.add(form)
    session.flush()
    return form


def a_form_one_row(session: Session, form_id: UUID, **changes: Any) -> FormOneRow:
    """One row, of kind service-id for the library unless told otherwise."""
    values: dict[str, Any] = {
        "id": random_id(os.urandom),
        "form_id": form_id,
        "kind": "service-id",
        "position": 1,
        "provider_name": "川崎市立図書館",
        "place": "高津図書館",
        "terminal_name": "高津図書館1台目",
    }
    row = FormOneRow(**(values | changes))
    session.add(row)
    session.flush()
    return row


def form_one_workbook(
    machines: Sequence[Machine] = MACHINES,
    providers: Sequence[str] = PROVIDERS,
    code: str = KAWASAKI,
    name: str = "川崎市",
) -> bytes:
    """The blank Form I, filled in as a person would with a spreadsheet program."""
    book = openpyxl.load_workbook(BytesIO(blank_form_one_workbook(code, name)))
    first = book["台数と事業者"]
    counts = [sum(letter == machine[0] for machine in machines) for letter in "アイウエ"]
    for row, count in enumerate(counts, start=5):
        first.cell(row, 2, count)
    first.cell(9, 2, sum(counts))
    for row, provider in enumerate(providers, start=11):
        first.cell(row, 1, provider)
    for letter in "アイウエ":
        own = [machine for machine in machines if machine[0] == letter]
        for number, (_, provider, place, terminal) in enumerate(own, start=1):
            cells: list[int | str] = (
                [number, provider, place, terminal] if letter == "ア" else [number, place, terminal]
            )
            for column, cell in enumerate(cells, start=1):
                if cell != "":
                    book[letter].cell(number + 1, column, cell)
    return workbook_as_bytes(book)


def workbook_as_bytes(book: openpyxl.Workbook) -> bytes:
    """What a spreadsheet program would save."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def form_one_csv(
    machines: Sequence[Machine] = MACHINES,
    providers: Sequence[str] = PROVIDERS,
    code: str = KAWASAKI,
    name: str = "川崎市",
    encoding: str = "utf-8-sig",
) -> bytes:
    """The same as a csv file."""
    counts = {letter: sum(letter == machine[0] for machine in machines) for letter in "アイウエ"}
    lines = ["様式１", f"自治体名,{name}", f"全国地方公共団体コード,{code}", "区分,端末台数"]
    lines += [f"（{letter}）,{count}" for letter, count in counts.items()]
    lines += [f"（ア）（イ）（ウ）（エ）端末台数 総合計,{sum(counts.values())}", "ID付与事業者名", *providers]
    lines += ["区分,項番,ID付与事業者名,設置場所,端末名"]
    numbers = dict.fromkeys("アイウエ", 0)
    for letter, provider, place, terminal in machines:
        numbers[letter] += 1
        lines.append(f"{letter},{numbers[letter]},{provider},{place},{terminal}")
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def form_one_with_part(name: str, content: bytes) -> bytes:
    """A good form whose part was replaced."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(form_one_workbook())) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, content)
    return file.getvalue()
