from __future__ import annotations

import pytest
from sqlalchemy import select

from mykey.kernel.refusals_of_officers import FacilitiesNotConfirmed
from mykey.models.form_ones import FormOne, FormOneRow
from mykey.models.terminals import FacilityCategory
from mykey.services.confirm_facilities import (
    FacilitiesConfirmed,
    Facility,
    categories_of_rows,
    facilities_of_form,
)
from mykey.services.work import Work
from tests.factories.forms import a_form_one, a_form_one_row
from tests.factories.providers import a_library

POINTS = {"kind": "spend-points", "provider_name": None}


@pytest.fixture
def form(work: Work) -> FormOne:
    a_library(work.session)
    return a_form_one(work.session, state="submitted", decided_on=None)


def facilities(work: Work, form: FormOne) -> list[Facility]:
    rows = list(work.session.scalars(select(FormOneRow).where(FormOneRow.form_id == form.id)))
    return facilities_of_form(work, form, rows)


def a_place(work: Work, form: FormOne, place: str, terminal_name: str = "レジ", **changes: object) -> None:
    position = len(facilities(work, form)) + 1
    row = POINTS | {"place": place, "terminal_name": terminal_name, "position": position}
    a_form_one_row(work.session, form.id, **(row | changes))


def errors_of(found: list[Facility], confirmed: FacilitiesConfirmed) -> list[dict[str, str]]:
    with pytest.raises(FacilitiesNotConfirmed) as caught:
        categories_of_rows(found, confirmed)
    told = caught.value.facts["errors"]
    assert isinstance(told, list)
    return told


def test_terminals_are_grouped_by_place_and_service_ids_need_none(work: Work, form: FormOne) -> None:
    a_form_one_row(work.session, form.id)
    for position, kind in enumerate(("grant-points", "spend-points", "issue-vouchers"), start=10):
        a_place(work, form, "見本市役所", f"窓口{position}", kind=kind, position=position)
    a_place(work, form, "見本果実店")
    found = facilities(work, form)
    assert [(one.place, [row.kind for row in one.rows]) for one in found] == [
        ("見本市役所", ["spend-points", "issue-vouchers", "grant-points"]),
        ("見本果実店", ["spend-points"]),
    ]
    given = categories_of_rows(found, FacilitiesConfirmed({"見本果実店": "shop"}, of_all_others="other"))
    assert [given[row.id] for one in found for row in one.rows] == ["other", "other", "other", "shop"]


def test_all_that_is_missing_is_told_at_once(work: Work, form: FormOne) -> None:
    for place in ("見本果実店", "見本食堂", "見本図書館"):
        a_place(work, form, place)
    told = errors_of(facilities(work, form), FacilitiesConfirmed({"見本食堂": "else"}))
    assert told == [
        {"place": "見本図書館", "reason": "category-missing"},
        {"place": "見本図書館", "reason": "looks-like-a-library"},
        {"place": "見本果実店", "reason": "category-missing"},
        {"place": "見本食堂", "reason": "category-missing"},
    ]


def test_a_library_is_refused_whatever_else_was_said(work: Work, form: FormOne) -> None:
    a_place(work, form, "見本図書館")
    a_place(work, form, "見本会館")
    found = facilities(work, form)
    sure = frozenset({"見本図書館", "見本会館"})
    assert errors_of(found, FacilitiesConfirmed({"見本会館": "library"}, sure, "shop")) == [
        {"place": "見本会館", "reason": "library"}
    ]
    assert len(errors_of(found, FacilitiesConfirmed({}, sure, "library"))) == 2
    assert "library" not in FacilityCategory.ALL


@pytest.mark.parametrize(
    ("place", "terminal_name"),
    [
        ("見本市立中央図書館 1階", "売店"),
        ("見本 図 書 館", "売店"),
        ("Mihon Library Shop", "1"),
        ("ＬＩＢＲＡＲＹ　ＣＡＦＥ", "1"),
        ("見本ﾗｲﾌﾞﾗﾘｰ", "1"),
        ("市民館 1階", "図書室カウンター"),
        ("こころの広場", "1"),
        ("読書の森", "券売機"),
    ],
)
def test_what_looks_like_a_library_needs_a_word_of_its_own(
    work: Work, form: FormOne, place: str, terminal_name: str
) -> None:
    """By its name, by a library provider's name, or because a library's own terminal stands there."""
    a_library(work.session, provider_id="000009", name="こころの広場")
    a_form_one_row(work.session, form.id, place="読書の森", position=5)
    a_place(work, form, place, terminal_name)
    a_place(work, form, "みほん食堂")
    found = facilities(work, form)
    assert [one.looks_like_a_library for one in found] == [True, False]
    told = errors_of(found, FacilitiesConfirmed(of_all_others="shop"))
    assert told == [{"place": place, "reason": "looks-like-a-library"}]
    sure = FacilitiesConfirmed({}, frozenset({place}), "shop")
    assert set(categories_of_rows(found, sure).values()) == {"shop"}


def test_another_municipalitys_library_says_nothing_here(work: Work, form: FormOne) -> None:
    a_library(work.session, provider_id="000009", name="こころの広場", municipality_code="141003")
    a_place(work, form, "こころの広場")
    assert [one.looks_like_a_library for one in facilities(work, form)] == [False]
