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

from mykey.crypto.purposes import HandoffPurpose
from tests.support.every_face import FACES, KEYED, FaceHome, side_of

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

#: Runs the ticket writer as its process does, until it has told what is then in it.
LOOK_AT_WRITER = """
import gc, hashlib, json, os, signal, sys, threading, time
from mykey.handoff.command_line import main
from mykey.crypto.keyring import Key
from mykey.kernel.settings import Settings
def look():
    while not os.path.exists(os.environ["MYKEY_TICKETS_SOCKET"]):
        time.sleep(0.01)
    found = gc.get_objects()
    print(json.dumps({
        "modules": sorted(sys.modules),
        "keys": [hashlib.sha256(one.material).hexdigest() for one in found if isinstance(one, Key)],
        "settings": [type(one).__module__ for one in found if isinstance(one, Settings)],
    }))
    os.kill(os.getpid(), signal.SIGTERM)
threading.Thread(target=look, daemon=True).start()
sys.exit(main(["serve"]))
"""

#: Starts the jobs of one side as their process does, and looks where they would begin to run.
LOOK_AT_JOBS = """
import gc, hashlib, json, sys
from mykey.crypto.keyring import Key
from mykey.kernel.settings import Settings
if sys.argv[1] == "points":
    import mykey.points.jobs.run as process
else:
    import mykey.jobs.run as process
def look(jobs, stop):
    found = gc.get_objects()
    print(json.dumps({
        "modules": sorted(sys.modules),
        "keys": [hashlib.sha256(one.material).hexdigest() for one in found if isinstance(one, Key)],
        "settings": [type(one).__module__ for one in found if isinstance(one, Settings)],
    }))
process.run_jobs = look
sys.exit(process.main())
"""

