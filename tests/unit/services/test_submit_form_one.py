from __future__ import annotations

import pytest
from sqlalchemy import select

from mykey.kernel.municipalities import UnknownMunicipality
from mykey.models.form_ones import FormOne, FormOneRow
from mykey.services.find_form_one import find_form_one
from mykey.services.form_one import FormOneRefused
from mykey.services.read_form_one import read_form_one
from mykey.services.submit_form_one import submit_form_one
from mykey.services.work import Work
from tests.factories.forms import MACHINES, form_one_workbook

CONTENT = read_form_one(form_one_workbook())


def test_every_row_is_kept_for_the_decision(work: Work) -> None:
    form_id = submit_form_one(work, "141305", CONTENT)
    work.session.commit()
    form = work.session.get_one(FormOne, form_id)
    assert (form.state, form.municipality_name, form.decided_on) == ("submitted", "川崎市", None)
    seen = find_form_one(work, form_id, "141305")
    assert [row.terminal_name for row in seen.rows] == [machine[3] for machine in MACHINES]
    assert [row.position for row in seen.rows] == [1, 2, 3, 1, 1, 1]
    assert seen.summary.counts["service-id"] == 3
    assert seen.summary.total == 6


def test_another_municipalitys_form_is_refused(work: Work) -> None:
    with pytest.raises(FormOneRefused) as caught:
        submit_form_one(work, "141003", CONTENT)
    assert caught.value.problems[0].reason == "other-municipality"
    assert caught.value.problems[0].detail == "神奈川県横浜市"
    assert work.session.scalars(select(FormOneRow)).first() is None


def test_an_unknown_municipality_hands_nothing_in(work: Work) -> None:
    with pytest.raises(UnknownMunicipality):
        submit_form_one(work, "999999", CONTENT)
