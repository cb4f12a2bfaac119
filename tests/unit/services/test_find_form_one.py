from __future__ import annotations

from datetime import date

import pytest

from mykey.kernel.refusals_of_officers import FormNotFound
from mykey.services.find_form_one import find_form_one, list_form_ones
from mykey.services.work import Work
from tests.factories.forms import a_form_one, a_form_one_row
from tests.factories.providers import a_library


def test_forms_that_wait_come_first_then_the_newest(work: Work) -> None:
    old = a_form_one(work.session, submitted_on=date(2026, 1, 1))
    new = a_form_one(work.session, submitted_on=date(2026, 3, 1))
    waiting = a_form_one(work.session, submitted_on=date(2026, 2, 1), state="submitted", decided_on=None)
    a_form_one(work.session, municipality_code="141003", municipality_name="横浜市")
    listed = [summary.form.id for summary in list_form_ones(work, "141305")]
    assert listed == [waiting.id, new.id, old.id]
    assert len(list_form_ones(work, None)) == 4


def test_a_form_shows_which_providers_are_set_up(work: Work) -> None:
    form = a_form_one(work.session)
    a_form_one_row(work.session, form.id)
    a_form_one_row(work.session, form.id, position=2, provider_name="見本銀座商店街")
    library = a_library(work.session)
    seen = find_form_one(work, form.id, "141305")
    assert seen.providers == {"川崎市立図書館": library, "見本銀座商店街": None}
    assert seen.missing == ["見本銀座商店街"]
    assert (seen.summary.total, seen.summary.without_password, seen.renewable) == (2, 0, 0)


def test_another_municipalitys_form_does_not_exist(work: Work) -> None:
    form = a_form_one(work.session)
    assert find_form_one(work, form.id, None).summary.form.id == form.id
    with pytest.raises(FormNotFound):
        find_form_one(work, form.id, "141003")
