"""The import contracts of pyproject.toml name every package: a new one must be placed before it merges."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
FACES = {"portal", "terminals", "console", "points"}
#: The functions of wsgi.py, and the room of each; the points side's three stand in one.
GATES = {face: face for face in FACES} | {
    "points_till": "points", "points_office": "points", "points_navi": "points", "points_partners": "points",
}  # fmt: skip


@cache
def contracts() -> dict[str, dict[str, Any]]:
    document = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    return {one["id"]: one for one in document["tool"]["importlinter"]["contracts"]}


def packages(room: str) -> set[str]:
    """The packages and modules that stand directly in a room."""
    folder = REPOSITORY / room
    found = {entry.name for entry in folder.iterdir() if (entry / "__init__.py").exists()}
    return found | {entry.stem for entry in folder.glob("*.py") if not entry.stem.startswith("__")}


def named(contract: str, side: str, room: str) -> set[str]:
    return {
        name.removeprefix(f"{room}.") for name in contracts()[contract][side] if name.startswith(f"{room}.")
    }


def test_every_package_has_its_layer() -> None:
    layers = contracts()["layers"]
    assert layers["exhaustive"] is True
    placed = [name.strip() for layer in layers["layers"] for name in layer.split("|")]
    required = {name for name in placed if not name.startswith("(")}
    awaited = {name.strip("()") for name in placed if name.startswith("(")}
    assert required <= packages("mykey")
    assert packages("mykey") <= required | awaited


def test_every_package_but_points_is_kept_from_points() -> None:
    contract = contracts()["nobody-imports-points"]
    assert named("nobody-imports-points", "source_modules", "mykey") >= packages("mykey") - {"points"}
    assert {"desk", "town"} <= set(contract["source_modules"])


def test_every_part_of_points_has_its_layer_and_only_its_faces_know_flask() -> None:
    layers = contracts()["points-layers"]
    assert layers["exhaustive"] is True
    assert {name.strip() for layer in layers["layers"] for name in layer.split("|")} == packages(
        "mykey/points"
    )
    below = named("points-without-flask-below", "source_modules", "mykey.points")
    assert below == packages("mykey/points") - {"citizens", "navi", "office", "partners", "till"}


def test_points_is_kept_from_all_but_the_ground() -> None:
    allowed = {"points", "kernel", "crypto", "web", "handoff"}
    contract = contracts()["points-alone"]
    assert named("points-alone", "forbidden_modules", "mykey") >= packages("mykey") - allowed
    assert {"desk", "town"} <= set(contract["forbidden_modules"])


def test_cryptography_is_forbidden_to_all_but_its_two_rooms() -> None:
    rooms = {"crypto", "certificates"}
    assert named("cryptography-in-its-room", "source_modules", "mykey") >= packages("mykey") - rooms
    libraries = {"cryptography", "asn1crypto", "pyotp", "hmac", "hashlib", "secrets"}
    assert libraries <= set(contracts()["cryptography-in-its-room"]["forbidden_modules"])


def test_flask_is_forbidden_below_the_faces() -> None:
    below = {"services", "outside", "models", "certificates", "handoff", "crypto", "kernel"}
    assert named("no-flask-below", "source_modules", "mykey") >= below


def test_the_look_up_is_forbidden_to_all_who_call_services_but_one_face() -> None:
    callers = {"portal", "console", "cli", "jobs"}
    assert named("look-up-at-terminals-alone", "source_modules", "mykey") == callers


def test_the_ticket_is_forbidden_to_every_room_of_the_core() -> None:
    """But for the one service, which may know its words; the client is handed in by `wsgi.py`."""
    rooms = packages("mykey") - {"points", "handoff", "crypto", "kernel"}
    contract = contracts()["ticket-asked-for-in-one-place"]
    assert named("ticket-asked-for-in-one-place", "source_modules", "mykey") >= rooms
    assert contract["ignore_imports"] == ["mykey.services.points_handoff -> mykey.handoff.ticket"]


def test_every_module_that_serves_the_writer_is_forbidden_to_points_and_forbidden_to_open() -> None:
    shared = {"keys", "opening", "refusals", "ticket"}
    served = packages("mykey/handoff") - shared
    written = contracts()["ticket-written-in-one-place"]["forbidden_modules"]
    assert {name.removeprefix("mykey.handoff.") for name in written} == served
    opening = contracts()["ticket-opened-in-one-place"]["source_modules"]
    assert {name.removeprefix("mykey.handoff.") for name in opening} >= served - {"settings"}


def test_of_the_town_every_package_but_the_fill_is_kept_from_the_platform() -> None:
    kept_away = named("town-fill", "source_modules", "town")
    kept_away |= named("town-points-fill", "source_modules", "town")
    assert kept_away >= {name for name in packages("town") if (REPOSITORY / "town" / name).is_dir()} - {
        "fill"
    }


def trees(*rooms: str) -> Iterator[tuple[Path, ast.AST]]:
    for room in rooms:
        path = REPOSITORY / room
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            yield file.relative_to(REPOSITORY), ast.parse(file.read_text("utf-8"))


def imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_no_face_imports_anothers_settings() -> None:
    """`wsgi.py` imports each face inside its own function; nobody else imports a face's settings."""
    strangers = []
    for file, tree in trees("mykey", "desk", "town", "app.py"):
        for name in imports(tree):
            found = re.match(r"mykey\.(\w+)\.settings\b", name)
            if found and found[1] in FACES and file.parts[:2] != ("mykey", found[1]):
                strangers.append(f"{file}: {name}")
    assert strangers == []


