"""The core's programs and what each is told."""

from __future__ import annotations

import sys

from town.embedded.layout import FACE_PATHS, Layout
from town.embedded.program import Program, environment, face, form_token_key

__all__ = ["core_keys", "core_servers", "core_tables", "ticket_keys", "ticket_writer"]


def core_keys(layout: Layout) -> list[Program]:
    """The core's key ring, made once."""
    if (layout.core / "keys.json").exists():
        return []
    make = [sys.executable, "-m", "mykey.cli.main", "keys", "create", "--demo"]
    return [Program("core-keys", [*make, str(layout.core / "keys.json")], environment(layout))]


def ticket_keys(layout: Layout) -> list[Program]:
    """The ticket writer's keys, made once: its own, and the public half for the points side."""
    if layout.ticket_key_ring.exists():
        return []
    make = [sys.executable, "-m", "mykey.handoff.command_line", "keys", "create", "--demo"]
    files = [str(layout.ticket_key_ring), str(layout.ticket_verifying_keys)]
    return [Program("ticket-keys", [*make, *files], environment(layout))]


def ticket_writer(layout: Layout) -> Program:
    """The one holder of the subject key: no database, no port, a socket."""
    settings = {
        "MYKEY_TICKETS_KEY_RING": str(layout.ticket_key_ring),
        "MYKEY_TICKETS_SOCKET": str(layout.ticket_socket),
        "MYKEY_TICKETS_POINTS_SEALING_KEY": str(layout.ticket_sealing_key),
        "MYKEY_TICKETS_DEMO_KEYS": "yes",
    }
    command = [sys.executable, "-m", "mykey.handoff.command_line", "serve"]
    return Program(
        "ticket-writer", command, environment(layout) | settings, ready_socket=layout.ticket_socket
    )


def core_tables(layout: Layout) -> list[Program]:
    """The database, and its first day."""
    fill = {"TOWN_FILL_HOME": str(layout.home), "TOWN_FILL_BASE_PORT": str(layout.base_port)}
    python = sys.executable
    return [
        Program("core-migrate", [python, "-m", "mykey.cli.main", "migrate"], _core(layout, "CLI")),
        Program("fill", [python, "-m", "town.fill"], _core(layout, "FILL") | fill),
    ]


def core_servers(layout: Layout) -> list[Program]:
    """Three faces and the jobs."""
    return [
        face(layout, "portal", _core(layout, "PORTAL") | _html(layout, "portal") | _portal(layout)),
        face(layout, "terminals", _core(layout, "TERMINALS") | _terminals(layout)),
        face(layout, "console", _core(layout, "CONSOLE") | _html(layout, "console")),
        Program("jobs", [sys.executable, "-m", "mykey.jobs.run"], _core(layout, "JOBS") | _jobs(layout)),
    ]


def _core(layout: Layout, prefix: str) -> dict[str, str]:
    settings = {
        "DATABASE_URL": f"sqlite:///{layout.core / 'core.sqlite'}",
        "KEY_RING": str(layout.core / "keys.json"),
        "TRUST": str(layout.town / "trust.json"),
        "REVOCATION_LISTS": str(layout.core / "revocation"),
        "LINKAGE_ORIGIN": layout.origin("authority"),
    }
    return environment(layout) | {f"MYKEY_{prefix}_{name}": value for name, value in settings.items()}


def _html(layout: Layout, name: str) -> dict[str, str]:
    prefix = f"MYKEY_{name.upper()}_"
    return {
        f"{prefix}ORIGIN": layout.origin(name),
        f"{prefix}PATH": FACE_PATHS[name],
        f"{prefix}FORM_TOKEN_KEY": form_token_key(layout.core, name),
    }


def _portal(layout: Layout) -> dict[str, str]:
    return {
        "MYKEY_PORTAL_AGENT_ORIGIN": layout.origin("agent"),
        "MYKEY_PORTAL_POINTS_URL": layout.address("points"),
        "MYKEY_PORTAL_CONSOLE_URL": layout.address("console"),
        "MYKEY_PORTAL_TICKET_SOCKET": str(layout.ticket_socket),
    }


def _terminals(layout: Layout) -> dict[str, str]:
    return {
        "MYKEY_TERMINALS_ORIGIN": layout.origin("terminals"),
        "MYKEY_TERMINALS_POINTS_TILL_URL": layout.origin("points-till"),
        "MYKEY_TERMINALS_TICKET_SOCKET": str(layout.ticket_socket),
    }


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
