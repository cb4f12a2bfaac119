from __future__ import annotations

import pytest

from mykey.crypto.one_time_codes import code_at
from mykey.points.acts.create_clerk import create_clerk
from mykey.points.acts.shut_out_clerk import shut_out_clerk
from mykey.points.acts.sign_in_clerk import SignedInClerk, sign_in_clerk, signed_in_clerk
from mykey.points.refusals_of_office import ClerkNotFound, ClerkSignInRefused
from tests.support.points_ground import PointsTown


def test_who_is_shut_out_is_out_everywhere_and_stays_out(town: PointsTown) -> None:
    made = town.do(lambda work: create_clerk(work, town.ground.passwords, "gone", "operator", None))

    def sign_in() -> SignedInClerk:
        code = code_at(made.totp_secret, town.ground.clock())
        return town.do(
            lambda work: sign_in_clerk(work, town.ground.passwords, made.login, made.password, code),
            apart_first=True,
        )

    inside = sign_in()
    town.do(lambda work: shut_out_clerk(work, " GONE "))
    assert town.do(lambda work: signed_in_clerk(work.session, inside.clerk_id, inside.epoch)) is None
    town.ground.clock.advance(minutes=1)  # type: ignore[attr-defined]  # the tests' clock
    with pytest.raises(ClerkSignInRefused):
        sign_in()
    town.do(lambda work: shut_out_clerk(work, "gone"))


def test_nobody_s_login_is_said(town: PointsTown) -> None:
    with pytest.raises(ClerkNotFound):
        town.do(lambda work: shut_out_clerk(work, "nobody"))
