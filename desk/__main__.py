"""`python -m desk`: serve the desk on 127.0.0.1 until stopped."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from threading import Timer

from waitress import create_server

from desk.agent.portals import PortalListUnusable
from desk.clock import system_clock, system_random
from desk.handover.keyboard import keystrokes_named
from desk.platform.device import StateNotPrivate, StateUnreadable
from desk.platform.signed_calls import Wire
from desk.program import Surroundings, create_desk
from desk.readers.choice import ReaderSettingNotUnderstood, reader_named
from desk.readers.virtual import ReaderAddressNotLocal
from desk.settings import SettingRefused, read_settings
from desk.terminal.attendance import Attendance

_THREADS = 12  # one browser opens six connections at once, and a card's act holds its thread for seconds

_REASONS: dict[type[Exception], str] = {
    ReaderSettingNotUnderstood: "--reader is neither virtual:<URL> nor pcsc nor pcsc:<name>",
    ReaderAddressNotLocal: "--reader: a virtual reader must be on this machine",
    PortalListUnusable: "--agent-portals: the list of portals is missing or damaged",
    StateNotPrivate: "--state-dir: its files can be read by others; the device key is no longer a secret",
    StateUnreadable: "--state-dir: a file in it is damaged",
}


def later(seconds: float, act: Callable[[], None]) -> None:
    """Do `act` after `seconds`, beside the web server, unless the program ends first."""
    timer = Timer(seconds, act)
    timer.daemon = True
    timer.start()


def main() -> int:
    """Serve; 0 when stopped, 2 with one line of reason when it cannot start."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short wait for a thread is no event
    try:
        settings = read_settings(sys.argv[1:], os.environ)
        world = Surroundings(
            reader=reader_named(settings.reader),
            keystrokes=keystrokes_named(settings.keystrokes),
            wire=Wire(),
            clock=system_clock,
            random_bytes=system_random,
            sleep=time.sleep,
            later=later,
        )
        app, visits = create_desk(settings, world)
        server = create_server(app, host="127.0.0.1", port=settings.port, threads=_THREADS, ident=None)
    except SettingRefused as refused:
        return _cannot_start(str(refused))
    except tuple(_REASONS) as refused:
        return _cannot_start(_REASONS[type(refused)])
    except OSError:
        return _cannot_start(f"port {settings.port} is in use, or the state directory cannot be written")
    attendance = Attendance(visits)
    attendance.start()
    sys.stdout.write(f"desk: {settings.origin}/\n")
    sys.stdout.flush()
    try:
        server.run()
    finally:
        attendance.stop()
    return 0


def _cannot_start(reason: str) -> int:
    sys.stderr.write(f"desk: {reason}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
