"""Every program of the embedded default, in the order in which it is started, with its settings.

Each process gets the settings of its own face and nothing of another's (privacy.md, proof c).
"""

from __future__ import annotations

import os
import sys

from town.embedded.core_programs import core_keys, core_servers, core_tables, ticket_keys, ticket_writer
from town.embedded.layout import Layout
from town.embedded.points_programs import open_tills, points_keys, points_servers, points_tables
from town.embedded.program import Program, desk, town_server

__all__ = ["SERVERS", "after_filling", "after_opening", "before_filling"]

#: Programs that stay; all others run to their end.
SERVERS = frozenset(
    {
        "authority", "cards", "mail", "points-mail", "ticket-writer", "library-system", "guide",
        "portal", "terminals", "console", "jobs", "points", "points-till", "points-office", "points-jobs",
        "points-navi", "points-partners", "partner",
        "agent", "desk-library", "desk-shop", "desk-shop-2", "desk-office", "desk-voucher",
    }
)  # fmt: skip


def before_filling(layout: Layout) -> list[Program]:
    """The town, the keys, the ticket writer and the databases, then the fillings."""
    python = sys.executable
    town = [python, "-m", "town", "--home", str(layout.town)]
    points_town = [python, "-m", "town", "--home", str(layout.points_mail)]
    return [
        town_server(layout, "authority", [*town, "authority"]),
        town_server(layout, "cards", [*town, "cards"]),
        town_server(layout, "mail", [*town, "mail", "--smtp-port", str(layout.port("smtp"))]),
        town_server(
            layout, "points-mail", [*points_town, "mail", "--smtp-port", str(layout.port("points-smtp"))]
        ),
        *core_keys(layout),
        *points_keys(layout),
        *ticket_keys(layout),
        ticket_writer(layout),
        *core_tables(layout),
        *points_tables(layout),
    ]


def after_filling(layout: Layout) -> list[Program]:
    """The faces, the jobs, the desks, the guide."""
    python = sys.executable
    guide = [python, "-m", "town.guide", "--home", str(layout.home), "--base-port", str(layout.base_port)]
    return [
        *core_servers(layout),
        *points_servers(layout),
        desk(
            layout,
            "agent",
            "citizen",
            ["--faces", "agent", "--agent-portals", str(layout.home / "agent-portals.json")],
        ),
        desk(layout, "desk-library", "library", _terminal(layout)),
        *(desk(layout, name, reader, _till(layout)) for name, reader in TILL_DESKS.items()),
        town_server(layout, "library-system", [python, "-m", "town.library_system"]),
        town_server(layout, "partner", [python, "-m", "town.partner_company", "--home", str(layout.partner)]),
        town_server(layout, "guide", guide),
    ]


def after_opening(layout: Layout) -> list[Program]:
    """What needs every server: tills are enrolled and coupons uploaded over HTTP, as their owners do it."""
    return [open_tills(layout)]


#: Desks that are tills, too, and the reader of each.
TILL_DESKS = {
    "desk-shop": "shop",
    "desk-shop-2": "shop-2",
    "desk-office": "office",
    "desk-voucher": "voucher",
}


def _terminal(layout: Layout) -> list[str]:
    keystrokes = "xdotool" if "DISPLAY" in os.environ else "off"
    return [
        "--faces", "terminal", "--terminals-origin", layout.origin("terminals"), "--keystrokes", keystrokes,
    ]  # fmt: skip


def _till(layout: Layout) -> list[str]:
    return [*_terminal(layout), "--till-origin", layout.origin("points-till")]
