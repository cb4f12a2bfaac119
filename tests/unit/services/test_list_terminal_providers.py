from __future__ import annotations

from mykey.services.list_terminal_providers import ProviderName, list_terminal_providers
from mykey.services.work import Work
from tests.factories.providers import a_library, a_shopping_street


def test_those_of_the_municipality_by_number(work: Work) -> None:
    a_shopping_street(work.session)
    a_library(work.session)
    a_library(work.session, provider_id="000003", municipality_code="141003")
    assert list_terminal_providers(work, "141305") == [
        ProviderName("000001", "川崎市立図書館"),
        ProviderName("000002", "見本銀座商店街"),
    ]


def test_none_where_there_is_none(work: Work) -> None:
    assert list_terminal_providers(work, "011002") == []
