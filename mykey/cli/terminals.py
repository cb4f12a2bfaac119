"""`mykey terminals issue`: from Form I to Form II in one act, for an operator without a browser."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from mykey.cli.words import Complaint, say
from mykey.cli.workshop import open_work
from mykey.models.terminals import FacilityCategory
from mykey.services.confirm_facilities import FacilitiesConfirmed
from mykey.services.download_form_two import download_form_two
from mykey.services.form_one_counts import clean_text
from mykey.services.form_two_table import form_two_csv, form_two_workbook
from mykey.services.issue_terminals import issue_terminals
from mykey.services.read_form_one import read_form_one
from mykey.services.spreadsheet_output import CsvEncoding, DoesNotFit
from mykey.services.submit_form_one import submit_form_one

__all__ = ["add_commands"]

ENCODINGS = {"utf-8": CsvEncoding.UTF_8, "cp932": CsvEncoding.CP932}
#: a Form I larger than this is none
MAX_FORM_BYTES = 12 * 1024 * 1024


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`terminals issue FORM_I --out FORM_II`, with the facilities' categories where points are meant."""
    terminals = commands.add_parser("terminals", help="terminals of libraries, shops and municipalities")
    issue = terminals.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "issue", help="issue the terminals of a Form I and write Form II with their passwords"
    )
    issue.add_argument("form_one", type=Path, metavar="FORM_I", help="a filled-in Form I, .xlsx or .csv")
    issue.add_argument(
        "--out", type=Path, metavar="FORM_II", required=True, help="a new file, .xlsx or .csv (mode 0600)"
    )
    issue.add_argument("--encoding", choices=sorted(ENCODINGS), default="utf-8", help="of a .csv Form II")
    words = ", ".join(FacilityCategory.ALL)
    issue.add_argument(
        "--facility",
        action="append",
        default=[],
        type=_facility,
        metavar="PLACE=CATEGORY",
        help=f"what kind of place the points terminals of PLACE stand in: {words}; repeat for each place",
    )
    issue.add_argument(
        "--all-other-facilities", choices=FacilityCategory.ALL, help="the category of all places not named"
    )
    issue.add_argument(
        "--no-library",
        action="append",
        default=[],
        metavar="PLACE",
        help="you have made sure that PLACE, which looks like a library, is none; repeat for each place",
    )
    issue.set_defaults(act=_issue)


def _issue(asked: argparse.Namespace) -> None:
    """Everything or nothing: without the commit no file stays, without the file nothing is committed."""
    content = read_form_one(_read(asked.form_one))
    descriptor = _create(asked.out)
    try:
        with os.fdopen(descriptor, "wb") as file, open_work() as work:
            form_id = submit_form_one(work, content.municipality_code, content)
            count = issue_terminals(work, form_id, _facilities(asked))
            made = download_form_two(work, form_id, content.municipality_code)
            if asked.out.suffix.lower() == ".csv":
                file.write(form_two_csv(made, ENCODINGS[asked.encoding]))
            else:
                file.write(form_two_workbook(made))
            file.flush()
            os.fsync(file.fileno())
    except DoesNotFit as refusal:
        asked.out.unlink()
        raise Complaint("csv-row", row=refusal.row) from None
    except BaseException:
        asked.out.unlink()
        raise
    say("terminals-issued", count=count, path=asked.out)


def _facility(text: str) -> tuple[str, str]:
    place, _, category = text.rpartition("=")
    if category not in FacilityCategory.ALL or not place:
        raise argparse.ArgumentTypeError(text)
    return clean_text(place), category


def _facilities(asked: argparse.Namespace) -> FacilitiesConfirmed:
    return FacilitiesConfirmed(
        categories=dict(asked.facility),
        no_libraries=frozenset(clean_text(place) for place in asked.no_library),
        of_all_others=asked.all_other_facilities,
    )


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_FORM_BYTES + 1)
    except OSError:
        raise Complaint("file-unreadable", path=path) from None


def _create(path: Path) -> int:
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Complaint("file-exists", path=path) from None
    except OSError:
        raise Complaint("file-unreadable", path=path) from None
