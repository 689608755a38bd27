# What the bot says, apart from answers to questions (answers.ftl). Both languages say the same thing; neither is a
# word-for-word translation of the other.

# --- Welcome and language
language-name = English
welcome =
    Hello. I am the assistant of REFFOP, the French-speaking network for peace operations.

    Ask me a question, as you would ask a colleague:
    • “what is an FPU?”
    • “what courses are there in Bamako?”

    I can also tell you about vacancies and courses meant for you. You are:
button-who-military = Military
button-who-police = Police, gendarmerie
button-who-civilian = Civilian
button-who-any = Rather not say
button-skip = Skip
onboarding-band-military = Your rank? Tap a band, or write it: “lieutenant colonel”, “OF-3”.
onboarding-band-police = Your rank? Tap a band, or write it: “superintendent”.
onboarding-band-civilian = Which level of post? Tap a band, or write it: “P-3 to P-5”.
onboarding-indicative = It is only a band for sorting vacancies, not your identity. How ranks compare with UN grades is indicative: “Skip” shows every level.
onboarding-doubt = “{ $words }” can mean several ranks. Which one?
band-military-0 = Other ranks, NCO
band-military-1 = Lieutenant, captain
band-military-3 = Major
band-military-4 = Lieutenant colonel
band-military-5 = Colonel
band-military-6 = General officer
band-police-0 = Constable to sergeant
band-police-1 = Inspector
band-police-3 = Superintendent
band-police-4 = Senior superintendent
band-police-5 = Chief superintendent
band-police-6 = Assistant commissioner +
band-civilian-0 = General Service
band-civilian-1 = P-1, P-2
band-civilian-3 = P-3
band-civilian-4 = P-4
band-civilian-5 = P-5
band-civilian-6 = D-1 and above
welcome-help = Help
language-choose = Which language do you prefer?
language-chosen = Noted: I will speak English with you.
button-french = Français
button-english = English
settings = Language: English. Grouped alerts: { $hour } ({ $zone }), weekly ones on { $weekday }.
settings-paused = ⏸ Paused until { $until }. What comes until then will make one message.
settings-quiet = 🌙 Quiet from { $start }:00 to { $end }:00: what comes at night waits for the morning.
settings-not-quiet = 🔔 No quiet hours
settings-how = Not your time? Write your town: “/timezone Bangui”. Another pause: “/pause 12/01/2027”.
button-pause-day = ⏸ Pause for a day
button-pause-week = ⏸ Pause for a week
button-unpause = ▶ Resume
button-quiet-on = 🌙 Quiet from 22:00 to 7:00
button-quiet-off = 🔔 No more quiet hours
button-hour = ⏰ Hour of sending
button-weekday = 📆 Weekly on
hour-ask = At what hour shall I write? Tap one, or write “/hour 18”.
hour-how = I recognised no hour between 0 and 23. Write for example “/hour 18”.
weekday-ask = On which day would you like the weekly message?
button-silent-on = 🔕 No sound
button-silent-off = 🔔 With sound
button-light-on = 🪶 Titles only
button-light-off = 📄 Whole cards
settings-silent = 🔕 My messages arrive without a sound.
settings-light = 🪶 Titles only: the card is a tap away.
pause-ask = How long shall I leave you alone? Or write “/pause 12/01/2027”.
pause-how = I recognised no date to come within a year. Write for example “/pause 12/01/2027”, or tap a length.
timezone-how = I do not know the time of “{ $words }”. Write a large town nearby, for example “/timezone Bangui” or “/timezone Paris”.

# --- Help, privacy, data
help =
    <b>What I can do</b>

    💬 Answer questions on the network’s courses, centres, terms and resources. Examples:
    • “centres in Cameroon”
    • “SSR in French?”
    • “online courses for police”

    🔔 Tell you about UN vacancies: /alerts, or in one go “/alerts police P-3 to P-5 daily”.

    📋 Vacancies open now: /jobs
    🌍 Change language: /settings
    🔒 Your data: /privacy
    ⏹ Receive nothing more: /stop

    A question I cannot answer? /human, or write to { $contact }.
