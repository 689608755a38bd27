from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('storage', '0004_filters')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Announcement',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('texts', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('segment', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('buttons', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('attachment', fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('state', fields.CharField(max_length=16)),
                ('reason', fields.TextField(null=True, unique=False)),
                ('revision', fields.IntField(default=1, db_default=1)),
                ('author_id', fields.BigIntField(null=True)),
                ('card_id', fields.BigIntField(null=True)),
                ('send_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('finished_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('shown_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'announcement', 'app': 'storage', 'indexes': [Index(fields=['state'])], 'pk_attr': 'id', 'table_description': 'What an administrator tells many people. Its audience was frozen into the ledger when it was queued.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Audit',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('actor_id', fields.BigIntField(null=True)),
                ('action', fields.CharField(max_length=32)),
                ('subject', fields.CharField(max_length=80)),
            ],
            options={'table': 'audit', 'app': 'storage', 'pk_attr': 'id', 'table_description': 'Which administrator changed what, and when. Erased with time like everything else.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Notice',
            name='announcement',
            field=fields.ForeignKeyField('storage.Announcement', source_field='announcement_id', null=True, db_constraint=True, to_field='id', related_name='notices', on_delete=OnDelete.CASCADE),
        ),
        ops.AddIndex(
            model_name='Notice',
            index=Index(fields=['announcement_id']),
        ),
    ]
