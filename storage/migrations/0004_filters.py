from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('storage', '0003_courses_and_copies')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Subscription',
            name='countries',
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name='Subscription',
            name='kind',
            field=fields.CharField(null=True, max_length=8),
        ),
        ops.AddField(
            model_name='Subscription',
            name='language',
            field=fields.CharField(null=True, max_length=8),
        ),
        ops.AddField(
            model_name='Subscription',
            name='route',
            field=fields.CharField(null=True, max_length=16),
        ),
        ops.AddField(
            model_name='Subscription',
            name='words',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
    ]
