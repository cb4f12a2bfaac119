from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from mykey.kernel.municipalities import UnknownMunicipality
from mykey.points.acts.create_programme import create_programme, list_programmes
from mykey.points.acts.edit_programme import see_programme
from mykey.points.refusals_of_office import OfficeDetailsInvalid, ProgrammeExists
from tests.support.points_ground import KAWASAKI, PointsTown


def test_one_programme_a_municipality_also_for_two_operators_at_once(town: PointsTown) -> None:
    details = town.do(lambda work: see_programme(work, KAWASAKI))

    def open_one(_: int) -> bool:
        try:
            town.do(lambda work: create_programme(work, " 141003", details))
        except ProgrammeExists:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(open_one, range(4))) == 1
    listed = town.do(list_programmes)
    assert [(one.municipality_code, one.municipality_name) for one in listed] == [
        ("141003", "神奈川県横浜市"),
        (KAWASAKI, "神奈川県川崎市"),
    ]
    with pytest.raises(UnknownMunicipality):
        town.do(lambda work: create_programme(work, "141004", details))
    with pytest.raises(OfficeDetailsInvalid):
        town.do(lambda work: create_programme(work, "011002", replace(details, most_a_grant=0)))
