"""A process of the embedded default: in a group of its own, with a log of its own, ended by pid.

Where app.py is killed and can end nothing, the kernel asks each process to end (prctl(2), PR_SET_PDEATHSIG).
One that was started in the last milliseconds before had no time to ask for that.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from town.embedded.layout import Layout
from town.embedded.program import Program

__all__ = ["Running", "start"]

STOP_SECONDS = 8.0
# util-linux, part of every Debian; elsewhere somebody who kills app.py has to end the servers by hand.
_WITH_ITS_PARENT = ("setpriv", "--pdeathsig", "TERM") if shutil.which("setpriv") else ()


@dataclass(frozen=True)
class Running:
    """One process that we started."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def ended(self) -> bool:
        """Whether it is over."""
        return self.process.poll() is not None

    def ask_to_stop(self) -> None:
        """Ask it to end."""
        if not self.ended():
            self.process.terminate()

    def stop(self) -> None:
        """Wait until it has ended; after a while, end it and its children."""
        if self.ended():
            return
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(STOP_SECONDS)


def start(layout: Layout, program: Program) -> Running:
    """Start one server. Ctrl-C reaches app.py alone, which then ends them in order."""
    log = layout.logs / f"{program.name}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - our own programs
            [*_WITH_ITS_PARENT, *program.command],
            env=program.environment,
            cwd=layout.repository,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Running(program.name, process, log)
