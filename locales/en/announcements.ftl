# What the bot says of announcements to administrators.

command-announce = Announce to all or to some

# --- Composing
compose-ask-fr =
    <b>New announcement.</b> Write the text in French, as it is to be read: formatting is kept. You may attach a picture or a document.

    The latest announcements: “/announce list”.
compose-ask-en = The same text in English?
compose-ask-segment = To whom? Write for example “police P-3 to P-5 french-speaking” or “military Mali”.
compose-ask-time = When? Write for example “18:30”, “tomorrow at 9:00” or “12/01/2027 18:30”, in your own time.
compose-ask-buttons =
    Buttons that open a page? Three at most, one a line:

    Register | https://example.org/register
compose-skip-fr = No French text
compose-skip-en = No English text
compose-skip-segment = Everyone
compose-skip-time = Now
compose-skip-buttons = No button
compose-review = <b>This is what everyone will receive, just above.</b>
compose-audience = To: { $segment }
compose-languages = Language: { $languages }
compose-in-fr = French for everyone
compose-in-en = English for everyone
compose-in-both = each in their own
compose-when = When: { $when }. It will take { $time } at most.
compose-now = as soon as you tap “Send”
compose-button-send =
    { $count ->
        [one] ✅ Send to one person
       *[other] ✅ Send to { $count } people
    }
compose-button-segment = 👥 To whom
compose-button-time = 🕒 When
compose-button-fr = ✏️ French
compose-button-en = ✏️ English
compose-button-buttons = 🔗 Buttons
compose-button-correct = ✅ Correct everywhere
compose-correction = This is how announcement { $number } will read, just above. Change it for everyone who received it?
compose-expired = This announcement is no longer open. Let us start again: /announce
compose-segment-how = I can choose by field, level, audience, language and country. Write for example “police P-3 to P-5 french-speaking”, or tap “Everyone”.
compose-time-how = I recognised no date or time. Write for example “tomorrow at 9:00” or “12/01/2027 18:30”.
compose-fault-no-text = The text is missing: write at least a sentence.
compose-fault-markup = The formatting is incomplete near “{ $tag }”: close the tag, or remove it.
compose-fault-too-long = The text ({ $language }) has { $length } characters. Telegram takes { $limit }: make it shorter.
compose-fault-too-many-buttons = Three buttons at most: remove some.
compose-fault-button-text = Each button needs a short name, { $limit } characters at most, before the bar: “Register | https://…”.
compose-fault-button-url = This address will not open: “{ $url }”. Write it in full, with https://.
compose-fault-past = That time has passed. Choose one to come.
compose-fault-too-late = That is more than a year away. Choose a nearer date.

# --- Who is left
kept-everyone =
    { $count ->
        [0] Nobody has used the assistant yet
        [one] One person in all
       *[other] { $count } people in all
    }
kept-reachable = reachable: { $count }{ $out ->
        [0] {""}
        [one] {" "}(one blocked the assistant or closed the account)
       *[other] {" "}({ $out } blocked the assistant or closed their account)
    }
kept-language = in that language: { $count } ({ $out } fewer)
kept-audience = of that audience: { $count } ({ $out } fewer)
kept-field = of that field: { $count } ({ $out } fewer)
kept-level = of that level: { $count } ({ $out } fewer)
kept-country = interested in that country: { $count } ({ $out } fewer)
segment-everyone = everyone

# --- Following
announcement-sending = <b>Announcement { $number }</b> · being sent
announcement-paused = <b>Announcement { $number }</b> · paused
announcement-done = <b>Announcement { $number }</b> · done
announcement-cancelled = <b>Announcement { $number }</b> · cancelled
announcement-reason-failures = More than one message in twenty failed without the person having blocked us: I stopped so that you can look.
announcement-tally-sent = ✅ sent: { $count }
announcement-tally-waiting = ⏳ waiting: { $count }
announcement-tally-blocked = 🚫 blocked, or account closed: { $count }
announcement-tally-failed = ⚠️ refused by Telegram: { $count }
announcement-tally-unknown = ❔ no answer: { $count }
announcement-tally-stopped = ⏹ stopped: { $count }
announcement-correction = ✏️ corrected: { $done } of { $total }
announcement-recall = 🗑 deleted: { $done } of { $total }
announcement-left = Another { $time } at most.
announcement-button-pause = ⏸ Pause
announcement-button-resume = ▶ Resume
announcement-button-cancel = ⏹ Stop here
announcement-button-again = 🔁 Try the failures again
announcement-button-correct = ✏️ Correct
announcement-button-recall = 🗑 Delete everywhere
announcement-button-report = 📄 Details
announcement-button-delete = Yes, delete
announcement-button-show = No, keep
announcement-ask-recall =
    { $count ->
        [one] Delete announcement { $number } for the person who received it?
       *[other] Delete announcement { $number } for the { $count } people who received it?
    } Telegram does not delete what is older than 48 hours.
announcement-recalled = { $count } to delete. { $old ->
        [0] {""}
        [one] One is too old and will stay.
       *[other] { $old } are too old and will stay.
    }
announcement-changed = Done.
announcement-not-changed = Too late: the announcement has moved on.
announcements-title = <b>Latest announcements</b>
announcements-none = No announcement yet. Start one: /announce
announcement-state-sending = being sent
announcement-state-paused = paused
announcement-state-done = done
announcement-state-cancelled = cancelled
announcement-chart = Announcement { $number }
announcement-outcome-sent = sent
announcement-outcome-waiting = waiting
announcement-outcome-blocked = blocked
announcement-outcome-failed = refused
announcement-outcome-unknown = uncertain
announcement-outcome-stopped = stopped
