from __future__ import annotations

import threading

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mykey.kernel.municipalities import UnknownMunicipality
from mykey.kernel.refusals_of_officers import ProviderNameTaken
from mykey.models.providers import Provider
from mykey.services.create_provider import create_provider
from mykey.services.ground import Ground
from mykey.services.provider_rules import ProviderDetails
from mykey.services.work import Work
from tests.support.ground import work_on

LIBRARY = ProviderDetails("川崎市立図書館", min_length=12, max_length=12, prefix="18")


def test_providers_are_numbered_from_000001(work: Work) -> None:
    first = create_provider(work, "141305", LIBRARY)
    second = create_provider(work, "１４１００３", LIBRARY)
    work.session.commit()
    assert (first.provider_id, second.provider_id) == ("000001", "000002")
    assert (first.municipality_code, second.municipality_code) == ("141305", "141003")
    assert (first.prefix, first.grace_hours) == ("18", 24)


def test_one_name_once_a_municipality(work: Work) -> None:
    create_provider(work, "141305", LIBRARY)
    with pytest.raises(ProviderNameTaken):
        create_provider(work, "141305", LIBRARY)


def test_an_unknown_municipality_has_no_providers(work: Work) -> None:
    with pytest.raises(UnknownMunicipality):
        create_provider(work, "141306", LIBRARY)


def test_two_at_once_get_two_numbers(work: Work, ground: Ground, core_engine: Engine) -> None:
    work.session.close()
    start = threading.Barrier(2)

    def operator(name: str) -> None:
        with Session(core_engine) as session:
            start.wait(10)
            create_provider(work_on(ground, session), "141305", ProviderDetails(name))
            session.commit()

    operators = [threading.Thread(target=operator, args=(name,)) for name in ("見本1", "見本2")]
    for thread in operators:
        thread.start()
    for thread in operators:
        thread.join(30)
    assert set(work.session.scalars(select(Provider.provider_id))) == {"000001", "000002"}
