from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('storage', '0001_initial')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Posting',
            name='missed',
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name='Source',
            name='body',
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name='Source',
            name='chosen_minutes',
            field=fields.FloatField(null=True),
        ),
        ops.AddField(
            model_name='Source',
            name='fresh_for',
            field=fields.FloatField(null=True),
        ),
        ops.AddField(
            model_name='Source',
            name='held_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Source',
            name='held_reason',
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name='Source',
            name='method',
            field=fields.CharField(default='GET', db_default='GET', max_length=8),
        ),
        ops.AddField(
            model_name='Source',
            name='moved_times',
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name='Source',
            name='moved_to',
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name='Source',
            name='refreshed_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Source',
            name='release_held',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Source',
            name='retired_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Source',
            name='told_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Source',
            name='unchanged',
            field=fields.IntField(default=0, db_default=0),
        ),
    ]