def test_the_gateway_imports_each_face_in_a_function_of_its_own() -> None:
    ((_, tree),) = trees("wsgi.py")
    assert isinstance(tree, ast.Module)
    for node in tree.body:
        names = {name.split(".")[1] for name in imports(node) if name.startswith("mykey.") and "." in name}
        faces = names & FACES
        if isinstance(node, ast.FunctionDef) and node.name in GATES:
            assert faces == {GATES[node.name]}
            if faces == {"points"}:
                assert not names & {"services", "models", "certificates", "outside"}
        elif isinstance(node, ast.Import | ast.ImportFrom):
            assert names <= {"kernel", "crypto", "web"}
        else:
            # What the points side's three faces stand on is of their one room; types are not loaded.
            of_points = isinstance(node, ast.If) or getattr(node, "name", "") == "open_points_ground"
            assert faces <= ({"points"} if of_points else set())


@pytest.mark.parametrize("call", ["__import__", "import_module", "exec", "eval", "compile"])
def test_nothing_is_imported_or_run_by_name(call: str) -> None:
    found = [
        f"{file}:{node.lineno}"
        for file, tree in trees("mykey")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", "") == call or getattr(node.func, "attr", "") == call)
        and not (call == "compile" and getattr(getattr(node.func, "value", None), "id", "") == "re")
    ]
    assert found == []


#: By these a module could be had whose name no contract sees.
WAYS_ROUND = {"importlib", "pkgutil", "runpy", "imp", "pickle", "marshal", "ctypes", "subprocess"}
READING_FILES = ("importlib", ["resources"])


def modules_asked_for(node: ast.AST) -> set[str]:
    """The first names of what one statement imports; `sys.modules` counts as one."""
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        names = [alias.name for alias in node.names]
        if node.module == "sys" and "modules" in names:
            return {"sys.modules"}
        return set() if (node.module, names) == READING_FILES else {(node.module or "").partition(".")[0]}
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return {f"{node.value.id}.{node.attr}"} & {"sys.modules"}
    return set()


def test_nobody_has_the_means_to_import_by_name() -> None:
    found = [
        f"{file}: {name}"
        for file, tree in trees("mykey")
        for node in ast.walk(tree)
        for name in modules_asked_for(node) & {*WAYS_ROUND, "sys.modules"}
    ]
    assert found == []


#: Who may say these words: the keys of one side, and each end of a ticket, are no other's business.
WORDS_OF_ROOMS = {
    "CorePurpose": {
        "crypto",
        "models",
        "services",
        "portal",
        "terminals",
        "console",
        "cli",
        "jobs",
        "outside",
    },
    "HandoffPurpose": {"crypto", "handoff"},
    "PointsPurpose": {"crypto", "points"},
    "points_subjects": {"crypto", "handoff"},
    "public_verifying_keys": {"crypto", "handoff"},
    "TicketSealer": {"crypto", "handoff"},
    "TicketOpener": {"crypto", "handoff", "points"},
}


def test_the_keys_of_one_side_and_each_end_of_a_ticket_stay_in_their_rooms() -> None:
    strangers = []
    for file, tree in trees("mykey"):
        said = imports(tree) | {
            str(getattr(node, "attr", getattr(node, "id", ""))) for node in ast.walk(tree)
        }
        said = {name.rpartition(".")[2] for name in said}
        strangers += [
            f"{file}: {word}"
            for word, rooms in WORDS_OF_ROOMS.items()
            if word in said and file.parts[1] not in rooms
        ]
    assert strangers == []