privacy =
    <b>Your data</b>

    I keep only what I need: the number of this chat, your language, your time zone and your alert filters, and the list of messages I have sent you. No name, no phone number, no location.

    Your questions are not kept. Those I could not answer are kept for 90 days, without their author, so that the network can fill the gap. The thread of our talk is erased after a day.

    What you write to the team with /human or /expert is read by them, without your name or account, and erased 30 days after it is closed.

    A rank is only a band for sorting vacancies: I do not know who you are, and nothing you tell me is shown to anyone else.

    /mydata hands you all that I keep. /delete erases it for good.

    A question: { $contact }.
data-file = Here is everything I keep about this chat.
data-none = I keep nothing about this chat.
delete-confirm = Erase your filters and everything I keep about this chat? It takes effect at once and cannot be undone.
button-delete = Erase everything
button-keep = Keep
delete-done = Erased. Write to me whenever you like: we will start afresh.
delete-kept = Nothing was erased.
stop-done =
    { $count ->
        [0] You had no alert. I will not write to you on my own.
        [one] Done: your alert is removed. I will not write to you on my own any more.
       *[other] Done: your { $count } alerts are removed. I will not write to you on my own any more.
    }
cancel-done = All right, I stop here. Nothing was saved.
cancel-nothing = There was nothing under way.

# --- Alerts
alerts-none = You have no alert yet. I can tell you as soon as a post suits you.
alerts-list =
    { $count ->
        [one] <b>Your alert</b>
       *[other] <b>Your { $count } alerts</b>
    }
alerts-example = Faster, in one message: “/alerts police P-3 to P-5 daily”.
alerts-private = Alerts are set up in a private chat with me.
button-add-alert = ➕ Add an alert
button-remove = 🗑 { $name }
button-change = ✏️ Change
button-change-area = Change the field
button-change-low = Change the level
alert-removed = Alert removed.
alert-ask-area = Which area are you interested in?
button-any-field = Every area
alert-ask-field = <b>{ $area }</b>. The whole area, or something narrower?
button-whole-area = This whole area
alert-ask-level =
    Which level of post? Tap the lowest, then the highest.

    It is a band for sorting vacancies, not your identity.
alert-ask-level-top = From { $grade }. Up to which one?
button-any-level = Every level
button-this-level = { $grade } only
alert-ask-frequency = When shall I tell you?
button-back = ◀ Back
button-cancel = Cancel
button-save = Save
frequency-immediate = At once
frequency-daily = Daily, { $hour }
frequency-weekly = Weekly, { $weekday } { $hour }
alert-read-back =
    Here is what I understood:

    <b>{ $filter }</b>
    { $frequency }

    Is that right?
alert-not-understood = I did not recognise: { $words }.
alert-nothing-understood =
    I recognised neither a field nor a level. Write for example “/alerts police P-3 to P-5 daily”, or choose below.
alert-saved =
    Saved: <b>{ $filter }</b>. { $frequency ->
        [immediate] I will write as soon as a post matches.
        [daily] I will write once a day, at { $hour }, when there is news.
       *[weekly] I will write every { $weekday } at { $hour }, when there is news.
    }
alert-known = You already had this alert: <b>{ $filter }</b>.
alert-expired = That form is no longer open. Let us start again: /alerts
preview-found =
    Of { $seen } recent notices, { $found ->
        [one] one fits
       *[other] { $found } fit
    }{ $open ->
        [0] , none still open.
        [one] , one of them open:
       *[other] , { $open } of them open:
    }
preview-none = None of the { $seen } recent notices fits. The alert will wait for the first.
preview-hindered =
    None of the { $seen } recent notices fits. Without “{ $part }”, { $otherwise ->
        [one] one would.
       *[other] { $otherwise } would.
    }
preview-nothing-seen = I have no notice to compare with yet. The alert will wait for the first.
preview-much = That would be more than ten messages a day: a daily digest would be lighter.
button-widen = Widen: without “{ $part }”
button-turn-kind = What: { $value }
button-turn-route = Route: { $value }
button-turn-language = Language: { $value }
button-turn-frequency = When: { $value }
any-language = any
kind-any = vacancies and courses
kind-job = vacancies
kind-course = courses
route-any = any
route-individual = individual application
route-nomination = through the Permanent Mission
route-roster = roster
filter-with = with “{ $word }”
filter-without = without “{ $word }”
filter-any = Every vacancy
filter-levels = { $low } to { $high }
filter-from = { $low } and above
filter-to = up to { $high }
audience-military = military
audience-police = police
audience-civilian = civilian staff

