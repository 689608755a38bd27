from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('storage', '0013_wordings')]

    initial = False

    operations = [
        ops.RemoveIndex(
            model_name='Delivery',
            name=None,
            fields=['state', 'lane', 'not_before'],
        ),
        ops.AddIndex(
            model_name='Delivery',
            index=Index(fields=['state', 'lane', 'not_before', 'id']),
        ),
        ops.AddIndex(
            model_name='Delivery',
            index=Index(fields=['chat_id']),
        ),
    ]
