"""Administrators see figures, and nobody in them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.charts import WIDTH, draw_bars
from bot.views.figures import caption_of_messages, caption_of_questions, render_figures
from domain.deliveries import Sent
from domain.subscribers import Frequency, Interests
from domain.vocabulary import Audience, Language
from storage import deliveries, figures, questions, subscribers
from storage.deliveries import Ended
from tests.integration.builders import claimed_parcels, job, person, publish

pytestmark = pytest.mark.usefixtures("database")

POLICE_IN_CONGO = Interests(audience=Audience.POLICE, countries=frozenset({"CD"}))


async def test_a_group_of_fewer_than_five_is_not_told(now: datetime) -> None:
    for number in range(1, 5):
        await person(number, now, POLICE_IN_CONGO)
    told = await figures.summary(now)
    assert told["people"]["by_audience"] == told["people"]["by_country_of_interest"] == {}
    assert "moins de 5 personnes" in render_figures(told, [], Language.FR).plain
    await person(5, now, POLICE_IN_CONGO)
    told = await figures.summary(now)
    assert told["people"]["by_audience"] == {"police": 5}
    assert told["people"]["by_country_of_interest"] == {"CD": 5}
    assert "Congo" in render_figures(told, [], Language.FR).plain


async def test_people_with_several_filters_are_counted_once(now: datetime) -> None:
    for number in range(1, 6):
        await person(number, now, POLICE_IN_CONGO)
        await subscribers.subscribe(number, Interests(audience=Audience.POLICE), Frequency.DAILY, now)
    assert (await figures.summary(now))["people"]["by_audience"] == {"police": 5}


async def test_questions_are_counted_by_how_they_ended(now: datetime) -> None:
    for _ in range(3):
        await questions.count("answered", Language.FR, now)
    await questions.count("unanswered", Language.EN, now - timedelta(days=1))
    await questions.count("answered", Language.FR, now - timedelta(days=9))
    told = (await figures.summary(now))["questions"]
    assert (told["last_week"], told["answer_rate"]) == (4, 0.75)
    curves = await figures.curves(now)
    assert curves.questions["answered"][-1] == 3
    assert sum(curves.questions["answered"]) == 4
    assert curves.questions["unanswered"][-2] == 1
    assert "5 posées, dont 1 sans réponse" in caption_of_questions(curves, Language.FR)


async def test_the_delay_of_sending_is_told_in_seconds(now: datetime) -> None:
    assert (await figures.summary(now))["delivery_delay_seconds"] == {"median": None, "p95": None}
    for number in range(1, 11):
        await person(number, now)
    await publish(now, job())
    parcels, _ = await claimed_parcels("w", now)
    ended = [Ended(parcel, Sent(1), now + timedelta(seconds=90 if parcel.chat_id == 10 else 2)) for parcel in parcels]
    await deliveries.settle("w", ended)
    later = now + timedelta(minutes=5)
    assert (await figures.summary(later))["delivery_delay_seconds"] == {"median": 2.0, "p95": 90.0}
    assert "10 envoyés" in caption_of_messages(await figures.curves(later), Language.FR)


async def test_what_is_asked_most_without_an_answer_stands_first(now: datetime) -> None:
    for words, times in (("zorglub", 3), ("bulgroz", 1)):
        for _ in range(times):
            await questions.note_unanswered(words, Language.FR, now)
    assert await figures.unanswered() == [("zorglub", 3), ("bulgroz", 1)]
    shown = render_figures(await figures.summary(now), await figures.unanswered(), Language.EN).plain
    assert shown.index("zorglub") < shown.index("bulgroz")


@pytest.mark.parametrize("language", Language)
async def test_figures_read_well_when_there_is_nothing_yet(now: datetime, language: Language) -> None:
    shown = render_figures(await figures.summary(now), [], language).plain
    assert "None" not in shown
    assert len(shown) < 1500


async def test_counts_are_erased_after_their_time(now: datetime) -> None:
    await questions.count("answered", Language.FR, now)
    await questions.erase_old(now + questions.COUNTED + timedelta(days=1))
    assert (await figures.summary(now))["questions"]["last_week"] == 0


async def test_a_chart_is_a_picture_as_wide_as_a_phone_likes() -> None:
    days = [f"{day}/11" for day in range(1, 15)]
    picture = await draw_bars("Questions", days, {"a": list(range(14)), "b": [1] * 14})
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == WIDTH
    assert await draw_bars("Rien", ["un"], {"a": [0]})


def test_a_caption_names_the_busiest_day() -> None:
    days = (date(2027, 1, 1), date(2027, 1, 2))
    curves = figures.Curves(days, {"answered": (0, 0), "choices": (0, 0), "unanswered": (0, 0)}, (3, 9))
    assert "12 sent, 9 of them on 2 January 2027" in caption_of_messages(curves, Language.EN)
