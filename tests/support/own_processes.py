"""A program that a test starts: its output in a file, ended by its pid, or with the test that died."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import requests

__all__ = ["REPOSITORY", "OwnProcess", "ProcessSilent"]

REPOSITORY = Path(__file__).resolve().parents[2]
STOP_SECONDS = 40.0
READY_SECONDS = 60.0
# util-linux, part of every Debian: the child is asked to end when its parent has died without asking.
_WITH_ITS_PARENT = ("setpriv", "--pdeathsig", "TERM")


class ProcessSilent(AssertionError):
    """A server of the test does not answer; the message is what it printed."""


class OwnProcess:
    """One running program. `log` gets its standard output and error."""

    def __init__(self, command: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 -- our own programs
                [*_WITH_ITS_PARENT, *command],
                cwd=REPOSITORY,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def output(self) -> str:
        """What it wrote so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def ended(self) -> bool:
        """Whether it is over."""
        return self._process.poll() is not None

    def wait_for(self, url: str) -> None:
        """Until something answers at `url`, with whatever status.

        Raises:
            ProcessSilent: the program ended, or too much time went by.
        """
        last = time.monotonic() + READY_SECONDS
        http = requests.Session()
        http.trust_env = False
        while True:
            try:
                http.get(url, timeout=5, allow_redirects=False).close()
            except requests.RequestException:
                if self.ended() or time.monotonic() > last:
                    raise ProcessSilent(self.output()) from None
                time.sleep(0.05)
            else:
                http.close()
                return

    def ask_to_end(self) -> None:
        """Ask it once, and wait for nothing."""
        if not self.ended():
            self._process.terminate()

    def kill(self) -> None:
        """End it without asking."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Ask it to end; insist after a while."""
        if self.ended():
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
