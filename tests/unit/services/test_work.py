"""What `Work` promises to every use case, held by the transaction of its own that tests and faces hand in."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mykey.models.providers import Provider
from mykey.services.work import Work
from tests.factories.providers import a_library, a_shopping_street


def names(session: Session) -> list[str]:
    session.rollback()
    return sorted(session.scalars(select(Provider.provider_id)))


def test_what_is_written_apart_stays_when_the_rest_is_refused(work: Work) -> None:
    work.apart(lambda own: a_library(own).provider_id)
    a_shopping_street(work.session)
    work.session.rollback()
    assert names(work.session) == ["000001"]


def test_apart_gives_what_its_act_gives(work: Work) -> None:
    assert work.apart(lambda own: a_library(own).provider_id) == "000001"


def test_an_act_apart_that_raises_leaves_nothing(work: Work) -> None:
    def act(own: Session) -> None:
        a_library(own)
        raise LookupError

    with pytest.raises(LookupError):
        work.apart(act)
    assert names(work.session) == []


def test_nothing_is_swapped_under_a_use_case(work: Work) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        work.clock = work.clock  # type: ignore[misc] # what must not be possible
