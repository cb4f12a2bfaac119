from __future__ import annotations

from mykey.services.ground import Ground
from mykey.services.sign_out_everywhere import sign_out_everywhere
from mykey.services.signed_in import SignedIn, still_signed_in
from mykey.services.work import Work
from tests.factories.citizens import a_citizen


def test_older_sign_ins_end_and_nobody_elses(work: Work, ground: Ground) -> None:
    citizen_id, other_id = a_citizen(ground, work.session).id, a_citizen(ground, work.session).id
    work.session.commit()
    assert still_signed_in(work, SignedIn(citizen_id, 1)) is not None
    sign_out_everywhere(work, citizen_id)
    work.session.commit()
    assert still_signed_in(work, SignedIn(citizen_id, 1)) is None
    assert still_signed_in(work, SignedIn(citizen_id, 2)) is not None
    assert still_signed_in(work, SignedIn(other_id, 1)) is not None
