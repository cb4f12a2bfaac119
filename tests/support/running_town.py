"""The whole demo as its users start it: app.py with a home and ports of its own, nothing in it replaced."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests

from tests.support.own_processes import REPOSITORY, OwnProcess
from town.embedded.layout import Layout
from town.embedded.ports import find_busy_port

__all__ = ["RunningTown", "TownDidNotStart"]

PATIENCE_SECONDS = 150
_LAST_WORDS = 1500
# Below the range from which systems take ports for outgoing connections.
_BLOCKS = range(11_000, 31_000, 40)


class TownDidNotStart(AssertionError):
    """app.py ended or stayed silent; the message is what it printed."""


class RunningTown:
    """One demo town. Its home lies in `directory`, with a log of app.py's own output beside it.

    `arguments` are further ones of the command.
    """

    def __init__(self, directory: Path, *arguments: str) -> None:
        self.directory = directory
        self.layout = Layout(REPOSITORY, directory / "home", _free_block(directory / "home"))
        self._http = requests.Session()
        self._http.trust_env = False
        self._process = OwnProcess(
            [
                *(sys.executable, str(REPOSITORY / "app.py")),
                *("--home", str(self.layout.home), "--base-port", str(self.layout.base_port)),
                *arguments,
            ],
            directory / "app.log",
            {name: value for name, value in os.environ.items() if name != "DISPLAY"},
        )

    def wait_until_it_runs(self) -> None:
        """Until app.py prints the one address.

        Raises:
            TownDidNotStart: it ended, or took too long.
        """
        last = time.monotonic() + PATIENCE_SECONDS
        address = f"{self.layout.origin('guide')}/"
        while address not in self._process.output():
            if self._process.ended() or time.monotonic() > last:
                raise TownDidNotStart(self._process.output() + self._words_of_programs())
            time.sleep(0.1)

    def stop(self) -> None:
        """End it with everything that it started."""
        self._http.close()
        self._process.stop()

    def ask_twice_to_end(self) -> None:
        """As somebody does who presses Ctrl-C again."""
        self._http.close()
        self._process.ask_to_end()
        time.sleep(0.05)
        self._process.stop()

    def kill(self) -> None:
        """As the machine does when memory is short: it can end nothing that it started."""
        self._http.close()
        self._process.kill()

    def demo(self) -> dict[str, Any]:
        """What testers.json says: logins, terminals, providers, cards."""
        found: dict[str, Any] = json.loads((self.layout.home / "testers.json").read_text(encoding="utf-8"))
        return found

    def demo_of_points(self) -> dict[str, Any]:
        """What testers-points.json says: logins of the points office, desks, codes of tills."""
        path = self.layout.home / "testers-points.json"
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found

    def tester(self, card: str) -> dict[str, Any]:
        """What testers.json says of one card."""
        return next(entry for entry in self.demo()["cards"] if entry["name"] == card)

    def login(self, role: str) -> dict[str, Any]:
        """What testers.json says of the login of a role."""
        return next(entry for entry in self.demo()["logins"] if entry["role"] == role)

    def free_number(self, place: int, provider_id: str = "000001") -> str:
        """A valid number of a provider that belongs to nobody; tests take different places."""
        entry = next(entry for entry in self.demo()["providers"] if entry["provider_id"] == provider_id)
        number: str = entry["free_numbers"][place]
        return number

    def put(self, card: str, reader: str) -> None:
        """Lay a card on a reader; a card that lies there already is lifted and laid down again."""
        self.take_away(reader)
        self._reader("PUT", reader, {"card": card})

    def take_away(self, reader: str) -> None:
        """Whatever lies on the reader."""
        self._reader("DELETE", reader, None)

    def card(self, *words: str) -> None:
        """An act on a card at the town's command line: `card("lose", "taro")`."""
        subprocess.run(  # noqa: S603 -- our own program
            [sys.executable, "-m", "town", "--home", str(self.layout.town), "card", *words],
            cwd=REPOSITORY,
            check=True,
            capture_output=True,
        )

    def mails(self, to: str) -> list[dict[str, str]]:
        """What arrived for an address, newest first."""
        answer = self._http.get(f"{self.layout.origin('mail')}/mails.json", timeout=10)
        return [mail for mail in answer.json() if mail["to"] == to]

    def _words_of_programs(self) -> str:
        """The ends of all logs: with the test's directory they are gone, and with them the reason."""
        logs = sorted(self.layout.logs.glob("*.log"))
        return "".join(f"\n== {log.name}\n{log.read_text('utf-8', 'replace')[-_LAST_WORDS:]}" for log in logs)

    def _reader(self, method: str, reader: str, body: dict[str, str] | None) -> None:
        url = f"{self.layout.origin('cards')}/readers/{reader}"
        self._http.request(method, url, json=body, timeout=10).raise_for_status()


def _free_block(home: Path) -> int:
    """A base port whose block nobody uses. Each process begins its search elsewhere."""
    start = os.getpid() % len(_BLOCKS)
    blocks: list[int] = [*_BLOCKS[start:], *_BLOCKS[:start]]
    for base in blocks:
        if find_busy_port(Layout(REPOSITORY, home, base)) is None:
            return base
    raise TownDidNotStart
