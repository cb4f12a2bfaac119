"""`python -m town.library_system --port N`: serve the stand-in on 127.0.0.1 until SIGTERM."""

from __future__ import annotations

import argparse
import sys

from town.errors import PortBusy
from town.library_system.lending import create_library_system
from town.loopback import end_on_sigterm, serve

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """0 when stopped, 1 with one sentence when the port is taken."""
    parser = argparse.ArgumentParser(prog="python -m town.library_system", description=__doc__)
    parser.add_argument("--port", type=int, required=True, metavar="N", help="HTTP, on 127.0.0.1")
    port: int = parser.parse_args(arguments).port
    end_on_sigterm()
    try:
        serve(create_library_system(port), "library-system", port)
    except PortBusy as busy:
        sys.stderr.write(f"{busy}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
