"""Whether to answer, to offer choices, or to say "I do not know": one function over the features of the best record.

The weights were set by hand on the development questions and will be learned; the shape stays: a probability of being
right, and two thresholds. A wrong answer costs the asker more than a question back, and a question back more than an
honest "I do not know" to someone who asked about the weather.
"""

from __future__ import annotations

from math import exp

from domain.answering.rank import Features

ANSWER = 0.6
CHOICES = 0.25
WEIGHTS = {
    "bias": -7.6,
    "explained": 6.0,
    "match": 6.0,
    "prior": 4.0,
    "clash": -3.0,
    "unexplained": -1.0,
    "strangers": -1.0,
    "lead": 2.0,
    "term": -0.6,
}


def probability(features: Features, kind: str) -> float:
    """Estimate how probably a candidate is what was asked for.

    A term has to be meant by nearly the whole question: a glossary card for one word of an unrelated wish is true and
    useless.
    """
    total = (
        WEIGHTS["bias"]
        + WEIGHTS["explained"] * features.explained
        + WEIGHTS["match"] * features.match
        + WEIGHTS["prior"] * features.prior
        + WEIGHTS["clash"] * features.clash
        + WEIGHTS["unexplained"] * features.unexplained
        + WEIGHTS["strangers"] * features.strangers
        + WEIGHTS["lead"] * min(features.lead, 0.3)
        + (WEIGHTS["term"] if kind == "term" else 0.0)
    )
    value = 1 / (1 + exp(-total))
    if kind == "term" and features.by_name < 0.6:
        return min(value, ANSWER - 0.05)
    return value
