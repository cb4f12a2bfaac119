"""`python -m town.fill`: fill a home once; later calls only bring the addresses up to date."""

from __future__ import annotations

import os
import sys

from mykey.kernel.errors import Broken, CannotTell
from mykey.kernel.settings import load
from town.errors import TownError
from town.fill.fill import HomeSpoiled, fill
from town.fill.settings import FillSettings, PlatformSettings

__all__ = ["main"]


def main() -> int:
    """0 when the home is filled, 1 with one sentence when it cannot be."""
    try:
        fill(load(FillSettings, os.environ), load(PlatformSettings, os.environ))
    except (Broken, CannotTell, HomeSpoiled, TownError) as reason:
        sys.stderr.write(f"The demo town cannot be filled: {reason}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
