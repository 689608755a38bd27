"""Figures of the service, for administrators: one message, and two charts."""

from __future__ import annotations

from telegram import Update

from bot.access import administrators_only
from bot.charts import draw_bars
from bot.handlers.common import Context, chat_of, greet, reply, services
from bot.views import figures as views
from locales import text
from storage import figures


@administrators_only
async def stats(update: Update, context: Context) -> None:
    """Show the figures, then the charts of the last two weeks."""
    who, now = await greet(update, context), services(context).now()
    told = await figures.summary(now)
    await reply(update, context, views.render_figures(told, await figures.unanswered(), who.language))
    curves = await figures.curves(now)
    days = [f"{day.day}/{day.month}" for day in curves.days]
    asked = {text(who.language, f"figures-{name}"): values for name, values in curves.questions.items()}
    sent = {text(who.language, "figures-sent"): curves.sent}
    for title, series, caption in (
        ("figures-title-questions", asked, views.caption_of_questions(curves, who.language)),
        ("figures-title-sent", sent, views.caption_of_messages(curves, who.language)),
    ):
        if any(map(any, series.values())):
            picture = await draw_bars(text(who.language, title), days, series)
            await context.bot.send_photo(chat_of(update).id, picture, caption=caption)
