from __future__ import annotations

from mykey.crypto.passwords import Passwords

PASSWORDS = Passwords(memory_kib=8, passes=1)


def test_the_right_password_is_accepted_and_no_other() -> None:
    stored = PASSWORDS.hash("correct horse 42 battery")
    assert PASSWORDS.verify(stored, "correct horse 42 battery")
    assert not PASSWORDS.verify(stored, "correct horse 42 batterz")


def test_nobody_s_password_is_always_wrong() -> None:
    assert not PASSWORDS.verify(None, "nobody has this password")


def test_a_damaged_hash_is_wrong_and_not_a_fault() -> None:
    assert not PASSWORDS.verify("$argon2id$damaged", "anything")


def test_a_hash_of_other_parameters_is_outdated() -> None:
    stored = PASSWORDS.hash("correct horse 42 battery")
    assert not PASSWORDS.outdated(stored)
    assert Passwords(memory_kib=16, passes=1).outdated(stored)
