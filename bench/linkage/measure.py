"""`linkage_auc` and what remains: the attack after a rewriting, between two, without any, with the log."""

from __future__ import annotations

import secrets

from bench.figures import Figure, Rule
from bench.linkage.attack import Outcome, Strength, attack
from bench.linkage.clusters import clusters
from bench.linkage.world import build
from bench.linkage.write_ahead_log import commit_times, with_commit_times

__all__ = ["measure", "measure_between_runs"]

PEOPLE = 10_000
GOAL, CHANCE = 0.51, 0.50
UNIT = "AUC"


def measure() -> list[Figure]:
    """One world of 10,000 people of one municipality on two clusters, attacked three times."""
    with clusters() as made:
        core, points = made["core"], made["points"]
        world = build(core.url, points.url, core.directory, PEOPLE, secrets.token_hex(8))
        before = world.dumps()
        logged = [
            with_commit_times(dump, commit_times(side.log()), world.moments)
            for dump, side in zip(before, (core, points), strict=True)
        ]
        world.rewrite()
        after, truth = world.dumps(), world.truth
        world.close()
    return [
        _figure("linkage_auc", attack(*after, truth)),
        _figure("linkage_auc_before_rewriting", attack(*before, truth)),
        _figure("linkage_auc_with_wal", attack(logged[0], logged[1], truth)),
    ]


def measure_between_runs() -> list[Figure]:
    """Another such world, written anew each day; the dumps are from the end of a day."""
    with clusters() as made:
        core, points = made["core"], made["points"]
        world = build(core.url, points.url, core.directory, PEOPLE, secrets.token_hex(8), daily=True)
        dumps, truth = world.dumps(), world.truth
        world.close()
    return [_figure("linkage_auc_between_runs", attack(*dumps, truth))]


def _figure(name: str, outcome: Outcome) -> Figure:
    print(
        f"{name}: {outcome.deviations:.1f} standard deviations off chance, {outcome.first:.1%} come first"
        f" of {Strength().others + 1}; by {', '.join(outcome.clues[:3])}"
    )
    judged = name == "linkage_auc"
    return Figure(
        name,
        outcome.auc,
        CHANCE,
        outcome.auc / CHANCE,
        GOAL if judged else None,
        outcome.interval,
        UNIT,
        Rule.OURS_AT_MOST if judged else Rule.REPORTED,
    )
