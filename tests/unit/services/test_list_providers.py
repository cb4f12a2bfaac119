from __future__ import annotations

from mykey.services.list_providers import list_providers
from mykey.services.work import Work
from tests.factories.providers import a_library, a_shopping_street


def test_a_municipality_sees_its_own_and_the_operator_all(work: Work) -> None:
    library = a_library(work.session)
    street = a_shopping_street(work.session, municipality_code="141003")
    assert list_providers(work, "141305") == [library]
    assert list_providers(work, None) == [library, street]
