from __future__ import annotations

import re

import pytest

from mykey.kernel.municipalities import UnknownMunicipality
from mykey.kernel.refusals_of_officers import LoginTaken, OfficerDetailsInvalid
from mykey.models.officers import OFFICER_TOTP, Officer
from mykey.services.create_officer import create_officer
from mykey.services.ground import Ground
from mykey.services.work import Work

PASSWORD = "a long demo password"


def test_the_secret_is_told_once_and_kept_sealed(work: Work, ground: Ground) -> None:
    made = create_officer(work, ground.passwords, " Kawasaki ", "municipality", "141305", PASSWORD)
    work.session.commit()
    officer = work.session.get_one(Officer, made.id)
    assert (officer.login, officer.municipality_code, officer.enabled) == ("kawasaki", "141305", True)
    assert re.fullmatch(r"[A-Z2-7]{32}", made.totp_secret)
    assert work.keys.open_sealed(OFFICER_TOTP, made.id, officer.totp_sealed) == made.totp_secret
    assert made.totp_secret.encode() not in officer.totp_sealed
    assert PASSWORD not in officer.password_hash
    assert made.totp_secret not in repr(made)


WRONG: list[tuple[str, str, str | None, str, str]] = [
    ("x", "operator", None, PASSWORD, "login"),
    ("two words", "operator", None, PASSWORD, "login"),
    ("operator", "king", None, PASSWORD, "role"),
    ("operator", "operator", "141305", PASSWORD, "municipality_code"),
    ("kawasaki", "municipality", None, PASSWORD, "municipality_code"),
    ("operator", "operator", None, "short", "password"),
    ("operator", "operator", None, "x" * 129, "password"),
    ("operator-name", "operator", None, "Operator-name", "password"),
]


def test_details_that_are_wrong(work: Work, ground: Ground) -> None:
    for login, role, code, password, member in WRONG:
        with pytest.raises(OfficerDetailsInvalid) as caught:
            create_officer(work, ground.passwords, login, role, code, password)
        errors = caught.value.facts["errors"]
        assert isinstance(errors, list)
        assert [error["member"] for error in errors] == [member]


def test_one_login_is_one_persons(work: Work, ground: Ground) -> None:
    create_officer(work, ground.passwords, "operator", "operator", None, PASSWORD)
    with pytest.raises(LoginTaken):
        create_officer(work, ground.passwords, "OPERATOR", "operator", None, PASSWORD)


def test_an_unknown_municipality_has_no_officers(work: Work, ground: Ground) -> None:
    with pytest.raises(UnknownMunicipality):
        create_officer(work, ground.passwords, "nobody", "municipality", "141306", PASSWORD)
