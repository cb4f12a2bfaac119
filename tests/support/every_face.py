"""All four faces as `wsgi.py` makes them, on files of a test's own: for what must hold for each of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from mykey.crypto.keyring import create_key_ring
from mykey.crypto.purposes import CorePurpose, PointsPurpose
from mykey.crypto.tokens import system_random_bytes
from mykey.web.database import engine

__all__ = ["FACES", "PATHS", "FaceHome", "opened"]

FACES = ("portal", "terminals", "console", "points")
PATHS = {"portal": "/portal", "console": "/console", "points": "/points"}


@dataclass(frozen=True)
class FaceHome:
    """A directory with rings and trust, and the environment of each face's process."""

    directory: Path
    origin: str = "http://localhost:8600"

    def lay(self, *, demo: bool = False) -> FaceHome:
        """Make the files. Databases are made by whoever needs one."""
        create_key_ring(self.ring("core"), CorePurpose, system_random_bytes, demo=demo)
        create_key_ring(self.ring("points"), PointsPurpose, system_random_bytes, demo=demo)
        (self.directory / "revocation").mkdir()
        return self

    def trust(self, document: dict[str, object]) -> FaceHome:
        """Write the file of trusted authorities."""
        (self.directory / "trust.json").write_text(json.dumps(document))
        return self

    def ring(self, side: str) -> Path:
        return self.directory / f"{side}-keys.json"

    def environment(self, face: str) -> dict[str, str]:
        """What the process of one face is told, and nothing of another's."""
        side = "points" if face == "points" else "core"
        settings = {
            "ORIGIN": self.origin,
            "DATABASE_URL": f"sqlite:///{self.directory / side}.sqlite",
            "KEY_RING": str(self.ring(side)),
        }
        if face in PATHS:
            settings |= {"PATH": PATHS[face], "FORM_TOKEN_KEY": f"the {face}'s own key of these tests alone"}
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
        return {f"MYKEY_{face.upper()}_{name}": value for name, value in settings.items()}


@contextmanager
def opened(app: Flask) -> Iterator[Flask]:
    """Let go of what the face holds, at the end."""
    yield app
    with app.app_context():
        engine().dispose()
