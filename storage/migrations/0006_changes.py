from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('storage', '0005_announcements')]

    initial = False

    operations = [
        ops.AlterModelOptions(
            name='Notice',
            options={'table': 'notice', 'app': 'storage', 'unique_together': (('subject', 'revision'),), 'indexes': [Index(fields=['announcement_id'])], 'pk_attr': 'id', 'table_description': 'What is to be told, once per revision of its subject (`posting:12`). `changes` names what differs since.'},
        ),
        ops.AddField(
            model_name='Notice',
            name='changes',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
    ]
