from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('storage', '0008_lookups')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Follow',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chat', fields.ForeignKeyField('storage.Chat', source_field='chat_id', db_constraint=True, to_field='id', related_name='follows', on_delete=OnDelete.CASCADE)),
                ('posting', fields.ForeignKeyField('storage.Posting', source_field='posting_id', db_constraint=True, to_field='id', related_name='follows', on_delete=OnDelete.CASCADE)),
                ('days', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('own_deadline', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('remind_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'follow', 'app': 'storage', 'unique_together': (('chat', 'posting'),), 'indexes': [Index(fields=['remind_at']), Index(fields=['posting_id'])], 'pk_attr': 'id', 'table_description': 'A posting that a person follows, and when they are reminded next. `days` are counted before the deadline.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Chat',
            name='calendar_key',
            field=fields.CharField(null=True, max_length=64),
        ),
        ops.AddField(
            model_name='Chat',
            name='light',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Chat',
            name='silent',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddIndex(
            model_name='Chat',
            index=Index(fields=['calendar_key']),
        ),
    ]
