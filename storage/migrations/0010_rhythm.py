from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('storage', '0009_follows')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Chat',
            name='digest_hour',
            field=fields.SmallIntField(default=7, db_default=7),
        ),
        ops.AddField(
            model_name='Chat',
            name='digest_weekday',
            field=fields.SmallIntField(default=0, db_default=0),
        ),
    ]
