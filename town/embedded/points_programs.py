"""The points side's programs and what each is told: nothing of the core but one public key."""

from __future__ import annotations

import sys

from town.embedded.layout import FACE_PATHS, Layout
from town.embedded.program import Program, environment, face, form_token_key

__all__ = ["open_tills", "points_command", "points_keys", "points_servers", "points_tables"]

_COMMAND = [sys.executable, "-m", "mykey.points.command_line"]


def points_keys(layout: Layout) -> list[Program]:
    """The key ring, made once, and the public key to which tickets are sealed."""
    ring, sealing = layout.points / "keys.json", layout.ticket_sealing_key
    if not ring.exists():
        make = [*_COMMAND, "keys", "--demo", str(ring), "--sealing-key", str(sealing)]
        return [Program("points-keys", make, environment(layout))]
    if not sealing.exists():
        publish = [*_COMMAND, "sealing-key", str(sealing)]
        return [Program("points-sealing-key", publish, points_command(layout))]
    return []


def points_tables(layout: Layout) -> list[Program]:
    """The database, and its first day."""
    fill = [sys.executable, "-m", "town.points_fill", "fill", "--home", str(layout.home)]
    return [
        Program("points-migrate", [*_COMMAND, "migrate"], points_command(layout)),
        Program("points-fill", [*fill, "--base-port", str(layout.base_port)], points_command(layout)),
    ]


def open_tills(layout: Layout) -> Program:
    """The demo's tills are enrolled, and the partner company uploads its first coupons."""
    fill = [sys.executable, "-m", "town.points_fill", "open-tills", "--home", str(layout.home)]
    return Program("points-open-tills", [*fill, "--base-port", str(layout.base_port)], points_command(layout))


def points_servers(layout: Layout) -> list[Program]:
    """Five faces and the jobs."""
    jobs = [sys.executable, "-m", "mykey.points.jobs.run"]
    return [
        face(layout, "points", _side(layout, "POINTS") | _html(layout, "points") | _citizens(layout)),
        face(layout, "points-till", _side(layout, "POINTS_TILL") | _till(layout)),
        face(layout, "points-office", _side(layout, "POINTS_OFFICE") | _html(layout, "points-office")),
        face(layout, "points-navi", _navi(layout)),
        face(layout, "points-partners", _side(layout, "POINTS_PARTNERS") | _partners(layout)),
        Program("points-jobs", jobs, _side(layout, "POINTS_JOBS") | _jobs(layout)),
    ]


def points_command(layout: Layout) -> dict[str, str]:
    """What `mykey-points` is told."""
    return _side(layout, "POINTS") | {"MYKEY_POINTS_DEMO_KEYS": "yes"}


def _side(layout: Layout, prefix: str) -> dict[str, str]:
    return environment(layout) | {
        f"MYKEY_{prefix}_DATABASE_URL": _database_url(layout),
        f"MYKEY_{prefix}_KEY_RING": str(layout.points / "keys.json"),
    }


def _database_url(layout: Layout) -> str:
    return f"sqlite:///{layout.points / 'points.sqlite'}"


def _html(layout: Layout, name: str) -> dict[str, str]:
    prefix = f"MYKEY_{name.upper().replace('-', '_')}_"
    return {
        f"{prefix}ORIGIN": layout.origin(name),
        f"{prefix}PATH": FACE_PATHS[name],
        f"{prefix}FORM_TOKEN_KEY": form_token_key(layout.points, name),
    }


def _citizens(layout: Layout) -> dict[str, str]:
    return {
        "MYKEY_POINTS_PORTAL_ORIGIN": layout.origin("portal"),
        "MYKEY_POINTS_PORTAL_URL": layout.address("portal"),
        "MYKEY_POINTS_TICKET_KEYS": str(layout.ticket_verifying_keys),
    }


def _till(layout: Layout) -> dict[str, str]:
    return {
        "MYKEY_POINTS_TILL_ORIGIN": layout.origin("points-till"),
        "MYKEY_POINTS_TILL_TICKET_KEYS": str(layout.ticket_verifying_keys),
    }


def _navi(layout: Layout) -> dict[str, str]:
    """For everybody to read: no key of any kind."""
    return environment(layout) | {
        "MYKEY_POINTS_NAVI_ORIGIN": layout.origin("points-navi"),
        "MYKEY_POINTS_NAVI_PATH": FACE_PATHS["points-navi"],
        "MYKEY_POINTS_NAVI_DATABASE_URL": _database_url(layout),
    }


def _partners(layout: Layout) -> dict[str, str]:
    return {"MYKEY_POINTS_PARTNERS_ORIGIN": layout.origin("points-partners")}


def _jobs(layout: Layout) -> dict[str, str]:
    return {
        "MYKEY_POINTS_JOBS_DEMO_KEYS": "yes",
        "MYKEY_POINTS_JOBS_SMTP_HOST": "127.0.0.1",
        "MYKEY_POINTS_JOBS_SMTP_PORT": str(layout.port("points-smtp")),
        "MYKEY_POINTS_JOBS_MAIL_SENDER": "points@example.jp",
        "MYKEY_POINTS_JOBS_MAIL_SECONDS": "2",
        "MYKEY_POINTS_JOBS_ASK_SECONDS": "20",
        "MYKEY_POINTS_JOBS_TELL_SECONDS": "60",
    }
