"""`python -m town`: run a stand-in, or act at the municipal counter."""

from __future__ import annotations

import sys

from town.command_line import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
