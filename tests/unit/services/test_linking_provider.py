from __future__ import annotations

from mykey.services.linking_provider import LinkingProvider, find_linking_provider
from mykey.services.number_rules import NumberRule
from mykey.services.work import Work
from tests.factories.providers import a_library


def test_the_provider_outlives_its_transaction(work: Work) -> None:
    a_library(work.session)
    work.session.commit()
    rule = NumberRule(min_length=12, max_length=12, letters=False, prefix="18", check_digit="none")
    found = work.apart(lambda own: find_linking_provider(own, "000001"))
    assert found == LinkingProvider("000001", "川崎市立図書館", rule)
