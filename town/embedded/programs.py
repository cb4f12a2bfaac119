"""Every program of the embedded default, in the order in which it is started, with its settings.

Each process gets the settings of its own face and nothing of another's (privacy.md, proof c).
"""

from __future__ import annotations

import os
import secrets
import sys
from dataclasses import dataclass, field

from town.embedded.layout import FACE_PATHS, Layout

__all__ = ["SERVERS", "Program", "after_filling", "before_filling"]

#: Programs that stay; all others run to their end.
SERVERS = frozenset(
    {
        "authority", "cards", "mail", "library-system", "guide", "portal", "terminals", "console", "points",
        "jobs", "agent", "desk-library", "desk-shop",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Program:
    """A command with its whole environment. `ready_url` answers as soon as a server does."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(repr=False)
    ready_url: str | None = None


def before_filling(layout: Layout) -> list[Program]:
    """The town and the databases, then the filling."""
    python = sys.executable
    town = [python, "-m", "town", "--home", str(layout.town)]
    programs = [
        _town(layout, "authority", [*town, "authority"]),
        _town(layout, "cards", [*town, "cards"]),
        _town(layout, "mail", [*town, "mail", "--smtp-port", str(layout.port("smtp"))]),
    ]
    if not (layout.core / "keys.json").exists():
        make = [python, "-m", "mykey.cli.main", "keys", "create", "--demo", str(layout.core / "keys.json")]
        programs.append(Program("core-keys", make, _environment(layout)))
    if not (layout.points / "keys.json").exists():
        make = [python, "-m", "mykey.points.command_line", "keys", "--demo", str(layout.points / "keys.json")]
        programs.append(Program("points-keys", make, _environment(layout)))
    return [
        *programs,
        Program("core-migrate", [python, "-m", "mykey.cli.main", "migrate"], _core(layout, "CLI")),
        Program("points-migrate", [python, "-m", "mykey.points.command_line", "migrate"], _points(layout)),
        Program("fill", [python, "-m", "town.fill"], _core(layout, "FILL") | _fill(layout)),
    ]


def after_filling(layout: Layout) -> list[Program]:
    """The faces, the jobs, the desks, the guide."""
    python = sys.executable
    return [
        _face(layout, "portal", _core(layout, "PORTAL") | _portal(layout)),
        _face(
            layout,
            "terminals",
            _core(layout, "TERMINALS") | {"MYKEY_TERMINALS_ORIGIN": layout.origin("terminals")},
        ),
        _face(layout, "console", _core(layout, "CONSOLE") | _html(layout, "console")),
        _face(layout, "points", _points(layout)),
        Program("jobs", [python, "-m", "mykey.jobs.run"], _core(layout, "JOBS") | _jobs(layout)),
        _desk(layout, "agent", "citizen", "agent"),
        _desk(layout, "desk-library", "library", "terminal"),
        _desk(layout, "desk-shop", "shop", "terminal"),
        _town(
            layout,
            "library-system",
            [python, "-m", "town.library_system"],
        ),
        _town(
            layout,
            "guide",
            [python, "-m", "town.guide", "--home", str(layout.home), "--base-port", str(layout.base_port)],
        ),
    ]


def _environment(layout: Layout) -> dict[str, str]:
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "LANG", "DISPLAY", "XAUTHORITY")
        if name in os.environ
    }
    return kept | {"PYTHONPATH": str(layout.repository), "PYTHONUNBUFFERED": "1"}


def _core(layout: Layout, prefix: str) -> dict[str, str]:
    settings = {
        "DATABASE_URL": f"sqlite:///{layout.core / 'core.sqlite'}",
        "KEY_RING": str(layout.core / "keys.json"),
        "TRUST": str(layout.town / "trust.json"),
        "REVOCATION_LISTS": str(layout.core / "revocation"),
        "LINKAGE_ORIGIN": layout.origin("authority"),
    }
    return _environment(layout) | {f"MYKEY_{prefix}_{name}": value for name, value in settings.items()}


def _html(layout: Layout, face: str) -> dict[str, str]:
    prefix = f"MYKEY_{face.upper()}_"
    home = layout.points if face == "points" else layout.core
    return {
        f"{prefix}ORIGIN": layout.origin(face),
        f"{prefix}PATH": FACE_PATHS[face],
        f"{prefix}FORM_TOKEN_KEY": _form_token_key(home, face),
    }


def _form_token_key(home: os.PathLike[str], face: str) -> str:
    """A key of its own for each face's form tokens, made once."""
    path = os.path.join(home, f"{face}-form-token-key")  # noqa: PTH118 - a PathLike
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        with open(path, encoding="ascii") as file:  # noqa: PTH123 - as above
            return file.read()
    key = secrets.token_urlsafe(32)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key


def _portal(layout: Layout) -> dict[str, str]:
    return _html(layout, "portal") | {
        "MYKEY_PORTAL_AGENT_ORIGIN": layout.origin("agent"),
        "MYKEY_PORTAL_POINTS_URL": layout.address("points"),
        "MYKEY_PORTAL_CONSOLE_URL": layout.address("console"),
    }


def _points(layout: Layout) -> dict[str, str]:
    return (
        _environment(layout)
        | _html(layout, "points")
        | {
            "MYKEY_POINTS_DATABASE_URL": f"sqlite:///{layout.points / 'points.sqlite'}",
            "MYKEY_POINTS_KEY_RING": str(layout.points / "keys.json"),
        }
    )


def _jobs(layout: Layout) -> dict[str, str]:
    return {
        "MYKEY_JOBS_AUTHORITY_ORIGIN": layout.origin("authority"),
        "MYKEY_JOBS_SMTP_HOST": "127.0.0.1",
        "MYKEY_JOBS_SMTP_PORT": str(layout.port("smtp")),
        "MYKEY_JOBS_MAIL_SENDER": "mykey@example.jp",
        "MYKEY_JOBS_MAIL_SECONDS": "2",
        "MYKEY_JOBS_LISTS_SECONDS": "5",
        "MYKEY_JOBS_PURGE_SECONDS": "60",
    }


def _fill(layout: Layout) -> dict[str, str]:
    return {"TOWN_FILL_HOME": str(layout.home), "TOWN_FILL_BASE_PORT": str(layout.base_port)}


def _face(layout: Layout, name: str, environment: dict[str, str]) -> Program:
    port = layout.port(name)
    command = [
        sys.executable, "-m", "gunicorn", f"wsgi:{name}()", "--bind", f"127.0.0.1:{port}", "--workers", "1",
        "--threads", "4", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    ready = "/v1/openapi.json" if name == "terminals" else f"{FACE_PATHS[name]}/"
    return Program(name, command, environment, f"{layout.origin(name)}{ready}")


def _town(layout: Layout, name: str, command: list[str]) -> Program:
    port = ["--port", str(layout.port(name))]
    ready = {"authority": "/trust.json", "cards": "/cards"}.get(name, "/")
    return Program(name, [*command, *port], _environment(layout), f"{layout.origin(name)}{ready}")


def _desk(layout: Layout, name: str, reader: str, face: str) -> Program:
    reader_address = f"virtual:{layout.origin('cards')}/readers/{reader}"
    command = [
        sys.executable, "-m", "desk", "--state-dir", str(layout.home / name),
        "--port", str(layout.port(name)), "--reader", reader_address, "--faces", face,
    ]  # fmt: skip
    if face == "agent":
        command += ["--agent-portals", str(layout.home / "agent-portals.json")]
    else:
        command += ["--terminals-origin", layout.origin("terminals")]
        command += ["--keystrokes", "xdotool" if "DISPLAY" in os.environ else "off"]
    return Program(name, command, _environment(layout), f"{layout.origin(name)}/")
