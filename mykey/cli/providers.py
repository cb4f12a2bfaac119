"""`mykey provider add`: a provider of service IDs with the rule for its numbers."""

from __future__ import annotations

import argparse

from mykey.cli.words import lang, say
from mykey.cli.workshop import open_work
from mykey.services.create_provider import create_provider
from mykey.services.number_rules import describe_number_rule
from mykey.services.provider_rules import (
    ASSURANCES,
    CHECK_DIGIT_WORDS,
    HAND_OVERS,
    PROVIDER_KINDS,
    SYMBOLOGIES,
    ProviderDetails,
)

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`provider add --municipality CODE --name NAME [the rule]`."""
    providers = commands.add_parser("provider", help="providers of service IDs")
    add = providers.add_subparsers(required=True, metavar="COMMAND").add_parser("add", help="set one up")
    usual = ProviderDetails(name="")
    add.add_argument("--municipality", metavar="CODE", required=True, help="6 digits")
    add.add_argument("--name", required=True, help="as Form I names it")
    add.add_argument("--kind", choices=PROVIDER_KINDS, default=usual.kind)
    add.add_argument("--min-length", type=int, default=usual.min_length, help="check digit included")
    add.add_argument("--max-length", type=int, default=usual.max_length, help="check digit included")
    add.add_argument("--letters", action="store_true", help="A to Z may stand in a number")
    add.add_argument("--prefix", default=usual.prefix, help="with which every number begins")
    add.add_argument("--check-digit", choices=CHECK_DIGIT_WORDS, default=usual.check_digit)
    add.add_argument("--hand-over", choices=HAND_OVERS, default=usual.hand_over)
    add.add_argument("--symbology", choices=SYMBOLOGIES, default=usual.symbology)
    add.add_argument("--start-stop", default=usual.start_stop, help="NW-7 start and stop characters")
    add.add_argument("--minimum-assurance", choices=ASSURANCES, default=usual.minimum_assurance)
    add.add_argument("--grace-hours", type=int, default=usual.grace_hours)
    add.set_defaults(act=_add)


def _add(asked: argparse.Namespace) -> None:
    details = ProviderDetails(**{name: getattr(asked, name) for name in ProviderDetails.__dataclass_fields__})
    with open_work() as work:
        made = create_provider(work, asked.municipality, details)
        number, name, rule = made.provider_id, made.name, describe_number_rule(made, lang())
    say("provider-created", number=number, name=name, rule=rule)
