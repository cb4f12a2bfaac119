from __future__ import annotations

import pytest

from mykey.kernel.refusals_of_officers import ProviderNameTaken, ProviderNotFound
from mykey.services.edit_provider import edit_provider
from mykey.services.list_providers import list_providers
from mykey.services.provider_rules import ProviderDetails
from mykey.services.work import Work
from tests.factories.providers import a_library, a_shopping_street


def test_everything_but_number_and_municipality_changes(work: Work) -> None:
    a_library(work.session)
    edit_provider(work, "000001", ProviderDetails("川崎市立中央図書館", hand_over="barcode"))
    work.session.commit()
    (provider,) = list_providers(work, "141305")
    assert (provider.provider_id, provider.name) == ("000001", "川崎市立中央図書館")
    assert (provider.hand_over, provider.prefix) == ("barcode", "")


def test_another_providers_name_is_taken(work: Work) -> None:
    a_library(work.session)
    street = a_shopping_street(work.session)
    with pytest.raises(ProviderNameTaken):
        edit_provider(work, street.provider_id, ProviderDetails("川崎市立図書館"))
    assert [one.name for one in list_providers(work, None)] == ["川崎市立図書館", "見本銀座商店街"]


def test_an_unknown_provider_is_nobody(work: Work) -> None:
    for provider_id in ("000009", "00000\0", "000００1"):
        with pytest.raises(ProviderNotFound):
            edit_provider(work, provider_id, ProviderDetails("見本"))
