from __future__ import annotations

import threading
from uuid import UUID

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mykey.crypto.purposes import CorePurpose
from mykey.kernel.refusals_of_officers import FormNotFound, FormNotIssued
from mykey.models.terminals import Terminal
from mykey.services.close_terminal import close_terminal
from mykey.services.download_form_two import FormTwo, download_form_two
from mykey.services.ground import Ground
from mykey.services.issue_terminals import issue_terminals
from mykey.services.read_form_one import read_form_one
from mykey.services.submit_form_one import submit_form_one
from mykey.services.work import Work
from tests.factories.forms import FACILITIES, a_form_one, form_one_workbook
from tests.factories.providers import a_library, a_shopping_street
from tests.support.ground import work_on


@pytest.fixture
def form_id(work: Work) -> UUID:
    a_library(work.session)
    a_shopping_street(work.session)
    made = submit_form_one(work, "141305", read_form_one(form_one_workbook()))
    issue_terminals(work, made, FACILITIES)
    work.session.commit()
    return made


def passwords_of(form: FormTwo) -> dict[str, str]:
    return {row.terminal_id: row.password for row in form.rows if row.password is not None}


def check(ground: Ground, engine: Engine, shown: dict[str, str]) -> None:
    with Session(engine) as session:
        for terminal in session.scalars(select(Terminal)):
            parts = (terminal.terminal_id.encode(), shown[terminal.terminal_id].encode())
            index = ground.keys.index(CorePurpose.TERMINAL_PASSWORD_INDEX, *parts)
            assert (terminal.password_index, terminal.state) == (index, "issued")


def test_passwords_are_shown_once(work: Work, ground: Ground, core_engine: Engine, form_id: UUID) -> None:
    first = download_form_two(work, form_id, "141305")
    work.session.commit()
    assert first.passwords == 6
    assert [row.number for row in first.rows] == [1, 2, 1, 1, 1, 1]
    check(ground, core_engine, passwords_of(first))
    second = download_form_two(work, form_id, "141305")
    assert second.passwords == 0
    assert [row.terminal_id for row in second.rows] == [row.terminal_id for row in first.rows]
    work.session.rollback()
    check(ground, core_engine, passwords_of(first))


def test_a_download_that_is_rolled_back_made_nothing(work: Work, form_id: UUID) -> None:
    download_form_two(work, form_id, "141305")
    work.session.rollback()
    assert download_form_two(work, form_id, "141305").passwords == 6


def test_a_closed_terminal_gets_no_password(work: Work, form_id: UUID) -> None:
    some = download_form_two(work, form_id, "141305").rows[0].terminal_id
    work.session.rollback()
    close_terminal(work, some, "141305")
    work.session.commit()
    form = download_form_two(work, form_id, "141305")
    closed = [row.terminal_id for row in form.rows if row.closed]
    assert closed == [some]
    assert some not in passwords_of(form)
    assert form.passwords == 5


def test_each_password_is_in_exactly_one_of_two_downloads_at_once(
    work: Work, ground: Ground, core_engine: Engine, form_id: UUID
) -> None:
    work.session.close()
    start = threading.Barrier(2)
    shown: list[dict[str, str]] = []

    def officer() -> None:
        with Session(core_engine) as session:
            start.wait(10)
            made = passwords_of(download_form_two(work_on(ground, session), form_id, "141305"))
            session.commit()
            shown.append(made)

    officers = [threading.Thread(target=officer) for _ in range(2)]
    for thread in officers:
        thread.start()
    for thread in officers:
        thread.join(30)
    assert len(shown) == 2
    assert not shown[0].keys() & shown[1].keys()
    check(ground, core_engine, shown[0] | shown[1])


def test_only_an_issued_form_of_the_own_municipality(work: Work, form_id: UUID) -> None:
    with pytest.raises(FormNotFound):
        download_form_two(work, form_id, "141003")
    waiting = a_form_one(work.session, state="submitted", decided_on=None)
    with pytest.raises(FormNotIssued):
        download_form_two(work, waiting.id, "141305")
