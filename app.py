"""The embedded default: the whole platform with the demo town, on this machine alone.

It makes keys and databases, fills the demo town, starts every face as a process of its own and prints one
address. It only spawns processes: no face's module is ever loaded here. Started again it keeps its data.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import requests

from town.embedded.errors import CannotStart
from town.embedded.layout import Layout
from town.embedded.ports import find_busy_port
from town.embedded.processes import Running, start
from town.embedded.program import Program
from town.embedded.programs import SERVERS, after_filling, after_opening, before_filling

__all__ = ["main"]

REPOSITORY = Path(__file__).resolve().parent
READY_SECONDS = 60.0


def main(arguments: list[str]) -> int:
    """Run until interrupted. 0: ended as asked; 1: could not start or a process died, with the reason."""
    parser = argparse.ArgumentParser(prog="bin/run", description="The MyKey platform with its demo town.")
    parser.add_argument("--base-port", type=int, default=8600, help="first of the 40 ports (default 8600)")
    parser.add_argument(
        "--home", type=Path, default=REPOSITORY / "var", help="where data lives (default var/)"
    )
    parser.add_argument("--fresh", action="store_true", help="begin anew: all data of --home is deleted")
    asked = parser.parse_args(arguments)
    layout = Layout(REPOSITORY, asked.home.resolve(), asked.base_port)
    try:
        return _run(layout, fresh=asked.fresh)
    except CannotStart as reason:
        sys.stderr.write(f"{reason}\n")
        return 1


def _run(layout: Layout, *, fresh: bool) -> int:
    busy = find_busy_port(layout)
    if busy is not None:
        raise CannotStart(f"Port {busy} is in use. Stop what uses it, or start with --base-port N.")
    if fresh and layout.home.exists():
        _delete_home(layout)
    layout.make_directories()
    signal.signal(signal.SIGTERM, _interrupt)
    running: list[Running] = []
    try:
        for program in before_filling(layout):
            _begin(layout, program, running)
        servers = after_filling(layout)
        running.extend(start(layout, program) for program in servers)
        for program, one in zip(servers, running[-len(servers) :], strict=True):
            _wait(program, one, layout)
        for program in after_opening(layout):
            _begin(layout, program, running)
        sys.stdout.write(
            f"\nMyKey is running. Open this page:\n\n    {layout.origin('guide')}/\n\nCtrl-C ends it.\n"
        )
        sys.stdout.flush()
        return _watch(running)
    except KeyboardInterrupt:
        return 0
    finally:
        # A second Ctrl-C of somebody impatient would leave half of them running.
        for wish in (signal.SIGINT, signal.SIGTERM):
            signal.signal(wish, signal.SIG_IGN)
        for one in reversed(running):
            one.ask_to_stop()
        for one in reversed(running):
            one.stop()


def _begin(layout: Layout, program: Program, running: list[Running]) -> None:
    """Run a command to its end, or start a server and wait until it answers."""
    if program.name not in SERVERS:
        finished = subprocess.run(  # noqa: S603 - our own programs
            program.command,
            env=program.environment,
            cwd=layout.repository,
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode != 0:
            (layout.logs / f"{program.name}.log").write_text(
                finished.stdout + finished.stderr, encoding="utf-8"
            )
            last_words = finished.stderr.strip().rpartition("\n")[2]
            raise CannotStart(
                f"{program.name} failed: {last_words}\nWhat it said is in {layout.logs / program.name}.log"
            )
        return
    running.append(start(layout, program))
    _wait(program, running[-1], layout)


def _wait(program: Program, one: Running, layout: Layout) -> None:
    if program.ready_url is None and program.ready_socket is None:
        return
    last = time.monotonic() + READY_SECONDS
    while time.monotonic() < last:
        if one.ended():
            raise CannotStart(f"{one.name} ended at once; what it said is in {layout.logs / one.name}.log")
        if _answers(program):
            return
        time.sleep(0.05)
    raise CannotStart(f"{one.name} does not answer; what it said is in {layout.logs / one.name}.log")


def _answers(program: Program) -> bool:
    try:
        if program.ready_url is not None:
            requests.get(program.ready_url, timeout=2, allow_redirects=False)
        elif program.ready_socket is not None:
            _connect(program.ready_socket)
    except (requests.RequestException, OSError):
        return False
    return True


def _connect(path: Path) -> None:
    """Through the directory: a local socket's address holds 107 bytes, a home may lie deeper (unix(7))."""
    directory = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        with socket.socket(socket.AF_UNIX) as trial:
            trial.connect(f"/proc/self/fd/{directory}/{path.name}")
    finally:
        os.close(directory)


def _watch(running: list[Running]) -> int:
    while True:
        for one in running:
            if one.ended():
                sys.stderr.write(f"{one.name} has ended; what it said is in {one.log}\n")
                return 1
        time.sleep(0.5)


def _delete_home(layout: Layout) -> None:
    """Delete only what a demo made: a directory without our mark may be somebody's."""
    if not layout.mark.exists():
        raise CannotStart(f"{layout.home} was not made by bin/run; it is not deleted.")
    shutil.rmtree(layout.home)


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
