"""No process has the other side's modules, settings or keys loaded (privacy.md, proof c)."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from base64 import b64decode
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.every_face import FACES, FaceHome

REPOSITORY = Path(__file__).parents[2]

#: Starts one face as gunicorn does and tells what is then in the process.
LOOK = """
import gc, hashlib, json, sys
import wsgi
app = getattr(wsgi, sys.argv[1])()
from mykey.crypto.keyring import Key
from mykey.kernel.settings import Settings
found = gc.get_objects()
print(json.dumps({
    "modules": sorted(sys.modules),
    "keys": [hashlib.sha256(one.material).hexdigest() for one in found if isinstance(one, Key)],
    "settings": [type(one).__module__ for one in found if isinstance(one, Settings)],
}))
"""

ROOMS = {"mykey", "desk", "town", "tests", "bench"}
SHARED = {"mykey", "mykey.kernel", "mykey.crypto", "mykey.web"}
OWN = {
    "portal": {"mykey.portal", "mykey.services", "mykey.models", "mykey.certificates", "mykey.outside"},
    "terminals": {"mykey.terminals", "mykey.services", "mykey.models", "mykey.certificates", "mykey.outside"},
    "console": {"mykey.console", "mykey.services", "mykey.models", "mykey.certificates", "mykey.outside"},
    "points": {"mykey.points"},
}


@dataclass(frozen=True)
class Seen:
    modules: frozenset[str]
    keys: frozenset[str]
    settings: frozenset[str]

    @property
    def ours(self) -> set[str]:
        """Our own packages, two names deep."""
        names = [name.split(".") for name in self.modules]
        return {".".join(parts[:2]) for parts in names if parts[0] in ROOMS}


@cache
def look(face: str, home: FaceHome) -> Seen:
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    answer = subprocess.run(  # noqa: S603 - this interpreter with the text above
        [sys.executable, "-c", LOOK, face],
        cwd=REPOSITORY,
        env=environment | home.environment(face),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    seen: dict[str, Any] = json.loads(answer.stdout)
    return Seen(frozenset(seen["modules"]), frozenset(seen["keys"]), frozenset(seen["settings"]))


def keys_of(home: FaceHome, side: str) -> set[str]:
    document = json.loads(home.ring(side).read_text())
    return {
        hashlib.sha256(b64decode(text)).hexdigest()
        for versions in document["purposes"].values()
        for text in versions.values()
    }


@pytest.mark.parametrize("face", FACES)
def test_a_process_loads_its_own_rooms_and_no_others(face_home: FaceHome, face: str) -> None:
    assert look(face, face_home).ours == SHARED | OWN[face]


def test_the_points_side_loads_nothing_that_knows_a_person(face_home: FaceHome) -> None:
    modules = look("points", face_home).modules
    forbidden = ("mykey.models", "mykey.services", "mykey.certificates", "mykey.outside", "mykey.portal")
    assert [name for name in modules if name.startswith(forbidden)] == []


@pytest.mark.parametrize("face", FACES)
def test_a_process_holds_one_face_s_settings(face_home: FaceHome, face: str) -> None:
    assert look(face, face_home).settings <= {f"mykey.{face}.settings"}


@pytest.mark.parametrize("face", FACES)
def test_a_process_holds_the_keys_of_its_side_alone(face_home: FaceHome, face: str) -> None:
    own, other = ("points", "core") if face == "points" else ("core", "points")
    held = look(face, face_home).keys
    assert held
    assert held <= keys_of(face_home, own)
    assert not held & keys_of(face_home, other)


@pytest.mark.parametrize("face", ["portal", "console", "points"])
def test_the_look_up_is_in_the_terminals_process_alone(face_home: FaceHome, face: str) -> None:
    assert "mykey.services.look_up" in look("terminals", face_home).modules
    assert "mykey.services.look_up" not in look(face, face_home).modules
