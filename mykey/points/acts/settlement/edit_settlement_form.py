"""How a municipality's settlement form is headed: title, number in the rules, note below the sums."""

from __future__ import annotations

from dataclasses import dataclass

from mykey.points.acts.settlement.note_in_audit import note_in_audit
from mykey.points.acts.sign_in_clerk import SignedInClerk
from mykey.points.ground import PointsWork
from mykey.points.models.programmes import Programme
from mykey.points.names import clean_name, name_fault
from mykey.points.refusals import ProgrammeNotFound
from mykey.points.refusals_of_office import OfficeDetailsInvalid

__all__ = ["SettlementForm", "edit_settlement_form", "see_settlement_form"]

#: member → how long it may be, as its column
_LONGEST = {"form_title": 60, "form_number": 30, "form_note": 300}


@dataclass(frozen=True)
class SettlementForm:
    """Empty: the platform's own title, no number, no note."""

    form_title: str = ""
    form_number: str = ""
    form_note: str = ""


def edit_settlement_form(work: PointsWork, clerk: SignedInClerk, typed: SettlementForm) -> None:
    """Write it. Papers of months already closed are headed anew, too: they are made when they are fetched.

    Raises:
        ProgrammeNotFound; OfficeDetailsInvalid: `form_title`, `form_number`, `form_note`, each
            `line-too-long` or `line-characters`.
    """
    clean = {member: clean_name(text) for member, text in vars(typed).items()}
    faults = {member: name_fault(text, _LONGEST[member]) if text else None for member, text in clean.items()}
    errors = [
        {"member": member, "reason": fault.replace("text-", "line-")}
        for member, fault in faults.items()
        if fault
    ]
    if errors:
        raise OfficeDetailsInvalid(errors=errors)
    programme = work.session.get(Programme, clerk.municipality_code, with_for_update={"key_share": True})
    if programme is None:
        raise ProgrammeNotFound
    for member, text in clean.items():
        setattr(programme, member, text or None)
    work.session.flush()
    note_in_audit(work, clerk, "edit-settlement-form", clean["form_title"])


def see_settlement_form(work: PointsWork, municipality_code: str) -> SettlementForm:
    """What is decided now. Raises `ProgrammeNotFound`."""
    programme = work.session.get(Programme, municipality_code)
    if programme is None:
        raise ProgrammeNotFound
    return SettlementForm(programme.form_title or "", programme.form_number or "", programme.form_note or "")
