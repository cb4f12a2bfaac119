"""Everything in a running town that names a person or opens a door, for the leak guard to look for."""

from __future__ import annotations

from tests.support.leak_guard import LeakGuard
from tests.support.running_town import RunningTown
from town.authority.issued import IssuedCertificate
from town.authority.office import CardOffice

__all__ = ["TownSecrets"]


class TownSecrets:
    """What the filling made, and what tests add. Numbers are kept apart: a provider sees its own."""

    def __init__(self, town: RunningTown) -> None:
        self._town = town
        self._certificates: dict[bytes, str] = {}
        self._names: dict[str, str] = {}
        self._numbers: set[str] = set()
        self._read_filling()
        self.read_cards()

    def add(self, value: str, what: str) -> None:
        """A value that a test made or was shown."""
        self._names[value] = what

    def add_number(self, number: str) -> None:
        """A patron number that a test linked."""
        self._numbers.add(number)

    def read_cards(self) -> None:
        """Remember the certificates that the cards have now; those of before stay remembered."""
        with CardOffice(self._town.layout.town) as office:
            for card in office.cards():
                for certificate in (card.user, card.signing):
                    if certificate is not None:
                        self._certificates[certificate.der] = _name(certificate)

    def tell(self, guard: LeakGuard) -> None:
        """Let the guard look for all of it."""
        self.tell_but_numbers(guard)
        for number in self._numbers:
            guard.watch(number, "a patron number")

    def tell_but_numbers(self, guard: LeakGuard) -> None:
        """Let the guard look for what no desk may ever hold, and no other provider either."""
        for der, what in self._certificates.items():
            guard.watch_certificate(der, what)
        for value, what in self._names.items():
            guard.watch(value, what)

    def _read_filling(self) -> None:
        demo = self._town.demo()
        for login in demo["logins"]:
            self.add(login["password"], "a password")
            if "totp_secret" in login:
                self.add(login["totp_secret"], "a one-time secret")
            else:
                self.add(login["login"], "a MyKey ID")
        for card in demo["cards"]:
            if card["mykey_id"] is not None:
                self.add(card["mykey_id"], "a MyKey ID")
                self.add(card["portal_password"], "a password")
            if card["link"] is not None:
                self.add_number(card["link"]["service_id"])
        for terminal in (demo["visitor"]["terminal"], *demo["terminals"]):
            self.add(terminal["password"], "a terminal's password")
        of_points = self._town.demo_of_points()
        for login in of_points["logins"]:
            self.add(login["password"], "a password of the points office")
            self.add(login["totp_secret"], "a one-time secret of the points office")
        for till in (*of_points["desks"].values(), *of_points["tills"]):
            self.add(till["code"], "a till's enrolment code")
        for name in ("hanako", "taro", "kenta"):
            self.add(f"{name}@example.jp", "a mail address")


def _name(certificate: IssuedCertificate) -> str:
    return f"a {certificate.kind} certificate"
