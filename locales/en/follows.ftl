# What one follows, and what one does with a card.

button-follow = ⭐ Follow
button-unfollow = ★ Unfollow
button-ics = 📅 Calendar
button-ics-all = 📅 All in one file
button-calendar = 🔗 Live calendar
button-calendar-renew = Change the address
button-copy-address = Copy the address
button-details = Details
button-copy = Copy ref. { $number }
button-share = Share
button-not-for-me = Not for me ▾
button-previous = ◀ Previous
button-next = Next ▶
button-next-of = More ▸ { $first } of { $count }
button-reminders = ⏰ Change reminders
button-own-deadline = Earlier deadline
button-own-deadline-off = No earlier deadline

# --- “Not for me”: what the alert would become
refuse-higher = Higher: { $filter }
refuse-lower = Lower: { $filter }
refuse-field = Another field: { $filter }
refuse-route = Individual application: { $filter }
refuse-language = In my language: { $filter }
refuse-kind = Something else: { $filter }
refuse-country = Another country: { $filter }
refuse-place = Not this place: { $filter }
refuse-done = Noted. Your alert becomes: { $filter }
refuse-nothing = Your alert is already precise on what the notice says. You can change it by hand.
refuse-filter-gone = This alert is no more. /alerts shows yours.

# --- Followed
followed-title =
    { $count ->
        [one] <b>You follow one notice</b>
       *[other] <b>You follow { $count } notices</b>
    }
followed-none = You follow no notice. Tap “⭐ Follow” below a vacancy or a course: I will remind you of its deadline and tell you what changes.
followed-full = You follow { $count } notices already, which is the most. Take one away in /followed.
followed-closed = ended
followed-reminders =
    { $count ->
        [0] ⏰ No reminder
       *[other] ⏰ Reminder { $days } days before
    }
followed-own = 🗓 Your deadline: { $until }
follow-done = Followed. I will remind you 7 and 2 days before the end. See /followed
follow-done-no-date = Followed. It has no known date: I will tell you what changes. See /followed
follow-known = You follow this notice already. See /followed
follow-closed = ⛔ <b>A notice that you follow has ended</b>
unfollow-done = You follow this notice no more.
reminder-title =
    { $days ->
        [0] ⏰ <b>Last day</b>
        [one] ⏰ <b>One day left</b>
       *[other] ⏰ <b>{ $days } days left</b>
    }
reminder-until = ⏳ Until { $until }
list-and = { $items } and { $last }
own-deadline-ask = What is your own deadline, your country’s for example? Write a date: “12/01/2027”. To leave it: “back”.
own-deadline-unread = I did not recognise this date. Write it like this: “12/01/2027”. To leave it: “back”.
own-deadline-past = This date is past. Write one to come: “12/01/2027”. To leave it: “back”.
own-deadline-late = This date comes after the official deadline. Write an earlier one, or “back”.

# --- Calendar
calendar-name = REFFOP – what I follow
calendar-deadline-vacancy = Application deadline: { $title }
calendar-deadline-session = Registration deadline: { $title }
calendar-address =
    This is the address of your calendar. Add it to your own: it will stay up to date.

    { $address }

    It shows what you follow to whoever knows it: keep it to yourself.
ics-caption = Open it with your calendar.
digest-ending =
    { $count ->
        [one] ⏳ one of them ends within 7 days
       *[other] ⏳ { $count } of them end within 7 days
    }
command-followed = Notices I follow
