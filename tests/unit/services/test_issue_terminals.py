from __future__ import annotations

import dataclasses
import itertools
import threading
from time import perf_counter

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from mykey.kernel.refusals_of_officers import (
    FacilitiesNotConfirmed,
    FormAlreadyDecided,
    ProvidersMissing,
    TerminalIdsExhausted,
)
from mykey.models.form_ones import FormOne
from mykey.models.terminals import Terminal
from mykey.services.confirm_facilities import FacilitiesConfirmed
from mykey.services.form_one import FormOneContent, TerminalWanted
from mykey.services.ground import Ground
from mykey.services.issue_terminals import issue_terminals
from mykey.services.read_form_one import read_form_one
from mykey.services.submit_form_one import submit_form_one
from mykey.services.work import Work
from tests.factories.forms import FACILITIES, a_form_one, a_form_one_row, form_one_workbook
from tests.factories.providers import a_library, a_shopping_street
from tests.factories.terminals import a_terminal
from tests.support.ground import work_on

CONTENT = read_form_one(form_one_workbook())


def test_every_row_becomes_a_terminal_with_an_id_of_its_own(work: Work) -> None:
    a_library(work.session)
    a_shopping_street(work.session)
    form_id = submit_form_one(work, "141305", CONTENT)
    assert issue_terminals(work, form_id, FACILITIES) == 6
    work.session.commit()
    terminals = list(work.session.scalars(select(Terminal)))
    assert {terminal.state for terminal in terminals} == {"approved"}
    assert all(terminal.password_index is None for terminal in terminals)
    assert all(len(one.terminal_id) == 8 and one.terminal_id[0] != "0" for one in terminals)
    by_kind = sorted((terminal.kind, terminal.provider_id or "") for terminal in terminals)
    assert by_kind == [
        ("grant-points", ""),
        ("issue-vouchers", ""),
        ("service-id", "000001"),
        ("service-id", "000001"),
        ("service-id", "000002"),
        ("spend-points", ""),
    ]
    categories = sorted((terminal.kind, terminal.facility_category or "") for terminal in terminals)
    assert categories == [
        ("grant-points", "municipal-office"),
        ("issue-vouchers", "other"),
        ("service-id", ""),
        ("service-id", ""),
        ("service-id", ""),
        ("spend-points", "culture"),
    ]
    assert work.session.get_one(FormOne, form_id).state == "issued"


def test_providers_that_are_not_set_up_stop_it(work: Work) -> None:
    a_library(work.session)
    form_id = submit_form_one(work, "141305", CONTENT)
    with pytest.raises(ProvidersMissing) as caught:
        issue_terminals(work, form_id, FACILITIES)
    assert caught.value.facts["names"] == [{"name": "見本銀座商店街"}]
    assert work.session.get_one(FormOne, form_id).state == "submitted"


def test_without_confirmed_facilities_nothing_is_issued(work: Work) -> None:
    a_library(work.session)
    a_shopping_street(work.session)
    form_id = submit_form_one(work, "141305", CONTENT)
    with pytest.raises(FacilitiesNotConfirmed):
        issue_terminals(work, form_id, FacilitiesConfirmed())
    assert work.session.get_one(FormOne, form_id).state == "submitted"
    assert work.session.scalars(select(Terminal)).first() is None


def test_another_municipalitys_provider_of_the_same_name_is_another(work: Work) -> None:
    a_library(work.session, municipality_code="141003")
    form = a_form_one(work.session, state="submitted", decided_on=None)
    a_form_one_row(work.session, form.id)
    with pytest.raises(ProvidersMissing):
        issue_terminals(work, form.id, FACILITIES)


def test_a_drawn_id_that_is_taken_is_drawn_again(work: Work, ground: Ground) -> None:
    a_library(work.session)
    taken = a_terminal(ground, work.session, terminal_id="11111111")
    form = a_form_one(work.session, state="submitted", decided_on=None)
    a_form_one_row(work.session, form.id)
    draws = itertools.chain([b"\0", b"\1" * 7, b"\0", b"\2" * 7])
    drawing = dataclasses.replace(work, random_bytes=lambda _count: next(draws))
    assert issue_terminals(drawing, form.id, FACILITIES) == 1
    ids = set(work.session.scalars(select(Terminal.terminal_id)))
    assert ids == {taken.terminal_id, "12222222"}


def test_without_free_ids_nothing_is_issued(work: Work, ground: Ground) -> None:
    a_library(work.session)
    a_terminal(ground, work.session, terminal_id="11111111")
    form = a_form_one(work.session, state="submitted", decided_on=None)
    a_form_one_row(work.session, form.id)
    stuck = dataclasses.replace(work, random_bytes=lambda count: b"\0" if count == 1 else b"\1" * count)
    with pytest.raises(TerminalIdsExhausted):
        issue_terminals(stuck, form.id, FACILITIES)
    assert form.state == "submitted"


def test_of_two_issues_at_once_one_wins(work: Work, ground: Ground, core_engine: Engine) -> None:
    a_library(work.session)
    a_shopping_street(work.session)
    form_id = submit_form_one(work, "141305", CONTENT)
    work.session.commit()
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def operator() -> None:
        with Session(core_engine) as session:
            start.wait(10)
            try:
                issue_terminals(work_on(ground, session), form_id, FACILITIES)
                session.commit()
                outcomes.append("issued")
            except FormAlreadyDecided as refusal:
                outcomes.append(refusal.code)

    operators = [threading.Thread(target=operator) for _ in range(2)]
    for thread in operators:
        thread.start()
    for thread in operators:
        thread.join(30)
    assert sorted(outcomes) == ["form-already-decided", "issued"]
    assert work.session.execute(select(func.count()).select_from(Terminal)).scalar_one() == 6


def test_the_608_rows_of_the_source_document_are_quick(work: Work) -> None:
    a_library(work.session)
    rows = [
        TerminalWanted(
            "service-id" if place < 100 else "spend-points",
            place + 1,
            "川崎市立図書館" if place < 100 else None,
            f"見本{place}",
            f"見本{place}",
        )
        for place in range(608)
    ]
    content = FormOneContent("141305", "川崎市", ("川崎市立図書館",), tuple(rows))
    began = perf_counter()
    shops = FacilitiesConfirmed(of_all_others="shop")
    assert issue_terminals(work, submit_form_one(work, "141305", content), shops) == 608
    work.session.commit()
    assert perf_counter() - began < 5
