"""Where everything of the embedded default lies and listens."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["PORTS", "Layout"]

#: name → offset from the base port
PORTS = {
    "guide": 0,
    "portal": 10,
    "terminals": 11,
    "console": 12,
    "points": 13,
    "points-till": 14,
    "points-office": 15,
    "points-navi": 16,
    "points-partners": 17,
    "agent": 20,
    "desk-library": 21,
    "desk-shop": 22,
    "desk-office": 23,
    "desk-shop-2": 24,
    "desk-voucher": 25,
    "authority": 30,
    "cards": 31,
    "mail": 32,
    "smtp": 33,
    "library-system": 34,
    "points-mail": 35,
    "points-smtp": 36,
    "partner": 37,
}
#: Faces are reached as localhost, the town and the desks as 127.0.0.1: two sites to a browser.
FACES = frozenset(
    {
        "guide", "portal", "terminals", "console", "points", "points-till", "points-office", "points-navi",
        "points-partners",
    }
)  # fmt: skip
FACE_PATHS = {
    "portal": "/portal",
    "console": "/console",
    "points": "/points",
    "points-office": "/points-office",
    "points-navi": "/points-navi",
}


@dataclass(frozen=True)
class Layout:
    """The repository, the data's home and the first port."""

    repository: Path
    home: Path
    base_port: int

    def port(self, name: str) -> int:
        """The port of one server."""
        return self.base_port + PORTS[name]

    def origin(self, name: str) -> str:
        """The origin of one server, without a path."""
        host = "localhost" if name in FACES else "127.0.0.1"
        return f"http://{host}:{self.port(name)}"

    def address(self, name: str) -> str:
        """Where a person opens a server's front page."""
        return f"{self.origin(name)}{FACE_PATHS.get(name, '')}/"

    @property
    def mark(self) -> Path:
        """The file that says that this home was made by us."""
        return self.home / "made-by-bin-run"

    @property
    def logs(self) -> Path:
        """One log a process."""
        return self.home / "logs"

    @property
    def core(self) -> Path:
        """The core's database, keys and revocation lists."""
        return self.home / "core"

    @property
    def points(self) -> Path:
        """The points side's database and keys."""
        return self.home / "points"

    @property
    def handoff(self) -> Path:
        """The ticket writer's keys and socket."""
        return self.home / "handoff"

    @property
    def ticket_key_ring(self) -> Path:
        """The subject key and the signing key: for the ticket writer alone."""
        return self.handoff / "keys.json"

    @property
    def ticket_verifying_keys(self) -> Path:
        """The public halves by which the points side knows a ticket."""
        return self.handoff / "public.json"

    @property
    def ticket_socket(self) -> Path:
        """Where the portal and the terminals face ask for tickets."""
        return self.handoff / "writer.sock"

    @property
    def ticket_sealing_key(self) -> Path:
        """The points side's public key, to which tickets are sealed."""
        return self.points / "ticket-sealing.json"

    @property
    def points_mail(self) -> Path:
        """The mails of the points side, in a place of their own."""
        return self.home / "points-mail"

    @property
    def partner(self) -> Path:
        """The partner company's own key, contract and books."""
        return self.home / "partner"

    @property
    def town(self) -> Path:
        """The card authority, the cards, the mails."""
        return self.home / "town"

    def make_directories(self) -> None:
        """Make what is missing, for the owner alone."""
        for directory in (
            self.home,
            self.logs,
            self.core,
            self.core / "revocation",
            self.handoff,
            self.points,
            self.points_mail,
            self.partner,
            self.town,
        ):
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.mark.touch()
