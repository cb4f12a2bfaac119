"""`bin/bench [NAME …] [--json FILE]`: measure, print, write."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bench import coupon_upload, look_up, municipal_year, points_expiry, points_history, points_transfer
from bench.figures import Figure, machine, write_json
from bench.linkage import measure as linkage

#: name → the measurement that gives it; one measurement may give several
MEASUREMENTS = {
    "lookup_vs_echo": look_up.measure,
    "lookup_vs_thin": look_up.measure,
    "points_transfer": points_transfer.measure,
    "points_history_ms": points_history.measure,
    "points_expiry_minutes": points_expiry.measure,
    "coupon_upload_seconds": coupon_upload.measure,
    "municipal_page_ms": municipal_year.measure,
    "municipal_file_ms": municipal_year.measure,
    "settlement_month_seconds": municipal_year.measure,
    "municipal_verify_minutes": municipal_year.measure,
    "linkage_auc": linkage.measure,
    "linkage_auc_before_rewriting": linkage.measure,
    "linkage_auc_with_wal": linkage.measure,
    "linkage_auc_between_runs": linkage.measure_between_runs,
}


def main(arguments: list[str]) -> int:
    """Run what was asked for; all where nothing was."""
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASUREMENTS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    asked = parser.parse_args(arguments)
    unknown = set(asked.names) - set(MEASUREMENTS)
    if unknown:
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    names = asked.names or list(MEASUREMENTS)
    figures: list[Figure] = []
    for measure in dict.fromkeys(MEASUREMENTS[name] for name in names):
        figures += [figure for figure in measure() if figure.name in names]
    print(json.dumps(machine()))
    for figure in figures:
        print(figure.line())
    if asked.json is not None:
        write_json(asked.json, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