# --- Vacancies
jobs-title =
    { $count ->
        [one] <b>One open vacancy</b>, seen in the last 30 days
       *[other] <b>{ $count } open vacancies</b>, seen in the last 30 days
    }
sessions-title =
    { $count ->
        [one] <b>One session to come</b>, from the centres’ calendars
       *[other] <b>{ $count } sessions to come</b>, from the centres’ calendars
    }
sessions-more = … and { $count } more. Ask for example “police courses in French”.
jobs-none = I know of no open vacancy at the moment. An alert will tell you of the next one.
jobs-more = … and { $count } more. Ask for example “police jobs P-4”.
job-gone = That vacancy is no longer in my files.
card-un = United Nations
card-route-nomination = 🏛 Through your Permanent Mission or your hierarchy, no individual application
card-route-individual = 👤 Individual application
card-route-roster = 🗂 Roster
card-route-unknown = ❔ How to apply is not stated: see the notice
card-languages = 🗣 { $languages }
card-language-required = { $language } required
card-language-asset = { $language } an asset
card-deadline = ⏳ Closes: { $deadline }{ $days ->
        [0] {" "}– today
        [one] {" "}– tomorrow
       *[other] {" "}– in { $days } days
    }
card-deadline-unknown = ⏳ Closing date not stated
card-closed = ⛔ Vacancy closed
card-changed = ✏️ Changed: { $what }
card-change-title = title
card-change-grade = grade
card-change-country = country
card-change-city = place
card-change-deadline = closing date
card-change-start = first day
card-change-end = last day
card-change-centre = centre
card-change-mode = form
card-filter = Filter: { $filter }
card-source = Source: { $source }
card-also = also: { $sources }
card-course = Course
card-mode-in_person = in person
card-mode-online = online
card-mode-blended = in person and online
card-days = 📅 { $days }
days = { $start } to { $end }
card-enrol-nomination = 🏛 Through your hierarchy or your Permanent Mission
card-enrol-individual = 👤 Individual registration
card-enrol-roster = 🗂 Through a roster
enrol-deadline = ⏳ Register by { $deadline }{ $days ->
        [0] {" "}– today
        [one] {" "}– tomorrow
       *[other] {" "}– in { $days } days
    }
enrol-deadline-unknown = ⏳ Closing date for registration not stated
enrol-closed = ⛔ Registration closed
button-open = Open
button-my-alerts = My alerts
digest-title-jobs =
    { $count ->
        [one] <b>One new vacancy for you</b>
       *[other] <b>{ $count } new vacancies for you</b>
    }
digest-title-courses =
    { $count ->
        [one] <b>One new course session for you</b>
       *[other] <b>{ $count } new course sessions for you</b>
    }
digest-title-both = <b>{ $count } vacancies and course sessions for you</b>
digest-days = { $days ->
        [0] closes today
        [one] closes tomorrow
       *[other] { $days } days left
    }

# --- When something goes wrong
error-internal = I could not handle this message. Try again in a moment; if it goes on, write to { $contact }.
error-old-button = This button is no longer in use. Start again from /help.
error-unknown-command = I do not know this command. /help shows what I can do.
error-not-text = I read text only. Write your question to me.

# --- Menus and presentation (Telegram limits their length)
command-jobs = Vacancies open now
command-courses = Courses and training
command-centres = Training centres
command-term = French-English terms
command-alerts = My alerts
command-settings = Language, pause, time
command-help = Help and contact
command-privacy = My data
command-stop = Receive nothing more
bot-short = Courses, centres, terms and vacancies for peace operations, in French and English.
bot-description =
    The assistant of REFFOP, the French-speaking training network for peace operations. It answers your questions on courses, centres and terms, and tells you of the posts that suit you.
ask-courses = Which courses are you looking for? For example: “courses in Bamako”, “online courses for police”.
ask-term = Which word are you looking for? For example: “FPU”, “règles d’engagement in English”.
