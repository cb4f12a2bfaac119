"""An X server without a screen (Xvfb), and another program in a real window on it."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

__all__ = ["OtherProgram", "WindowNotThere", "other_program", "x_display"]

PATIENCE_SECONDS = 20.0


class WindowNotThere(AssertionError):
    """The other program's window did not come up, or it never got its line."""


@contextmanager
def x_display() -> Iterator[str]:
    """The name of a display of this test's own, on a number that the server finds free itself."""
    ours, theirs = os.pipe()
    server = subprocess.Popen(  # noqa: S603 -- fixed arguments
        [_program("Xvfb"), "-displayfd", str(theirs), "-screen", "0", "800x600x24", "-nolisten", "tcp"],
        pass_fds=[theirs],
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    try:
        with os.fdopen(ours) as pipe:
            yield f":{pipe.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


class OtherProgram:
    """A terminal window whose shell waits for one line, as a library system waits for a number and Enter."""

    def __init__(self, display: str, got: Path) -> None:
        self._display = display
        self._got = got

    def take_focus(self) -> None:
        """As a clerk's click does. A window not shown yet could not take the focus (BadMatch)."""
        self._xdotool("search", "--sync", "--onlyvisible", "--class", "xterm", "windowfocus", "--sync")

    def press_enter(self) -> str:
        """Press Enter in the focused window; give what the program got before it."""
        self._xdotool("key", "Return")
        last = time.monotonic() + PATIENCE_SECONDS
        while not self._got.exists():
            if time.monotonic() > last:
                raise WindowNotThere
            time.sleep(0.05)
        return self._got.read_text()

    def _xdotool(self, *words: str) -> None:
        subprocess.run(  # noqa: S603 -- fixed program
            [_program("xdotool"), *words],
            env={"DISPLAY": self._display, "PATH": os.environ["PATH"]},
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
        )


@contextmanager
def other_program(display: str, directory: Path) -> Iterator[OtherProgram]:
    """The window, open; what its program gets is moved into place whole."""
    got, unfinished = directory / "got", directory / "got.unfinished"
    shell = f'read -r line; printf %s "$line" > {unfinished}; mv {unfinished} {got}'
    process = subprocess.Popen(  # noqa: S603 -- fixed arguments
        [_program("xterm"), "-e", "/bin/sh", "-c", shell],
        env={"DISPLAY": display, "PATH": os.environ["PATH"], "HOME": str(directory)},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield OtherProgram(display, got)
    finally:
        process.terminate()
        process.wait(10)


def _program(name: str) -> str:
    found = which(name)
    if found is None:
        raise FileNotFoundError(name)
    return found
