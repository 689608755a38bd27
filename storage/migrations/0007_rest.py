from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('storage', '0006_changes')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Chat',
            name='paused_until',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Chat',
            name='quiet_end',
            field=fields.SmallIntField(null=True),
        ),
        ops.AddField(
            model_name='Chat',
            name='quiet_start',
            field=fields.SmallIntField(null=True),
        ),
    ]
