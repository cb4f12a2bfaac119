"""The desk's settings: command line first, then `DESK_…` variables. Read once, frozen, fail closed."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["DeskSettings", "SettingRefused", "is_trustworthy_origin", "read_settings"]

FACES = ("agent", "terminal")
_PORTS = range(1, 65536)


class SettingRefused(Exception):
    """A setting is missing or cannot be used. The text names the setting, never its value."""


@dataclass(frozen=True)
class DeskSettings:
    """`origin` is where the browser reaches the desk; the desk listens on 127.0.0.1 alone.

    `terminals_origin` is None when only the agent's face is served, `portals_file` when only the terminal's
    is. `till_origin`, the points side's till API, is None where the terminal is no till.
    """

    state_dir: Path
    port: int
    reader: str
    faces: frozenset[str]
    terminals_origin: str | None = None
    portals_file: Path | None = None
    keystrokes: str = "off"
    label_font: Path | None = None
    till_origin: str | None = None

    @property
    def host(self) -> str:
        """The only value of the Host header that is answered."""
        return f"127.0.0.1:{self.port}"

    @property
    def origin(self) -> str:
        """The only value of the Origin header from which a form is taken."""
        return f"http://{self.host}"


def is_trustworthy_origin(origin: str) -> bool:
    """Whether `origin` is `https://host[:port]`, or http on this machine, without path or user."""
    parts = urlsplit(origin)
    try:
        plain = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port is not None else "")
    except ValueError:
        return False
    if not parts.hostname or plain != origin:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m desk", description="Card agent and terminal software")
    parser.add_argument("--state-dir", help="where the device key lives")
    parser.add_argument("--port", help="port on 127.0.0.1")
    parser.add_argument("--terminals-origin", help="origin of the platform's terminals face")
    parser.add_argument("--till-origin", help="origin of the points side's till API, for a till")
    parser.add_argument("--reader", help="virtual:<URL> | pcsc | pcsc:<name>")
    parser.add_argument("--agent-portals", help="JSON file: portals that may ask this agent")
    parser.add_argument("--keystrokes", help="xdotool | off (default)")
    parser.add_argument("--label-font", help="Noto Sans CJK, when it is not where the system keeps it")
    parser.add_argument("--faces", help="agent, terminal, or both with a comma (default)")
    return parser


def read_settings(arguments: Sequence[str], environment: Mapping[str, str]) -> DeskSettings:
    """Settings from `--name value` or `DESK_NAME=value`.

    Raises:
        SettingRefused: one is missing or cannot be used.
    """
    given = vars(_arguments().parse_args(list(arguments)))

    def value(name: str) -> str | None:
        return given[name] or environment.get(f"DESK_{name.upper()}") or None

    def needed(name: str) -> str:
        found = value(name)
        if found is None:
            raise SettingRefused(f"--{name.replace('_', '-')} is missing")
        return found

    faces = frozenset((value("faces") or ",".join(FACES)).split(","))
    if not faces or not faces <= frozenset(FACES):
        raise SettingRefused("--faces names an unknown face")
    port = needed("port")
    if not port.isascii() or not port.isdigit() or int(port) not in _PORTS:
        raise SettingRefused("--port is not a port")
    keystrokes = value("keystrokes") or "off"
    if keystrokes not in ("xdotool", "off"):
        raise SettingRefused("--keystrokes is neither xdotool nor off")
    origin = _origin("terminals_origin", needed("terminals_origin")) if "terminal" in faces else None
    till = value("till_origin") if "terminal" in faces else None
    font = value("label_font")
    return DeskSettings(
        state_dir=Path(needed("state_dir")),
        port=int(port),
        reader=needed("reader"),
        faces=faces,
        terminals_origin=origin,
        portals_file=Path(needed("agent_portals")) if "agent" in faces else None,
        keystrokes=keystrokes,
        label_font=Path(font) if font else None,
        till_origin=_origin("till_origin", till) if till else None,
    )


def _origin(name: str, given: str) -> str:
    origin = given.rstrip("/")
    if not is_trustworthy_origin(origin):
        raise SettingRefused(f"--{name.replace('_', '-')} is neither https nor on this machine")
    return origin
