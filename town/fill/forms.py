"""The municipality's Form I, filled into the platform's own blank workbook and handed in as officers do.

The first form is issued at once; its Form II gives the terminals of the desks, the visitor and the testers.
The second one waits for the operator, so that a visitor can walk the whole way in the console.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from openpyxl import Workbook, load_workbook

from mykey.kernel.municipalities import municipality
from mykey.services.blank_form_one import blank_form_one_workbook
from mykey.services.confirm_facilities import FacilitiesConfirmed
from mykey.services.download_form_two import download_form_two
from mykey.services.form_one_layout import COUNTS_SHEET, KINDS, PROVIDER_COLUMN, SERVICE_ID, TOTAL_LABEL
from mykey.services.issue_terminals import issue_terminals
from mykey.services.read_form_one import read_form_one
from mykey.services.submit_form_one import submit_form_one
from mykey.services.work import Work
from town.fill.providers import LIBRARY, MUNICIPALITY_CODE, STREET

__all__ = ["IssuedTerminal", "MachineWanted", "filled_form_one", "issue_first_form", "submit_second_form"]


@dataclass(frozen=True)
class MachineWanted:
    """One row of Form I, and whom the terminal is for: a desk, the visitor or a tester.

    `category`: what the operator confirms of its place, for terminals of points.
    """

    kind: str
    provider_name: str | None
    place: str
    terminal_name: str
    role: str = ""
    category: str = ""


@dataclass(frozen=True)
class IssuedTerminal:
    """A row of Form II."""

    terminal_id: str
    password: str = field(repr=False)
    wanted: MachineWanted


FIRST_FORM = (
    MachineWanted(SERVICE_ID, LIBRARY.name, "みほん図書館 1階", "貸出カウンター", "desk-library"),
    MachineWanted(SERVICE_ID, LIBRARY.name, "みほん図書館 2階", "体験用端末", "visitor"),
    MachineWanted(SERVICE_ID, LIBRARY.name, "みほん図書館 分館", "試験用端末1", "tester"),
    MachineWanted(SERVICE_ID, LIBRARY.name, "みほん図書館 分館", "試験用端末2", "tester"),
    MachineWanted(SERVICE_ID, STREET.name, "みなみ町商店街 案内所", "会員カウンター", "desk-shop"),
    MachineWanted(SERVICE_ID, STREET.name, "みなみ町商店街 案内所", "試験用端末3", "tester"),
    MachineWanted("spend-points", None, "みほん書店", "レジ1", "desk-shop-2", "shop"),
    MachineWanted("grant-points", None, "市役所 1階", "ポイント窓口", "desk-office", "municipal-office"),
    MachineWanted(
        "issue-vouchers", None, "市役所 1階", "ポイント券発行機", "desk-voucher", "municipal-office"
    ),
    MachineWanted("spend-points", None, "みなみ町商店街 案内所", "試験用端末4", "tester", "shop"),
    MachineWanted("issue-vouchers", None, "市役所 1階", "試験用端末5", "tester", "municipal-office"),
    MachineWanted("grant-points", None, "市役所 1階", "試験用端末6", "tester", "municipal-office"),
)
SECOND_FORM = (
    MachineWanted(SERVICE_ID, STREET.name, "みなみ町商店街 書店", "レジ1"),
    MachineWanted("grant-points", None, "市役所 2階", "窓口1"),
)


def filled_form_one(machines: Sequence[MachineWanted]) -> bytes:
    """The .xlsx that a municipality would upload."""
    name = municipality(MUNICIPALITY_CODE).name
    book: Workbook = load_workbook(BytesIO(blank_form_one_workbook(MUNICIPALITY_CODE, name)))
    numbers = Counter(machine.kind for machine in machines)
    counts = book[COUNTS_SHEET]
    for row in counts.iter_rows(min_col=1, max_col=2):
        label = str(row[0].value)
        if label == TOTAL_LABEL:
            row[1].value = len(machines)
            continue
        for kind in KINDS:
            if label.startswith(f"（{kind.letter}）"):
                row[1].value = numbers[kind.code]
    providers = dict.fromkeys(machine.provider_name for machine in machines if machine.provider_name)
    below = next(row[0].row for row in counts.iter_rows(max_col=1) if row[0].value == PROVIDER_COLUMN) + 1
    for place, provider in enumerate(providers):
        counts.cell(below + place, 1, provider)
    for kind in KINDS:
        chosen = [machine for machine in machines if machine.kind == kind.code]
        for number, machine in enumerate(chosen, 1):
            provider_cell = [machine.provider_name] if kind.code == SERVICE_ID else []
            book[kind.letter].append([number, *provider_cell, machine.place, machine.terminal_name])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def facilities_of(machines: Sequence[MachineWanted]) -> FacilitiesConfirmed:
    """What the operator says of the places of points terminals; no library is among them."""
    return FacilitiesConfirmed({machine.place: machine.category for machine in machines if machine.category})


def issue_first_form(work: Work) -> list[IssuedTerminal]:
    """Hand in the first form, issue it and make the passwords of its Form II."""
    form = submit_form_one(work, MUNICIPALITY_CODE, read_form_one(filled_form_one(FIRST_FORM)))
    issue_terminals(work, form, facilities_of(FIRST_FORM))
    wanted = {(machine.place, machine.terminal_name): machine for machine in FIRST_FORM}
    return [
        IssuedTerminal(row.terminal_id, row.password or "", wanted[row.place, row.terminal_name])
        for row in download_form_two(work, form, MUNICIPALITY_CODE).rows
    ]


def submit_second_form(work: Work) -> None:
    """Hand in the second form; the operator decides on it."""
    submit_form_one(work, MUNICIPALITY_CODE, read_form_one(filled_form_one(SECOND_FORM)))
