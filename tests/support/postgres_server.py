"""How a PostgreSQL server of the tests is found, made and started: nothing here knows of pytest."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path
from typing import TypedDict

__all__ = [
    "PATIENCE_SECONDS",
    "SHIPPED_LOG_SETTINGS",
    "ServerUser",
    "binaries",
    "initialise",
    "is_ready",
    "launch",
    "server_user",
    "stop",
]

PATIENCE_SECONDS = 60

# The logging part of the configuration we ship (architecture.md, "Library usage"): no address, no statement,
# no parameter; terse, because the DETAIL of a broken constraint quotes the row.
SHIPPED_LOG_SETTINGS = {
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_connections": "off",
    "log_disconnections": "off",
    "log_hostname": "off",
    "log_line_prefix": "%m [%p] ",
}

# Data that is thrown away needs no safety. A clock in Tokyo shows who forgot the time zone.
_TEST_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "128MB",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "autovacuum": "off",
    "jit": "off",
    "timezone": "Asia/Tokyo",
}

_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


class ServerUser(TypedDict, total=False):
    """Who runs the server, as arguments of `subprocess`; empty means whoever runs the tests."""

    user: int
    group: int
    extra_groups: list[int]


def binaries() -> Path:
    """The folder of `initdb` and `postgres`: Debian's own place first, the newest there, then the path.

    Raises:
        FileNotFoundError: there is none; the message says how to install it.
    """
    found = [
        folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if folder.parent.name.isdigit() and (folder / "initdb").exists()
    ]
    if found:
        return max(found, key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    message = "PostgreSQL is not installed: apt-get install postgresql"
    raise FileNotFoundError(message)


def server_user() -> ServerUser:
    """The unprivileged user that runs the server when we are root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    message = "neither the user postgres nor the user nobody exists on this machine"
    raise LookupError(message)


def initialise(home: Path) -> subprocess.Popen[bytes]:
    """Make `home` and begin `initdb` in it. Whoever reaches the socket may connect: there is no TCP port."""
    who = server_user()
    home.mkdir(mode=0o700)
    if who:
        os.chown(home, who["user"], who["group"])
    return subprocess.Popen(  # noqa: S603 -- PostgreSQL's own program with our arguments
        [
            binaries() / "initdb",
            *("--pgdata", home / "data"),
            *("--username", "postgres"),
            *("--encoding", "UTF8"),
            *("--locale", "C.UTF-8"),
            *("--auth", "trust"),
            "--no-sync",
        ],
        cwd="/",
        env=_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        **who,
    )


def launch(home: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start the server on a socket in `home`, with no TCP port."""
    settings = _TEST_SETTINGS | SHIPPED_LOG_SETTINGS | {"unix_socket_directories": str(home)}
    arguments = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 -- PostgreSQL's own program with our arguments
            [binaries() / "postgres", "-D", home / "data", *arguments],
            cwd="/",
            env=_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            **server_user(),
        )


def is_ready(home: Path) -> bool:
    """The server writes `ready` as the last line of its pid file, which is what pg_ctl reads, too."""
    try:
        lines = (home / "data" / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return bool(lines) and lines[-1].strip() == "ready"


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ask for an immediate shutdown (SIGQUIT), since the data goes away anyway; insist after a while."""
    if server.poll() is None:
        server.send_signal(signal.SIGQUIT)
        try:
            server.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
