"""What the fillings left for people, from testers.json and testers-points.json of the home."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["DemoSet", "Login", "read_demo_set"]


@dataclass(frozen=True)
class Login:
    """One login. `totp_secret` is None where there is no second factor."""

    role: str
    login: str
    password: str = field(repr=False)
    totp_secret: str | None = field(repr=False)


@dataclass(frozen=True)
class DemoSet:
    """The files' content as the page needs it; lists of entries are as they stand there.

    `tills`: one-time codes for testers' own tills. `partner_members`: those of the partner company.
    """

    logins: tuple[Login, ...]
    terminals: list[dict[str, Any]]
    cards: list[dict[str, Any]]
    providers: dict[str, dict[str, Any]]
    visitor: dict[str, Any]
    tills: list[dict[str, Any]]
    partner_members: list[dict[str, Any]]

    def login_of(self, role: str) -> Login:
        """The first login of a role."""
        return self.logins_of(role)[0]

    def logins_of(self, role: str) -> list[Login]:
        """All logins of a role; the points office has two clerks of Kawasaki."""
        return [login for login in self.logins if login.role == role]


def read_demo_set(home: Path) -> DemoSet:
    """Read the two files of a filled home. Raises `OSError` where there is none."""
    written = json.loads((home / "testers.json").read_text(encoding="utf-8"))
    of_points = json.loads((home / "testers-points.json").read_text(encoding="utf-8"))
    return DemoSet(
        logins=tuple(
            Login(entry["role"], entry["login"], entry["password"], entry.get("totp_secret"))
            for entry in (*written["logins"], *of_points["logins"])
        ),
        terminals=written["terminals"],
        cards=written["cards"],
        providers={entry["provider_id"]: entry for entry in written["providers"]},
        visitor=written["visitor"],
        tills=of_points["tills"],
        partner_members=of_points["partner"]["members"],
    )
