"""All the faces as `wsgi.py` makes them, on files of a test's own: for what must hold for each of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from mykey.crypto.keyring import KeyRing, create_key_ring
from mykey.crypto.purposes import CorePurpose, HandoffPurpose, PointsPurpose
from mykey.crypto.tokens import system_random_bytes
from mykey.handoff.keys import write_sealing_key, write_verifying_keys
from mykey.web.database import engine

__all__ = ["FACES", "KEYED", "PATHS", "FaceHome", "opened", "side_of"]

FACES = (
    "portal",
    "terminals",
    "console",
    "points",
    "points_till",
    "points_office",
    "points_navi",
    "points_partners",
)
#: The public pages hold no key, no form and no session.
KEYED = tuple(face for face in FACES if face != "points_navi")
PATHS = {
    "portal": "/portal",
    "console": "/console",
    "points": "/points",
    "points_office": "/points-office",
    "points_navi": "/points-navi",
}


def side_of(face: str) -> str:
    """Whose database and keys a face has: `core` or `points`."""
    return "points" if face.startswith("points") else "core"


@dataclass(frozen=True)
class FaceHome:
    """A directory with rings and trust, and the environment of each face's process."""

    directory: Path
    origin: str = "http://localhost:8600"

    def lay(self, *, demo: bool = False) -> FaceHome:
        """Make the files. Databases are made by whoever needs one."""
        create_key_ring(self.ring("core"), CorePurpose, system_random_bytes, demo=demo)
        create_key_ring(self.ring("points"), PointsPurpose, system_random_bytes, demo=demo)
        create_key_ring(self.ring("handoff"), HandoffPurpose, system_random_bytes, demo=demo)
        points = KeyRing.open(self.ring("points"), PointsPurpose, demo_allowed=demo)
        write_sealing_key(self.directory / "ticket-sealing.json", points)
        handoff = KeyRing.open(self.ring("handoff"), HandoffPurpose, demo_allowed=demo)
        write_verifying_keys(self.directory / "ticket-verifying.json", handoff)
        (self.directory / "revocation").mkdir()
        return self

    def trust(self, document: dict[str, object]) -> FaceHome:
        """Write the file of trusted authorities."""
        (self.directory / "trust.json").write_text(json.dumps(document))
        return self

    def ring(self, side: str) -> Path:
        return self.directory / f"{side}-keys.json"

    def writer_environment(self) -> dict[str, str]:
        """What the ticket writer's process is told."""
        return {
            "MYKEY_TICKETS_KEY_RING": str(self.ring("handoff")),
            "MYKEY_TICKETS_SOCKET": str(self.directory / "writer.sock"),
            "MYKEY_TICKETS_POINTS_SEALING_KEY": str(self.directory / "ticket-sealing.json"),
        }

    def jobs_environment(self, side: str) -> dict[str, str]:
        """What the process of one side's jobs is told."""
        settings = {
            "DATABASE_URL": f"sqlite:///{self.directory / side}.sqlite",
            "KEY_RING": str(self.ring(side)),
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": "9",
            "MAIL_SENDER": "sender@example.jp",
        }
        if side == "core":
            settings |= {
                "TRUST": str(self.directory / "trust.json"),
                "REVOCATION_LISTS": str(self.directory / "revocation"),
                "AUTHORITY_ORIGIN": "http://127.0.0.1:9",
            }
        prefix = "MYKEY_POINTS_JOBS" if side == "points" else "MYKEY_JOBS"
        return {f"{prefix}_{name}": value for name, value in settings.items()}

    def environment(self, face: str) -> dict[str, str]:
        """What the process of one face is told, and nothing of another's."""
        side = side_of(face)
        settings = {
            "ORIGIN": self.origin,
            "DATABASE_URL": f"sqlite:///{self.directory / side}.sqlite",
        }
        if face in KEYED:
            settings |= {"KEY_RING": str(self.ring(side))}
        if face in PATHS:
            settings |= {"PATH": PATHS[face]}
        if face in PATHS and face in KEYED:
            settings |= {"FORM_TOKEN_KEY": f"the {face}'s own key of these tests alone"}
        if side == "core":
            settings |= {
                "TRUST": str(self.directory / "trust.json"),
                "REVOCATION_LISTS": str(self.directory / "revocation"),
                "LINKAGE_ORIGIN": "http://127.0.0.1:9",
            }
        if face == "portal":
            settings |= {
                "POINTS_URL": "http://localhost:8613/points",
                "CONSOLE_URL": "http://localhost:8612/console",
            }
        if face in {"points", "points_till"}:
            settings |= {"TICKET_KEYS": str(self.directory / "ticket-verifying.json")}
        if face == "points":
            settings |= {
                "PORTAL_ORIGIN": "http://localhost:8610",
                "PORTAL_URL": "http://localhost:8610/portal/",
            }
        if face == "terminals":
            settings |= {"POINTS_TILL_URL": "http://localhost:8614"}
        if face in {"portal", "terminals"}:
            settings |= {"TICKET_SOCKET": str(self.directory / "writer.sock")}
        return {f"MYKEY_{face.upper()}_{name}": value for name, value in settings.items()}


@contextmanager
def opened(app: Flask) -> Iterator[Flask]:
    """Let go of what the face holds, at the end."""
    yield app
    with app.app_context():
        engine().dispose()
