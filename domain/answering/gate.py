"""Whether to answer, to offer choices, or to say "I do not know": one function over the features of the best record.

The weights come from a logistic fit over the development questions, names of records with words dropped and mistyped,
and made-up questions about everything else; a better fit may replace them, the shape stays: a probability of being
right, and two thresholds. A wrong answer costs the asker more than a question back, and a question back more than an
honest "I do not know" to someone who asked about the weather.
"""

from __future__ import annotations

from math import exp

from domain.answering.rank import Features

ANSWER = 0.5
CHOICES = 0.3
WEIGHTS = {
    "bias": -3.6,
    "explained": 4.9,
    "match": 1.3,
    "by_name": -3.2,
    "name": 3.4,
    "unexplained": -1.9,
    "strangers": -0.25,
    "lead": 5.2,
}
KINDS = {"term": -1.6, "resource": -0.5, "course": -0.5, "centre": 0.0}
MOST_LEAD = 0.3
HALF = 0.55
"""Share of a name from which a term may be offered, and a school that nobody asked for answers: less is chance."""
FOREIGN = 2
"""Words that no record uses, from which a question is probably about something else."""


def probability(features: Features, kind: str) -> float:
    """Estimate how probably a candidate is what was asked for.

    A term has to be meant by nearly the whole question: a glossary card for one word of an unrelated wish is true and
    useless.
    """
    total = WEIGHTS["bias"] + KINDS[kind]
    total += WEIGHTS["explained"] * features.explained + WEIGHTS["match"] * features.match
    total += WEIGHTS["by_name"] * features.by_name + WEIGHTS["name"] * features.name
    total += WEIGHTS["unexplained"] * features.unexplained + WEIGHTS["strangers"] * features.strangers
    total += WEIGHTS["lead"] * min(features.lead, MOST_LEAD)
    value = 1 / (1 + exp(-total))
    if features.strangers >= FOREIGN and features.by_name < 0.8:
        return min(value, ANSWER - 0.05)
    if kind == "centre" and features.name < HALF and not features.prior:
        return min(value, ANSWER - 0.05)
    if kind == "term" and features.name < HALF:
        return min(value, CHOICES - 0.05)
    if kind == "term" and (features.by_name < 0.6 or features.name < 0.66):
        return min(value, ANSWER - 0.05)
    return value
