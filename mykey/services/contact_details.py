"""What a terminal's contact must look like (screen 10), and how what is typed is written down.

Full-width digits and letters, hyphens and spaces are understood where only digits or Latin letters can stand;
names and addresses stay as typed but for spaces at their edges (NFKC would change people's kanji).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from mykey.kernel.refusals_of_citizens import MailMalformed
from mykey.services.mail_address import read_mail_address

__all__ = ["ContactDetails", "ContactMalformed", "read_contact"]

MOST_NAME = 100
MOST_ADDRESS = 200
TELEPHONE_DIGITS = (10, 11)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー()", "-"))
_POSTAL_CODE = re.compile(r"〒?\s*([0-9]{3})[- ]?([0-9]{4})")
_TELEPHONE = re.compile(r"0[0-9]*(-[0-9]+)*")


@dataclass(frozen=True)
class ContactDetails:
    """A contact as it is kept."""

    place: str
    terminal_name: str
    person_in_charge: str
    organisation: str
    postal_code: str
    address: str
    telephone: str
    email: str


class ContactMalformed(Exception):
    """All that is wrong: member to reason."""

    def __init__(self, reasons: dict[str, str]) -> None:
        super().__init__()
        self.reasons = reasons


class _WrongError(Exception):
    """One member is wrong."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_contact(typed: Mapping[str, str]) -> ContactDetails:
    """Read every member of `ContactDetails`.

    Raises:
        ContactMalformed: with all that is wrong at once.
    """
    read: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for member in fields(ContactDetails):
        try:
            read[member.name] = _READERS.get(member.name, _read_name)(typed[member.name])
        except _WrongError as wrong:
            reasons[member.name] = wrong.reason
    if reasons:
        raise ContactMalformed(reasons)
    return ContactDetails(**read)


def _read_name(typed: str) -> str:
    return _text(typed, MOST_NAME)


def _read_address(typed: str) -> str:
    return _text(typed, MOST_ADDRESS)


def _text(typed: str, most: int) -> str:
    text = " ".join(typed.split(" ")).strip()
    if not text:
        raise _WrongError("empty")
    if len(text) > most:
        raise _WrongError("too-long")
    return text


def _half_width(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        raise _WrongError("empty")
    return text


def _read_postal_code(typed: str) -> str:
    found = _POSTAL_CODE.fullmatch(_half_width(typed).translate(_DASHES))
    if found is None:
        raise _WrongError("format")
    return found[1] + found[2]


def _read_telephone(typed: str) -> str:
    dashed = "-".join(_half_width(typed).translate(_DASHES).split())
    number = re.sub(r"-+", "-", dashed).strip("-")
    if _TELEPHONE.fullmatch(number) is None or len(number.replace("-", "")) not in TELEPHONE_DIGITS:
        raise _WrongError("format")
    return number


def _read_email(typed: str) -> str:
    try:
        return read_mail_address(_half_width(typed))
    except MailMalformed:
        raise _WrongError("format") from None


_READERS: dict[str, Callable[[str], str]] = {
    "address": _read_address,
    "postal_code": _read_postal_code,
    "telephone": _read_telephone,
    "email": _read_email,
}
