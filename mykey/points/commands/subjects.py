"""`mykey-points subjects` and `rewrite`: what belongs to the wall and is done by hand when it must be."""

from __future__ import annotations

import argparse

from mykey.crypto.tokens import system_random_bytes
from mykey.points.acts.count_subjects import count_subjects
from mykey.points.acts.drop_subjects import drop_subjects
from mykey.points.commands.workshop import Workshop
from mykey.points.models.all_tables import CITIZENS_TABLES
from mykey.web.rewriting import rewrite_tables

__all__ = ["add_commands"]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`subjects count`, `subjects drop VERSION`, `rewrite`."""
    subjects = commands.add_parser("subjects", help="under which of the ticket writer's keys holders stand")
    which = subjects.add_subparsers(required=True, metavar="COMMAND")
    which.add_parser("count", help="by version of the key").set_defaults(act=_count)
    drop = which.add_parser(
        "drop", help="forget a version that the ticket writer withdrew; refused while somebody needs it"
    )
    drop.add_argument("version", type=int)
    drop.set_defaults(act=_drop)
    rewrite = commands.add_parser("rewrite", help="write the citizens' tables anew in random order, now")
    rewrite.set_defaults(act=_rewrite)


def _count(_asked: argparse.Namespace, workshop: Workshop) -> None:
    for one in workshop.do(count_subjects):
        workshop.say("subjects", version=one.version, holders=one.holders, only_here=one.only_here)


def _drop(asked: argparse.Namespace, workshop: Workshop) -> None:
    count = workshop.do(lambda work: drop_subjects(work, asked.version))
    workshop.say("subjects-dropped", count=count)


def _rewrite(_asked: argparse.Namespace, workshop: Workshop) -> None:
    with workshop.engine() as engine:
        rewrite_tables(engine, CITIZENS_TABLES, system_random_bytes)
    workshop.say("rewritten")
