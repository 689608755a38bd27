# What the bot says of sources: to administrators, and to everyone when one is missing.

# --- List
command-sources = Sources we read
sources-none = No source is being read yet. Add one: “/sources add https://…”.
sources-title =
    { $count ->
        [one] <b>One source</b>
       *[other] <b>{ $count } sources</b>
    }
sources-troubled =
    { $count ->
        [0] None of them needs you.
        [one] One needs your attention.
       *[other] { $count } need your attention.
    }
sources-page = { $first } to { $last } of { $total }
sources-zone = Times: { $zone }
sources-how = Tap a number, or write for example “/sources pause { $id }”.
sources-button-add = ➕ Add a source
sources-button-more = More ▸
sources-button-first = ◂ Start
sources-button-open = Show the sources
source-state-reads = 🟢 Reads well
source-state-waiting = ⚪ Not read yet
source-state-paused = ⏸ Paused
source-state-failing = 🔴 Failing since { $since }
source-state-retired = ⚫ Retired: the site says that it is gone for good
source-state-held = 🟠 Reading held back: { $reason }
source-success = Last read: { $success }
source-success-never = Never read so far
source-items-jobs =
    { $count ->
        [0] no vacancy
        [one] one vacancy
       *[other] { $count } vacancies
    }
source-items-courses =
    { $count ->
        [0] no course
        [one] one course
       *[other] { $count } courses
    }
source-interval = interval: { $interval }

# --- Card
source-error = Last error: { $reason }
source-next = Next read: { $next }
source-held-how = Nothing of it was kept or sent. If the site has really changed, release the reading; if not, wait: it will go on by itself.
source-next-now = Next read: in a moment
source-moved = The site now sends us here: { $address }
source-format = format { $format }
source-added = Added by an administrator
source-button-poll = Poll now
source-button-pause = ⏸ Pause
source-button-resume = ▶ Resume
source-button-release = Release the reading
source-button-every = { $mark } { $interval }
source-button-every-default = { $mark } original
source-button-remove = 🗑 Remove
source-button-remove-yes = Yes, remove
source-button-keep = Keep
source-button-all = ◀ All sources
source-button-fresh = ↻ Refresh
source-button-show = Show the source
source-did-poll = Asked for: it will be read in a moment.
source-did-pause = Done: it is no longer read.
source-did-resume = Done: it is read again, from now on.
source-did-release = Noted: its next reading, in a moment, will be believed.
source-did-every = Done. Interval: { $interval }.
source-did-every-floor = Set as short as may be: a public site is read at most once an hour.
source-did-remove = Done: it is removed.
source-not-poll = It is paused or retired: resume it first.
source-not-pause = It was not being read anyway.
source-not-resume = It is being read already.
source-not-release = None of its readings is held back.
source-not-every = Which interval? Write for example “6h”, “90min”, “2d” or “original”, from a minute to thirty days.
source-not-remove = It is of the catalogue and would come back at the next start: pause it instead.
source-remove-confirm = Remove <b>{ $title }</b>? What came from it stays, nothing more will come.
source-unknown = I know no source “{ $words }”. Did you mean one of these?
source-unknown-none = I know no source “{ $words }”. Its id is in the list: /sources
sources-usage =
    Write the order, then the id, which is in the list (/sources):
    • <code>/sources pause { $id }</code>
    • <code>/sources resume { $id }</code>
    • <code>/sources poll { $id }</code>
    • <code>/sources release { $id }</code>
    • <code>/sources every { $id } 6h</code>
    • <code>/sources remove { $id }</code>
    • <code>/sources add https://…</code>

# --- Adding
source-ask-address = Send me the address of the feed or calendar, as the site gives it. /cancel to leave.
source-found-question = Read this source from now on?
source-found-sample-jobs = • { $title } – closes { $date }
source-found-sample-courses = • { $title } – starts { $date }
source-save-courses = Save as courses
source-saved = Saved: <b>{ $title }</b>, to be read in a moment. What it published more than three days ago brings no alert.
source-expired = That addition is no longer under way. Let us start again: /sources
error-source-address = I see no address there. Copy it whole from the site and send it, for example “/sources add https://example.org/jobs.rss”.
error-source-private = That address is private: a source must be open to the whole internet. To try one of your own, set ALLOW_PRIVATE_FEEDS and start again.
error-source-known = That address is a source already: <b>{ $title }</b>.
error-source-unreachable = I could not read that address: { $reason }. Open it in a browser to check it, then send it again.
error-source-not-feed = That address answers, but not with a list that I can read. Look on the site for a link called “RSS”, “feed” or “iCal”, and send its address.

# --- News to administrators
news-troubled =
    { $count ->
        [one] ⚠️ <b>One source needs your attention</b>
       *[other] ⚠️ <b>{ $count } sources need your attention</b>
    }
news-recovered =
    { $count ->
        [one] <b>One source is read again</b>
       *[other] <b>{ $count } sources are read again</b>
    }
news-more =
    { $count ->
        [one] … and one more
       *[other] … and { $count } more
    }
news-how = To look, poll again or pause: /sources

# --- What went wrong
fault-status = { $host } answered { $status }
fault-timeout = { $host } did not answer in time
fault-private = { $host } is a private address
fault-certificate = { $host } has no valid certificate
fault-unknown = { $host } is not known
fault-unreachable = { $host } cannot be reached
fault-cut = { $host } broke off its answer
fault-page = a web page stands where the list should be
fault-vanished = all { $known } open entries vanished at once
fault-renumbered = { $part } of { $listed } entries are suddenly new
fault-changed = { $part } of { $listed } entries changed at once

# --- To everyone
jobs-unavailable =
    { $count ->
        [one] Source unavailable since { $since }: { $titles }
       *[other] Sources unavailable, the first since { $since }: { $titles }
    }
