"""`python -m town.partner_company --home DIR --port N`: serve the company on 127.0.0.1 until SIGTERM."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from town.errors import PortBusy
from town.loopback import end_on_sigterm, serve
from town.partner_company.company import create_partner_company
from town.partner_company.contract import ContractMissing

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """0 when stopped, 1 with one sentence when the port is taken or the company has no contract."""
    parser = argparse.ArgumentParser(prog="python -m town.partner_company", description=__doc__)
    parser.add_argument("--home", type=Path, required=True, metavar="DIR", help="the company's own data")
    parser.add_argument("--port", type=int, required=True, metavar="N", help="HTTP, on 127.0.0.1")
    asked = parser.parse_args(arguments)
    end_on_sigterm()
    try:
        serve(create_partner_company(asked.home, asked.port), "partner", asked.port)
    except (ContractMissing, PortBusy) as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
