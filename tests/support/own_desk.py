"""A desk program of a test's own: its state directory, its port, the reader where it finds cards."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.support.own_processes import OwnProcess

__all__ = ["OwnDesk"]


class OwnDesk:
    """`python -m desk` with the terminal's face alone.

    `display` is the X display whose focused window gets the keystrokes; None: it types nothing.
    """

    def __init__(
        self, directory: Path, port: int, *, terminals: str, reader: str, display: str | None = None
    ) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
        self._process = OwnProcess(
            [
                *(sys.executable, "-m", "desk", "--faces", "terminal"),
                *("--state-dir", str(directory / "state"), "--port", str(port)),
                *("--terminals-origin", terminals, "--reader", f"virtual:{reader}"),
                *("--keystrokes", "xdotool" if display else "off"),
            ],
            directory / "desk.log",
            environment | ({"DISPLAY": display} if display else {}),
        )

    def wait_until_it_runs(self) -> None:
        """Until its pages can be opened."""
        self._process.wait_for(f"{self.origin}/register")

    def stop(self) -> None:
        """End it."""
        self._process.stop()
