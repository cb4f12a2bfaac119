from __future__ import annotations

import pytest
from sqlalchemy import text

from mykey.crypto.one_time_codes import code_at
from mykey.kernel.municipalities import UnknownMunicipality
from mykey.points.acts.create_clerk import NewClerk, create_clerk
from mykey.points.acts.sign_in_clerk import sign_in_clerk
from mykey.points.refusals_of_office import ClerkDetailsInvalid, ClerkLoginTaken
from tests.support.points_ground import PointsTown


def create(town: PointsTown, login: str, role: str, code: str | None) -> NewClerk:
    return town.do(lambda work: create_clerk(work, town.ground.passwords, login, role, code))


def test_a_clerk_can_sign_in_with_what_was_told_once(town: PointsTown) -> None:
    made = create(town, " Kawasaki ", "municipality", "１４１３０５")
    assert made.login == "kawasaki"
    assert made.totp_secret in made.uri
    for secret in (made.password, made.totp_secret):
        assert secret not in repr(made)
    code = code_at(made.totp_secret, town.ground.clock())
    signed = town.do(
        lambda work: sign_in_clerk(work, town.ground.passwords, made.login, made.password, code),
        apart_first=True,
    )
    assert (signed.municipality_code, signed.role) == ("141305", "municipality")
    kept = town.do(lambda work: work.connection.execute(text("SELECT * FROM office_clerks")).one())
    assert made.totp_secret not in str(kept)
    assert made.password not in str(kept)


def test_what_is_no_clerk(town: PointsTown) -> None:
    create(town, "operator", "operator", None)
    with pytest.raises(ClerkLoginTaken):
        create(town, "OPERATOR", "operator", None)
    with pytest.raises(UnknownMunicipality):
        create(town, "nobody", "municipality", "141306")
    for login, role, code, member in (
        ("a b", "operator", None, "login"),
        ("abc", "mayor", None, "role"),
        ("abc", "operator", "141305", "municipality_code"),
        ("abc", "municipality", None, "municipality_code"),
    ):
        with pytest.raises(ClerkDetailsInvalid) as refused:
            create(town, login, role, code)
        assert [error["member"] for error in refused.value.facts["errors"]] == [member]
