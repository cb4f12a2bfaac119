"""The attack: a generic learner over pairs of people, one of each side; cross-fitted, so all are tested.

The learner is told, for its training people, who is who. On those it finds which columns go together
(`clues`), and learns from them which pairs of people are one. Then it orders, for each person of the test
part, that person's true other half among others of the test part. The area under the curve (AUC) is how often
the true half comes before another; 0.5 is guessing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from bench.linkage.clues import Clues, find_clues
from bench.linkage.dump import Dump
from bench.linkage.evidence import Evidence, gather
from bench.linkage.numbers import Floats
from bench.linkage.owners import Ints

__all__ = ["Outcome", "Strength", "attack"]


@dataclass(frozen=True)
class Strength:
    """How hard the attacker tries. `others`: against how many each true pair is held."""

    folds: int = 5
    others: int = 100
    column_pairs: int = 24
    wrong_a_right: int = 4
    trees: int = 120
    threads: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    `first`: the share of people whose true half came before all others that it was held against.
    `clues`: the pairs of columns that looked best, most often chosen first.
    """

    auc: float
    error: float
    first: float
    people: int
    chance_error: float
    clues: tuple[str, ...]

    @property
    def interval(self) -> tuple[float, float]:
        """Of 95 %."""
        return self.auc - 1.96 * self.error, self.auc + 1.96 * self.error

    @property
    def deviations(self) -> float:
        """How many standard deviations above chance."""
        return (self.auc - 0.5) / self.chance_error


def attack(
    core: Dump,
    points: Dump,
    truth: Sequence[tuple[Any, Any]],
    strength: Strength | None = None,
    seed: int = 0,
) -> Outcome:
    """Join two dumps. `truth`: the keys of each person's rows in the root tables of both."""
    strength = strength or Strength()
    people = len(truth)
    order = np.random.default_rng(seed).permutation(people)
    evidence = gather(core, points, [truth[place] for place in order])
    fold_of = np.arange(people) % strength.folds
    placements = np.empty(people)
    names: Counter[str] = Counter()
    with threadpool_limits(strength.threads):
        for fold in range(strength.folds):
            training, test = np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)
            clues = find_clues(evidence, training, strength.column_pairs)
            names.update(clues.names(evidence))
            learner = _learn(evidence, clues, training, strength, seed + fold)
            placements[test] = _place(evidence, clues, learner, test, strength)
    # A place among m others, all equally likely, has the variance (m + 2) / 12 m.
    chance = np.sqrt((strength.others + 2) / (12 * strength.others) / people)
    return Outcome(
        float(placements.mean()),
        float(placements.std(ddof=1) / np.sqrt(people)),
        float(np.mean(placements == 1)),
        people,
        float(chance),
        tuple(name for name, _ in names.most_common(8)),
    )


def _learn(
    evidence: Evidence, clues: Clues, training: Ints, strength: Strength, seed: int
) -> HistGradientBoostingClassifier:
    rng = np.random.default_rng(seed)
    ones = np.tile(training, 1 + strength.wrong_a_right)
    steps = rng.integers(1, len(training), size=strength.wrong_a_right)
    others = [training, *(np.roll(training, int(step)) for step in steps)]
    right = np.zeros(len(ones), dtype=bool)
    right[: len(training)] = True
    learner = HistGradientBoostingClassifier(
        max_iter=strength.trees,
        learning_rate=0.1,
        max_leaf_nodes=15,
        min_samples_leaf=40,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=seed,
    )
    learner.fit(clues.features(evidence, ones, np.concatenate(others)), right)
    return learner


def _place(
    evidence: Evidence,
    clues: Clues,
    learner: HistGradientBoostingClassifier,
    test: Ints,
    strength: Strength,
) -> Floats:
    """For each person the share of others that come behind the true half; half a place for a draw."""
    steps = np.linspace(1, len(test) - 1, strength.others).astype(np.int64)
    true = learner.decision_function(clues.features(evidence, test, test))
    behind = np.zeros(len(test))
    for step in steps:
        score = learner.decision_function(clues.features(evidence, test, np.roll(test, int(step))))
        behind += (score < true) + 0.5 * (score == true)
    placed: Floats = behind / len(steps)
    return placed
