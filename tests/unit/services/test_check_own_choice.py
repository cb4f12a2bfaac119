from __future__ import annotations

import pytest

from mykey.kernel.refusals_of_citizens import MykeyIdMalformed, MykeyIdTaken, OwnChoicesExhausted
from mykey.services.check_own_choice import check_own_choice
from mykey.services.ground import Ground
from mykey.services.work import Work
from tests.factories.citizens import a_citizen


@pytest.mark.parametrize(
    "typed", ["HANAKO80", "hanako80", "ＨＡＮＡＫＯ８０", "hana-ko80", " hana ko　80 ", "HANA－KO80"]
)
def test_a_free_one_is_given_back_as_it_is_kept(work: Work, typed: str) -> None:
    assert check_own_choice(work, typed, 0) == "HANAKO80"


@pytest.mark.parametrize(
    "typed", ["", "HANAKO8", "HANAKO808", "はなこ８０８０８", "HANAKO8!", "HANAKÖ80", "٣٤٥٦٧٨٩٠", "A" * 5000]
)
def test_another_form_is_refused(work: Work, typed: str) -> None:
    with pytest.raises(MykeyIdMalformed):
        check_own_choice(work, typed, 0)


def test_a_taken_one_is_refused(work: Work, ground: Ground) -> None:
    a_citizen(ground, work.session, mykey_id="HANAKO80")
    work.session.commit()
    with pytest.raises(MykeyIdTaken):
        check_own_choice(work, "hanako80", 2)


def test_after_three_refusals_nothing_is_said_any_more(work: Work, ground: Ground) -> None:
    a_citizen(ground, work.session, mykey_id="HANAKO80")
    work.session.commit()
    for typed in ("HANAKO80", "FREE0000", "malformed"):
        with pytest.raises(OwnChoicesExhausted):
            check_own_choice(work, typed, 3)
