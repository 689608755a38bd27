"""Tortoise models, private to this folder.

Rules that the migrations rely on (each learnt from a fault of Tortoise 1.1.9, docs/adr/0004-migrations.md):
natural keys never say `generated=False`; a new column is nullable or has a `db_default`; instants are aware UTC;
the first line of a docstring becomes the table's comment and holds no semicolon, at which Tortoise would cut the
statement.
"""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Record(Model):
    """One row of the reference data, kept as the document it is, keyed by (kind, slug)."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(max_length=32)
    slug = fields.CharField(max_length=160)
    file = fields.CharField(max_length=64)
    payload = fields.JSONField[dict[str, object]]()
    digest = fields.CharField(max_length=64)
    updated_at = fields.DatetimeField()
    retired_at = fields.DatetimeField(null=True)

    class Meta:
        table = "record"
        unique_together = (("kind", "slug"),)


class Source(Model):
    """A site we poll. What is due is the column `next_poll_at`, not a timer."""

    id = fields.CharField(max_length=64, primary_key=True)
    title = fields.TextField()
    kind = fields.CharField(max_length=16)
    format = fields.CharField(max_length=32)
    url = fields.TextField()
    language = fields.CharField(max_length=16, null=True)
    poll_minutes = fields.FloatField()
    origin = fields.CharField(max_length=16)
    method = fields.CharField(max_length=8, default="GET", db_default="GET")
    body = fields.TextField(null=True)
    chosen_minutes = fields.FloatField(null=True)
    paused_at = fields.DatetimeField(null=True)
    etag = fields.TextField(null=True)
    last_modified = fields.TextField(null=True)
    body_digest = fields.CharField(max_length=64, null=True)
    next_poll_at = fields.DatetimeField()
    last_attempt_at = fields.DatetimeField(null=True)
    last_success_at = fields.DatetimeField(null=True)
    failing_since = fields.DatetimeField(null=True)
    failures = fields.IntField(default=0, db_default=0)
    last_error = fields.TextField(null=True)
    items = fields.IntField(default=0, db_default=0)
    unchanged = fields.IntField(default=0, db_default=0)
    fresh_for = fields.FloatField(null=True)
    refreshed_at = fields.DatetimeField(null=True)
    moved_to = fields.TextField(null=True)
    moved_times = fields.IntField(default=0, db_default=0)
    retired_at = fields.DatetimeField(null=True)
    held_at = fields.DatetimeField(null=True)
    held_reason = fields.TextField(null=True)
    release_held = fields.BooleanField(default=False, db_default=False)
    told_at = fields.DatetimeField(null=True)

    class Meta:
        table = "source"
        indexes = (Index(fields=("next_poll_at",)),)


class Posting(Model):
    """One vacancy or session of one source. `key` is the SHA-256 of its identity and is kept for good.

    `starts` and `ends` are ISO 8601, a day or an instant. `original` is the posting of which this one is a copy.
    """

    id = fields.BigIntField(primary_key=True)
    source_id: str
    source: fields.ForeignKeyRelation[Source] = fields.ForeignKeyField(
        "storage.Source", related_name="postings", on_delete=fields.RESTRICT
    )
    kind = fields.CharField(max_length=8, default="job", db_default="job")
    key = fields.CharField(max_length=64)
    identity = fields.TextField()
    original_id: int | None
    original: fields.ForeignKeyNullableRelation[Posting] = fields.ForeignKeyField(
        "storage.Posting", related_name="copies", on_delete=fields.SET_NULL, null=True
    )
    copies: fields.ReverseRelation[Posting]
    title = fields.TextField()
    url = fields.TextField(null=True)
    organisation = fields.TextField(null=True)
    grade = fields.CharField(max_length=32, null=True)
    level_min = fields.SmallIntField(null=True)
    level_max = fields.SmallIntField(null=True)
    fields_ = fields.JSONField[list[str]](source_field="fields")
    audience = fields.JSONField[list[str]]()
    country = fields.CharField(max_length=2, null=True)
    city = fields.TextField(null=True)
    languages = fields.JSONField[list[str]]()
    languages_asset = fields.JSONField[list[str]]()
    route = fields.CharField(max_length=16, null=True)
    contract = fields.TextField(null=True)
    centre = fields.TextField(null=True)
    mode = fields.CharField(max_length=16, null=True)
    starts = fields.CharField(max_length=40, null=True)
    ends = fields.CharField(max_length=40, null=True)
    published = fields.DatetimeField(null=True)
    deadline = fields.DatetimeField(null=True)
    status = fields.CharField(max_length=16)
    summary = fields.TextField(null=True)
    revision = fields.IntField(default=1, db_default=1)
    first_seen_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()
    missed = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "posting"
        unique_together = (("source", "key"),)
        indexes = (Index(fields=("first_seen_at",)), Index(fields=("deadline",)), Index(fields=("original_id",)))


class PostingClue(Model):
    """What copies of a vacancy share, to find them by (domain/clusters.py)."""

    id = fields.BigIntField(primary_key=True)
    clue = fields.CharField(max_length=64)
    posting_id: int
    posting: fields.ForeignKeyRelation[Posting] = fields.ForeignKeyField(
        "storage.Posting", related_name="clues", on_delete=fields.CASCADE
    )

    class Meta:
        table = "posting_clue"
        unique_together = (("clue", "posting"),)
        indexes = (Index(fields=("posting_id",)),)


class Chat(Model):
    """A person or a group that we may write to. No name, no number: only what sending needs.

    `silent` sends without a sound, `light` titles only. Who knows `calendar_key` reads the calendar of what is
    followed.
    """

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=16)
    language = fields.CharField(max_length=2)
    language_chosen = fields.BooleanField(default=False, db_default=False)
    timezone = fields.CharField(max_length=64)
    created_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()
    paused_until = fields.DatetimeField(null=True)
    quiet_start = fields.SmallIntField(null=True)
    quiet_end = fields.SmallIntField(null=True)
    digest_hour = fields.SmallIntField(default=7, db_default=7)
    digest_weekday = fields.SmallIntField(default=0, db_default=0)
    suspended_at = fields.DatetimeField(null=True)
    suspended_reason = fields.TextField(null=True)
    silent = fields.BooleanField(default=False, db_default=False)
    light = fields.BooleanField(default=False, db_default=False)
    calendar_key = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "chat"
        indexes = (Index(fields=("calendar_key",)),)


class Conversation(Model):
    """Where a talk stands: the last answer for follow-ups, and the form being filled. Erased when stale."""

    id = fields.BigIntField(primary_key=True)
    chat_id: int
    chat: fields.OneToOneRelation[Chat] = fields.OneToOneField(
        "storage.Chat", related_name="conversation", on_delete=fields.CASCADE
    )
    dialogue = fields.JSONField[dict[str, object]](null=True)
    draft = fields.JSONField[dict[str, object]](null=True)
    updated_at = fields.DatetimeField()

    class Meta:
        table = "conversation"


class Subscription(Model):
    """One filter of one chat: the person's own choice, as read back to them.

    `countries` are codes, each with a bar before and behind (`|CD|CF|`), so that SQL finds one by LIKE. `words` holds
    those `including` and `excluding`, which only the rule in the domain can judge.
    """

    id = fields.BigIntField(primary_key=True)
    chat_id: int
    chat: fields.ForeignKeyRelation[Chat] = fields.ForeignKeyField(
        "storage.Chat", related_name="subscriptions", on_delete=fields.CASCADE
    )
    thread_id = fields.BigIntField(default=0, db_default=0)
    fields_ = fields.JSONField[list[str]](source_field="fields")
    level_min = fields.SmallIntField(null=True)
    level_max = fields.SmallIntField(null=True)
    audience = fields.CharField(max_length=16, null=True)
    grade = fields.CharField(max_length=32, null=True)
    kind = fields.CharField(max_length=8, null=True)
    route = fields.CharField(max_length=16, null=True)
    language = fields.CharField(max_length=8, null=True)
    countries = fields.TextField(null=True)
    words = fields.JSONField[dict[str, list[str]]](null=True)
    frequency = fields.CharField(max_length=16)
    created_at = fields.DatetimeField()
    paused_until = fields.DatetimeField(null=True)

    class Meta:
        table = "subscription"
        indexes = (Index(fields=("chat_id",)),)


class SubscriptionField(Model):
    """The same choice exploded for matching: one row a field, or `*` for any. Derived in the same transaction."""

    id = fields.BigIntField(primary_key=True)
    field = fields.CharField(max_length=64)
    subscription_id: int
    subscription: fields.ForeignKeyRelation[Subscription] = fields.ForeignKeyField(
        "storage.Subscription", related_name="exploded", on_delete=fields.CASCADE
    )

    class Meta:
        table = "subscription_field"
        unique_together = (("field", "subscription"),)
        indexes = (Index(fields=("subscription_id",)),)


class Follow(Model):
    """A posting that a person follows, and when they are reminded next. `days` are counted before the deadline."""

    id = fields.BigIntField(primary_key=True)
    chat_id: int
    chat: fields.ForeignKeyRelation[Chat] = fields.ForeignKeyField(
        "storage.Chat", related_name="follows", on_delete=fields.CASCADE
    )
    posting_id: int
    posting: fields.ForeignKeyRelation[Posting] = fields.ForeignKeyField(
        "storage.Posting", related_name="follows", on_delete=fields.CASCADE
    )
    days = fields.JSONField[list[int]]()
    own_deadline = fields.DatetimeField(null=True)
    remind_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "follow"
        unique_together = (("chat", "posting"),)
        indexes = (Index(fields=("remind_at",)), Index(fields=("posting_id",)))


class Ticket(Model):
    """What a person asks of people, and where it stands."""

    id = fields.BigIntField(primary_key=True)
    chat_id: int
    chat: fields.ForeignKeyRelation[Chat] = fields.ForeignKeyField(
        "storage.Chat", related_name="tickets", on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=16)
    state = fields.CharField(max_length=16)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)
    reminded_at = fields.DatetimeField(null=True)
    lines: fields.ReverseRelation[TicketLine]

    class Meta:
        table = "ticket"
        indexes = (Index(fields=("state", "updated_at")), Index(fields=("chat_id",)))


class TicketLine(Model):
    """What one side wrote. Erased some time after the ticket was closed."""

    id = fields.BigIntField(primary_key=True)
    ticket_id: int
    ticket: fields.ForeignKeyRelation[Ticket] = fields.ForeignKeyField(
        "storage.Ticket", related_name="lines", on_delete=fields.CASCADE
    )
    text = fields.TextField()
    from_network = fields.BooleanField()
    at = fields.DatetimeField()

    class Meta:
        table = "ticket_line"
        indexes = (Index(fields=("ticket_id",)),)


class TicketMessage(Model):
    """A message of ours about a ticket, in any chat: who replies to it writes on the ticket."""

    id = fields.BigIntField(primary_key=True)
    ticket_id: int
    ticket: fields.ForeignKeyRelation[Ticket] = fields.ForeignKeyField(
        "storage.Ticket", related_name="messages", on_delete=fields.CASCADE
    )
    chat_id = fields.BigIntField()
    message_id = fields.BigIntField()

    class Meta:
        table = "ticket_message"
        unique_together = (("chat_id", "message_id"),)
        indexes = (Index(fields=("ticket_id",)),)


class Announcement(Model):
    """What an administrator tells many people. Its audience was frozen into the ledger when it was queued.

    `author_id` is the chat to which the progress card goes, with the number of its message.
    """

    id = fields.BigIntField(primary_key=True)
    texts = fields.JSONField[dict[str, str]]()
    segment = fields.JSONField[dict[str, object]]()
    buttons = fields.JSONField[list[list[str]]]()
    attachment = fields.JSONField[list[str]](null=True)
    state = fields.CharField(max_length=16)
    reason = fields.TextField(null=True)
    revision = fields.IntField(default=1, db_default=1)
    author_id = fields.BigIntField(null=True)
    card_id = fields.BigIntField(null=True)
    send_at = fields.DatetimeField()
    created_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)
    shown_at = fields.DatetimeField(null=True)

    class Meta:
        table = "announcement"
        indexes = (Index(fields=("state",)),)


class Audit(Model):
    """Which administrator changed what, and when. Erased with time like everything else."""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField()
    actor_id = fields.BigIntField(null=True)
    action = fields.CharField(max_length=32)
    subject = fields.CharField(max_length=80)

    class Meta:
        table = "audit"


class Notice(Model):
    """What is to be told, once per revision of its subject (`posting:12`). `changes` names what differs since."""

    id = fields.BigIntField(primary_key=True)
    subject = fields.CharField(max_length=80)
    revision = fields.IntField()
    posting_id: int | None
    posting: fields.ForeignKeyNullableRelation[Posting] = fields.ForeignKeyField(
        "storage.Posting", related_name="notices", on_delete=fields.CASCADE, null=True
    )
    announcement_id: int | None
    announcement: fields.ForeignKeyNullableRelation[Announcement] = fields.ForeignKeyField(
        "storage.Announcement", related_name="notices", on_delete=fields.CASCADE, null=True
    )
    changes = fields.JSONField[list[str]](null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "notice"
        unique_together = (("subject", "revision"),)
        indexes = (Index(fields=("announcement_id",)), Index(fields=("posting_id",)))


class Delivery(Model):
    """The ledger: one notice to one chat, written in the transaction that stored the notice."""

    id = fields.BigIntField(primary_key=True)
    notice_id: int
    notice: fields.ForeignKeyRelation[Notice] = fields.ForeignKeyField(
        "storage.Notice", related_name="deliveries", on_delete=fields.CASCADE
    )
    chat_id: int
    chat: fields.ForeignKeyRelation[Chat] = fields.ForeignKeyField(
        "storage.Chat", related_name="deliveries", on_delete=fields.CASCADE
    )
    thread_id = fields.BigIntField(default=0, db_default=0)
    kind = fields.CharField(max_length=16)
    subscription_id = fields.BigIntField(null=True)
    lane = fields.SmallIntField()
    state = fields.CharField(max_length=16)
    not_before = fields.DatetimeField()
    lease_until = fields.DatetimeField(null=True)
    claimed_by = fields.CharField(max_length=64, null=True)
    attempts = fields.IntField(default=0, db_default=0)
    message_id = fields.BigIntField(null=True)
    reason = fields.TextField(null=True)
    created_at = fields.DatetimeField()
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "delivery"
        unique_together = (("notice", "chat", "thread_id", "kind"),)
        indexes = (Index(fields=("state", "lane", "not_before", "id")), Index(fields=("chat_id",)))


class IncomingUpdate(Model):
    """An update of Telegram from its arrival to its end.

    `payload` is erased when the update is done. The number stays a while, so that a repeated update is known.
    """

    id = fields.BigIntField(primary_key=True)
    chat_id = fields.BigIntField()
    payload = fields.TextField(null=True)
    received_at = fields.DatetimeField()
    claimed_until = fields.DatetimeField(null=True)
    done_at = fields.DatetimeField(null=True)

    class Meta:
        table = "incoming_update"
        indexes = (Index(fields=("done_at", "claimed_until")),)


class Lease(Model):
    """Who does the background work now. `fence` grows with every new holder."""

    name = fields.CharField(max_length=32, primary_key=True)
    holder = fields.CharField(max_length=64)
    fence = fields.IntField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "lease"


class Asked(Model):
    """How many questions of a day ended how. No question, no author: a count."""

    id = fields.BigIntField(primary_key=True)
    day = fields.DateField()
    language = fields.CharField(max_length=2)
    outcome = fields.CharField(max_length=16)
    times = fields.IntField()

    class Meta:
        table = "asked"
        unique_together = (("day", "language", "outcome"),)


class Wording(Model):
    """Words that an administrator taught to mean a record. Kept apart from the reference data, which is loaded anew."""

    id = fields.BigIntField(primary_key=True)
    words = fields.CharField(max_length=200, unique=True)
    text = fields.CharField(max_length=300)
    kind = fields.CharField(max_length=32)
    slug = fields.CharField(max_length=160)
    author_id = fields.BigIntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "wording"


class Question(Model):
    """A question that got no answer, without its author, for the editors."""

    id = fields.BigIntField(primary_key=True)
    text = fields.CharField(max_length=500)
    language = fields.CharField(max_length=2)
    times = fields.IntField(default=1, db_default=1)
    first_asked_at = fields.DatetimeField()
    last_asked_at = fields.DatetimeField()

    class Meta:
        table = "question"
        unique_together = (("text", "language"),)
