"""One program of the embedded default, and what programs of one kind have in common."""

from __future__ import annotations

import os
import secrets
import sys
from dataclasses import dataclass, field
from pathlib import Path

from town.embedded.layout import FACE_PATHS, Layout

__all__ = ["Program", "desk", "environment", "face", "form_token_key", "town_server"]


@dataclass(frozen=True)
class Program:
    """A command with its whole environment.

    `ready_url` answers as soon as a server does; of a server without HTTP, `ready_socket` takes connections.
    """

    name: str
    command: list[str]
    environment: dict[str, str] = field(repr=False)
    ready_url: str | None = None
    ready_socket: Path | None = None


def environment(layout: Layout) -> dict[str, str]:
    """What every program gets: where to find things, and no setting of a face."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "LANG", "DISPLAY", "XAUTHORITY")
        if name in os.environ
    }
    return kept | {"PYTHONPATH": str(layout.repository), "PYTHONUNBUFFERED": "1"}


def form_token_key(home: Path, name: str) -> str:
    """A key of its own for each face's form tokens, made once."""
    path = home / f"{name}-form-token-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    key = secrets.token_urlsafe(32)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key


def face(layout: Layout, name: str, settings: dict[str, str]) -> Program:
    """A face under gunicorn. JSON faces are ready with their document, pages with the first one."""
    function = name.replace("-", "_")
    command = [
        sys.executable, "-m", "gunicorn", f"wsgi:{function}()", "--bind", f"127.0.0.1:{layout.port(name)}",
        "--workers", "1", "--threads", "4", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    ready = f"{FACE_PATHS[name]}/" if name in FACE_PATHS else "/v1/openapi.json"
    return Program(name, command, settings, f"{layout.origin(name)}{ready}")


def town_server(layout: Layout, name: str, command: list[str]) -> Program:
    """A server of the town, which takes its port by option."""
    port = ["--port", str(layout.port(name))]
    ready = {"authority": "/trust.json", "cards": "/cards"}.get(name, "/")
    return Program(name, [*command, *port], environment(layout), f"{layout.origin(name)}{ready}")


def desk(layout: Layout, name: str, reader: str, options: list[str]) -> Program:
    """A desk on a reader of its own."""
    reader_address = f"virtual:{layout.origin('cards')}/readers/{reader}"
    command = [
        sys.executable, "-m", "desk", "--state-dir", str(layout.home / name),
        "--port", str(layout.port(name)), "--reader", reader_address, *options,
    ]  # fmt: skip
    return Program(name, command, environment(layout), f"{layout.origin(name)}/")
