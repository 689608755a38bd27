# Asking a human: what the person who asks reads, and what the staff read.

button-ticket-question = ✍️ Write to the team
button-ticket-expert = 🧭 Request an expert
button-ticket-carry = 📨 Send this question
button-ticket-send = Send
button-ticket-withdraw = Withdraw my request
button-ticket-answer = Answer
button-ticket-close = Close
button-tickets = See the requests
ticket-offer =
    Someone of the network can answer you, right here. They will see neither your name nor your account.

    You can also write to { $contact }.
ticket-other-way = You can also write to { $contact }.
ticket-step = Step { $number } of { $count }.
ticket-ask-question = Write your question in one message. Put nothing confidential in it.
ticket-ask-area = Which area of expertise? Tap one, or write it.
ticket-ask-place = For which country or town?
ticket-ask-period = For which period? For example: “March 2027, two weeks”.
ticket-ask-organisation = For which organisation?
ticket-ask-contact = How can you be reached? A professional address, for example. It is all that the team will see of you.
ticket-field-area = Area:
ticket-field-place = Place:
ticket-field-period = Period:
ticket-field-organisation = Organisation:
ticket-field-contact = Contact:
ticket-review =
    This is your request:

    { $request }

    Shall I send it?
ticket-empty = I need a few words. Write them, or “back”.
ticket-long = That is too long: { $length } characters, of { $most } at most. Shorten it, nothing else is lost.
ticket-opened =
    ✅ Request No. { $number } is sent. The answer will come here, usually within a few working days.

    To add something, reply to this message. If you hear nothing, write to { $contact }.
ticket-added = Added to your request No. { $number }.
ticket-too-many = You have { $most } requests open already. Wait for an answer, withdraw one, or write to { $contact }.
ticket-is-closed = Request No. { $number } is closed. /human opens another; you can also write to { $contact }.
ticket-withdrawn = Your request No. { $number } is withdrawn. The team has been told.
ticket-expired = This form is no longer open. Let us start again: /human or /expert
ticket-answer = 💬 <b>The network’s answer to your request No. { $number }</b>
ticket-go-on = <i>To go on, reply to this message.</i>
ticket-closed = Your request No. { $number } is closed. /human opens another; you can also write to { $contact }.

# --- What the staff read
ticket-in-fr = French
ticket-in-en = English
ticket-head-question = 🎫 <b>Request No. { $number }</b> – question in { $language }
ticket-head-expert = 🧭 <b>Request No. { $number }</b> – search for an expert, in { $language }
ticket-how-to-answer = <i>Reply to this message: the person will read your answer, without your name.</i>
ticket-more = 🎫 <b>Request No. { $number }</b> – the person adds:
ticket-answered-elsewhere = ✅ Request No. { $number } – answer sent:
ticket-answered = ✅ Your answer to request No. { $number } is on its way.
ticket-undelivered = The answer to request No. { $number } could not be delivered: this person no longer receives our messages. The answer is kept; you can close the request.
ticket-unsent = The answer to request No. { $number } did not go, Telegram does not take it for now. The request is still waiting: send your answer again in a few minutes.
ticket-erased = This request no longer exists: it was erased. Your answer reached nobody.
ticket-write-answer = Write the answer to request No. { $number }. “/cancel” to leave it.
ticket-did-close = Request No. { $number } is closed.
ticket-did-withdraw = Request No. { $number } was withdrawn by the person.
ticket-closed-already = This request is closed already.
ticket-line-asker = <b>Request</b>, { $at }
ticket-line-network = <b>Network</b>, { $at }
tickets-none = No request is waiting.
tickets-title =
    { $count ->
        [one] <b>One request is waiting</b>
       *[other] <b>{ $count } requests are waiting</b>
    }
tickets-pick = No. { $number }
tickets-line-question = • No. { $number }, question in { $language }, for { $waits }
tickets-line-expert = • No. { $number }, search for an expert in { $language }, for { $waits }
tickets-overdue =
    { $count ->
        [one] ⏰ A request has been waiting for { $waits }.
       *[other] ⏰ { $count } requests are waiting, the oldest for { $waits }.
    }
command-human = Ask a human
command-expert = Request an expert
command-tickets = Requests that wait
