from __future__ import annotations

from uuid import uuid4

import pytest

from mykey.kernel.refusals_of_officers import FormAlreadyDecided, FormNotFound
from mykey.services.reject_form_one import reject_form_one
from mykey.services.work import Work
from tests.factories.forms import a_form_one


def test_the_reason_stays_with_the_form(work: Work) -> None:
    form = a_form_one(work.session, state="submitted", decided_on=None)
    reject_form_one(work, form.id, "台数を確かめて\0ください。")
    work.session.commit()
    assert (form.state, form.rejection) == ("rejected", "台数を確かめてください。")
    assert form.decided_on is not None
    with pytest.raises(FormAlreadyDecided):
        reject_form_one(work, form.id, "もう一度")


def test_an_issued_form_is_not_sent_back(work: Work) -> None:
    form = a_form_one(work.session)
    with pytest.raises(FormAlreadyDecided):
        reject_form_one(work, form.id, "理由")


def test_an_unknown_form_is_nobodys(work: Work) -> None:
    with pytest.raises(FormNotFound):
        reject_form_one(work, uuid4(), "理由")
