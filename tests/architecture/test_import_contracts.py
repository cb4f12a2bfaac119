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


def test_points_is_kept_from_all_but_the_ground() -> None:
    allowed = {"points", "kernel", "crypto", "web", "handoff"}
    contract = contracts()["points-alone"]
    assert named("points-alone", "forbidden_modules", "mykey") >= packages("mykey") - allowed
    assert {"desk", "town"} <= set(contract["forbidden_modules"])


def test_cryptography_is_forbidden_to_all_but_its_two_rooms() -> None:
    rooms = {"crypto", "certificates", "handoff"}
    assert named("cryptography-in-its-room", "source_modules", "mykey") >= packages("mykey") - rooms
    libraries = {"cryptography", "asn1crypto", "pyotp", "hmac", "hashlib", "secrets"}
    assert libraries <= set(contracts()["cryptography-in-its-room"]["forbidden_modules"])


def test_flask_is_forbidden_below_the_faces() -> None:
    below = {"services", "outside", "models", "certificates", "crypto", "kernel"}
    assert named("no-flask-below", "source_modules", "mykey") >= below


def test_the_look_up_is_forbidden_to_all_who_call_services_but_one_face() -> None:
    callers = {"portal", "console", "cli", "jobs"}
    assert named("look-up-at-terminals-alone", "source_modules", "mykey") == callers


def test_of_the_town_every_package_but_the_fill_is_kept_from_the_platform() -> None:
    assert named("town-fill", "source_modules", "town") >= {
        name for name in packages("town") if (REPOSITORY / "town" / name).is_dir()
    } - {"fill"}


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
        if isinstance(node, ast.FunctionDef) and node.name in FACES:
            assert faces == {node.name}
            if node.name == "points":
                assert not names & {"services", "models", "certificates", "outside"}
        elif isinstance(node, ast.Import | ast.ImportFrom):
            assert names <= {"kernel", "crypto", "web"}
        else:
            assert faces == set()


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
