"""`python -m town.guide --home DIR --base-port N --port N`: serve the guide on 127.0.0.1 until SIGTERM."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from town.embedded.layout import Layout
from town.errors import PortBusy
from town.guide.program import create_guide
from town.loopback import end_on_sigterm, serve

__all__ = ["main"]

REPOSITORY = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """0 when stopped, 1 with one sentence when the port is taken."""
    parser = argparse.ArgumentParser(prog="python -m town.guide", description=__doc__)
    parser.add_argument("--home", type=Path, required=True, metavar="DIR", help="the demo's data")
    parser.add_argument("--base-port", type=int, required=True, metavar="N", help="first port of the demo")
    parser.add_argument("--port", type=int, required=True, metavar="N", help="HTTP, on 127.0.0.1")
    asked = parser.parse_args(arguments)
    end_on_sigterm()
    try:
        serve(create_guide(Layout(REPOSITORY, asked.home, asked.base_port), asked.port), "guide", asked.port)
    except PortBusy as busy:
        sys.stderr.write(f"{busy}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
