from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('storage', '0007_rest')]

    initial = False

    operations = [
        ops.AddIndex(
            model_name='Notice',
            index=Index(fields=['posting_id']),
        ),
        ops.AddIndex(
            model_name='PostingClue',
            index=Index(fields=['posting_id']),
        ),
        ops.AddIndex(
            model_name='Subscription',
            index=Index(fields=['chat_id']),
        ),
        ops.AddIndex(
            model_name='SubscriptionField',
            index=Index(fields=['subscription_id']),
        ),
    ]
