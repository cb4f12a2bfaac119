"""`python -m town.points_fill fill|open-tills …`, with the settings of `mykey-points`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from desk.platform.answers import PlatformRefused, PlatformSilent
from town.clock import system_clock
from town.embedded.layout import Layout
from town.points_fill.commands import PointsCommandRefused
from town.points_fill.fill import fill_points
from town.points_fill.partner import CompanyRefused, send_first_coupons
from town.points_fill.tills import open_tills

__all__ = ["main"]

REPOSITORY = Path(__file__).resolve().parents[2]
JAPAN = ZoneInfo("Asia/Tokyo")


def main(arguments: list[str]) -> int:
    """0 when done, 1 with one sentence when not."""
    parser = argparse.ArgumentParser(prog="python -m town.points_fill", description=__doc__)
    parser.add_argument("act", choices=("fill", "open-tills"))
    parser.add_argument("--home", type=Path, required=True, metavar="DIR", help="the demo's data")
    parser.add_argument("--base-port", type=int, required=True, metavar="N", help="first port of the demo")
    asked = parser.parse_args(arguments)
    layout = Layout(REPOSITORY, asked.home, asked.base_port)
    try:
        if asked.act == "fill":
            fill_points(layout, os.environ, system_clock().astimezone(JAPAN).date())
        else:
            open_tills(layout, os.environ)
            send_first_coupons(layout)
    except (PointsCommandRefused, PlatformRefused) as refused:
        sys.stderr.write(f"The points side said no: {refused}\n")
        return 1
    except CompanyRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except PlatformSilent:
        sys.stderr.write("The till API does not answer.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
