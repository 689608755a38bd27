# Figures of the service, for administrators.

figures-title = Figures of the service
figures-people = 👥 { $all } people, { $new } of them in the last 7 days; { $suspended } have blocked the bot
figures-languages = Language: { $told }
figures-audiences = Audience: { $told }
figures-countries = Countries followed: { $told }
figures-too-few = fewer than { $smallest } people a group
figures-questions = 💬 { $asked } questions in the last 7 days, { $rate }% with an answer. Without one, most often:
figures-no-questions = 💬 No question in the last 7 days. Without an answer, most often:
figures-alerts = 🔔 { $alerts } alerts; { $sent } messages sent, { $waiting } waiting
figures-delays = ⏱ Delay of sending in the last 7 days: { $median } s for half, { $p95 } s for 95%
figures-no-delays = ⏱ No alert sent in the last 7 days
figures-postings = 📋 { $all } notices, { $week } of them in the last 7 days
figures-sources = 🛰 { $all } sources, { $failing } of them failing: /sources
figures-tickets = 🎫 { $open } requests waiting: /tickets
figures-title-questions = Questions a day
figures-title-sent = Messages sent a day
figures-answered = answered
figures-choices = several choices
figures-unanswered = unanswered
figures-sent = sent
figures-chart-questions = Questions from { $first } to { $last }: { $asked } asked, { $lost } of them without an answer.
figures-chart-sent = Messages from { $first } to { $last }: { $sent } sent, { $most } of them on { $day }, the busiest day.
command-stats = Figures of the service
