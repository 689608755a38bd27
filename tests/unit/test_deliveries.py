"""What is written down after each outcome."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.deliveries import (
    DeliveryState,
    Due,
    Gone,
    Lane,
    Migrated,
    Outcome,
    Rejected,
    RetryAfter,
    Sent,
    Settlement,
    Unknown,
    decide_settlement,
    most_urgent,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
AGAIN = DeliveryState.PENDING


@pytest.mark.parametrize(
    ("outcome", "attempts", "settlement"),
    [
        (Sent(7), 1, Settlement(DeliveryState.SENT)),
        (Sent(7), 9, Settlement(DeliveryState.SENT)),
        (Gone("bot was blocked by the user"), 1, Settlement(DeliveryState.GONE)),
        (Rejected("can't parse entities"), 1, Settlement(DeliveryState.REJECTED)),
        (Rejected("never met", known=False), 1, Settlement(AGAIN, NOW + timedelta(minutes=1))),
        (Rejected("never met", known=False), 2, Settlement(DeliveryState.REJECTED)),
        (Migrated(-100123), 1, Settlement(AGAIN, NOW)),
        (RetryAfter(3.5, "patience"), 1, Settlement(AGAIN, NOW + timedelta(seconds=3.5))),
        (RetryAfter(0, "patience"), 1, Settlement(AGAIN, NOW)),
        (RetryAfter(60, "patience"), 1000, Settlement(AGAIN, NOW + timedelta(seconds=60))),
        (Unknown("lost"), 1, Settlement(AGAIN, NOW + timedelta(seconds=5))),
        (Unknown("lost"), 2, Settlement(DeliveryState.UNKNOWN)),
        (Unknown("lost"), 3, Settlement(DeliveryState.UNKNOWN)),
    ],
)
def test_each_outcome_has_its_settlement(outcome: Outcome, attempts: int, settlement: Settlement) -> None:
    assert decide_settlement(outcome, attempts, NOW) == settlement


def test_only_a_delivery_that_goes_again_has_a_time() -> None:
    for outcome in (Sent(1), Gone(""), Migrated(1), Rejected(""), Unknown(""), RetryAfter(1, "")):
        for attempts in (1, 2):
            settlement = decide_settlement(outcome, attempts, NOW)
            assert (settlement.not_before is not None) == (settlement.state is AGAIN)


def test_alerts_go_before_digests_and_digests_before_announcements() -> None:
    assert sorted(Lane, key=lambda lane: lane.order) == [Lane.ALERT, Lane.DIGEST, Lane.ANNOUNCEMENT]
    assert [lane.order for lane in Lane] == [0, 1, 2]


def due(number: int, lane: Lane, minutes_ago: int) -> Due:
    return Due(number, number, lane.order, NOW - timedelta(minutes=minutes_ago))


def test_lanes_go_in_their_order_and_the_oldest_of_each_first() -> None:
    waiting = [due(1, Lane.ANNOUNCEMENT, 60), due(2, Lane.DIGEST, 1), due(3, Lane.ALERT, 1), due(4, Lane.ALERT, 2)]
    assert [one.id for one in most_urgent(waiting, 3)] == [4, 3, 2]


def test_one_place_in_ten_goes_to_whoever_has_been_due_longest() -> None:
    alerts = [due(number, Lane.ALERT, 1) for number in range(1, 31)]
    chosen = most_urgent([*alerts, due(99, Lane.ANNOUNCEMENT, 60), due(98, Lane.ANNOUNCEMENT, 61)], 10)
    assert [one.id for one in chosen] == [*range(1, 10), 98]


def test_nothing_due_is_nothing_chosen() -> None:
    assert most_urgent([], 10) == []
