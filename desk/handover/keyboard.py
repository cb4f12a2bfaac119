"""Typing the number into the focused field of another program (hand-over method C, ID自動引渡し).

The port is `Keystrokes`; the real one is xdotool (X11). The text goes through the tool's standard input: on a
command line every user of the PC could read it.
"""

from __future__ import annotations

import re
import subprocess
from shutil import which
from typing import Protocol

__all__ = ["Keystrokes", "KeystrokesFailed", "NoKeystrokes", "XdotoolKeystrokes", "keystrokes_named"]

_TIMEOUT_SECONDS = 10
_TYPEABLE = re.compile(r"[\x21-\x7e]{1,64}\Z")


class KeystrokesFailed(Exception):
    """Nothing, or not all, could be typed: the clerk types the shown number."""


class Keystrokes(Protocol):
    """A way to type into whatever window has the focus."""

    def type_text(self, text: str) -> None:
        """Type `text`, without Enter.

        Raises:
            KeystrokesFailed: no tool, no display, or a text with characters other than printable ASCII.
        """


class NoKeystrokes:
    """For desks without a keystroke tool: always refuses, so that the page shows the number to type."""

    def type_text(self, text: str) -> None:
        """See `Keystrokes.type_text`."""
        del text
        raise KeystrokesFailed


class XdotoolKeystrokes:
    """xdotool on an X11 display. `program` is its path; None when it is not installed."""

    def __init__(self, program: str | None) -> None:
        self._program = program

    def type_text(self, text: str) -> None:
        """See `Keystrokes.type_text`."""
        if self._program is None or _TYPEABLE.match(text) is None:
            raise KeystrokesFailed
        call = [self._program, "type", "--clearmodifiers", "--delay", "12", "--file", "-"]
        try:
            done = subprocess.run(  # noqa: S603 - fixed arguments; the text goes to standard input
                call, input=text.encode("ascii"), capture_output=True, timeout=_TIMEOUT_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            raise KeystrokesFailed from None
        if done.returncode != 0:
            raise KeystrokesFailed


def keystrokes_named(setting: str) -> Keystrokes:
    """The tool for `--keystrokes xdotool` or `off`."""
    return XdotoolKeystrokes(which("xdotool")) if setting == "xdotool" else NoKeystrokes()