ROOMS = {"mykey", "desk", "town", "tests", "bench"}
SHARED = {"mykey", "mykey.kernel", "mykey.crypto", "mykey.web"}
CORE = {"mykey.services", "mykey.models", "mykey.certificates", "mykey.outside"}
OWN = {
    "portal": CORE | {"mykey.portal", "mykey.handoff"},
    "terminals": CORE | {"mykey.terminals", "mykey.handoff"},
    "console": CORE | {"mykey.console"},
    "points": {"mykey.points", "mykey.handoff"},
    "points_till": {"mykey.points", "mykey.handoff"},
    "points_office": {"mykey.points", "mykey.handoff"},
    "points_navi": {"mykey.points"},
    "points_partners": {"mykey.points", "mykey.handoff"},
}
#: The points side's faces stand in one room; each has one of its own in there.
POINTS_ROOMS = {
    "points": "citizens",
    "points_till": "till",
    "points_office": "office",
    "points_navi": "navi",
    "points_partners": "partners",
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
    return look_into(["-c", LOOK, face], home.environment(face))


@cache
def look_at_writer(home: FaceHome) -> Seen:
    return look_into(["-c", LOOK_AT_WRITER], home.writer_environment())


@cache
def look_at_jobs(side: str, home: FaceHome) -> Seen:
    return look_into(["-c", LOOK_AT_JOBS, side], home.jobs_environment(side))


def look_into(arguments: list[str], settings: dict[str, str]) -> Seen:
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    answer = subprocess.run(  # noqa: S603 - this interpreter with a text from above
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env=environment | settings,
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


@pytest.mark.parametrize("face", POINTS_ROOMS)
def test_a_face_of_the_points_side_loads_no_other_of_it(face_home: FaceHome, face: str) -> None:
    rooms = {f"mykey.points.{room}" for room in POINTS_ROOMS.values()}
    assert look(face, face_home).modules & rooms == {f"mykey.points.{POINTS_ROOMS[face]}"}


@pytest.mark.parametrize("face", POINTS_ROOMS)
def test_the_points_side_loads_nothing_that_knows_a_person(face_home: FaceHome, face: str) -> None:
    modules = look(face, face_home).modules
    forbidden = ("mykey.models", "mykey.services", "mykey.certificates", "mykey.outside", "mykey.portal")
    assert [name for name in modules if name.startswith(forbidden)] == []


@pytest.mark.parametrize("face", FACES)
def test_a_process_holds_one_face_s_settings(face_home: FaceHome, face: str) -> None:
    room = f"points.{POINTS_ROOMS[face]}" if face in POINTS_ROOMS else face
    assert look(face, face_home).settings <= {f"mykey.{room}.settings"}


def test_the_public_pages_hold_no_key_and_know_nothing_of_a_holder(face_home: FaceHome) -> None:
    seen = look("points_navi", face_home)
    assert seen.keys == set()
    assert not seen.modules & {"mykey.points.keys", "mykey.points.holders", "mykey.web.session_vaults"}


@pytest.mark.parametrize("face", KEYED)
def test_a_process_holds_the_keys_of_its_side_alone(face_home: FaceHome, face: str) -> None:
    own, other = ("points", "core") if side_of(face) == "points" else ("core", "points")
    held = look(face, face_home).keys
    assert held
    assert held <= keys_of(face_home, own)
    assert not held & keys_of(face_home, other)


@pytest.mark.parametrize("face", sorted({*FACES} - {"terminals"}))
def test_the_look_up_is_in_the_terminals_process_alone(face_home: FaceHome, face: str) -> None:
    assert "mykey.services.look_up" in look("terminals", face_home).modules
    assert "mykey.services.look_up" not in look(face, face_home).modules


def test_the_ticket_writer_loads_no_database_no_page_and_nobody_s_code_but_its_own(
    face_home: FaceHome,
) -> None:
    seen = look_at_writer(face_home)
    assert seen.ours == {"mykey", "mykey.kernel", "mykey.crypto", "mykey.handoff"}
    libraries = {name.partition(".")[0] for name in seen.modules}
    assert not libraries & {
        "sqlalchemy", "psycopg", "sqlite3", "alembic", "flask", "werkzeug", "jinja2", "structlog", "requests",
    }  # fmt: skip
    assert not seen.modules & {"mykey.handoff.opening", "mykey.handoff.client"}


def test_the_ticket_writer_holds_its_own_settings_and_keys_alone(face_home: FaceHome) -> None:
    seen = look_at_writer(face_home)
    assert seen.settings == {"mykey.handoff.settings"}
    assert seen.keys == keys_of(face_home, "handoff")
    assert len(seen.keys) == len(HandoffPurpose)


@pytest.mark.parametrize("face", FACES)
def test_no_other_process_holds_a_key_of_the_ticket_writer(face_home: FaceHome, face: str) -> None:
    assert not look(face, face_home).keys & keys_of(face_home, "handoff")


@pytest.mark.parametrize("face", FACES)
def test_no_other_process_can_write_a_ticket_and_the_core_can_open_none(
    face_home: FaceHome, face: str
) -> None:
    modules = look(face, face_home).modules
    assert not modules & {"mykey.handoff.writer", "mykey.handoff.server", "mykey.handoff.command_line"}
    if side_of(face) == "points":
        assert "mykey.handoff.client" not in modules
    else:
        assert "mykey.handoff.opening" not in modules


@pytest.mark.parametrize(
    ("side", "own"),
    [("core", CORE | {"mykey.jobs"}), ("points", {"mykey.points", "mykey.handoff"})],
)
def test_the_jobs_of_a_side_load_its_rooms_and_no_others(
    face_home: FaceHome, side: str, own: set[str]
) -> None:
    seen = look_at_jobs(side, face_home)
    assert SHARED <= seen.ours <= SHARED | own
    assert seen.settings == {"mykey.points.jobs.settings" if side == "points" else "mykey.jobs.settings"}
    assert not [name for name in seen.modules if name.partition(".")[0] == "flask"]


@pytest.mark.parametrize("side", ["core", "points"])
def test_the_jobs_of_a_side_hold_its_keys_alone(face_home: FaceHome, side: str) -> None:
    held = look_at_jobs(side, face_home).keys
    assert held
    assert held <= keys_of(face_home, side)


@pytest.mark.parametrize(
    ("command", "foreign"),
    [
        ("mykey.cli.main", {"mykey.points", "mykey.handoff"}),
        ("mykey.points.command_line", CORE | {"mykey.cli", "mykey.jobs"}),
    ],
)
def test_a_command_line_loads_nothing_of_the_other_side(command: str, foreign: set[str]) -> None:
    look_now = f"import json, sys, {command}; print(json.dumps([*sys.modules]))"
    told = subprocess.run(  # noqa: S603 - this interpreter with a text from above
        [sys.executable, "-c", look_now], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    assert not {".".join(name.split(".")[:2]) for name in json.loads(told)} & foreign
