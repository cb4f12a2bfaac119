from __future__ import annotations

import pytest

from mykey.points.acts.settlement.edit_settlement_form import (
    SettlementForm,
    edit_settlement_form,
    see_settlement_form,
)
from mykey.points.acts.settlement.list_audit import list_audit
from mykey.points.refusals import ProgrammeNotFound
from mykey.points.refusals_of_office import OfficeDetailsInvalid
from tests.factories.clerks import a_municipal_clerk, as_signed_in
from tests.support.points_ground import KAWASAKI, PointsTown


def test_title_number_and_note_are_kept_or_left_out(town: PointsTown) -> None:
    clerk = as_signed_in(town, a_municipal_clerk(town))
    assert town.do(lambda work: see_settlement_form(work, KAWASAKI)) == SettlementForm()
    typed = SettlementForm("  かわさき  精算書 ", "第3号様式", "翌月末に振り込みます。")
    town.do(lambda work: edit_settlement_form(work, clerk, typed))
    kept = SettlementForm("かわさき 精算書", "第3号様式", "翌月末に振り込みます。")
    assert town.do(lambda work: see_settlement_form(work, KAWASAKI)) == kept
    wrong = SettlementForm("あ" * 61, "号" * 31, "一行\n二行")
    with pytest.raises(OfficeDetailsInvalid) as refused:
        town.do(lambda work: edit_settlement_form(work, clerk, wrong))
    assert refused.value.facts["errors"] == [
        {"member": "form_title", "reason": "line-too-long"},
        {"member": "form_number", "reason": "line-too-long"},
        {"member": "form_note", "reason": "line-characters"},
    ]
    assert town.do(lambda work: see_settlement_form(work, KAWASAKI)) == kept
    town.do(lambda work: edit_settlement_form(work, clerk, SettlementForm()))
    assert town.do(lambda work: see_settlement_form(work, KAWASAKI)) == SettlementForm()
    words = [one.word for one in town.do(lambda work: list_audit(work, clerk)).entries]
    assert words == ["edit-settlement-form"] * 2
    stranger = as_signed_in(town, a_municipal_clerk(town, "141003", "yokohama"))
    with pytest.raises(ProgrammeNotFound):
        town.do(lambda work: edit_settlement_form(work, stranger, kept))
    with pytest.raises(ProgrammeNotFound):
        town.do(lambda work: see_settlement_form(work, "141003"))
